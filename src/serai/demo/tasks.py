"""The demo's own job."""

from django_tasks import task

from serai.demo import actions


@task(queue_name="default")
def extend_demo_schedule() -> str:
    """Schedule the days that came into reach; nothing where the demo was taken away."""
    return actions.extend_schedule() or "nothing to do"
