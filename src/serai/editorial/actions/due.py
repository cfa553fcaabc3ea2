"""The due worker: claims what is due by lease and carries it out, one transaction each.

A claim is a write of its own and counts the attempt, so that a change which kills its worker is
counted too. What a worker does after its lease went to another is refused, because the number is
no longer the change's. State and effect are in one transaction: after a kill between any two
statements the change is either waiting with nothing done, or done.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, DateTimeField, F, Min, Q, Value, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _
from wagtail.actions.unpublish import UnpublishAction

from serai.core import clock
from serai.editorial.models import Article, DueChange, DueKind, DueState, EditorialError
from serai.editorial.models.articles import NOT_OF_A_VERSION
from serai.editorial.models.doors import Publication, end_changes, hold, note, publish_version

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=10)
BATCH: Final = 10
BACK_OFF: Final = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300))


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to carry out one change."""

    change_id: int
    article_id: int
    lease: int


def next_due() -> datetime | None:
    """When the due worker has to look next: one indexed question.

    Set back, the clock must not keep a failure or a dead worker's change for the length of it.
    """
    now = clock.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    moment = Case(When(_beyond(now), then=_not_early(now)), default=F("next_try_at"))
    waiting = DueChange.objects.waiting().filter(free | _beyond(now))
    first: datetime | None = waiting.aggregate(first=Min(moment, output_field=DateTimeField()))[
        "first"
    ]
    return first


def claim_due() -> list[Claim]:
    """Lease what is due: some fresh changes together, one that was tried before alone."""
    now = clock.now()
    DueChange.objects.waiting().filter(_beyond(now)).update(
        next_try_at=_not_early(now), leased_until=None
    )
    due = DueChange.objects.due(now).order_by("next_try_at", "pk")
    rows = list(due.values_list("pk", "article_id", "lease", "attempts")[:BATCH])
    if not rows:
        return []
    chosen = rows[:1] if rows[0][3] else [row for row in rows if not row[3]]
    claims = []
    with transaction.atomic():
        for pk, article_id, lease, _attempts in chosen:
            ours = DueChange.objects.due(now).filter(pk=pk, lease=lease)
            if ours.update(lease=lease + 1, leased_until=now + LEASE, attempts=F("attempts") + 1):
                claims.append(Claim(pk, article_id, lease + 1))
    return claims


def carry_out(*, claim: Claim) -> bool:
    """Do what is due; False where it failed or is no longer ours."""
    try:
        with transaction.atomic():
            return _carry_out(claim)
    except Article.DoesNotExist:
        return False  # deleted meanwhile, and its changes with it
    except Exception as error:
        _keep_failure(claim, error)
        return False


def _carry_out(claim: Claim) -> bool:
    article = hold(claim.article_id, "latest_revision", "locale")
    changes = DueChange.objects.waiting().select_for_update()
    change = changes.filter(pk=claim.change_id, lease=claim.lease).first()
    if change is None:
        return False
    if change.attempts > len(BACK_OFF) + 1:
        raise EditorialError(_("Its workers ended while they tried."), "worker_lost")
    early = change.due_at > clock.now()
    later = change.due_at if early else EFFECTS[DueKind(change.kind)](article, change)
    if later is None:
        change.state, change.ended_at = DueState.DONE, clock.now()
    else:
        change.next_try_at, change.attempts = later, 0
    change.error, change.leased_until = "", None
    change.save(
        update_fields=["state", "ended_at", "next_try_at", "attempts", "error", "leased_until"]
    )
    return later is None


def _publish(article: Article, change: DueChange) -> datetime | None:
    if article.is_embargoed:
        return article.embargo_until
    version = change.revision_id or article.latest_revision_id
    revision = article.latest_revision
    if revision is None or revision.pk != version:
        revision = article.revisions.filter(pk=version).first()
    if revision is None:
        raise EditorialError(_("The version is no longer there."), "version_gone")
    revision.content_object = article
    publication = Publication(revision, user=change.made_by, log_action="wagtail.publish.scheduled")
    publication.object.full_clean(exclude=NOT_OF_A_VERSION)
    publish_version(article, publication, due=change.pk)
    return None


def _expire(article: Article, change: DueChange) -> datetime | None:
    # What should have been published before, and was held up, would outlive its own end.
    end_changes(article, Q(kind=DueKind.PUBLISH, due_at__lt=change.due_at))
    UnpublishAction(
        article, set_expired=True, user=change.made_by, log_action="wagtail.unpublish.scheduled"
    ).execute(skip_permission_checks=True)
    return None


def _end_embargo(article: Article, change: DueChange) -> datetime | None:
    if article.is_embargoed:
        return article.embargo_until
    if article.embargo_until is not None:
        article.embargo_until = None
        article.save(update_fields=["embargo_until"])
        note(article, "serai.embargo_ended", user=change.made_by)
    return None


#: What each kind does; a moment means that it may happen only then.
EFFECTS: Final[Mapping[DueKind, Callable[[Article, DueChange], datetime | None]]] = {
    DueKind.PUBLISH: _publish,
    DueKind.EXPIRE: _expire,
    DueKind.EMBARGO_END: _end_embargo,
}


def _keep_failure(claim: Claim, error: Exception) -> None:
    """The change stays, with what went wrong, for another try or for the desk."""
    logger.warning("due change %d: %s", claim.change_id, type(error).__name__)
    with transaction.atomic():
        article = Article.objects.select_for_update().filter(pk=claim.article_id).first()
        changes = DueChange.objects.waiting().select_for_update()
        change = changes.filter(pk=claim.change_id, lease=claim.lease).first()
        if article is None or change is None:
            return
        change.error, change.leased_until = told(error), None
        if change.attempts > len(BACK_OFF):
            change.state, change.ended_at = DueState.FAILED, clock.now()
            note(article, "serai.due_failed", kind=change.kind, at=change.local_text)
        else:
            change.next_try_at = clock.now() + BACK_OFF[change.attempts - 1]
        change.save(update_fields=["error", "leased_until", "state", "ended_at", "next_try_at"])


def told(error: Exception) -> str:
    """Columns and codes of what went wrong, never a text: that may be private or embargoed."""
    if isinstance(error, ValidationError):
        by_column = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        return "\n".join(
            f"{name} {one.code or 'invalid'}".strip()
            for name, errors in by_column.items()
            for one in errors
        )
    if isinstance(error, EditorialError):
        return error.code
    return type(error).__qualname__


def _beyond(now: datetime) -> Q:
    """Put off by us for longer than we ever do: the clock was set back since."""
    tried = Q(attempts__gt=0, next_try_at__gt=now + BACK_OFF[-1]) & ~Q(error="")
    return tried | Q(leased_until__gt=now + 2 * LEASE)


def _not_early(now: datetime) -> Greatest:
    return Greatest(F("due_at"), Value(now, output_field=DateTimeField()))
