"""Workers in processes of their own, killed in the middle: nothing lost, nothing at once twice."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from serai.core.family import child_environ
from serai.core.jobs import enqueue
from serai.core.models import Job, State
from tests.core import sample_tasks
from tests.core.sample_tasks import lines

PROJECT = Path(__file__).resolve().parents[2]
WORK = [sys.executable, "-m", "serai.config.cli", "work"]
pytestmark = pytest.mark.django_db(transaction=True)


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s for: {what}"
        time.sleep(0.02)


def database_url() -> str:
    """The address of the database of this test, for other processes."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


class Workers:
    """Worker processes on the database of this test."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.log = var / "log"
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        environ = child_environ() | {
            "SERAI_VAR": str(self.var),
            "DATABASE_URL": database_url(),
            "PYTHONPATH": f"{PROJECT}{os.pathsep}{PROJECT / 'src'}",
        }
        with self.log.open("ab") as log:
            process = subprocess.Popen([*WORK, *arguments], env=environ, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def said(self) -> str:
        return self.log.read_text() if self.log.exists() else ""

    def stop(self, process: "subprocess.Popen[bytes]") -> float:
        """Seconds from SIGTERM to the end."""
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0, self.said()
        return time.monotonic() - started

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait(20)


@pytest.fixture
def workers(tmp_path: Path, transactional_db: Any) -> Iterator[Workers]:
    standing = Workers(tmp_path)
    try:
        yield standing
    finally:
        standing.end()


def ours() -> QuerySet[Job]:
    """The jobs of the test: the house's schedule runs beside them."""
    return Job.objects.filter(task_path__startswith="tests.")


def states() -> Counter[str]:
    return Counter(ours().values_list("state", flat=True))


def test_a_job_of_a_killed_worker_runs_again_after_its_lease(
    workers: Workers, tmp_path: Path
) -> None:
    begun, gate, done = (tmp_path / name for name in ("begun", "gate", "done"))
    killed = workers.start("--lease", "2")
    enqueue(sample_tasks.wait_for_file, str(begun), str(gate), str(done))
    wait_until(lambda: lines(begun) == ["begun"], "the job has begun")
    killed.kill()
    killed.wait()
    gate.touch()
    workers.start("--lease", "2")
    wait_until(lambda: states() == {"done": 1}, "the job is done")
    job = ours().get()
    assert (lines(begun), lines(done), job.attempts) == (["begun"] * 2, ["done"], 2)
    assert job.errors[0]["exception_class_path"] == "serai.core.queue.WorkerLost"


def test_a_job_that_kills_three_workers_is_put_aside_and_others_run(
    workers: Workers, tmp_path: Path
) -> None:
    killings, written = tmp_path / "killings", tmp_path / "written"
    poison = enqueue(sample_tasks.kill_the_worker, str(killings))
    for wanted in (1, 2, 3):
        worker = workers.start("--lease", "1")
        assert worker.wait(60) == -signal.SIGABRT, workers.said()
        assert len(lines(killings)) == wanted
    enqueue(sample_tasks.write, str(written), "alive")
    survivor = workers.start("--lease", "1")
    wait_until(lambda: states() == {"done": 1, "quarantined": 1}, "one aside, one done")
    assert survivor.poll() is None
    job = Job.objects.get(pk=poison.id)
    assert (job.attempts, len(job.errors), lines(killings)) == (3, 3, ["killed"] * 3)
    assert f"{poison.id} quarantined: 3 claims, no end" in workers.said()


def test_two_workers_run_300_jobs_once_each(workers: Workers, tmp_path: Path) -> None:
    out = tmp_path / "out"
    pair = [workers.start("--concurrency", "3") for _ in range(2)]
    wait_until(lambda: workers.said().count("3 jobs at a time") == 2, "both have started")
    with transaction.atomic():
        for number in range(300):
            enqueue(sample_tasks.overlap, str(out), number)
    wait_until(lambda: states() == {"done": 300}, "all jobs are done")
    assert Counter(lines(out)) == {
        f"{mark}:{number}": 1 for mark in ("begin", "end") for number in range(300)
    }
    assert len(set(ours().values_list("claimed_by", flat=True))) == 2
    assert [worker.poll() for worker in pair] == [None, None]


def test_kills_in_the_middle_lose_nothing_and_never_run_a_job_twice_at_once(
    workers: Workers, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    count = 300  # enough that a slow machine's victims still find work
    with transaction.atomic():
        for number in range(count):
            enqueue(sample_tasks.overlap, str(out), number, seconds=0.05)
    ours().update(max_attempts=50)  # here every kill is the machine's fault
    workers.start("--lease", "1", "--concurrency", "1")
    for _ in range(4):
        victim = workers.start("--lease", "1")
        busy = ours().filter(state=State.RUNNING, claimed_by__contains=f":{victim.pid}:")
        wait_until(busy.exists, "the victim is in the middle of a job")
        victim.kill()
        victim.wait()
    wait_until(lambda: states() == {"done": count}, "all jobs are done", 90)
    assert ours().filter(attempts__gt=1).exists()
    runs: dict[str, str] = {}
    for line in lines(out):
        mark, number = line.split(":")
        runs[number] = runs.get(number, "") + f"{mark} "
    assert len(runs) == count
    for run in runs.values():
        # A killed run has no end, or was killed before it could say so; runs never mix.
        assert re.fullmatch(r"(begin (end )?)*begin end ", run), run


def test_sigterm_gives_work_back_within_two_seconds(workers: Workers, tmp_path: Path) -> None:
    files = [str(tmp_path / name) for name in ("begun", "gate", "done")]
    worker = workers.start()
    enqueue(sample_tasks.wait_for_file, *files)
    wait_until(lambda: lines(Path(files[0])) == ["begun"], "the job has begun")
    assert workers.stop(worker) < 2.5
    job = ours().get()
    assert (job.state, job.attempts, job.lease_until_at) == (State.READY, 0, None)
    assert "given back" in workers.said()
    Path(files[1]).touch()
    assert workers.start("--once").wait(60) == 0
    assert re.search(r"\b[12] jobs ran", workers.said())
    assert lines(Path(files[2])) == ["done"]


def test_a_worker_dies_with_its_parent(workers: Workers, tmp_path: Path) -> None:
    environ = {
        **os.environ,
        "SERAI_VAR": str(workers.var),
        "DATABASE_URL": database_url(),
        "PYTHONPATH": f"{PROJECT}{os.pathsep}{PROJECT / 'src'}",
    }
    script = (
        "import subprocess, sys, time\n"
        "from serai.core.family import child_environ\n"
        "child = subprocess.Popen(sys.argv[1:], env=child_environ())\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, *WORK], env=environ, stdout=subprocess.PIPE
    )
    workers.processes.append(parent)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    out = tmp_path / "out"
    enqueue(sample_tasks.write, str(out), "alive")
    wait_until(lambda: lines(out) == ["alive"], "the worker works")
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_until(lambda: not _lives(pid), "the worker is gone", 2)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
