"""Jobs of delivery."""

from django_tasks import task

from serai.delivery.outbox import forget_old


@task(queue_name="default")
def forget_old_changes() -> int:
    """Delete what was announced so long ago that no node waits for it; how many rows."""
    return forget_old()
