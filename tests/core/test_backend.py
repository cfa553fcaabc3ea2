"""Django Tasks over the queue."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django_tasks import TaskResultStatus, default_task_backend, task, task_backends
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist, TaskResultMismatch
from wagtail.tasks import delete_file_from_storage_task

from serai.core.backend import LeaseBackend, task_at
from serai.core.clock import now
from serai.core.models import Job
from serai.core.queue import PRIORITIES
from serai.core.worker import Worker
from tests.core import sample_tasks

pytestmark = pytest.mark.django_db


def test_a_task_is_enqueued_run_and_its_result_found() -> None:
    waiting = sample_tasks.add.enqueue(2, right=3)
    assert waiting.status == TaskResultStatus.READY
    Worker().run_all()
    result = sample_tasks.add.get_result(waiting.id)
    assert (result.status, result.return_value, result.attempts) == ("SUCCESSFUL", 5, 1)
    assert (result.args, result.kwargs) == ([2], {"right": 3})
    waiting.refresh()
    assert waiting.return_value == 5


def test_the_settings_name_this_backend_and_its_queues() -> None:
    assert isinstance(task_backends["default"], LeaseBackend)
    assert default_task_backend.queues == set(PRIORITIES)


def test_wagtails_tasks_pass_through_the_queue_and_are_harmless_twice(tmp_path: Any) -> None:
    picture = tmp_path / "picture.jpg"
    picture.write_text("x")
    storage = ["django.core.files.storage.FileSystemStorage", [], {"location": str(tmp_path)}]
    for _ in range(2):
        delete_file_from_storage_task.enqueue(storage, "picture.jpg")
    assert Worker().run_all() == 2
    assert not picture.exists()
    assert set(Job.objects.values_list("queue", "state")) == {("default", "done")}


def test_deferred_and_pressing_tasks_keep_their_wishes() -> None:
    later = now() + timedelta(hours=1)
    sample_tasks.draw.using(run_after=later, priority=7).enqueue(1)
    job = Job.objects.get()
    assert (job.run_after_at, job.priority) == (later, PRIORITIES["media"] - 7)
    assert Worker().run_all() == 0


def test_errors_are_shown_with_class_and_trace() -> None:
    waiting = sample_tasks.stumble.enqueue("this")
    Job.objects.update(max_attempts=1)
    Worker().run_all()
    result = default_task_backend.get_result(waiting.id)
    assert result.status == TaskResultStatus.FAILED
    assert result.errors[0].exception_class is ValueError
    assert "ValueError: this \ufffd was private" in result.errors[0].traceback


@pytest.mark.parametrize("result_id", ["", "no uuid", str(uuid4())])
def test_unknown_results_are_said(result_id: str) -> None:
    with pytest.raises(TaskResultDoesNotExist):
        default_task_backend.get_result(result_id)


def test_a_result_belongs_to_its_task() -> None:
    waiting = sample_tasks.add.enqueue(1)
    with pytest.raises(TaskResultMismatch):
        sample_tasks.draw.get_result(waiting.id)


def test_a_queue_without_a_rank_is_refused() -> None:
    backend = LeaseBackend("default", {"QUEUES": []})
    strange = sample_tasks.add.using(queue_name="default")
    object.__setattr__(strange, "queue_name", "strange")
    with pytest.raises(InvalidTaskError, match="no priority"):
        backend.validate_task(strange)


def test_local_and_async_functions_are_refused() -> None:
    def local() -> None: ...

    async def later() -> None: ...

    for function in (local, later):
        with pytest.raises(InvalidTaskError):
            task(function)


def test_only_tasks_are_called() -> None:
    assert task_at("tests.core.sample_tasks.add") is sample_tasks.add
    with pytest.raises(InvalidTaskError):
        task_at("tests.core.sample_tasks.not_a_task")
