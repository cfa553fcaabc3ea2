"""What runs by itself: once, whatever the clock and other workers do."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from serai.config.schedule import TABLE
from serai.core import schedule
from serai.core.clock import frozen
from serai.core.models import Job, ScheduleMark, State
from serai.core.schedule import Entry, tick
from serai.core.tasks import KEEP_DONE, clear_jobs, clear_sessions
from serai.core.worker import Worker
from tests.core import sample_tasks

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ZONE = "Europe/Moscow"
HOURLY = Entry(name="hourly", task=sample_tasks.attempts, every=HOUR, why="test")
DAILY = Entry(name="daily", task=sample_tasks.leave, daily_at=time(4, 40), why="test")


def run_and_clear() -> list[str]:
    """One look at the hourly entry; its job has ended before the next look."""
    ran = tick([HOURLY], ZONE)
    assert Job.objects.count() == len(ran)
    Job.objects.all().delete()
    return ran


@pytest.mark.django_db
def test_an_interval_runs_at_once_and_then_every_hour() -> None:
    with frozen(NOON) as hand:
        assert run_and_clear() == ["hourly"]
        assert run_and_clear() == []
        hand.advance(3599)
        assert run_and_clear() == []
        hand.advance(1)
        assert run_and_clear() == ["hourly"]
    mark = ScheduleMark.objects.get()
    assert (mark.last_run_at, mark.next_run_at) == (NOON + HOUR, NOON + 2 * HOUR)


@pytest.mark.django_db
def test_a_time_of_day_is_the_newsrooms() -> None:
    with frozen(NOON) as hand:
        assert tick([DAILY], ZONE) == []
        hand.move_to(datetime(2026, 11, 25, 1, 39, 59, tzinfo=UTC))
        assert tick([DAILY], ZONE) == []
        hand.advance(1)
        assert tick([DAILY], ZONE) == ["daily"]
        assert tick([DAILY], ZONE) == []
    assert ScheduleMark.objects.get().next_run_at == datetime(2026, 11, 26, 1, 40, tzinfo=UTC)


@pytest.mark.django_db
def test_missed_times_run_once() -> None:
    with frozen(NOON) as hand:
        run_and_clear()
        hand.move_to(NOON + timedelta(days=365))
        assert run_and_clear() == ["hourly"]
        assert run_and_clear() == []
        hand.advance(3600)
        assert run_and_clear() == ["hourly"]


@pytest.mark.django_db
def test_a_clock_set_back_neither_bursts_nor_stops_the_schedule() -> None:
    with frozen(NOON) as hand:
        run_and_clear()
        hand.move_to(NOON - timedelta(days=365))
        assert run_and_clear() == []
        hand.advance(3600)
        assert run_and_clear() == ["hourly"]
        hand.move_to(NOON)
        assert run_and_clear() == ["hourly"]
        assert run_and_clear() == []


@pytest.mark.django_db
def test_a_shorter_interval_counts_from_now() -> None:
    slow = Entry(name="hourly", task=sample_tasks.attempts, every=24 * HOUR, why="test")
    with frozen(NOON) as hand:
        tick([slow], ZONE)
        Job.objects.all().delete()
        assert run_and_clear() == []
        hand.advance(3600)
        assert run_and_clear() == ["hourly"]


@pytest.mark.django_db
def test_an_entry_whose_job_is_still_open_is_not_doubled() -> None:
    with frozen(NOON) as hand:
        tick([HOURLY], ZONE)
        hand.advance(3600)
        tick([HOURLY], ZONE)
    assert Job.objects.get().unique_key == "schedule:hourly"


@pytest.mark.django_db
def test_of_two_workers_one_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with frozen(NOON) as hand:
        run_and_clear()
        hand.advance(3600)
        stale = ScheduleMark.objects.in_bulk(["hourly"])
        assert run_and_clear() == ["hourly"]
        monkeypatch.setattr(type(ScheduleMark.objects), "in_bulk", lambda *_: stale, raising=False)
        assert run_and_clear() == []


@pytest.mark.django_db
def test_an_entry_that_cannot_be_enqueued_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    enqueue = schedule.enqueue

    def refusing(task: Any, **options: Any) -> Any:
        if task is sample_tasks.leave:
            raise ValueError
        return enqueue(task, **options)

    monkeypatch.setattr(schedule, "enqueue", refusing)
    with frozen(NOON) as hand:
        tick([DAILY, HOURLY], ZONE)
        hand.move_to(NOON + timedelta(days=1))
        Job.objects.all().delete()
        assert tick([DAILY, HOURLY], ZONE) == ["hourly"]
        assert "schedule daily could not be enqueued" in caplog.text
        monkeypatch.undo()
        assert tick([DAILY, HOURLY], ZONE) == ["daily"]  # its mark has not moved


@pytest.mark.parametrize(
    ("day", "at", "wanted"),
    [
        ((2026, 3, 28), time(2, 30), (2026, 3, 29, 1, 30)),  # the gap: the clock shows 03:30
        ((2026, 10, 24), time(2, 30), (2026, 10, 25, 0, 30)),  # the fold: the first of two
        ((2026, 6, 1), time(0, 0), (2026, 6, 1, 22, 0)),
    ],
)
def test_days_on_which_clocks_change(
    day: tuple[int, int, int], at: time, wanted: tuple[int, int, int, int, int]
) -> None:
    entry = Entry(name="x", task=sample_tasks.leave, daily_at=at, why="test")
    found = entry.next_run(datetime(*day, 12, tzinfo=UTC), "Europe/Berlin")
    assert found == datetime(*wanted, tzinfo=UTC)
    assert entry.next_run(found, "Europe/Berlin") - found > 20 * HOUR


def test_an_entry_has_one_kind_of_time() -> None:
    for times in ({}, {"every": HOUR, "daily_at": time(4)}, {"every": timedelta(0)}):
        with pytest.raises(ValueError, match="x: "):
            Entry(name="x", task=sample_tasks.leave, why="test", **times)  # type: ignore[arg-type]


def test_times_as_people_say_them() -> None:
    said = {
        "every 1 h": HOUR,
        "every 2 d": 48 * HOUR,
        "every 5 min": timedelta(minutes=5),
        "every 90 s": timedelta(seconds=90),
    }
    for text, every in said.items():
        entry = Entry(name="x", task=sample_tasks.leave, why="test", every=every)
        assert entry.when() == text
    assert DAILY.when() == "daily at 04:40, newsroom time"


@pytest.mark.django_db
def test_the_table_of_the_house_runs() -> None:
    assert len({entry.name for entry in TABLE}) == len(TABLE)
    with frozen(NOON) as hand:
        ran = Worker(table=TABLE, zone=ZONE).run_all()
        hand.advance(86400)
        ran += Worker(table=TABLE, zone=ZONE).run_all()
    daily = sum(entry.daily_at is not None for entry in TABLE)
    every = sum(entry.every is not None for entry in TABLE)
    assert ran == 2 * every + daily  # what is asked finds nothing due here
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}


@pytest.mark.django_db
def test_an_asked_entry_is_enqueued_for_the_moment_that_is_near() -> None:
    moments: list[datetime | None] = [None]
    entry = Entry(name="x", task=sample_tasks.leave, why="test", asked=lambda: moments[0])
    with frozen(NOON) as hand:
        assert tick([entry], ZONE) == []
        moments[0] = NOON + HOUR
        assert tick([entry], ZONE) == []
        hand.advance(3598)
        assert tick([entry], ZONE) == ["x"]
        assert tick([entry], ZONE) == []  # it waits already
        job = Job.objects.get()
        assert job.run_after_at == NOON + HOUR
        # Running, it may have looked already, or its worker may be dead.
        Job.objects.update(state=State.RUNNING)
        hand.advance(3)
        assert tick([entry], ZONE) == ["x"]
        assert tick([entry], ZONE) == []
    assert Job.objects.filter(state=State.READY).count() == 1
    assert not ScheduleMark.objects.exists()
    assert entry.when() == "the moment something is due"


@pytest.mark.django_db
def test_done_jobs_are_cleared_after_a_week_and_failed_ones_stay() -> None:
    with frozen(NOON) as hand:
        for state in (State.DONE, State.FAILED, State.QUARANTINED, State.READY):
            Job.objects.create(
                task_path="x.y",
                queue="default",
                priority=0,
                state=state,
                enqueued_at=NOON,
                run_after_at=NOON,
                finished_at=NOON,
                max_attempts=3,
            )
        hand.advance(KEEP_DONE.total_seconds())
        assert clear_jobs.func() == 0
        hand.advance(1)
        assert clear_jobs.func() == 1
    assert not Job.objects.filter(state=State.DONE).exists()
    assert Job.objects.count() == 3


@pytest.mark.django_db
def test_expired_sessions_are_cleared() -> None:
    from django.contrib.sessions.models import Session

    for key, moment in (("old", NOON - 24 * 365 * HOUR), ("new", NOON + 24 * 36500 * HOUR)):
        Session.objects.create(session_key=key, session_data="", expire_date=moment)
    clear_sessions.func()
    assert [session.session_key for session in Session.objects.all()] == ["new"]
