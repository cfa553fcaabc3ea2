"""Jobs of the queue, and the marks that say when the schedule ran last."""

import uuid

from django.db import models
from django.db.models import F, Q

from serai.core import clock


class State(models.TextChoices):
    """Open jobs are ready or running; the rest have ended."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    QUARANTINED = "quarantined"


OPEN = (State.READY, State.RUNNING)
STRANDED = (State.FAILED, State.QUARANTINED)


class JobQuerySet(models.QuerySet["Job"]):
    """Adjectives of jobs."""

    def due(self) -> "JobQuerySet":
        """Ready and not waiting for a later moment.

        A job that was never put off is due whatever the clock says: when the clock is set back,
        it does not wait until the clock has caught up.
        """
        started = Q(run_after_at__lte=clock.now()) | Q(run_after_at__lte=F("enqueued_at"))
        return self.filter(started, state=State.READY)

    def abandoned(self) -> "JobQuerySet":
        """Running by the book, but the worker has not renewed the lease in time."""
        return self.filter(state=State.RUNNING, lease_until_at__lte=clock.now())

    def open_with(self, unique_key: str) -> "JobQuerySet":
        return self.filter(unique_key=unique_key, state__in=OPEN)


class Job(models.Model):
    """One call of a task. ``lease_number`` is the fence: each claim has its own number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task_path = models.CharField(max_length=255)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    queue = models.CharField(max_length=32)
    priority = models.IntegerField()
    unique_key = models.CharField(max_length=200, null=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.READY)
    enqueued_at = models.DateTimeField()
    run_after_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=120, blank=True)
    lease_until_at = models.DateTimeField(null=True)
    lease_number = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField()
    finished_at = models.DateTimeField(null=True)
    return_value = models.JSONField(null=True)
    errors = models.JSONField(default=list)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unique_key",),
                condition=Q(state__in=("ready", "running")),
                name="one_open_job_per_unique_key",
            ),
        )
        indexes = (
            models.Index(
                fields=("priority", "run_after_at", "enqueued_at"),
                condition=Q(state="ready"),
                name="job_claim_order",
            ),
            models.Index(
                fields=("lease_until_at",), condition=Q(state="running"), name="job_lease_end"
            ),
            models.Index(fields=("state", "finished_at"), name="job_ended"),
        )

    def __str__(self) -> str:
        return f"{self.task_path} {self.state}"


class ScheduleMark(models.Model):
    """When an entry of the schedule table ran last and runs next."""

    name = models.CharField(max_length=80, primary_key=True)
    last_run_at = models.DateTimeField(null=True)
    next_run_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} next {self.next_run_at:%Y-%m-%d %H:%M:%S}"


class FormerSlug(models.Model):
    """An address part that a row had once. ``edition`` is empty for what all editions share."""

    kind = models.CharField(max_length=60)
    edition = models.CharField(max_length=2, blank=True)
    slug = models.CharField(max_length=120)
    target = models.CharField(max_length=20)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "edition", "slug"), name="one_target_per_former_slug"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.edition} {self.slug}"
