"""The front: hits without Django, misses asked once, one page for every way of asking."""

import asyncio
import gzip
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import brotli
import pytest

from serai.delivery.edge import Edge
from serai.delivery.front import Front, FrontRules
from serai.delivery.heads import HeadRules
from serai.delivery.store import Page, PageStore
from tests.delivery.asgi import Answer, ask, make_scope

BODY = "<!doctype html><title>Порт</title>".encode() * 40


class Pages:
    """Stands for Django: counts and remembers what it was asked."""

    def __init__(self, status: int = 200, body: bytes = b"made", wait: float = 0.0) -> None:
        self.status, self.body, self.wait = status, body, wait
        self.asked: list[dict[str, Any]] = []

    async def __call__(self, scope: Any, body: Any, receive: Any, send: Any) -> None:
        self.asked.append(scope)
        await asyncio.sleep(self.wait)
        lines = [(b"content-type", b"text/html; charset=utf-8")]
        await send({"type": "http.response.start", "status": self.status, "headers": lines})
        await send({"type": "http.response.body", "body": self.body})


class Place:
    def __init__(self, root: Path, pages: Pages | None = None) -> None:
        self.pages = pages or Pages()
        self.store = PageStore(root)
        self.now = 1_000_000.0
        rules = FrontRules(lambda path: not path.startswith(("/newsroom/", "/-/")), purged=True)
        self.front = Front(self.store, self.pages, rules, clock=lambda: self.now)
        heads = HeadRules(frozenset({"localhost"}))
        self.edge = Edge(self.front, heads=heads, again=self.front.again)

    def get(self, path: str = "/ru/", method: str = "GET", query: str = "", **lines: str) -> Answer:
        headers = [(name.replace("_", "-"), value) for name, value in lines.items()]
        return ask(self.edge, make_scope(method, path, query=query, headers=headers))

    def put(self, path: str = "/ru/", body: bytes = BODY, **how: Any) -> None:
        page = Page(how.pop("status", 200), "text/html; charset=utf-8", body)
        self.store.put(path, page, how.pop("tags", {"article:8"}), number=1, **how)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "store")


def test_a_kept_page_comes_without_django(place: Place) -> None:
    place.put()
    answer = place.get()
    assert (answer.status, answer.body) == (200, BODY)
    assert answer.header("cache-status") == "serai; hit"
    assert answer.header("cache-control") == "max-age=0, must-revalidate"
    assert answer.header("vary") == "accept-encoding"
    assert answer.header("surrogate-key") == "site article:8"
    assert answer.header("content-length") == str(len(BODY))
    assert answer.header("set-cookie") is None
    assert place.pages.asked == []


def test_keys_and_long_times_are_for_caches_that_are_purged(place: Place) -> None:
    place.put()
    assert "max-age=31536000" in str(place.get().header("cdn-cache-control"))
    place.front.rules = replace(place.front.rules, purged=False)
    place.put("/ru/news/")
    answer = place.get("/ru/news/")
    assert answer.header("cdn-cache-control") == "no-store"
    assert answer.header("surrogate-key") is None
    assert answer.header("cache-tag") is None


def test_codings_have_tags_of_their_own(place: Place) -> None:
    place.put()
    plain = place.get()
    zipped = place.get(accept_encoding="gzip")
    small = place.get(accept_encoding="gzip, deflate, br, zstd")
    assert gzip.decompress(zipped.body) == brotli.decompress(small.body) == BODY
    etags = {answer.header("etag") for answer in (plain, zipped, small)}
    assert len(etags) == 3
    assert place.get(accept_encoding="br;q=0, gzip;q=0.5").header("content-encoding") == "gzip"
    assert place.get(accept_encoding="identity").header("content-encoding") is None


def test_an_unchanged_page_costs_a_head(place: Place) -> None:
    place.put()
    etag = place.get(accept_encoding="br").header("etag") or ""
    again = place.get(accept_encoding="br", if_none_match=f'"x", W/{etag}')
    assert (again.status, again.body) == (304, b"")
    assert again.header("etag") == etag
    assert place.get(accept_encoding="gzip", if_none_match=etag).status == 200
    head = place.get(method="HEAD")
    assert (head.status, head.body, head.header("content-length")) == (200, b"", str(len(BODY)))


def test_a_replaced_page_is_seen_at_once_and_a_dropped_one_is_asked_for(place: Place) -> None:
    place.put()
    place.get()
    place.put(body=b"fresh" * 100)
    assert place.get().body == b"fresh" * 100
    place.store.drop(["/ru/"])
    assert place.get().body == b"made"
    assert place.front.held_bytes == 0


def test_a_withdrawn_page_says_410_from_the_store(place: Place) -> None:
    place.put("/ru/news/8-port/", b"gone", status=410)
    answer = place.get("/ru/news/8-port/")
    assert (answer.status, answer.body, place.pages.asked) == (410, b"gone", [])


def test_nothing_of_the_reader_reaches_django(place: Place) -> None:
    place.get("/ru/new/", query="utm=1&x=%3Cscript%3E", cookie="serai=1", accept_language="en")
    (scope,) = place.pages.asked
    assert scope["query_string"] == b""
    assert {name for name, _ in scope["headers"]} == {b"host"}
    assert scope["method"] == "GET"


def test_the_newsroom_is_passed_on_as_it_is(place: Place) -> None:
    place.get("/newsroom/", query="next=1", cookie="serai=1")
    (scope,) = place.pages.asked
    assert scope["query_string"] == b"next=1"
    assert (b"cookie", b"serai=1") in scope["headers"]


def test_many_who_ask_at_once_are_answered_by_one_render(tmp_path: Path) -> None:
    place = Place(tmp_path / "store", Pages(wait=0.05))

    async def all_at_once() -> list[bytes]:
        async def one() -> bytes:
            said: list[Any] = []

            async def send(message: Any) -> None:
                said.append(message)

            async def receive() -> Any:
                await asyncio.Event().wait()

            await place.edge(make_scope("GET", "/ru/", query=""), receive, send)
            return b"".join(m.get("body", b"") for m in said)

        return await asyncio.gather(*(one() for _ in range(50)))

    assert set(asyncio.run(all_at_once())) == {b"made"}
    assert len(place.pages.asked) == 1


def test_an_old_page_stands_in_for_a_broken_django(tmp_path: Path) -> None:
    place = Place(tmp_path / "store", Pages(status=500, body=b"broken"))
    place.put(expires=datetime.fromtimestamp(place.now + 60, UTC))
    assert place.get().header("cache-status") == "serai; hit"
    place.now += 61
    answer = place.get()
    assert (answer.status, answer.body) == (200, BODY)
    assert answer.header("cache-status") == "serai; hit; ttl=-1; detail=stale"
    place.pages.status = 200
    assert place.get().body == b"broken"
    assert place.get("/ru/unknown/").status == 200


def test_memory_has_an_end(tmp_path: Path) -> None:
    place = Place(tmp_path / "store")
    place.front.rules = FrontRules(lambda path: True, memory_bytes=50_000)
    for number in range(40):
        place.put(f"/ru/{number}/", bytes([65 + number % 26]) * 6_000)
        assert place.get(f"/ru/{number}/").status == 200
    assert place.front.held_bytes <= 50_000


@pytest.mark.parametrize(
    "path", ["/ru//", "/ru/%2e%2e/", "/ru/;x/", "/ru/x.css", "/ru/news.json-head", "/ru/%00/"]
)
def test_no_trick_makes_a_second_address_of_a_page(place: Place, path: str) -> None:
    place.put()
    answer = place.get(path)
    assert BODY not in answer.body
    assert [entry.path for entry in place.store.entries()] == ["/ru/"]


def test_a_page_with_a_video_may_frame_its_player_from_the_store_too(place: Place) -> None:
    page = Page(200, "text/html; charset=utf-8", BODY, ("x-serai-video",))
    place.store.put("/ru/", page, {"article:8"}, number=1)
    place.put("/ru/news/")
    assert "frame-src" in (place.get("/ru/").header("content-security-policy") or "")
    assert place.get("/ru/").header("x-serai-video") is None
    assert "frame-src" not in (place.get("/ru/news/").header("content-security-policy") or "")


QUESTIONS: list[dict[str, Any]] = [
    {},
    {"accept_encoding": "gzip"},
    {"accept_encoding": "br, gzip", "cookie": "serai=1"},
    {"accept_encoding": "gzip", "if_none_match": "*"},
    {"if_none_match": '"other"'},
    {"range": "bytes=0-8"},
    {"query": "utm=1"},
    {"method": "HEAD"},
    {"method": "POST", "content_length": "0"},
    {"method": "TRACE"},
    {"host": "localhost"},  # a second one
    {"content_length": "3"},
    {"transfer_encoding": "chunked"},
    {"cookie": "x" * 9_000},
    {"x_wish": "x" * 5_000},
    {"x_forwarded_host": "evil.example"},
]


@pytest.mark.parametrize("expires", [None, 60])
@pytest.mark.parametrize("purged", [True, False])
def test_what_was_asked_before_is_answered_as_if_it_had_not_been(
    place: Place, purged: bool, expires: int | None
) -> None:
    place.front.rules = replace(place.front.rules, purged=purged)
    slow = Edge(place.front, heads=HeadRules(frozenset({"localhost"})))
    until = None if expires is None else datetime.fromtimestamp(place.now + expires, UTC)
    for body in (BODY, BODY + b"2"):
        place.put(body=body, expires=until)
        for how in QUESTIONS * 3:
            lines = [
                (name.replace("_", "-"), value)
                for name, value in how.items()
                if name not in ("method", "query")
            ]
            scope = make_scope(
                how.get("method", "GET"), "/ru/", query=how.get("query", ""), headers=lines
            )
            quick, plain = ask(place.edge, dict(scope)), ask(slow, dict(scope))
            assert (quick.status, quick.body, quick.lines) == (
                plain.status, plain.body, plain.lines,
            )  # fmt: skip


def again(place: Place, path: str = "/ru/", host: str = "localhost") -> bool:
    return place.front.again(make_scope("GET", path, host=host)) is not None


def test_a_known_answer_is_given_while_its_page_is_true_and_in_place(place: Place) -> None:
    until = datetime.fromtimestamp(place.now + 60, UTC)
    place.front.rules = replace(place.front.rules, purged=False)
    assert not again(place)
    place.put(expires=until)
    assert place.get().body == BODY
    assert again(place)
    assert not again(place, host="evil.example")
    place.now += 61
    assert not again(place)
    place.now -= 61
    place.put(body=BODY + b"2", expires=until)
    assert not again(place)
    assert place.get().body == BODY + b"2"
    assert again(place)
    place.store.drop(["/ru/"])
    assert not again(place)


def test_known_answers_of_a_page_have_an_end(place: Place) -> None:
    place.put()
    for number in range(200):
        place.get(if_none_match=f'"{number}"')
    (held,) = place.front._memory.values()
    assert len(held.answers) <= 32


def test_a_page_too_large_for_memory_is_there_once_however_many_read_it(place: Place) -> None:
    place.put(body=b"large" * 300_000)
    first = place.front._look("/ru/")
    assert first is not None
    assert place.front._look("/ru/") is first
    place.put(body=b"other" * 300_000)
    second = place.front._look("/ru/")
    assert second is not None
    assert second.bodies[""] == b"other" * 300_000
    assert first.bodies[""] == b"large" * 300_000
    del first, second
    assert (len(place.front._large), place.front.held_bytes) == (0, 0)
