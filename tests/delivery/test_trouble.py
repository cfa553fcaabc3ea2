"""The refresher among full disks, lost directories, damaged indexes and a database that is away."""

import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from serai.config.refresher import refreshers
from serai.core import clock
from serai.delivery import refreshing
from serai.delivery.keeping import Rendered, page_store, render
from serai.delivery.models import Invalidation, Refresh
from serai.delivery.outbox import invalidate, last_number
from serai.delivery.refreshing import Refresher
from serai.delivery.reports import wait_until_visible
from serai.delivery.store import Page
from serai.delivery.tasks import forget_old_changes
from serai.editorial.models import Article
from serai.portal.selectors import addresses
from tests.builders import make_article
from tests.delivery.trouble import Running, full_disk, wait_for


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    settings.PAGE_STORE = tmp_path / "pages"
    yield
    if settings.PAGE_STORE:
        page_store().close()


def rename(article: Article, headline: str) -> None:
    fresh = Article.objects.get(pk=article.pk)
    fresh.headline = headline
    fresh.save_revision().publish()


def text(path: str) -> str:
    return (page_store().body(path) or b"").decode()


@pytest.mark.django_db
def test_on_a_full_disk_pages_that_changed_go_rather_than_stay_old() -> None:
    refresher = Refresher(made_by="1", node="here")
    article = make_article("Порт открыт")
    refresher.once()
    path, home = addresses.article("ru", article.pk, article.slug), addresses.home("ru")
    assert render(path).kept
    assert render(home).kept

    def without_room(asked: str) -> Rendered:
        with full_disk():
            return render(asked)

    rename(article, "Порт закрыт")
    refresher.render = without_room
    refresher.step()
    assert (text(path), text(home)) == ("", "")
    refresher.render = render
    assert "Порт закрыт" in render(path).body.decode()
    assert "Порт закрыт" in text(path)


def take_away(root: Path) -> None:
    """In one moment: the worker writes into it meanwhile."""
    aside = root.with_name("taken-away")
    root.rename(aside)
    shutil.rmtree(aside)


@pytest.mark.django_db(transaction=True)
def test_a_directory_that_goes_while_the_worker_runs_is_begun_anew() -> None:
    told: list[int] = []

    def tell(row: Invalidation, _done: Refresh) -> None:
        told.append(row.number)

    article = make_article("Порт открыт")
    path = addresses.article("ru", article.pk, article.slug)
    refresher = Refresher(made_by="1", node="here", told=tell)
    refresher.once()
    assert render(path).kept
    begun = last_number()
    with Running(refresher):
        wait_for(lambda: page_store().heard() > 0)
        take_away(page_store().root)
        wait_for(lambda: page_store().state("number") == str(begun))
        assert render(path).kept
        rename(article, "Порт закрыт")
        wait_for(lambda: "Порт закрыт" in text(path))
    # What was long visible is not told again.
    assert told
    assert min(told) > begun


@pytest.mark.django_db(transaction=True)
def test_a_damaged_index_is_thrown_away_with_all_its_pages() -> None:
    article = make_article("Порт открыт")
    path = addresses.article("ru", article.pk, article.slug)
    refresher = Refresher(made_by="1", node="here")
    refresher.once()
    assert render(path).kept
    page_store().close()
    index = page_store().root / "index.sqlite"
    index.write_bytes(b"no index at all" * 400)
    assert not render(path).kept
    rename(article, "Порт закрыт")
    with Running(refresher):
        wait_for(lambda: page_store().heard() > 0)
    assert "Порт открыт" not in text(path)
    assert render(path).kept


@pytest.mark.django_db(transaction=True)
def test_the_worker_outlives_a_database_that_goes_and_comes(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    article = make_article("Порт открыт")
    path = addresses.article("ru", article.pk, article.slug)
    refresher = Refresher(made_by="1", node="here")
    refresher.once()
    assert render(path).kept
    gone, tried = threading.Event(), threading.Event()
    real = refreshing.bring_due

    def brought() -> int:
        if gone.is_set():
            tried.set()
            raise OperationalError("the connection was cut")
        return real()

    monkeypatch.setattr(refreshing, "bring_due", brought)
    with Running(refresher):
        wait_for(lambda: page_store().heard() > 0)
        gone.set()
        refresher.alarm.set()
        assert tried.wait(30)
        rename(article, "Порт закрыт")
        gone.clear()
        wait_for(lambda: "Порт закрыт" in text(path))
    assert "database: OperationalError" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_in_idle_time_a_page_that_is_wrong_is_found_named_and_replaced(
    caplog: pytest.LogCaptureFixture,
) -> None:
    make_article("Порт открыт")
    home = addresses.home("ru")
    refresher = Refresher(made_by="1", node="here")
    refresher.once()
    render(home)
    page_store().put(home, Page(200, "text/html", b"wrong"), {"article:77"}, number=last_number())
    with Running(refresher):
        wait_for(lambda: "Порт открыт" in text(home))
    assert f"a kept page is out of date: {home}, tags article:77, last changes: " in caplog.text
    assert f"{last_number()} " in caplog.text


@pytest.mark.django_db
def test_the_front_is_believed_only_once_all_is_done_that_was_missed() -> None:
    article = make_article("Порт открыт")
    refresher = Refresher(made_by="1", node="here")
    refresher.once()
    assert render(addresses.article("ru", article.pk, article.slug)).kept
    rename(article, "Порт закрыт")
    heard: list[float] = []

    def listening(path: str) -> Rendered:
        heard.append(page_store().heard())
        return render(path)

    refresher.render = listening
    refresher.step()
    assert heard
    assert set(heard) == {0.0}
    refresher._be_heard()
    assert page_store().heard() > 0


@pytest.mark.django_db
def test_without_a_store_everything_works_and_the_commands_say_so(settings: Any) -> None:
    article = make_article("Порт открыт")
    path = addresses.article("ru", article.pk, article.slug)
    settings.PAGE_STORE = None
    assert refreshers() == []
    made = render(path)
    assert (made.status, made.kept) == (200, False)
    rename(article, "Порт закрыт")
    assert "Порт закрыт" in render(path).body.decode()
    assert wait_until_visible(f"article:{article.pk}", 0) is None
    for words in (["pages", "list"], ["pages", "why", path], ["pages", "clear"], ["audit"]):
        with pytest.raises(CommandError, match="page store is off"):
            call_command(*words)


@pytest.mark.django_db
def test_what_is_long_past_is_forgotten_with_what_it_cost() -> None:
    now = clock.now()
    with clock.frozen(now - timedelta(days=40)):
        invalidate({"article:1"}, ahead=[clock.now() + timedelta(hours=1)])
        Refresher(made_by="1", node="here").once()
        invalidate({"article:2"})
        Refresher(made_by="1", node="here").once()
    invalidate({"article:3"})
    assert forget_old_changes.call() >= 3
    assert [row.tags for row in Invalidation.objects.all()] == [["article:3"]]
    assert Refresh.objects.count() == 0
