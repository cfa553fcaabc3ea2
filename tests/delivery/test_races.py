"""Interleavings that hurt, made exactly: threads wait for each other, nobody sleeps."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections, transaction

from serai.core import clock
from serai.delivery import keeping
from serai.delivery.keeping import Rendered, page_store, render
from serai.delivery.models import Invalidation, Node, Refresh
from serai.delivery.outbox import last_number
from serai.delivery.refreshing import Refresher
from serai.delivery.store import PageStore
from serai.editorial.models import Article
from serai.portal.selectors import addresses
from tests.builders import make_article

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("page_directory")]


@pytest.fixture
def refresher() -> Refresher:
    made = Refresher(made_by="1", node="here")
    made.begin()
    return made


def rename(article: Article, headline: str) -> None:
    fresh = Article.objects.get(pk=article.pk)
    fresh.headline = headline
    fresh.save_revision().publish()


def text(path: str) -> str:
    return (page_store().body(path) or b"").decode()


class SlowRender:
    """A render in a thread of its own that stands still between the last query and the store."""

    def __init__(self, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path = path
        self.made: Rendered | None = None
        self.arrived, self.go = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self.work)
        real = keeping.keep

        def late(*arguments: Any) -> bool:
            if threading.current_thread() is self.thread:
                self.arrived.set()
                assert self.go.wait(30)
            return real(*arguments)

        monkeypatch.setattr(keeping, "keep", late)

    def work(self) -> None:
        try:
            self.made = render(self.path)
        finally:
            page_store().close()
            connections.close_all()

    def __enter__(self) -> "SlowRender":
        self.thread.start()
        assert self.arrived.wait(30)
        return self

    def finish(self) -> Rendered:
        self.go.set()
        self.thread.join(30)
        assert self.made is not None
        return self.made

    def __exit__(self, *_: object) -> None:
        self.go.set()
        self.thread.join(30)


@pytest.fixture
def article(refresher: Refresher) -> Article:
    made = make_article("Порт открыт")
    refresher.step()
    return made


@pytest.fixture
def path(article: Article) -> str:
    return addresses.article("ru", article.pk, article.slug)


@pytest.mark.parametrize("refreshed", [True, False])
def test_a_render_that_began_before_the_commit_is_not_kept_after_it(
    refresher: Refresher,
    article: Article,
    path: str,
    refreshed: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with SlowRender(path, monkeypatch) as slow:
        rename(article, "Порт закрыт")
        if refreshed:
            refresher.step()
        made = slow.finish()
    assert "Порт открыт" in made.body.decode()
    assert not made.kept
    assert page_store().body(path) is None
    refresher.step()
    assert "Порт открыт" not in text(path)


def test_a_render_kept_while_the_change_is_not_committed_is_renewed_after_it(
    refresher: Refresher, article: Article, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SlowRender(path, monkeypatch) as slow, transaction.atomic():
        rename(article, "Порт закрыт")
        assert slow.finish().kept
    assert "Порт открыт" in text(path)
    refresher.step()
    assert "Порт закрыт" in text(path)


def test_a_slow_render_does_not_overwrite_the_page_that_the_refresher_has_made(
    refresher: Refresher, article: Article, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert render(path).kept
    with SlowRender(path, monkeypatch) as slow:
        rename(article, "Порт закрыт")
        refresher.step()
        assert "Порт закрыт" in text(path)
        assert not slow.finish().kept
    assert "Порт закрыт" in text(path)


def test_a_change_while_a_new_version_empties_the_store_is_not_missed(
    article: Article, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = PageStore.clear

    def clear_and_publish(self: PageStore) -> None:
        real(self)
        assert render(path).kept
        rename(article, "Порт закрыт")

    monkeypatch.setattr(PageStore, "clear", clear_and_publish)
    following = Refresher(made_by="2", node="here")
    following.begin()
    monkeypatch.undo()
    while following.step().invalidations:
        pass
    assert "Порт открыт" not in text(path)


def test_two_workers_on_one_store_do_each_change_once(article: Article, path: str) -> None:
    told: list[int] = []

    def tell(row: Invalidation, _done: Refresh) -> None:
        told.append(row.number)

    assert render(path).kept
    before, stopping = last_number(), threading.Event()
    workers = [Refresher(made_by="1", node="here", told=tell) for _ in range(2)]
    threads = [threading.Thread(target=w.run, args=(stopping,)) for w in workers]
    for thread in threads:
        thread.start()
    try:
        for count in range(12):
            rename(article, f"Порт {count}")
            workers[count % 2].alarm.set()
        wait_for(lambda: page_store().state("number") == str(last_number()))
    finally:
        stopping.set()
        for worker in workers:
            worker.alarm.set()
        for thread in threads:
            thread.join(30)
    numbers = list(Invalidation.objects.filter(number__gt=before).values_list("pk", flat=True))
    assert sorted(told) == sorted(numbers)
    assert "Порт 11" in text(path)
    assert Node.objects.get(name="here").number == last_number()


def wait_for(condition: Callable[[], bool]) -> None:
    until = clock.mono() + 30
    while not condition():
        assert clock.mono() < until
        threading.Event().wait(0.02)


def test_a_worker_leaves_the_store_to_another_that_is_at_it(article: Article, path: str) -> None:
    assert render(path).kept
    rename(article, "Порт закрыт")
    with PageStore(page_store().root).turn() as ours:
        assert ours
        Refresher(made_by="1", node="here").once()
        assert "Порт открыт" in text(path)
    Refresher(made_by="1", node="here").once()
    assert "Порт закрыт" in text(path)


def test_a_clock_put_forth_and_back_leaves_no_page_of_the_future(refresher: Refresher) -> None:
    now, home = clock.now(), addresses.home("ru")
    with clock.frozen(now) as hand:
        make_article("Завтрашний", published_at=now + timedelta(hours=5))
        refresher.step()
        assert render(home).kept
        hand.move_to(now + timedelta(hours=6))
        refresher.step()
        assert "Завтрашний" in text(home)
        hand.move_to(now + timedelta(seconds=5))
        refresher.step()
        assert "Завтрашний" not in text(home)
        hand.move_to(now + timedelta(hours=5, seconds=1))
        refresher.step()
        assert "Завтрашний" in text(home)
