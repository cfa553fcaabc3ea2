"""Jobs of the accounts."""

from django_tasks import task

from serai.accounts.throttle import forget_old_failures


@task(queue_name="default")
def clear_login_failures() -> int:
    """Delete failed logins that no window reaches any more; how many."""
    return forget_old_failures()
