"""Jobs of the newsroom."""

from django_tasks import task

from serai.editorial.actions import forget_reports
from serai.editorial.actions.due import carry_out, claim_due


@task(queue_name="publish", priority=90)
def run_due_changes() -> int:
    """Carry out what is due until nothing is; how many changes were made."""
    done = 0
    while claims := claim_due():
        for claim in claims:
            done += carry_out(claim=claim)
    return done


@task(queue_name="default")
def forget_error_reports() -> int:
    """Readers' reports are kept for 90 days, who sent them for one."""
    return forget_reports()
