"""The only door to the queue.

A job is inserted in the caller's transaction, so a change and its job are kept both or neither.
Every task must be harmless when it runs twice: a worker can be killed after the work and before
it has said so.
"""

from datetime import datetime
from typing import Any, TypeVar

from django_tasks.base import Task, TaskResult

from serai.core.backend import LeaseBackend

Returned = TypeVar("Returned")
AnyTask = Task[..., Returned]


def enqueue(
    task: AnyTask[Returned],
    /,
    *args: Any,
    unique_key: str | None = None,
    run_after: datetime | None = None,
    **kwargs: Any,
) -> TaskResult[Returned]:
    """Put a call of ``task`` on the queue; it runs after the caller's transaction has committed.

    With ``unique_key`` there is at most one open job of that key: the standing one is given back.
    A job that is running counts as open; who must not lose the later call leaves the key out.
    """
    if run_after is not None:
        task = task.using(run_after=run_after)
    backend = task.get_backend()
    if isinstance(backend, LeaseBackend):
        return backend.enqueue_once(task, args, kwargs, unique_key)
    return task.enqueue(*args, **kwargs)
