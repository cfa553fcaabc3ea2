"""The ground's own jobs: it clears away what nobody needs any more."""

from datetime import timedelta
from typing import Final

from django.core.management import call_command
from django_tasks import task

from serai.core import clock
from serai.core.models import Job, State

KEEP_DONE: Final = timedelta(days=7)
BATCH: Final = 1000


@task(queue_name="default")
def clear_jobs() -> int:
    """Delete jobs that ended well a week ago; failed ones stay until somebody drops them."""
    old = Job.objects.filter(state=State.DONE, finished_at__lt=clock.now() - KEEP_DONE)
    cleared = 0
    while batch := list(old.values_list("pk", flat=True)[:BATCH]):
        cleared += Job.objects.filter(pk__in=batch).delete()[0]
    return cleared


@task(queue_name="default")
def clear_sessions() -> None:
    """Delete sessions that have expired."""
    call_command("clearsessions")
