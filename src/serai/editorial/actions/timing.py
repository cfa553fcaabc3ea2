"""Verbs of time: schedule, expire, embargo, and the ways back.

Every verb takes the article's row first and its due changes after, as the due worker does.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from serai.core import clock
from serai.editorial.models import Article, DueChange, DueKind, DueState, EditorialError
from serai.editorial.models.doors import (
    end_changes,
    hold,
    move_publishing,
    not_before,
    note,
    plan,
    refuse_killed,
    refuse_uncredited,
)
from serai.editorial.models.timing import end_of_day, zone_of


def schedule_article(
    *,
    article: Article,
    at: datetime,
    user: Any = None,
    zone: str = "",
    entered: str = "",
    revision_id: int | None = None,
) -> DueChange:
    """Publish a version (the latest one unless named) at a moment. Replaces what was scheduled."""
    at = clock.utc(at)
    with transaction.atomic():
        standing = _open_to_time(article, at)
        expiry = DueChange.objects.waiting().filter(article=standing, kind=DueKind.EXPIRE).first()
        if expiry is not None and expiry.due_at <= not_before(standing, at):
            raise EditorialError(_("It would be taken off before it is published."), "order")
        version = revision_id or standing.latest_revision_id
        if version is None:
            version = standing.save_revision(user=user).pk
        revision = standing.revisions.filter(pk=version).first()
        if revision is None:
            raise EditorialError(_("There is no such version of this article."), "version")
        revision.content_object = standing
        refuse_uncredited(revision.as_object())
        change = plan(
            article=standing,
            kind=DueKind.PUBLISH,
            at=at,
            revision_id=version,
            zone=zone,
            entered=entered,
            user=user,
        )
        note(standing, "serai.schedule", user=user, at=change.local_text, zone=change.zone)
    return change


def expire_article(
    *, article: Article, at: datetime, user: Any = None, zone: str = "", entered: str = ""
) -> DueChange:
    """Take the article off at a moment. Replaces an earlier one."""
    at = clock.utc(at)
    with transaction.atomic():
        standing = _open_to_time(article, at)
        coming = DueChange.objects.waiting().filter(article=standing, kind=DueKind.PUBLISH).first()
        if coming is None and not standing.live:
            raise EditorialError(_("It is neither published nor scheduled."), "not_live")
        if coming is not None and at <= coming.next_try_at:
            raise EditorialError(_("It would be taken off before it is published."), "order")
        change = plan(
            article=standing, kind=DueKind.EXPIRE, at=at, zone=zone, entered=entered, user=user
        )
        note(standing, "serai.expire", user=user, at=change.local_text, zone=change.zone)
    return change


def set_embargo(
    *, article: Article, until: datetime | date, user: Any = None, zone: str = ""
) -> DueChange:
    """Hold the article back until a moment; a date means until the end of that day.

    The day is that of ``zone``, else of the source, else of the newsroom. A public article
    disappears at once; whatever publishes it meanwhile publishes it at the end.
    """
    with transaction.atomic():
        standing = hold(article.pk)
        refuse_killed(standing)
        zone = zone or zone_of(standing)
        end = clock.utc(until) if isinstance(until, datetime) else end_of_day(until, zone)
        if end <= clock.now():
            raise EditorialError(_("This moment has passed."), "passed")
        # «Until the end of the 5th» is what people read, not midnight of the 6th.
        entered = "" if isinstance(until, datetime) else f"{until:%d.%m.%Y} 24:00"
        standing.embargo_until = end
        standing.save(update_fields=["embargo_until"])
        change = plan(
            article=standing,
            kind=DueKind.EMBARGO_END,
            at=end,
            zone=zone,
            entered=entered,
            user=user,
        )
        move_publishing(standing)
        note(standing, "serai.embargo", user=user, at=change.local_text, zone=zone)
    article.embargo_until = end
    return change


def lift_embargo(*, article: Article, reason: str, user: Any = None) -> Article:
    """End the embargo now. What waited for its end is due now, what has a later date keeps it."""
    reason = required(reason)
    with transaction.atomic():
        standing = hold(article.pk)
        if not standing.is_embargoed:
            raise EditorialError(_("No embargo stands on this article."), "no_embargo")
        standing.embargo_until = None
        standing.save(update_fields=["embargo_until"])
        end_changes(standing, Q(kind=DueKind.EMBARGO_END), with_failed=True)
        move_publishing(standing)
        note(standing, "serai.embargo_lifted", user=user, reason=reason)
    article.refresh_from_db()
    return article


def cancel_change(*, change: DueChange, user: Any = None) -> None:
    """Call off what waits, or put a failure aside. An embargo is lifted, not called off."""
    if change.kind == DueKind.EMBARGO_END:
        raise EditorialError(_("An embargo is lifted with a reason."), "embargo")
    with transaction.atomic():
        standing = hold(change.article_id)
        row = DueChange.objects.select_for_update().get(pk=change.pk)
        if row.state not in (DueState.WAITING, DueState.FAILED):
            raise EditorialError(_("It has already ended."), "ended")
        end_changes(standing, Q(pk=row.pk), with_failed=True)
        note(standing, "serai.called_off", user=user, kind=row.kind, at=row.local_text)


def retry_change(*, change: DueChange, user: Any = None) -> DueChange:
    """Give a failed change all its attempts again, or try one again now that waits for its turn."""
    with transaction.atomic():
        standing = hold(change.article_id)
        row = DueChange.objects.select_for_update().get(pk=change.pk)
        refuse_killed(standing)
        if not DueChange.objects.troubled().filter(pk=row.pk).exists():
            raise EditorialError(_("It has already ended."), "ended")
        DueChange.objects.waiting().filter(article=standing, kind=row.kind).exclude(
            pk=row.pk
        ).update(state=DueState.CANCELLED, ended_at=clock.now())
        at = clock.now()
        DueChange.objects.filter(pk=row.pk).update(
            state=DueState.WAITING,
            attempts=0,
            error="",
            ended_at=None,
            leased_until=None,
            lease=F("lease") + 1,
            next_try_at=not_before(standing, at) if row.kind == DueKind.PUBLISH else at,
        )
        note(standing, "serai.tried_again", user=user, kind=row.kind)
    row.refresh_from_db()
    return row


def required(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise EditorialError(_("Say why."), "reason")
    return reason


def _open_to_time(article: Article, at: datetime) -> Article:
    standing = hold(article.pk)
    refuse_killed(standing)
    if at <= clock.now():
        raise EditorialError(_("This moment has passed."), "passed")
    return standing
