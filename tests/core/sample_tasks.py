"""Tasks of the queue's tests. A worker in a process of its own imports them too."""

import os
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django_tasks import TaskContext, task

from serai.core import clock
from serai.core.models import Job


def write_line(path: str, line: str) -> None:
    """One write in append mode: lines of many processes do not mix."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        os.write(descriptor, f"{line}\n".encode())
    finally:
        os.close(descriptor)


def lines(path: Path) -> list[str]:
    return path.read_text().split() if path.exists() else []


@task(queue_name="default")
def add(left: int, right: int = 0) -> int:
    return left + right


@task(queue_name="publish")
def publish(number: int) -> int:
    return number


@task(queue_name="media")
def draw(number: int) -> int:
    return number


@task(queue_name="ingest")
def write(path: str, line: str) -> None:
    write_line(path, line)


@task(queue_name="publish")
def write_urgently(path: str, line: str) -> None:
    write_line(path, line)


@task(queue_name="ingest")
def overlap(path: str, number: int, seconds: float = 0.005) -> None:
    """Says when it begins and ends, so that two runs at the same time show."""
    write_line(path, f"begin:{number}")
    threading.Event().wait(seconds)
    write_line(path, f"end:{number}")


@task(queue_name="default")
def stumble(word: str) -> None:
    raise ValueError(f"{word} \x00 was private")


@task(queue_name="default")
def leave() -> None:
    raise SystemExit(3)


@task(queue_name="default")
def look_for_the_gone() -> None:
    raise ObjectDoesNotExist


@task(queue_name="default")
def answer_with_an_object() -> Any:
    return object()


@task(queue_name="default")
def answer_at_length(characters: int) -> str:
    return "a" * characters


@task(queue_name="default", takes_context=True)
def attempts(context: TaskContext) -> int:
    return context.attempt


@task(queue_name="default")
def lose_the_lease() -> str:
    """Runs so long that another worker has taken the job over."""
    Job.objects.filter(state="running").update(lease_number=7, claimed_by="another")
    return "too late"


@task(queue_name="default")
def sleep_through_the_lease() -> str:
    Job.objects.filter(state="running").update(lease_until_at=clock.now() - timedelta(hours=1))
    return "nobody missed me"


@task(queue_name="ingest")
def kill_the_worker(path: str) -> None:
    write_line(path, "killed")
    os.abort()


@task(queue_name="ingest")
def wait_for_file(begun: str, gate: str, done: str) -> None:
    """Begins, waits until the gate is there, ends: the test decides when."""
    write_line(begun, "begun")
    pause = threading.Event()
    while not Path(gate).exists():
        pause.wait(0.02)
    write_line(done, "done")


not_a_task = add.func
