"""What is due when: our own schedule and embargo table, claimed by lease, one change at a time."""

from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from serai.editorial.models.articles import Article
from serai.editorial.models.errors import EditorialError


class DueKind(models.TextChoices):
    PUBLISH = "publish", _("publish")
    EXPIRE = "expire", _("take off")
    EMBARGO_END = "embargo_end", _("end of the embargo")


class DueState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


#: What a check of a field says in the column ``error``, for people.
FAULTS = {
    "blank": _("is empty"),
    "null": _("is empty"),
    "required": _("is empty"),
    "max_length": _("is too long"),
}
#: What else can go wrong with a change.
MISHAPS = {
    "version_gone": _("The version is no longer there."),
    "worker_lost": _("Its workers ended while they tried."),
    "uncredited": _("A picture has no credit line; without one the article is not published."),
    "killed": _("This article was killed; an editor must revive it first."),
}


def as_entered(moment: datetime, zone: str) -> str:
    """The moment as people of that zone write it."""
    return f"{moment.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M}"


class DueQuerySet(models.QuerySet["DueChange"]):
    def waiting(self) -> "DueQuerySet":
        return self.filter(state=DueState.WAITING)

    def troubled(self) -> "DueQuerySet":
        """What the desk must look at: failed for good, or failed and about to be tried again."""
        return self.filter(
            models.Q(state=DueState.FAILED) | models.Q(state=DueState.WAITING) & ~models.Q(error="")
        )

    def due(self, now: datetime) -> "DueQuerySet":
        """Waiting, their moment has come, and nobody holds them."""
        free = models.Q(leased_until__isnull=True) | models.Q(leased_until__lte=now)
        return self.waiting().filter(free, next_try_at__lte=now)


class DueChange(models.Model):
    """One verb that happens at a moment. A failed one stays, is tried again, and the desk sees it.

    ``due_at`` is the moment that was asked for, ``next_try_at`` the one when it happens: publishing
    waits for the end of an embargo, and a failure is tried again later.
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

    @property
    def problems(self) -> list[str]:
        """What went wrong, in words. ``error`` keeps lines of «column code», never a text."""
        said = []
        for line in self.error.splitlines():
            name, _blank, code = line.partition(" ")
            fault = FAULTS.get(code) or gettext("is not valid")
            try:
                label = Article._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            except FieldDoesNotExist:
                said.append(str(MISHAPS.get(line, line)))
                continue
            said.append(f"{label}: {fault}")
        return said


def zone_of(article: Article) -> str:
    """Zone of the source's days, else of the newsroom's."""
    zone = article.source.zone if article.source_id and article.source else ""
    return zone if _is_zone(zone) else str(settings.NEWSROOM_ZONE)


def end_of_day(day: date, zone: str) -> datetime:
    """The first moment of the next day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)


def moment_in(zone: str, day: date, at: time) -> datetime:
    """A time of day in a zone as a moment. Refuses one that a change of clocks leaves out; of two
    that it repeats, the first is meant."""
    local = datetime.combine(day, at, ZoneInfo(zone))
    moment = local.astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise EditorialError(_("This time does not exist: the clocks are changed."), "gap")
    return moment


def _is_zone(zone: str) -> bool:
    try:
        return bool(zone) and bool(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return False
