"""The worker: how jobs end, what is logged, threads, the bell, and a stop that gives work back."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections

from serai.core import clock, queue
from serai.core import worker as worker_module
from serai.core.clock import frozen, mono
from serai.core.jobs import enqueue
from serai.core.limits import limit
from serai.core.models import Job, State
from serai.core.worker import Door, Worker
from tests.core import sample_tasks
from tests.core.sample_tasks import lines

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def until(condition: Callable[[], bool], what: str) -> None:
    deadline, pause = mono() + 20, threading.Event()
    while not condition():
        assert mono() < deadline, f"waited for: {what}"
        pause.wait(0.01)


@contextmanager
def running(worker: Worker) -> Iterator[list[bool]]:
    """The worker in a thread; what ``run`` said stands in the list after the block."""
    said: list[bool] = []

    def work() -> None:
        try:
            said.append(worker.run())
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield said
    finally:
        worker.stop()
        thread.join(20)
        assert not thread.is_alive()


@pytest.fixture
def var(settings: Any, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    return tmp_path


# -- one job ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_job_runs_and_its_end_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "serai.core.worker")
    enqueue(sample_tasks.add, 2, right=2)
    worker = Worker()
    assert worker.run_one()
    assert not worker.run_one()
    job = Job.objects.get()
    assert (job.state, job.return_value, job.claimed_by) == (State.DONE, 4, worker.name)
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("job tests.core.sample_tasks.add ")
    assert line.endswith(" ms ok")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("task", "arguments", "error"),
    [
        (sample_tasks.stumble, ["x"], "builtins.ValueError"),
        (sample_tasks.leave, [], "builtins.SystemExit"),
        (sample_tasks.add, [1, 2, 3], "builtins.TypeError"),
        (sample_tasks.answer_with_an_object, [], "builtins.TypeError"),
        (
            sample_tasks.look_for_the_gone,
            [],
            "django.core.exceptions.ObjectDoesNotExist",
        ),
        (
            sample_tasks.answer_at_length,
            [limit("job_payload_bytes")],
            "serai.core.limits.LimitExceeded",
        ),
    ],
)
def test_a_poisonous_job_fails_and_the_next_one_runs(
    task: Any, arguments: list[Any], error: str, caplog: pytest.LogCaptureFixture
) -> None:
    enqueue(task, *arguments)
    after = enqueue(sample_tasks.add, 1)
    assert Worker().run_all() == 2
    bad = Job.objects.exclude(pk=after.id).get()
    assert (bad.state, bad.errors[0]["exception_class_path"]) == (State.READY, error)
    assert Job.objects.get(pk=after.id).state == State.DONE
    assert f"{error}, tried again later" in caplog.text
    assert "was private" not in caplog.text


@pytest.mark.django_db
def test_a_result_at_the_limit_is_kept() -> None:
    enqueue(sample_tasks.answer_at_length, limit("job_payload_bytes") - 2)
    Worker().run_all()
    assert Job.objects.get().state == State.DONE


@pytest.mark.django_db
def test_a_task_that_no_longer_exists_fails() -> None:
    queue.put("tests.core.sample_tasks.removed", [], {}, queue="default")
    Worker().run_all()
    assert Job.objects.get().errors[0]["exception_class_path"] == "builtins.ImportError"


@pytest.mark.django_db
def test_wagtails_care_for_a_deleted_object_is_done() -> None:
    path = "wagtail.tasks.update_reference_index_task"
    queue.put(path, ["wagtailcore", "site", "0"], {}, queue="default")
    Worker().run_all()
    assert Job.objects.get().state == State.DONE


@pytest.mark.django_db
def test_a_task_is_told_which_attempt_it_is() -> None:
    enqueue(sample_tasks.attempts)
    Job.objects.update(attempts=1)
    Worker().run_all()
    assert Job.objects.get().return_value == 2


@pytest.mark.django_db
def test_the_result_after_a_lost_lease_is_refused_and_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    enqueue(sample_tasks.lose_the_lease)
    Worker().run_one()
    job = Job.objects.get()
    assert (job.state, job.claimed_by, job.return_value) == (State.RUNNING, "another", None)
    assert "lose_the_lease" in caplog.text
    assert "refused: the lease is lost" in caplog.text


@pytest.mark.django_db
def test_a_lease_that_ran_out_unnoticed_still_counts() -> None:
    enqueue(sample_tasks.sleep_through_the_lease)
    Worker().run_one()
    assert Job.objects.get().return_value == "nobody missed me"


@pytest.mark.django_db
def test_an_interrupted_job_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(lease: queue.Lease) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(worker_module, "call", interrupted)
    enqueue(sample_tasks.add, 1)
    with pytest.raises(KeyboardInterrupt):
        Worker().run_one()
    job = Job.objects.get()
    assert (job.state, job.attempts) == (State.READY, 0)


@pytest.mark.django_db
def test_leases_are_renewed_while_jobs_run(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    worker = Worker(lease=timedelta(seconds=30))
    ends: list[datetime | None] = []

    def long(lease: queue.Lease) -> None:
        hand.advance(20)
        worker.renew()
        ends.append(Job.objects.get().lease_until_at)
        Job.objects.update(lease_number=9)
        worker.renew()
        worker.renew()

    monkeypatch.setattr(worker_module, "call", long)
    with frozen(NOON) as hand:
        enqueue(sample_tasks.add, 1)
        worker.run_one()
    assert ends == [NOON + timedelta(seconds=50)]
    assert caplog.text.count("the lease is lost") == 2  # once by the keeper, once at the end


@pytest.mark.django_db
def test_abandoned_jobs_are_taken_back_before_the_round() -> None:
    with frozen(NOON) as hand:
        enqueue(sample_tasks.add, 1)
        queue.claim("dead", lease=timedelta(seconds=30))
        assert Worker().run_all() == 0
        hand.advance(30)
        assert Worker().run_all() == 1


# -- threads ---------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_running_worker_is_woken_by_a_commit(
    var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "POLL_SECONDS", 60)
    out = tmp_path / "out"
    with running(Worker(concurrency=1)) as said:
        until(queue.door().exists, "the door")
        for number in range(5):
            enqueue(sample_tasks.write, str(out), f"n{number}")
            until(lambda n=number: len(lines(out)) == n + 1, "the job")  # type: ignore[misc]
    assert said == [True]
    assert not queue.door().exists()
    until(lambda: set(Job.objects.values_list("state", flat=True)) == {"done"}, "all done")


@pytest.mark.django_db(transaction=True)
def test_without_a_door_the_worker_looks_by_itself(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path / "missing"
    out = tmp_path / "out"
    with running(Worker(concurrency=1)):
        enqueue(sample_tasks.write, str(out), "found")
        until(lambda: lines(out) == ["found"], "the job")


@pytest.mark.django_db(transaction=True)
def test_publishing_does_not_wait_behind_long_jobs(var: Path) -> None:
    files = [str(var / name) for name in ("begun", "gate", "done")]
    begun, gate, done = map(Path, files)
    with running(Worker(concurrency=2)):
        for _ in range(2):
            enqueue(sample_tasks.wait_for_file, *files)
        until(lambda: lines(begun) == ["begun"], "one long job")
        enqueue(sample_tasks.write_urgently, str(var / "page"), "published")
        until(lambda: lines(var / "page") == ["published"], "publishing")
        assert lines(begun) == ["begun"]  # the other thread is kept free
        gate.touch()
        until(lambda: lines(done) == ["done", "done"], "both long jobs")


@pytest.mark.django_db(transaction=True)
def test_nothing_else_begins_while_publishing_runs(var: Path) -> None:
    files = [str(var / name) for name in ("begun", "gate", "done")]
    begun, gate, _done = map(Path, files)
    out, urgent = var / "out", var / "urgent"
    with running(Worker(concurrency=2)):
        enqueue(sample_tasks.wait_for_file.using(queue_name="publish"), *files)
        until(lambda: lines(begun) == ["begun"], "publishing")
        enqueue(sample_tasks.write, str(out), "picture")
        enqueue(sample_tasks.write_urgently, str(urgent), "second")
        until(lambda: lines(urgent) == ["second"], "more of it")
        assert lines(out) == []
        gate.touch()
        until(lambda: lines(out) == ["picture"], "the rest")


@pytest.mark.django_db(transaction=True)
def test_publishing_that_hangs_holds_up_nobody(var: Path) -> None:
    files = [str(var / name) for name in ("begun", "gate", "done")]
    begun, gate, _done = map(Path, files)
    with running(Worker(concurrency=3)):
        enqueue(sample_tasks.wait_for_file.using(queue_name="publish"), *files)
        until(lambda: lines(begun) == ["begun"], "publishing")
        Job.objects.update(claimed_at=clock.now() - queue.STAND_BACK)
        enqueue(sample_tasks.write, str(var / "out"), "picture")
        until(lambda: lines(var / "out") == ["picture"], "the rest")
        gate.touch()


@pytest.mark.django_db(transaction=True)
def test_a_stop_gives_back_what_does_not_end(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "GRACE_SECONDS", 0.1)
    files = [str(var / name) for name in ("begun", "gate", "done")]
    begun, gate, done = map(Path, files)
    with running(Worker(concurrency=1)) as said:
        enqueue(sample_tasks.wait_for_file, *files)
        until(lambda: lines(begun) == ["begun"], "the job")
    assert said == [False]
    job = Job.objects.get()
    assert (job.state, job.attempts) == (State.READY, 0)
    gate.touch()
    until(lambda: lines(done) == ["done"], "the late thread")
    until(lambda: not any(t.name == "jobs-0" for t in threading.enumerate()), "its end")
    job.refresh_from_db()
    assert job.state == State.READY  # what it said after the stop was refused


@pytest.mark.django_db(transaction=True)
def test_a_stop_lets_a_short_job_end(var: Path) -> None:
    files = [str(var / name) for name in ("begun", "gate", "done")]
    with running(Worker(concurrency=1)) as said:
        enqueue(sample_tasks.wait_for_file, *files)
        until(lambda: lines(Path(files[0])) == ["begun"], "the job")
        Path(files[1]).touch()
    assert said == [True]
    assert Job.objects.get().state == State.DONE


@pytest.mark.django_db(transaction=True)
def test_a_worker_survives_a_database_that_refuses(
    var: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    claim, refused = queue.claim, []

    def once_refusing(*args: Any, **options: Any) -> queue.Lease | None:
        if not refused:
            refused.append(1)
            raise OperationalError("the disk is full of secrets")
        return claim(*args, **options)

    monkeypatch.setattr(worker_module, "PAUSE_AFTER_ERROR_SECONDS", 0.01)
    monkeypatch.setattr(queue, "claim", once_refusing)
    out = var / "out"
    with running(Worker(concurrency=1)):
        enqueue(sample_tasks.write, str(out), "alive")
        until(lambda: lines(out) == ["alive"], "the job")
    assert "database: OperationalError" in caplog.text
    assert "secrets" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_stop_before_the_start_ends_at_once(var: Path) -> None:
    worker = Worker(concurrency=1)
    worker.stop()
    assert worker.run()
    assert not queue.door().exists()


def test_a_ring_before_the_wait_is_heard(var: Path) -> None:
    with Door(queue.door()) as door:
        door.ring()
        door.wait(60)


def test_a_newer_workers_door_stays(var: Path) -> None:
    with Door(queue.door()):
        newer = Door(queue.door())
        newer.__enter__()
    assert queue.door().exists()
    queue.wake()
    newer.wait(60)
    newer.__exit__(None, None, None)
    assert not queue.door().exists()
