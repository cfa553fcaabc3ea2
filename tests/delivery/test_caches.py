"""Outer caches: told by requests that a real server gets, in order, and until they answer."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from serai.config.options import OptionError, read_options
from serai.config.refresher import purgers, refreshers, tell_the_desk
from serai.core import clock
from serai.delivery import caches
from serai.delivery.caches import (
    CloudflarePurger,
    DummyPurger,
    FastlyPurger,
    PurgeError,
    Purger,
    VarnishPurger,
)
from serai.delivery.keeping import page_store, render
from serai.delivery.models import Invalidation, Refresh
from serai.delivery.outbox import invalidate, last_number
from serai.delivery.refreshing import Refresher
from serai.delivery.reports import visible
from serai.editorial.models import Article
from serai.editorial.viewsets.articles import visible_line
from serai.portal.selectors import addresses
from tests.builders import make_article

pytestmark = pytest.mark.usefixtures("page_directory")


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    #: What the page store held then.
    kept: bytes | None = None


@dataclass
class Cache:
    """A cache that speaks HTTP: it remembers, and answers with ``status``; 0 cuts the line."""

    status: int = 200
    watched: str = ""
    asked: list[Asked] = field(default_factory=list)
    address: str = ""

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in handler.headers.items()}
        kept = page_store().body(self.watched) if self.watched else None
        assert handler.command is not None
        self.asked.append(
            Asked(handler.command, handler.path, headers, handler.rfile.read(length), kept)
        )
        if self.status:
            handler.send_response(self.status)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
        else:
            handler.close_connection = True

    def tags(self) -> set[str]:
        return {key for asked in self.asked for key in asked.headers.get("xkey", "").split()}

    def paths(self) -> set[str]:
        return {asked.path for asked in self.asked if "xkey" not in asked.headers}


@pytest.fixture
def cache() -> Iterator[Cache]:
    standing = Cache()

    class Handler(BaseHTTPRequestHandler):
        def do_PURGE(self) -> None:
            standing.take(self)

        do_POST = do_PURGE

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    standing.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield standing
    server.shutdown()
    thread.join()
    server.server_close()


def rename(article: Article, headline: str) -> None:
    fresh = Article.objects.get(pk=article.pk)
    fresh.headline = headline
    fresh.save_revision().publish()


def test_varnish_gets_keys_in_portions_and_exact_paths(cache: Cache) -> None:
    tags = [f"article:{number}" for number in range(100)]
    VarnishPurger(cache.address, "news.example.org").purge(tags, ["/ru/", "/ru/news/feed.xml"])
    assert cache.tags() == set(tags)
    assert cache.paths() == {"/ru/", "/ru/news/feed.xml"}
    assert {asked.method for asked in cache.asked} == {"PURGE"}
    assert {asked.headers["host"] for asked in cache.asked} == {"news.example.org"}
    assert max(len(asked.headers.get("xkey", "").split()) for asked in cache.asked) == 64


def test_fastly_gets_keys(cache: Cache) -> None:
    FastlyPurger("abc", "sesame", cache.address).purge(["site", "article:1"], ["/ru/"])
    (asked,) = cache.asked
    assert (asked.method, asked.path) == ("POST", "/service/abc/purge")
    assert asked.headers["surrogate-key"] == "site article:1"
    assert asked.headers["fastly-key"] == "sesame"


def test_cloudflare_gets_tags_and_addresses_thirty_at_once(cache: Cache) -> None:
    tags = [f"article:{number}" for number in range(31)]
    purger = CloudflarePurger("zone", "sesame", "https://news.example.org", cache.address)
    purger.purge(tags, ["/ru/"])
    bodies = [json.loads(asked.body) for asked in cache.asked]
    assert bodies == [
        {"tags": tags[:30]},
        {"tags": tags[30:]},
        {"files": ["https://news.example.org/ru/"]},
    ]
    assert {asked.path for asked in cache.asked} == {"/client/v4/zones/zone/purge_cache"}
    assert cache.asked[0].headers["authorization"] == "Bearer sesame"


def test_what_a_cache_says_is_believed(cache: Cache) -> None:
    varnish = VarnishPurger(cache.address, "localhost")
    fastly = FastlyPurger("abc", "sesame", cache.address)
    cache.status = 404
    varnish.purge([], ["/ru/"])  # what it does not hold is as good as purged
    with pytest.raises(PurgeError, match="404"):
        fastly.purge(["site"], [])
    for status, tries in ((403, 1), (503, 2), (0, 2)):
        cache.status = status
        cache.asked.clear()
        with pytest.raises(PurgeError):
            fastly.purge(["site"], [])
        assert len(cache.asked) == tries
    assert "sesame" not in repr(fastly)


@pytest.mark.django_db
def test_the_store_comes_before_the_purge_and_the_editor_after_it(cache: Cache) -> None:
    order: list[tuple[str, int]] = []

    def told(row: Invalidation, done: Refresh) -> None:
        order.append(("told", len(cache.asked)))

    article = make_article("Порт открыт")
    path = addresses.article("ru", article.pk, article.slug)
    refresher = Refresher(
        made_by="1", node="here", told=told, purgers=[VarnishPurger(cache.address, "localhost")]
    )
    refresher.once()
    assert cache.tags() == {"site"}  # it may hold pages of a store that was another one
    assert render(path).kept
    cache.asked.clear()
    order.clear()
    cache.watched = path
    rename(article, "Порт закрыт")
    refresher.step()
    assert f"article:{article.pk}" in cache.tags()
    assert path in cache.paths()
    assert all("Порт закрыт" in (asked.kept or b"").decode() for asked in cache.asked)
    assert order
    assert {count for _word, count in order} == {len(cache.asked)}
    cache.asked.clear()
    refresher.step()
    assert cache.asked == []


@pytest.mark.django_db
def test_a_cache_that_does_not_answer_is_named_asked_again_and_told_all_it_missed(
    cache: Cache, caplog: pytest.LogCaptureFixture
) -> None:
    article = make_article("Порт открыт")
    path = addresses.article("ru", article.pk, article.slug)

    def worker() -> Refresher:
        varnish = VarnishPurger(cache.address, "localhost")
        return Refresher(made_by="1", node="here", told=tell_the_desk, purgers=[varnish])

    refresher = worker()
    refresher.once()
    assert render(path).kept
    cache.status = 0
    rename(article, "Порт закрыт")
    refresher.step()
    name = f"varnish:{cache.address.removeprefix('http://')}"
    found = visible(f"article:{article.pk}")
    assert found is not None
    assert found.unpurged == name
    assert name in visible_line(found)
    assert f"outer cache {name} was not purged" in caplog.text
    assert "Traceback" not in caplog.text
    # The store is up to date all the same, and the cache is left in peace for a while.
    assert "Порт закрыт" in (page_store().body(path) or b"").decode()
    asked = len(cache.asked)
    invalidate({"article:12345"})
    refresher.step()
    assert len(cache.asked) == asked
    # Another worker asks at once: what is owed stands in the store.
    cache.status = 200
    cache.asked.clear()
    worker().once()
    assert {f"article:{article.pk}", "article:12345"} <= cache.tags()
    assert path in cache.paths()
    found = visible(f"article:{article.pk}")
    assert found is not None
    assert found.unpurged == ""
    assert not Refresh.objects.exclude(unpurged="").exists()


@pytest.mark.django_db
def test_peace_grows_and_ends(cache: Cache) -> None:
    cache.status = 0
    refresher = Refresher(purgers=[VarnishPurger(cache.address, "localhost")])
    with clock.frozen(clock.now()) as hand:
        refresher.once()
        asked = [len(cache.asked)]
        for seconds in (1.0, 1.5, 2.0, 2.5):  # after 2 s, then after 4 s
            hand.advance(seconds)
            refresher.step()
            asked.append(len(cache.asked))
    assert asked == [2, 2, 4, 4, 6]


@pytest.mark.django_db
def test_a_cache_that_missed_too_much_or_the_site_is_emptied(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    from serai.delivery import purging

    monkeypatch.setattr(purging, "MISSED", 3)
    dummy = DummyPurger()
    refresher = Refresher(made_by="1", node="here", purgers=[dummy])
    refresher.once()
    for number in range(5):
        invalidate({f"article:{number}"})
    refresher.step()
    invalidate({"site", "article:9"})
    refresher.step()
    invalidate({"article:10"})
    refresher.step()
    assert dummy.purged == [(["site"], [])] * 3 + [(["article:10"], [])]
    assert page_store().state("purged:dummy") == str(last_number())


@pytest.mark.django_db
def test_what_was_purged_is_purged_once_more_some_seconds_later() -> None:
    """A cache that was fetching in the moment of the purge holds an old page after it."""
    dummy = DummyPurger()
    refresher = Refresher(made_by="1", node="here", purgers=[dummy])
    with clock.frozen(clock.now()) as hand:
        refresher.once()
        hand.advance(6)
        refresher.step()
        assert dummy.purged == [(["site"], [])] * 2
        dummy.purged = []
        for number in range(3):  # publishing goes on meanwhile
            invalidate({f"article:{number}"})
            refresher.step()
            hand.advance(3)
        # Another worker goes on where this one stopped.
        other = Refresher(made_by="1", node="here", purgers=[dummy])
        other.once()
        hand.advance(6)
        other.step()
        told = Counter(tag for tags, _ in dummy.purged for tag in tags)
        assert told == {"article:0": 2, "article:1": 2, "article:2": 2}
        count = len(dummy.purged)
        hand.advance(60)
        other.step()
        assert len(dummy.purged) == count


@pytest.mark.django_db
def test_the_second_purge_of_a_cache_that_is_away_is_owed() -> None:
    class Away(DummyPurger):
        away = False

        def purge(self, tags: Any, paths: Any) -> None:
            if self.away:
                raise PurgeError("away")
            super().purge(tags, paths)

    cache = Away()
    refresher = Refresher(made_by="1", node="here", purgers=[cache])
    with clock.frozen(clock.now()) as hand:
        refresher.once()
        hand.advance(6)
        refresher.step()
        invalidate({"article:1"})
        refresher.step()
        cache.purged, cache.away = [], True
        for _ in range(3):
            hand.advance(10)
            refresher.step()
        cache.away = False
        for _ in range(4):
            hand.advance(30)
            refresher.step()
        assert cache.purged == [(["article:1"], [])]


def test_options_name_the_caches(settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "https://news.example.org"
    settings.OPTIONS = read_options(
        {
            "SERAI_CACHES": "varnish:http://127.0.0.1:6081, fastly:abc cloudflare:zone dummy",
            "SERAI_FASTLY_TOKEN": "one",
            "SERAI_CLOUDFLARE_TOKEN": "two",
        }
    )
    wanted: list[Purger] = [
        VarnishPurger("http://127.0.0.1:6081", "news.example.org"),
        FastlyPurger("abc", "one"),
        CloudflarePurger("zone", "two", "https://news.example.org"),
        DummyPurger(),
    ]
    assert purgers() == wanted
    assert list(refreshers()[0].purgers) == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("squid:http://127.0.0.1", "may name varnish"),
        ("varnish:127.0.0.1:80", "must look like https"),
        ("varnish", "must say which varnish"),
        ("fastly:abc", "SERAI_FASTLY_TOKEN is needed"),
    ],
)
def test_bad_names_of_caches_stop_the_start(text: str, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        read_options({"SERAI_CACHES": text})


def test_a_cache_that_hangs_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setattr(caches, "SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(PurgeError, match="TimeoutError"):
            VarnishPurger(address, "localhost").purge(["site"], [])
