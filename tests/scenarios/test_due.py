"""Many articles due in one second, some of them invalid, while workers and web are killed."""

import http.client
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from serai.core import clock
from serai.editorial import actions
from serai.editorial.models import Article, DueChange
from serai.editorial.selectors import troubled_changes
from tests.builders import make_article
from tests.scenarios.processes import RunningHouse, wait_until
from tests.scenarios.test_worker_kills import Workers, database_url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def workers(tmp_path: Path, transactional_db: Any) -> Iterator[Workers]:
    standing = Workers(tmp_path)
    try:
        yield standing
    finally:
        standing.end()


def prepare(count: int, bad_every: int, at: datetime) -> tuple[list[int], list[int]]:
    """Scheduled articles: the good ones with a new text, the bad ones without a headline."""
    good: list[int] = []
    bad: list[int] = []
    with transaction.atomic():  # one write to the disk, not thousands
        _prepare(range(count), bad_every, at, good, bad)
    return good, bad


def _prepare(numbers: range, bad_every: int, at: datetime, good: list[int], bad: list[int]) -> None:
    for number in numbers:
        article = make_article(f"Старый текст {number}", body=[])
        is_bad = number % bad_every == 0
        article.headline = "" if is_bad else f"Новый текст {number}"
        article.save_revision(clean=False)
        article.refresh_from_db()
        actions.schedule_article(article=article, at=at)
        (bad if is_bad else good).append(article.pk)


def published(keys: list[int]) -> int:
    return Article.objects.filter(pk__in=keys, headline__startswith="Новый текст").count()


def until(at: datetime) -> None:
    time.sleep(max((at - clock.now()).total_seconds(), 0))


def test_one_article_is_public_within_a_second_of_its_moment(workers: Workers) -> None:
    article = make_article(live=False)
    workers.start()
    wait_until(lambda: "jobs at a time" in workers.said(), "the worker works")
    at = clock.now() + timedelta(seconds=4)
    actions.schedule_article(article=article, at=at)
    wait_until(Article.objects.filter(live=True).exists, "the article is published")
    change = DueChange.objects.get()
    assert change.ended_at is not None
    assert timedelta(0) <= change.ended_at - at <= timedelta(seconds=1)


def test_a_worker_killed_among_due_changes_loses_and_doubles_none(workers: Workers) -> None:
    at = clock.now() + timedelta(hours=1)
    good, bad = prepare(60, 20, at)
    revisions = Article.objects.get(pk=good[0]).revisions.count()
    at = clock.now() + timedelta(seconds=1)
    DueChange.objects.update(due_at=at, next_try_at=at)
    for wanted in (5, 20):
        victim = workers.start("--lease", "2")
        wait_until(lambda wanted=wanted: published(good) >= wanted, f"{wanted} are published")
        victim.kill()
        victim.wait()
    workers.start("--lease", "2")
    wait_until(lambda: published(good) == len(good), "all are published", 40)
    wait_until(lambda: len(troubled_changes(100)) == len(bad), "failures stand on the list")
    assert {change.article_id for change in troubled_changes(100)} == set(bad)
    assert published(bad) == 0
    for article in Article.objects.filter(pk__in=good):
        assert article.live_revision_id == article.latest_revision_id
        assert article.revisions.count() == revisions
    assert DueChange.objects.filter(state="done").count() == len(good)


class DueHouse(RunningHouse):
    """A house on the database of this test."""

    def environ(self) -> dict[str, str]:
        return {**super().environ(), "DATABASE_URL": database_url()}

    def shows(self, key: int, text: str) -> bool:
        """Whether the public address answers 200 with the text."""
        with suppress(OSError, http.client.HTTPException):
            path = f"/ru/news/{key}/"
            for _ in range(2):
                with closing(
                    http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                ) as line:
                    line.request("GET", path)
                    answer = line.getresponse()
                    body = answer.read().decode()
                if answer.status == 200:
                    return text in body.replace("\u00a0", " ").replace("\u2060", "")
                path = answer.getheader("Location") or path
        return False

    def kill(self, part: str) -> None:
        for pid, name in self.members().items():
            if name == part:
                os.kill(pid, signal.SIGKILL)


@pytest.mark.soak
def test_a_thousand_in_one_second(tmp_path: Path, transactional_db: Any) -> None:
    far = clock.now() + timedelta(hours=1)
    good, bad = prepare(1000, 20, far)
    house = DueHouse(tmp_path / "var")
    try:
        house.start()
        house.wait_for("/ru/")
        at = clock.now() + timedelta(seconds=3)
        DueChange.objects.update(due_at=at, next_try_at=at)
        until(at)
        kills: list[tuple[int, Callable[[], None]]] = [
            (100, lambda: house.kill("job worker")),
            (300, lambda: house.kill("web worker")),
            (500, lambda: house.kill("job worker")),
        ]
        for wanted, kill in kills:
            wait_until(lambda wanted=wanted: published(good) >= wanted, f"{wanted} are public")
            kill()
        wait_until(lambda: published(good) == len(good), "all are public", 60)
        last = DueChange.objects.filter(state="done").latest("ended_at").ended_at
        assert last is not None
        assert last - at <= timedelta(seconds=30)
        for key in good:
            assert house.shows(key, "Новый текст"), key
        wait_until(lambda: len(troubled_changes(2000)) == len(bad), "50 on the alert list")
        assert {change.article_id for change in troubled_changes(2000)} == set(bad)
        assert not any(house.shows(key, "Новый текст") for key in bad)
    finally:
        house.end()
