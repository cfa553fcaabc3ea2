"""What is due when: our own schedule and embargo table, claimed by lease, one change at a time."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.editorial.models.articles import Article


class DueKind(models.TextChoices):
    PUBLISH = "publish", _("publish")
    EXPIRE = "expire", _("take off")
    EMBARGO_END = "embargo_end", _("end of the embargo")


class DueState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class DueQuerySet(models.QuerySet["DueChange"]):
    def waiting(self) -> "DueQuerySet":
        return self.filter(state=DueState.WAITING)

    def due(self, now: datetime) -> "DueQuerySet":
        """Waiting, their moment has come, and nobody holds them."""
        free = models.Q(leased_until__isnull=True) | models.Q(leased_until__lte=now)
        return self.waiting().filter(free, next_try_at__lte=now)


class DueChange(models.Model):
    """One verb that happens at a moment. A failed one stays, is tried again, and the desk sees it.

    ``revision_id`` names the version to publish; empty means the latest at that moment.
    ``lease`` counts the claims, so that a worker that lost its lease cannot finish the change.
    """

    article = models.ForeignKey(Article, related_name="due_changes", on_delete=models.CASCADE)
    kind = models.CharField(_("what"), max_length=20, choices=DueKind.choices)
    revision_id = models.BigIntegerField(null=True, blank=True)
    due_at = models.DateTimeField(_("due"))
    zone = models.CharField(_("time zone"), max_length=60)
    local_text = models.CharField(_("as entered"), max_length=40)
    state = models.CharField(
        _("state"), max_length=12, choices=DueState.choices, default=DueState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    lease = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField(_("what went wrong"), blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, related_name="+", on_delete=models.SET_NULL
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[DueQuerySet] = DueQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["due_at", "pk"]
        verbose_name = _("due change")
        verbose_name_plural = _("due changes")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["article", "kind"],
                condition=models.Q(state="waiting"),
                name="one_waiting_change_per_kind",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["state", "next_try_at"], name="due_next")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.local_text}"
