"""Django Tasks over the lease queue: what Wagtail and the house enqueue lands in one table."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from serai.core import queue
from serai.core.models import Job, State

STATUS: Final = {
    State.READY: TaskResultStatus.READY,
    State.RUNNING: TaskResultStatus.RUNNING,
    State.DONE: TaskResultStatus.SUCCESSFUL,
    State.FAILED: TaskResultStatus.FAILED,
    State.QUARANTINED: TaskResultStatus.FAILED,
}
AnyTask = Task[..., Any]
AnyResult = TaskResult[Any]


class LeaseBackend(BaseTaskBackend):
    """Jobs are rows of the caller's transaction; a worker leases them."""

    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def validate_task(self, task: AnyTask) -> None:
        super().validate_task(task)
        if task.queue_name not in queue.PRIORITIES:
            raise InvalidTaskError(f"Queue '{task.queue_name}' has no priority.")

    def enqueue(self, task: AnyTask, args: Any, kwargs: Any) -> AnyResult:
        return self.enqueue_once(task, args, kwargs, None)

    def enqueue_once(
        self,
        task: AnyTask,
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
        unique_key: str | None,
    ) -> AnyResult:
        """Like ``enqueue``; while a job with this key is open, that job is the result."""
        self.validate_task(task)
        job = queue.put(
            task.module_path,
            normalize_json(args),
            normalize_json(kwargs),
            queue=task.queue_name,
            priority=task.priority,
            run_after=task.run_after,
            unique_key=unique_key,
        )
        return result_of(job, task)

    def get_result(self, result_id: str) -> AnyResult:
        try:
            job = Job.objects.get(pk=UUID(result_id))
        except (Job.DoesNotExist, ValueError) as error:
            raise TaskResultDoesNotExist(result_id) from error
        return result_of(job, task_at(job.task_path))


def task_at(path: str) -> AnyTask:
    """The task of this path; a path that leads to anything else is refused."""
    found = import_string(path)
    if not isinstance(found, Task):
        raise InvalidTaskError(f"{path} is not a task")
    return found


def result_of(job: Job, task: AnyTask) -> AnyResult:
    """The job as Django Tasks shows it."""
    result: AnyResult = TaskResult(
        task=task,
        id=str(job.pk),
        status=STATUS[State(job.state)],
        enqueued_at=job.enqueued_at,
        started_at=job.claimed_at,
        last_attempted_at=job.claimed_at,
        finished_at=job.finished_at,
        args=job.args,
        kwargs=job.kwargs,
        backend=task.backend,
        errors=[TaskError(**error) for error in job.errors],
        worker_ids=[job.claimed_by] * job.attempts,
    )
    object.__setattr__(result, "_return_value", job.return_value)
    return result
