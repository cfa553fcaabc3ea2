"""What runs by itself: entries, and the marks that let each run once.

The table is handed down by the roof. A mark is moved by compare-and-set in the transaction that
enqueues the job, so any number of workers may look. After a missed time, or a jump of the clock
forward, an entry runs once; its next time is counted from now.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django_tasks.base import Task

from serai.core import clock
from serai.core.jobs import enqueue
from serai.core.models import Job, ScheduleMark, State

logger = logging.getLogger(__name__)

#: The schedule is looked at every second or so; what is asked for is enqueued this much earlier.
AHEAD: Final = timedelta(seconds=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the table: a task, ``every`` so often, ``daily_at`` a time of the newsroom, or
    ``asked`` for its next moment at every look; nothing is written while there is none near."""

    name: str
    task: Task[[], Any]
    why: str
    every: timedelta | None = None
    daily_at: time | None = None
    asked: Callable[[], datetime | None] | None = None

    def __post_init__(self) -> None:
        if [self.every, self.daily_at, self.asked].count(None) != 2:
            raise ValueError(f"{self.name}: either every or daily_at or asked")
        if self.every is not None and self.every <= timedelta(0):
            raise ValueError(f"{self.name}: every must be longer than nothing")

    def when(self) -> str:
        """The time as people say it."""
        if self.asked is not None:
            return "the moment something is due"
        if self.every is None:
            return f"daily at {self.daily_at:%H:%M}, newsroom time"
        seconds = int(self.every.total_seconds())
        for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
            if seconds % size == 0:
                return f"every {seconds // size} {unit}"
        return f"every {seconds} s"

    def first_run(self, now: datetime, zone: str) -> datetime:
        """An interval begins at once, a time of day is waited for."""
        return now if self.every is not None else self.next_run(now, zone)

    def next_run(self, now: datetime, zone: str) -> datetime:
        """The moment after ``now``; a time that a change of clocks leaves out comes later."""
        if self.every is not None:
            return now + self.every
        assert self.daily_at is not None
        local = ZoneInfo(zone)
        day = now.astimezone(local).date()
        while True:
            moment = clock.utc(datetime.combine(day, self.daily_at, tzinfo=local))
            if moment > now:
                return moment
            day += timedelta(days=1)


def tick(table: Sequence[Entry], zone: str) -> list[str]:
    """Enqueue what is due; the names of the entries that this call enqueued."""
    marks = ScheduleMark.objects.in_bulk([entry.name for entry in table])
    ran = []
    for entry in table:
        try:
            if _tick_one(entry, marks.get(entry.name), zone):
                ran.append(entry.name)
        except Exception:
            logger.exception("schedule %s could not be enqueued", entry.name)
    return ran


def _tick_one(entry: Entry, mark: ScheduleMark | None, zone: str) -> bool:
    if entry.asked is not None:
        return _ask(entry, entry.asked())
    now = clock.now()
    if mark is None:
        first = entry.first_run(now, zone)
        mark, _ = ScheduleMark.objects.get_or_create(
            name=entry.name, defaults={"next_run_at": first}
        )
    following = entry.next_run(now, zone)
    if mark.next_run_at <= now:
        return _run(entry, mark, following)
    if mark.next_run_at > following:
        # The clock was set back, or the table asks for a shorter time now.
        _unmoved(mark).update(next_run_at=following)
    return False


def _unmoved(mark: ScheduleMark) -> "Any":
    return ScheduleMark.objects.filter(name=mark.name, next_run_at=mark.next_run_at)


def _run(entry: Entry, mark: ScheduleMark, following: datetime) -> bool:
    with transaction.atomic():
        if not _unmoved(mark).update(last_run_at=clock.now(), next_run_at=following):
            return False  # another worker was first
        enqueue(entry.task, unique_key=f"schedule:{entry.name}")
    return True


def _ask(entry: Entry, moment: datetime | None) -> bool:
    """Enqueue the job of a moment that is near. One that waits is enough; one that runs is not: it
    may have looked already, or its worker may be dead."""
    now = clock.now()
    if moment is None or moment > now + AHEAD:
        return False
    moment = max(moment, now)
    path = entry.task.module_path
    waiting = Job.objects.filter(state=State.READY, task_path=path, run_after_at__lte=moment)
    if waiting.exists():
        return False
    key = f"schedule:{entry.name}:{int(moment.timestamp())}"
    enqueue(entry.task, unique_key=key, run_after=moment)
    return True
