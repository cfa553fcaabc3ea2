"""The only door: the caller's transaction, unique keys, the bell; and the command ``jobs``."""

import json
import socket
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from serai.core import queue
from serai.core.clock import now
from serai.core.jobs import enqueue
from serai.core.models import Job, State
from serai.core.worker import Worker
from tests.core import sample_tasks


@pytest.fixture
def bell(settings: Any, tmp_path: Path) -> Any:
    """A door with somebody listening."""
    settings.VAR = tmp_path
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(queue.door()))
        line.setblocking(False)
        yield line


def rings(bell: socket.socket) -> bool:
    try:
        return bool(bell.recv(16))
    except BlockingIOError:
        return False


@pytest.mark.django_db(transaction=True)
def test_the_job_is_the_callers_and_the_bell_rings_after_the_commit(bell: socket.socket) -> None:
    with transaction.atomic():
        result = enqueue(sample_tasks.add, 1, right=2)
        assert not rings(bell)
    assert rings(bell)
    assert str(Job.objects.get().pk) == result.id


@pytest.mark.django_db(transaction=True)
def test_rollback_takes_the_job_back_and_nobody_rings(bell: socket.socket) -> None:
    with transaction.atomic():
        enqueue(sample_tasks.add, 1)
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not rings(bell)


@pytest.mark.django_db(transaction=True)
def test_nobody_at_the_door_is_no_error(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    enqueue(sample_tasks.add, 1)
    settings.VAR = tmp_path / ("deep" * 40)  # longer than an address may be
    enqueue(sample_tasks.add, 1)
    (tmp_path / "worker.sock").write_text("not a socket")
    settings.VAR = tmp_path
    enqueue(sample_tasks.add, 1)
    assert Job.objects.count() == 3


@pytest.mark.django_db
def test_a_unique_key_gives_the_standing_job() -> None:
    first = enqueue(sample_tasks.add, 1, unique_key="sum")
    assert enqueue(sample_tasks.add, 2, unique_key="sum").id == first.id
    Worker().run_all()
    assert enqueue(sample_tasks.add, 3, unique_key="sum").id != first.id


@pytest.mark.django_db
def test_run_after_puts_a_job_off() -> None:
    later = now() + timedelta(minutes=5)
    enqueue(sample_tasks.add, 1, run_after=later)
    assert Job.objects.get().run_after_at == later


@pytest.mark.django_db
def test_another_backend_is_used_through_the_same_door(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    assert enqueue(sample_tasks.add, 1, right=1, unique_key="sum").return_value == 2
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_an_enqueue_costs_one_query(django_assert_num_queries: Any) -> None:
    connection.ensure_connection()
    with django_assert_num_queries(1):
        enqueue(sample_tasks.add, 1)


# -- the command -----------------------------------------------------------------------------------


def jobs(*arguments: Any) -> str:
    out = StringIO()
    call_command("jobs", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_list_shows_what_is_not_done_in_claim_order() -> None:
    enqueue(sample_tasks.draw, 1)
    stumbled = enqueue(sample_tasks.stumble, "x")
    Job.objects.filter(pk=stumbled.id).update(max_attempts=1)
    Worker().run_all()
    enqueue(sample_tasks.draw, 1)
    enqueue(sample_tasks.publish, 1)
    rows = json.loads(jobs("list", "--json"))
    assert [row["task"].rpartition(".")[2] for row in rows] == ["publish", "draw", "stumble"]
    assert (rows[2]["id"], rows[2]["state"]) == (stumbled.id, "failed")
    assert (rows[2]["attempts"], rows[2]["error"]) == (1, "builtins.ValueError")
    assert len(json.loads(jobs("list", "--json", "--state", "done"))) == 1
    assert len(json.loads(jobs("list", "--json", "--limit", "1"))) == 1
    text = jobs("list")
    assert f"{stumbled.id}  failed       default     tests.core.sample_tasks.stumble" in text
    assert "was private" not in text


@pytest.mark.django_db
def test_an_empty_queue_says_so() -> None:
    assert jobs("list") == "no jobs\n"
    assert json.loads(jobs("list", "--json")) == []


@pytest.mark.django_db
def test_retry_and_drop_change_what_they_can_and_say_what_they_cannot() -> None:
    stranded = enqueue(sample_tasks.add, 1)
    Job.objects.update(state=State.FAILED, attempts=3)
    assert jobs("retry", stranded.id) == f"{stranded.id} ready again\n"
    assert Job.objects.get().attempts == 0
    unknown = uuid4()
    with pytest.raises(CommandError, match=f"{unknown} does not exist"):
        jobs("drop", unknown, stranded.id)
    assert not Job.objects.exists()
    with pytest.raises(CommandError, match="which jobs"):
        jobs("drop")


@pytest.mark.django_db
def test_changes_as_json() -> None:
    job = enqueue(sample_tasks.add, 1)
    assert json.loads(jobs("drop", job.id, "--json")) == [{"id": job.id, "result": "dropped"}]
