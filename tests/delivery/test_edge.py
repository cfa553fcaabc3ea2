"""The shell: what comes through, what it answers itself, how every answer is dressed."""

import asyncio
import logging
from typing import Any

import pytest

from serai.core.videos import PLAYER_HOSTS
from serai.delivery.bodies import BodyRules
from serai.delivery.edge import Edge
from serai.delivery.headers import HeaderRules
from serai.delivery.heads import HeadRules
from tests.delivery.asgi import Answer, Line, ask, call, make_scope


class Echo:
    """An inner application that remembers what it got."""

    def __init__(self, headers: list[tuple[bytes, bytes]] | None = None) -> None:
        self.headers = headers or []
        self.scopes: list[dict[str, Any]] = []
        self.bodies: list[bytes] = []

    async def __call__(self, scope: dict[str, Any], body: Any, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        self.bodies.append(body.read())
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"here"})


def make_edge(inner: Any = None, *, secure: bool = False, **changes: Any) -> Edge:
    bodies = BodyRules(**{"cap": 64, "caps": {"/newsroom/": 3_000_000}, "seconds": 5.0, **changes})
    heads = HeadRules(
        frozenset({"localhost", "[::1]"}), proxies=frozenset({"10.0.0.1"}), header_count=20
    )
    return Edge(inner or Echo(), heads=heads, bodies=bodies, headers=HeaderRules(secure=secure))


def test_a_complete_request_comes_through_with_its_body() -> None:
    echo = Echo()
    scope = make_scope("POST", "/a%20%D0%B1/", query="x=1")
    answer = ask(make_edge(echo), scope, b"one ", b"two")
    assert (answer.status, answer.body) == (200, b"here")
    assert echo.bodies == [b"one two"]
    assert echo.scopes[0]["path"] == "/a б/"
    assert echo.scopes[0]["raw_path"] == b"/a%20%D0%B1/"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"method": "TRACE"}, 405),
        ({"method": "PUT"}, 405),
        ({"method": "OPTIONS", "path": "*"}, 405),
        ({"method": "CONNECT", "path": ""}, 405),
        ({"host": None}, 400),
        ({"host": ""}, 400),
        ({"host": "localhost, evil.example"}, 400),
        ({"host": "local host"}, 400),
        ({"host": "localhost:x"}, 400),
        ({"host": "user@localhost"}, 400),
        ({"headers": [("Host", "localhost")]}, 400),
        ({"host": "evil.example"}, 421),
        ({"host": "localhost.evil.example"}, 421),
        ({"host": "localhost:8000"}, 200),
        ({"host": "LocalHost"}, 200),
        ({"host": "[::1]:8000"}, 200),
        ({"path": "/" + "a" * 4094}, 200),
        ({"path": "/" + "a" * 4095}, 414),
        ({"query": "a" * 4094}, 200),
        ({"query": "a" * 4095}, 414),
        ({"headers": [(f"X-{n}", "") for n in range(19)]}, 200),
        ({"headers": [(f"X-{n}", "") for n in range(20)]}, 431),
        ({"headers": [("X", "v" * 8000)]}, 200),
        ({"headers": [("X", "v" * 8192)]}, 431),
        ({"headers": [("Content-Length", "5")]}, 400),
        ({"method": "HEAD", "headers": [("Transfer-Encoding", "chunked")]}, 400),
        ({"headers": [("Content-Length", "0")]}, 200),
        ({"method": "POST", "headers": [("Content-Length", "-1")]}, 400),
        ({"method": "POST", "headers": [("Content-Length", "+3")]}, 400),
        ({"method": "POST", "headers": [("Content-Length", "1"), ("Content-Length", "1")]}, 400),
    ],
)
def test_heads(change: dict[str, Any], status: int) -> None:
    answer = ask(make_edge(), make_scope(**change))
    assert answer.status == status
    assert answer.complete
    if status == 405:
        assert answer.header("allow") == "GET, HEAD, POST"


@pytest.mark.parametrize(
    "path",
    [
        "/../etc/passwd",
        "/a/./b",
        "/a/%2e%2e/b",
        "/a/..;/b",
        "/a%2fb",
        "/a%2Fb",
        "/a%5cb",
        "/a\\b",
        "/a%00",
        "/a%0ab",
        "/a%7f",
        "/a%c2%85",
        "/%zz",
        "/%",
        "/%ff",
        "/%c0%af",
        "/caf\u00e9",
        "a",
        "http://localhost/a",
        "",
    ],
)
def test_paths_that_can_be_read_in_two_ways_are_refused(path: str) -> None:
    echo = Echo()
    assert ask(make_edge(echo), make_scope(path=path)).status == 400
    assert echo.scopes == []


def test_double_encoding_is_decoded_once() -> None:
    echo = Echo()
    ask(make_edge(echo), make_scope(path="/a%252e%252e/"))
    assert echo.scopes[0]["path"] == "/a%2e%2e/"


def test_double_slashes_lead_to_the_clean_address() -> None:
    answer = ask(make_edge(), make_scope(path="//evil.example//a%20b/", query="q=1"))
    assert answer.status == 301
    assert answer.header("location") == "/evil.example/a%20b/?q=1"
    assert ask(make_edge(), make_scope("POST", "//a/")).status == 400


def test_names_with_underscores_and_forwarding_stay_outside() -> None:
    echo = Echo()
    lies = [
        ("X_Forwarded_For", "6.6.6.6"),
        ("X-Forwarded-For", "6.6.6.6"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Host", "evil.example"),
        ("Forwarded", "for=6.6.6.6"),
        ("Proxy", "evil.example"),
        ("Accept", "text/html"),
    ]
    ask(make_edge(echo), make_scope(headers=lies))
    assert echo.scopes[0]["headers"] == [(b"host", b"localhost"), (b"accept", b"text/html")]
    assert echo.scopes[0]["client"][0] == "192.0.2.7"


def test_a_known_proxy_is_believed_about_address_and_scheme_only() -> None:
    echo = Echo()
    lines = [
        ("X-Forwarded-For", "6.6.6.6, 203.0.113.5, 10.0.0.1"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Host", "evil.example"),
    ]
    ask(make_edge(echo), make_scope(headers=lines, client="10.0.0.1"))
    assert echo.scopes[0]["client"][0] == "203.0.113.5"
    assert {name for name, _ in echo.scopes[0]["headers"]} == {
        b"host",
        b"x-forwarded-for",
        b"x-forwarded-proto",
    }


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/", 64, 200),
        ("/", 65, 413),
        ("/newsroom/", 3_000_000, 200),
        ("/newsroom/", 3_000_001, 413),
    ],
)
@pytest.mark.parametrize("announced", [True, False])
def test_bodies_have_a_cap_by_path(path: str, size: int, status: int, announced: bool) -> None:
    headers = [("Content-Length", str(size)) if announced else ("Transfer-Encoding", "chunked")]
    half = size // 2
    echo = Echo()
    answer = ask(
        make_edge(echo),
        make_scope("POST", path, headers=headers),
        b"a" * half,
        b"b" * (size - half),
    )
    assert answer.status == status
    assert [len(body) for body in echo.bodies] == ([size] if status == 200 else [])
    if status == 413:
        assert answer.header("connection") == "close"


def test_half_a_body_is_cut_at_the_deadline() -> None:
    edge = make_edge(seconds=0.05)

    async def run() -> Answer:
        return await call(edge, make_scope("POST", "/"), Line([b"half"], last=False))

    answer = asyncio.run(run())
    assert (answer.status, answer.header("connection")) == (408, "close")


def test_a_long_body_earns_time_by_arriving() -> None:
    edge = make_edge(seconds=0.05, slowest_bytes_per_second=1_000_000)

    class Slow(Line):
        async def receive(self) -> dict[str, Any]:
            await asyncio.sleep(0.03)
            return await super().receive()

    async def run(piece: bytes) -> Answer:
        scope = make_scope("POST", "/newsroom/")
        return await call(edge, scope, Slow([piece] * 5))

    assert asyncio.run(run(b"a" * 100_000)).status == 200
    assert asyncio.run(run(b"a")).status == 408


def test_one_client_may_not_send_too_many_bodies_at_once() -> None:
    edge = make_edge(bodies_per_client=2)

    async def run() -> list[int]:
        lines = [Line([b"half"], last=False) for _ in range(2)]
        held = [asyncio.create_task(call(edge, make_scope("POST", "/"), line)) for line in lines]
        await asyncio.sleep(0)
        third = await call(edge, make_scope("POST", "/"))
        other = await call(edge, make_scope("POST", "/", client="192.0.2.8"))
        for line in lines:
            line.gone.set()
        await asyncio.gather(*held)
        again = await call(edge, make_scope("POST", "/"))
        return [third.status, other.status, again.status]

    assert asyncio.run(run()) == [429, 200, 200]


def test_only_so_many_uploads_lie_on_the_disk_at_once() -> None:
    edge = make_edge(spooled_at_once=1, memory_bytes=10)

    async def run() -> list[int]:
        line = Line([b"a" * 20], last=False)
        held = asyncio.create_task(call(edge, make_scope("POST", "/newsroom/"), line))
        await asyncio.sleep(0)
        second = await call(edge, make_scope("POST", "/newsroom/"), Line([b"b" * 20]))
        small = await call(edge, make_scope("POST", "/newsroom/"), Line([b"b" * 10]))
        line.gone.set()
        await held
        again = await call(edge, make_scope("POST", "/newsroom/"), Line([b"b" * 20]))
        return [second.status, small.status, again.status]

    assert asyncio.run(run()) == [503, 200, 200]


def test_a_client_that_goes_away_gets_nothing() -> None:
    echo = Echo()

    async def run() -> Answer:
        line = Line([b"half"], last=False)
        line.gone.set()
        return await call(make_edge(echo), make_scope("POST", "/"), line)

    assert asyncio.run(run()).status == 0
    assert echo.scopes == []


def test_public_answers_carry_the_policy_and_no_cookie(caplog: pytest.LogCaptureFixture) -> None:
    inner = Echo([(b"Set-Cookie", b"a=b"), (b"Server", b"x"), (b"Content-Security-Policy", b"y")])
    with caplog.at_level(logging.ERROR, "serai.delivery"):
        answer = ask(make_edge(inner), make_scope(path="/ru/"))
    policy = answer.all("content-security-policy")
    assert policy == [
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
        " media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'; manifest-src 'self'"
    ]
    assert answer.all("set-cookie") == []
    assert answer.all("server") == []
    assert "tried to set a cookie: '/ru/'" in caplog.text
    assert answer.header("x-content-type-options") == "nosniff"
    assert answer.header("cross-origin-resource-policy") == "same-origin"
    assert answer.header("strict-transport-security") is None


def test_refusals_are_dressed_too() -> None:
    answer = ask(make_edge(secure=True), make_scope(host="evil.example"))
    policy = answer.header("content-security-policy") or ""
    assert "default-src 'none'" in policy
    assert policy.endswith("upgrade-insecure-requests")
    assert answer.header("strict-transport-security") == "max-age=31536000; includeSubDomains"
    assert answer.header("cache-control") == "no-store"


@pytest.mark.parametrize(
    ("path", "given", "ancestors", "cache"),
    [
        ("/newsroom/", [], "'none'", "private, no-store"),
        ("/newsroom", [], "'none'", "private, no-store"),
        (
            "/newsroom/x/",
            [(b"Cache-Control", b"private, max-age=5")],
            "'none'",
            "private, max-age=5",
        ),
        ("/newsroom/snippets/editorial/article/preview/", [], "'self'", "private, no-store"),
        ("/newsroom/snippets/editorial/article/preview/7/", [], "'self'", "private, no-store"),
        ("/newsroom/articles/history/7/revisions/9/view/", [], "'self'", "private, no-store"),
        ("/newsroom/preview-of-things/", [], "'none'", "private, no-store"),
        (
            "/ru/x/",
            [(b"X-Serai-Preview", b"1"), (b"Cache-Control", b"public")],
            "'self'",
            "private, no-store",
        ),
        ("/newsroomless/", [(b"Cache-Control", b"public")], "'none'", "public"),
    ],
)
def test_newsroom_and_previews(
    path: str, given: list[tuple[bytes, bytes]], ancestors: str, cache: str
) -> None:
    answer = ask(make_edge(Echo([*given, (b"Set-Cookie", b"a=b")])), make_scope(path=path))
    assert f"frame-ancestors {ancestors}" in (answer.header("content-security-policy") or "")
    assert answer.all("cache-control") == [cache]
    public = path == "/newsroomless/"
    assert answer.all("set-cookie") == ([] if public else ["a=b"])
    assert answer.all("x-serai-preview") == []


def test_only_a_page_that_says_so_may_frame_players() -> None:
    plain = ask(make_edge(), make_scope(path="/ru/"))
    assert "frame-src" not in (plain.header("content-security-policy") or "")
    page = ask(make_edge(Echo([(b"X-Serai-Video", b"1")])), make_scope(path="/ru/"))
    policy = page.header("content-security-policy") or ""
    (frames,) = [part for part in policy.split("; ") if part.startswith("frame-src")]
    assert frames.split()[1:] == list(PLAYER_HOSTS)
    assert page.all("x-serai-video") == []
    upload = ask(make_edge(Echo([(b"X-Serai-Video", b"1")])), make_scope(path="/media/images/a"))
    assert "frame-src" not in (upload.header("content-security-policy") or "")


def test_only_a_page_that_says_so_may_play_a_stream_of_another_host() -> None:
    plain = ask(make_edge(), make_scope(path="/ru/")).header("content-security-policy") or ""
    assert "media-src 'self'" in plain.split("; ")
    page = ask(make_edge(Echo([(b"X-Serai-Stream", b"1")])), make_scope(path="/ru/tv/live/"))
    policy = (page.header("content-security-policy") or "").split("; ")
    assert {part for part in policy if part not in plain.split("; ")} == {
        "media-src 'self' https: blob:", "connect-src 'self' https:", "worker-src blob:",
    }  # fmt: skip
    assert page.all("x-serai-stream") == []


def test_uploads_are_locked_in() -> None:
    answer = ask(make_edge(), make_scope(path="/media/images/a.jpg"))
    assert answer.header("content-security-policy") == "default-src 'none'; sandbox"


def test_head_has_no_body() -> None:
    answer = ask(make_edge(), make_scope("HEAD", "/"))
    assert (answer.status, answer.body, answer.complete) == (200, b"", True)


def test_an_error_inside_is_a_500_or_a_cut_connection(caplog: pytest.LogCaptureFixture) -> None:
    async def fails(scope: Any, body: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("inside")

    async def fails_late(scope: Any, body: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("inside")

    with caplog.at_level(logging.CRITICAL + 1, "serai.delivery"):
        assert ask(make_edge(fails), make_scope()).status == 500
        with pytest.raises(RuntimeError, match="inside"):
            ask(make_edge(fails_late), make_scope())


def test_lifespan_is_answered() -> None:
    messages = ["lifespan.startup", "lifespan.shutdown"]
    sent: list[str] = []

    async def receive() -> dict[str, Any]:
        return {"type": messages.pop(0)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message["type"])

    asyncio.run(make_edge()({"type": "lifespan"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


class Slow(Line):
    """A client that takes so many messages of an answer and then nothing."""

    def __init__(self, takes: int) -> None:
        super().__init__()
        self.takes = takes
        self.sizes: list[int] = []

    async def send(self, message: dict[str, Any]) -> None:
        if self.takes == 0:
            await asyncio.Event().wait()
        self.takes -= 1
        self.sizes.append(len(message.get("body", b"")))
        await super().send(message)


class Large:
    """An inner application whose answer is large; remembers whether it was let go."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = pieces
        self.ended = False

    async def __call__(self, scope: dict[str, Any], body: Any, receive: Any, send: Any) -> None:
        try:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            for number, piece in enumerate(self.pieces, 1):
                more = number < len(self.pieces)
                await send({"type": "http.response.body", "body": piece, "more_body": more})
        finally:
            self.ended = True


def slow_edge(inner: Large) -> Edge:
    return Edge(inner, heads=HeadRules(frozenset({"localhost"})), stall_seconds=0.05)


@pytest.mark.parametrize(
    "pieces", [(b"large" * 200_001,), (b"a" * 300_000, b"b" * 10), (b"a" * 10, b"")]
)
def test_a_large_answer_leaves_in_small_pieces_and_is_whole(pieces: tuple[bytes, ...]) -> None:
    line = Slow(takes=1_000)
    answer = asyncio.run(call(slow_edge(Large(*pieces)), make_scope(), line))
    assert (answer.body, answer.complete) == (b"".join(pieces), True)
    assert max(line.sizes) <= 65_536


@pytest.mark.parametrize("takes", [1, 5])
@pytest.mark.parametrize("count", [1, 2])
def test_who_takes_nothing_of_a_large_answer_is_cut_off(
    takes: int, count: int, caplog: pytest.LogCaptureFixture
) -> None:
    large, line = Large(*[b"large" * 200_000] * count), Slow(takes)
    answer = asyncio.run(asyncio.wait_for(call(slow_edge(large), make_scope(), line), 10))
    assert (answer.complete, len(line.sizes), large.ended) == (False, takes, True)
    assert caplog.text == ""
