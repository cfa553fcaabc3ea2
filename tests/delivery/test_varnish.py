"""``deploy/varnish.vcl`` with Debian's Varnish: kept until it is purged, and nothing else kept."""

import gzip
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from serai.core import clock
from serai.delivery.caches import VarnishPurger
from serai.delivery.store import Page, PageStore
from tests.delivery.outer import Place
from tests.scenarios.processes import RunningHouse, free_port, wait_until

SITE = Path(__file__).resolve().parents[2] / "deploy" / "varnish.vcl"
HTML = "text/html; charset=utf-8"
BODY = "<!doctype html><title>Порт</title>".encode() * 60
HIT = "varnish; hit"


class Varnish(Place):
    """The same with Varnish before both, and what its tests need beside."""

    def put(self, path: str, body: bytes, tag: str, *, seconds: float | None = None) -> None:
        until = None if seconds is None else clock.now() + timedelta(seconds=seconds)
        self.store.put(path, Page(200, HTML, body), {tag}, number=1, expires=until)
        self.store.beat()

    def told(self, path: str, **lines: str) -> str:
        """What the answer says of the cache."""
        return self.ask(path, **lines).headers.get("cache-status", "")

    def purge(self, tags: list[str], paths: list[str]) -> None:
        VarnishPurger(f"http://127.0.0.1:{self.port}", "127.0.0.1").purge(tags, paths)


def _missing() -> str:
    if not Path("/usr/sbin/varnishd").exists():
        return "no Varnish: apt install varnish varnish-modules"
    if not list(Path("/usr/lib").glob("**/varnish/vmods/libvmod_xkey.so")):
        return "no xkey: apt install varnish-modules"
    return ""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Varnish]:
    if missing := _missing():
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("varnish")
    folder.chmod(0o755)
    database = f"postgres://nobody@127.0.0.1:{free_port()}/nowhere"
    house = RunningHouse(
        folder / "var", "serve", DATABASE_URL=database, SERAI_PROXIES="127.0.0.1",
        SERAI_CACHES="varnish:http://127.0.0.1:1",
    )  # fmt: skip
    told, port = SITE.read_text(), free_port()
    assert '.port = "8000"' in told
    vcl = folder / "serai.vcl"
    vcl.write_text(told.replace('.port = "8000"', f'.port = "{house.port}"'))
    vcl.chmod(0o644)
    found = Varnish(house, PageStore(folder / "var" / "pages"), port)
    with (folder / "said").open("wb") as said:
        varnish = subprocess.Popen(
            ["/usr/sbin/varnishd", "-F", "-j", "none", "-n", str(folder / "work"),
             "-a", f"127.0.0.1:{port}", "-f", str(vcl), "-s", "malloc,32m",
             "-p", "thread_pool_min=10", "-p", "thread_pools=1"],
            stdout=said, stderr=said,
        )  # fmt: skip
    try:
        house.start()
        house.wait_for("/-/health")
        wait_until(
            lambda: varnish.poll() is not None or found.is_up(), "Varnish answers", seconds=30
        )
        assert varnish.poll() is None, (folder / "said").read_text()
        yield found
    finally:
        varnish.terminate()
        varnish.wait()
        house.end()
        found.store.close()


def test_a_page_lies_here_until_its_tag_is_purged(place: Varnish) -> None:
    place.put("/ru/news/8-port/", BODY, "article:8")
    place.put("/ru/", BODY + b"home", "articles:ru")
    place.purge(["site"], [])
    for path in ("/ru/news/8-port/", "/ru/"):
        assert place.told(path) == "serai; hit"
        assert place.told(path) == HIT
    place.put("/ru/news/8-port/", BODY + b"2", "article:8")
    assert place.ask("/ru/news/8-port/").body == BODY  # nobody purged
    place.purge(["article:8", "unknown:1"], [])
    fresh = place.ask("/ru/news/8-port/")
    assert (fresh.headers["cache-status"], fresh.body) == ("serai; hit", BODY + b"2")
    assert place.told("/ru/") == HIT


def test_by_address_and_all_at_once(place: Varnish) -> None:
    for name in ("a", "b", "c"):
        place.put(f"/ru/{name}/", BODY + name.encode(), f"country:{name}")
        place.ask(f"/ru/{name}/")
    place.purge([], ["/ru/a/", "/ru/never/"])
    assert place.told("/ru/a/") == "serai; hit"
    assert place.told("/ru/b/") == HIT
    place.purge(["site"], [])
    assert {place.told(f"/ru/{name}/") for name in ("a", "b", "c")} == {"serai; hit"}


def test_readers_get_what_serai_says_without_the_keys(place: Varnish) -> None:
    place.put("/ru/word/", BODY, "article:3")
    direct = place.house.ask("/ru/word/")[1]
    assert "article:3" in direct["surrogate-key"]
    place.ask("/ru/word/")
    kept = place.ask("/ru/word/")
    own = {"date", "server", "connection", "accept-ranges", "cache-status", "vary", "etag",
           "transfer-encoding", "content-length"}  # fmt: skip
    keys = {"surrogate-key", "surrogate-control", "cdn-cache-control", "cache-tag"}
    assert not keys & set(kept.headers)
    assert "age" not in kept.headers  # to a browser the page is new
    assert {n: v for n, v in kept.headers.items() if n not in own} == {
        n: v for n, v in direct.items() if n not in own | keys
    }
    zipped = place.ask("/ru/word/", accept_encoding="gzip")
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == BODY
    again = place.ask("/ru/word/", accept_encoding="gzip", if_none_match=zipped.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    part = place.ask("/ru/word/", range="bytes=0-8")
    assert (part.status, part.body) == (206, BODY[:9])


def test_cookies_and_credentials_change_nothing(place: Varnish) -> None:
    place.put("/ru/same/", BODY, "article:4")
    place.ask("/ru/same/", cookie="sessionid=1")
    assert place.told("/ru/same/", cookie="sessionid=2", authorization="Basic eDp5") == HIT


@pytest.mark.parametrize(
    "path",
    ["/ru/?utm=1", "//ru/", "/%72u/", "/ru/..;/ru/", "/ru/news/999-none/", "/ru/search/",
     "/newsroom/", "/newsroom", "/-/health", "/nothing/at/all"],
)  # fmt: skip
def test_what_serai_does_not_vouch_for_is_not_kept(place: Varnish, path: str) -> None:
    place.put("/ru/", BODY, "articles:ru")
    place.ask("/ru/")
    for _ in range(2):
        assert not place.told(path).startswith("varnish")


def test_another_host_gets_nothing_of_ours(place: Varnish) -> None:
    place.put("/ru/", BODY, "articles:ru")
    place.ask("/ru/")
    other = place.ask("/ru/", host="evil.example")
    assert (other.status, BODY in other.body) == (421, False)
    assert place.told("/ru/", host="evil.example") == ""


def test_a_page_whose_time_is_over_is_asked_for_anew(place: Varnish) -> None:
    place.put("/-/slots/ru/air/", b"<p>until two", "schedule:x", seconds=2.5)
    place.ask("/-/slots/ru/air/")
    assert place.told("/-/slots/ru/air/") == HIT
    place.put("/-/slots/ru/air/", b"<p>after two", "schedule:x")
    wait_until(
        lambda: place.ask("/-/slots/ru/air/").body == b"<p>after two", "the time is over", seconds=6
    )


def test_only_the_house_purges_and_only_plain_methods_pass(place: Varnish) -> None:
    assert place.ask("/ru/", "TRACE").status == 405
    assert place.ask("/ru/", "BAN").status == 405
    told = SITE.read_text()
    assert told.index("client.ip !~ house") < told.index("xkey.purge")


def test_when_serai_is_away_the_last_page_is_sent_and_says_so(place: Varnish) -> None:
    place.put("/ru/last/", BODY + b"last", "article:5", seconds=1.5)
    place.put("/ru/year/", BODY + b"year", "article:6")
    place.ask("/ru/last/")
    place.ask("/ru/year/")
    place.house.end()
    try:
        wait_until(lambda: "detail=stale" in place.told("/ru/last/"), "Serai is missed", seconds=20)
        old = place.ask("/ru/last/")
        assert (old.status, old.body) == (200, BODY + b"last")
        assert place.told("/ru/year/") == HIT
        assert place.ask("/ru/none/").status == 503
    finally:
        place.house.start()
        place.house.wait_for("/-/health")
        wait_until(place.is_up, "Varnish has seen it")
