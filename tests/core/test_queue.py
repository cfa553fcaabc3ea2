"""Leases: the order of claims, the fence, silence, quarantine."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from serai.core import queue
from serai.core.clock import frozen, now
from serai.core.limits import LimitExceeded, limit
from serai.core.models import Job, State

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LEASE = timedelta(seconds=30)
pytestmark = pytest.mark.django_db


def make_job(kind: str = "default", **columns: Any) -> Job:
    return queue.put("tests.core.sample_tasks.add", [1], {}, queue=kind, **columns)


def claim(worker: str = "w1", **options: Any) -> queue.Lease:
    lease = queue.claim(worker, lease=LEASE, **options)
    assert lease is not None
    return lease


def nothing_due() -> bool:
    return queue.claim("w9", lease=LEASE) is None


def test_a_job_is_leased_run_and_done() -> None:
    with frozen(NOON) as hand:
        job = make_job()
        lease = claim()
        assert (lease.job.pk, lease.number, lease.job.attempts) == (job.pk, 1, 1)
        assert nothing_due()
        hand.advance(5)
        assert queue.finish(lease, {"sum": 1})
    job.refresh_from_db()
    assert (job.state, job.return_value, job.lease_until_at) == (State.DONE, {"sum": 1}, None)
    assert (job.claimed_at, job.finished_at) == (NOON, NOON + timedelta(seconds=5))
    assert job.claimed_by == "w1"


def test_order_is_kind_then_own_priority_then_age() -> None:
    wanted = []
    with frozen(NOON) as hand:
        for kind in reversed(queue.PRIORITIES):
            wanted.append(make_job(kind).pk)
            hand.advance(1)
        second_publish = make_job("publish").pk
        pressing_media = make_job("media", priority=5).pk
        order = [claim().job.pk for _ in range(8)]
    default, statistics, media, ingest, confirm, publish = wanted
    assert order == [
        publish, second_publish, confirm, ingest, pressing_media, media, statistics, default,
    ]  # fmt: skip


def test_most_pressing_of_a_kind_does_not_overtake_the_kind_before() -> None:
    confirm = make_job("confirm", priority=-100)
    make_job("ingest", priority=100)
    assert claim().job.pk == confirm.pk


def test_the_urgent_claim_takes_publish_and_confirm_only() -> None:
    make_job("ingest", priority=100)
    assert queue.claim("w1", lease=LEASE, urgent_only=True) is None
    confirm = make_job("confirm", priority=-100)
    assert claim(urgent_only=True).job.pk == confirm.pk


def test_a_job_put_off_waits() -> None:
    with frozen(NOON) as hand:
        make_job(run_after=NOON + timedelta(minutes=1))
        hand.advance(59)
        assert nothing_due()
        hand.advance(1)
        assert claim()


def test_a_job_not_put_off_does_not_wait_for_a_clock_set_back() -> None:
    with frozen(NOON) as hand:
        make_job()
        hand.move_to(NOON - timedelta(hours=1))
        assert claim()


def test_rollback_leaves_no_job() -> None:
    with transaction.atomic():
        make_job()
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_unique_key_has_one_open_job() -> None:
    first = make_job(unique_key="page:7")
    assert make_job(unique_key="page:7").pk == first.pk
    lease = claim()
    assert make_job(unique_key="page:7").pk == first.pk
    queue.finish(lease, None)
    assert make_job(unique_key="page:7").pk != first.pk
    assert make_job(unique_key="page:8").pk not in (first.pk, None)
    assert Job.objects.count() == 3


def test_jobs_without_a_key_are_not_unique() -> None:
    assert make_job().pk != make_job().pk


def test_the_late_worker_is_refused() -> None:
    with frozen(NOON) as hand:
        job = make_job()
        late = claim("late")
        hand.advance(30)
        assert [one.pk for one in queue.take_back(lease=LEASE)] == [job.pk]
        assert not queue.finish(late, "before the next claim")
        punctual = claim("punctual")
        assert punctual.number == 2
        assert not queue.finish(late, "after it")
        assert queue.fail(late, "builtins.ValueError", "late") is None
        assert not queue.release(late)
        assert queue.renew([late, punctual], lease=LEASE) == [late]
        assert queue.finish(punctual, "in time")
    job.refresh_from_db()
    assert (job.return_value, job.attempts) == ("in time", 2)
    assert job.errors[0]["exception_class_path"] == "serai.core.queue.WorkerLost"
    assert "late fell silent" in job.errors[0]["traceback"]


def test_a_renewed_lease_is_not_taken_back() -> None:
    with frozen(NOON) as hand:
        make_job()
        lease = claim()
        hand.advance(25)
        assert queue.renew([lease], lease=LEASE) == []
        hand.advance(25)
        assert queue.take_back(lease=LEASE) == []
        hand.advance(5)
        assert len(queue.take_back(lease=LEASE)) == 1


def test_three_silent_claims_put_a_job_into_quarantine(caplog: pytest.LogCaptureFixture) -> None:
    with frozen(NOON) as hand:
        job = make_job()
        for _ in range(limit("job_attempts")):
            assert claim().job.pk == job.pk
            hand.advance(31)
            queue.take_back(lease=LEASE)
        other = make_job()
        assert claim().job.pk == other.pk
        assert nothing_due()
    job.refresh_from_db()
    assert (job.state, job.attempts, len(job.errors)) == (State.QUARANTINED, 3, 3)
    assert f"{job.pk} quarantined: 3 claims, no end" in caplog.text


def test_jobs_of_one_dead_worker_come_back_one_after_the_other() -> None:
    with frozen(NOON) as hand:
        poison, innocent = make_job("ingest"), make_job("publish")
        for _ in range(2):
            claim("dead")
        lonely = make_job("ingest")
        claim("also dead")
        hand.advance(30)
        queue.take_back(lease=LEASE)
        assert {claim().job.pk, claim().job.pk} == {innocent.pk, lonely.pk}
        assert nothing_due()
        hand.advance(queue.SPACING.total_seconds())
        assert claim().job.pk == poison.pk


def test_a_failing_job_is_tried_again_with_pauses_then_fails() -> None:
    with frozen(NOON) as hand:
        job = make_job()
        for pause in (10, 60):
            assert queue.fail(claim(), "builtins.ValueError", "trace") == State.READY
            hand.advance(pause - 1)
            assert nothing_due()
            hand.advance(1)
        assert queue.fail(claim(), "builtins.ValueError", "trace") == State.FAILED
        assert nothing_due()
    job.refresh_from_db()
    assert (job.state, job.finished_at) == (State.FAILED, NOON + timedelta(seconds=70))
    assert [error["exception_class_path"] for error in job.errors] == ["builtins.ValueError"] * 3


def test_a_released_job_has_lost_no_attempt() -> None:
    make_job()
    first = claim()
    assert queue.release(first)
    again = claim()
    assert (again.job.attempts, again.number) == (1, 2)
    assert not queue.finish(first, None)


def test_only_the_end_of_a_trace_is_kept_and_as_text_every_database_takes() -> None:
    make_job()
    queue.fail(claim(), "builtins.ValueError", "x" * 9000 + "end\x00\ud800")
    kept = Job.objects.get().errors[0]["traceback"]
    assert len(kept) == queue.TRACE_CHARACTERS
    assert kept.endswith("end\ufffd?")


def test_after_a_clock_set_back_no_dead_worker_holds_a_job_for_long() -> None:
    with frozen(NOON) as hand:
        make_job()
        claim("dead")
        hand.move_to(NOON - timedelta(days=1))
        assert queue.take_back(lease=LEASE) == []
        hand.advance(30)
        assert len(queue.take_back(lease=LEASE)) == 1


def test_payload_limit() -> None:
    frame = len(queue.as_json({"args": [""], "kwargs": {}}))
    most = limit("job_payload_bytes") - frame
    for length in (most - 1, most):
        queue.put("x.y", ["a" * length], {}, queue="default")
    with pytest.raises(LimitExceeded):
        queue.put("x.y", ["a" * (most + 1)], {}, queue="default")
    with pytest.raises(LimitExceeded):
        queue.put("x.y", [], {"text": "я" * (most // 2)}, queue="default")


@pytest.mark.parametrize("value", ["\x00", "a\\\x00", float("nan"), "\ud800", {1}])
def test_values_that_no_database_keeps_are_refused(value: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        queue.put("x.y", [value], {}, queue="default")
    assert not Job.objects.exists()


@pytest.mark.parametrize("value", ["\\u0000", "\\\\u0000", "Новости 🎈", 1.5, None])
def test_values_come_back_as_they_went_in(value: Any) -> None:
    queue.put("x.y", [value], {"word": value}, queue="default")
    job = claim().job
    job.refresh_from_db()
    assert (job.args, job.kwargs) == ([value], {"word": value})


def test_retry_gives_all_attempts_again() -> None:
    with frozen(NOON) as hand:
        job = make_job()
        Job.objects.filter(pk=job.pk).update(
            state=State.QUARANTINED, attempts=3, finished_at=NOON, errors=[{"a": "b"}]
        )
        hand.advance(60)
        queue.retry(job.pk)
        lease = claim()
    assert (lease.job.pk, lease.job.attempts, lease.job.finished_at) == (job.pk, 1, None)
    assert lease.job.errors == [{"a": "b"}]


def test_retry_refuses_what_is_open_unknown_or_replaced() -> None:
    stranded = make_job(unique_key="page:7")
    Job.objects.filter(pk=stranded.pk).update(state=State.FAILED)
    standing = make_job(unique_key="page:7")
    with pytest.raises(queue.JobError, match="another one with its key is open"):
        queue.retry(stranded.pk)
    with pytest.raises(queue.JobError, match="is ready; failed ones"):
        queue.retry(standing.pk)
    with pytest.raises(queue.JobError, match="does not exist"):
        queue.retry(uuid4())


def test_drop_deletes_all_but_running_jobs() -> None:
    queue.drop(make_job().pk)
    running = make_job()
    claim()
    with pytest.raises(queue.JobError, match="is running"):
        queue.drop(running.pk)
    assert list(Job.objects.all()) == [running]


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        make_job(run_after=now().replace(tzinfo=None))
