"""The web server while the database is away: what is kept is served, the rest says so."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from serai.core import clock
from serai.delivery.store import Page, PageStore
from tests.scenarios.processes import RunningHouse, free_port

KEPT = Page(200, "text/html; charset=utf-8", "<!doctype html><title>Порт</title>".encode() * 40)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[RunningHouse]:
    """The web server alone, on a database that refuses every connection."""
    address = f"postgres://nobody@127.0.0.1:{free_port()}/nowhere"
    standing = RunningHouse(tmp_path / "var", "serve", DATABASE_URL=address)
    try:
        standing.start()
        standing.wait_for("/-/health")
        yield standing
    finally:
        standing.end()


def test_hits_are_served_old_pages_say_so_and_the_rest_gets_503(web: RunningHouse) -> None:
    store = PageStore(web.var / "pages")
    past = clock.now() - timedelta(minutes=1)
    store.put("/ru/", KEPT, {"article:1"}, number=1)
    store.put("/en/", KEPT, {"article:1"}, number=1, expires=past)
    store.beat()  # as the worker does, before and after its database went
    status, headers, body = web.ask("/ru/")
    assert (status, body, headers["cache-status"]) == (200, KEPT.body, "serai; hit")
    status, headers, body = web.ask("/en/")
    assert (status, body) == (200, KEPT.body)
    assert headers["cache-status"] == "serai; hit; ttl=-1; detail=stale"
    assert headers["cdn-cache-control"] == "no-store"
    for path in ("/ru/news/", "/ru/no-such-page/", "/newsroom/login/"):
        status, headers, body = web.ask(path)
        assert (status, headers.get("retry-after")) == (503, "5"), (path, body, web.said())
        assert body.count(b"\n") == 2, body
    store.close()


def test_without_a_sign_of_the_worker_what_is_kept_is_not_called_fresh(web: RunningHouse) -> None:
    store = PageStore(web.var / "pages")
    store.put("/ru/", KEPT, {"article:1"}, number=1)
    status, headers, body = web.ask("/ru/")
    assert (status, body) == (200, KEPT.body)
    assert headers["cache-status"] == "serai; hit; ttl=-1; detail=stale"
    store.close()
