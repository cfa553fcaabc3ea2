"""What runs by itself, and how often: one table. No outside cron.

Times of day are the newsroom's. ``docs/reference/schedule.md`` is generated from here.
"""

from datetime import time, timedelta
from typing import Final

from serai.accounts.tasks import clear_login_failures
from serai.core.schedule import Entry
from serai.core.tasks import clear_jobs, clear_sessions
from serai.delivery.tasks import forget_old_changes
from serai.demo.tasks import extend_demo_schedule
from serai.editorial.actions.due import next_due
from serai.editorial.tasks import forget_error_reports, run_due_changes

TABLE: Final = (
    Entry(
        name="run_due_changes",
        task=run_due_changes,
        asked=next_due,
        why="articles are published and taken off, embargoes end; asking costs one indexed query",
    ),
    Entry(
        name="clear_jobs",
        task=clear_jobs,
        every=timedelta(hours=1),
        why="jobs that ended well are kept for 7 days",
    ),
    Entry(
        name="clear_sessions",
        task=clear_sessions,
        daily_at=time(4, 40),
        why="sessions that have expired are of no use to anybody",
    ),
    Entry(
        name="clear_login_failures",
        task=clear_login_failures,
        daily_at=time(4, 50),
        why="failed logins that no window of the throttle reaches are of no use to anybody",
    ),
    Entry(
        name="forget_error_reports",
        task=forget_error_reports,
        daily_at=time(4, 50),
        why="errors that readers report are kept for 90 days, hashes of their addresses for one",
    ),
    Entry(
        name="forget_old_changes",
        task=forget_old_changes,
        daily_at=time(5, 0),
        why="changes announced to the page stores, and what each cost, are kept for 30 days",
    ),
    Entry(
        name="extend_demo_schedule",
        task=extend_demo_schedule,
        daily_at=time(3, 50),
        why="the demo guide reaches two weeks ahead; nothing happens without the demo",
    ),
)
