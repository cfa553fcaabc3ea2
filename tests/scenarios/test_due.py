"""Many articles due in one second, some of them invalid, while workers and web are killed."""

import http.client
import os
import signal
import time
from collections.abc import Iterator
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
#: Seconds, on a machine that has much else to do. How fast it is, `make bench` says.
PATIENCE = 120


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


def test_an_article_is_public_at_its_moment_and_not_before(workers: Workers) -> None:
    article = make_article(live=False)
    workers.start()
    wait_until(lambda: "jobs at a time" in workers.said(), "the worker works", PATIENCE)
    at = clock.now() + timedelta(seconds=4)
    actions.schedule_article(article=article, at=at)
    wait_until(Article.objects.filter(live=True).exists, "the article is published", PATIENCE)
    # Not done twice nor given up; how soon after, `make bench` says.
    wait_until(DueChange.objects.filter(state="done").exists, "the change has ended", PATIENCE)
    change = DueChange.objects.get()
    assert change.ended_at is not None
    assert (change.ended_at >= at, change.attempts) == (True, 1)


def test_a_worker_killed_among_due_changes_loses_and_doubles_none(workers: Workers) -> None:
    at = clock.now() + timedelta(hours=1)
    good, bad = prepare(60, 20, at)
    revisions = Article.objects.get(pk=good[0]).revisions.count()
    at = clock.now() + timedelta(seconds=1)
    DueChange.objects.update(due_at=at, next_try_at=at)
    for wanted in (5, 20):
        victim = workers.start("--lease", "2")
        reached = lambda wanted=wanted: published(good) >= wanted  # noqa: E731
        wait_until(reached, f"{wanted} are published", PATIENCE)
        victim.kill()
        victim.wait()
    workers.start("--lease", "2")
    wait_until(lambda: published(good) == len(good), "all are published", PATIENCE)
    wait_until(lambda: len(troubled_changes(100)) == len(bad), "failures are listed", PATIENCE)
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
        """Whether the public address answers 200 with a headline that begins with the text."""
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
                    headline = body.partition('data-part="headline">')[2]
                    return headline.replace("\u00a0", " ").startswith(text)
                path = answer.getheader("Location") or path
        return False

    def kill(self, part: str) -> None:
        for pid, name in self.members().items():
            if name == part:
                os.kill(pid, signal.SIGKILL)

    def processor_seconds(self) -> float:
        """Of all its living processes, and of the dead ones that they have buried."""
        ticks = 0
        for pid in self.members():
            with suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += sum(map(int, fields[11:15]))
        return ticks / os.sysconf("SC_CLK_TCK")


class Flood:
    """Many changes due in one second, and a reader who asks for each address."""

    def __init__(self, house: DueHouse, count: int) -> None:
        self.house = house
        self.good, self.bad = prepare(count, 20, clock.now() + timedelta(hours=1))
        self.shown: set[int] = set()

    def run(self, kills: list[tuple[int, str]], patience: float) -> str:
        """Kill a part where so many are done; until all are shown. What it took, in words."""
        self.house.start()
        self.house.wait_for("/ru/", PATIENCE)
        at = clock.now() + timedelta(seconds=3)
        DueChange.objects.update(due_at=at, next_try_at=at)
        before = self.house.processor_seconds()
        time.sleep(max((at - clock.now()).total_seconds(), 0))
        while len(self.shown) < len(self.good):
            seconds = (clock.now() - at).total_seconds()
            assert seconds < patience, f"{len(self.shown)} shown; {self.house.said()[-3000:]}"
            done = self.done()
            if kills and len(done) >= kills[0][0]:
                self.house.kill(kills.pop(0)[1])
            self.ask(sorted(done - self.shown)[:20])
        self.seconds = (clock.now() - at).total_seconds()
        last = DueChange.objects.filter(state="done").latest("ended_at").ended_at
        assert last is not None
        return (
            f"{len(self.good)} shown after {self.seconds:.1f} s,"
            f" the last one done after {(last - at).total_seconds():.1f} s,"
            f" {self.house.processor_seconds() - before:.1f} s of processor time, load"
            f" {os.getloadavg()[0]:.1f}"
        )

    def done(self) -> set[int]:
        return set(DueChange.objects.filter(state="done").values_list("article_id", flat=True))

    def ask(self, keys: list[int]) -> None:
        """What is done is shown, unless the web is just being started again."""
        for key in keys:
            if self.house.shows(key, "Новый текст"):
                self.shown.add(key)
        if not keys:
            time.sleep(0.05)

    def judge(self) -> None:
        def listed() -> set[int]:
            return {change.article_id for change in troubled_changes(2000)}

        wait_until(lambda: listed() == set(self.bad), "the alert list", PATIENCE)
        assert all(self.house.shows(key, "Старый текст") for key in self.bad)
        assert self.done() == set(self.good)
        for article in Article.objects.filter(pk__in=self.good):
            assert article.live_revision_id == article.latest_revision_id


def test_addresses_show_what_was_due_though_worker_and_web_are_killed(
    tmp_path: Path, transactional_db: Any
) -> None:
    house = DueHouse(tmp_path / "var")
    try:
        flood = Flood(house, 100)
        flood.run([(10, "job worker"), (30, "web worker"), (50, "job worker")], PATIENCE)
        flood.judge()
    finally:
        house.end()


@pytest.mark.soak
def test_a_thousand_in_one_second(tmp_path: Path, transactional_db: Any) -> None:
    house = DueHouse(tmp_path / "var")
    try:
        flood = Flood(house, 1000)
        told = flood.run([(100, "job worker"), (300, "web worker"), (500, "job worker")], PATIENCE)
        print(told)
        flood.judge()
        assert flood.seconds <= 30, told
    finally:
        house.end()
