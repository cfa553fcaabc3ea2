"""What every door into publishing does: button, workflow, bulk, command, schedule.

All of them end in ``Article.publish`` or ``Article.unpublish``, which lead here. Under the lock of
the article's row: a killed article stays killed; while an embargo stands, or where the version
carries a date ahead, publishing means a row in our own table; Wagtail never schedules anything.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.dateparse import parse_datetime
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.log_actions import log
from wagtail.models import Revision
from wagtail.utils.timestamps import ensure_utc

from serai.core import clock
from serai.editorial.models.articles import Article
from serai.editorial.models.errors import KilledError, UncreditedError
from serai.editorial.models.timing import DueChange, DueKind, DueState, as_entered


class Publication(PublishRevisionAction):
    """Wagtail's own steps without its schedule: dates in a version are input for our table.

    The revision carries the article as it stands, held. So what Wagtail would ask the database for
    again (the old headline, whether the version is the latest) is at hand.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.object.go_live_at = self.object.expire_at = None

    def check(self, skip_permission_checks: bool = False) -> None:
        """Whoever publishes and however: by button, approval, verb, or when its moment comes."""
        super().check(skip_permission_checks=skip_permission_checks)
        refuse_uncredited(self.object)

    def _publish_revision(
        self,
        revision: Revision,
        object: Article,
        user: Any,
        changed: bool,
        log_action: bool | str,
        previous_revision: Revision | None = None,
    ) -> None:
        before = previous_revision.as_object() if previous_revision else revision.content_object
        old_title, now = str(before), clock.now()
        object.live, object.expired = True, False
        object.has_unpublished_changes = object.latest_revision_id not in (None, revision.pk)
        object.live_revision = revision
        object.last_published_at = now
        object.first_published_at = object.first_published_at or now
        object.save()
        # Without the task, which only a workflow that is there will ask for.
        object._current_workflow_states = list(object.workflow_states.active())
        self._after_publish()
        if not log_action:
            return
        data: dict[str, Any] = {}
        if previous_revision:
            created = ensure_utc(previous_revision.created_at)
            data["revision"] = {"id": previous_revision.pk, "created": created}
        actions = [log_action if isinstance(log_action, str) else "wagtail.publish"]
        if old_title != str(object):
            data["title"] = {"old": old_title, "new": str(object)}
            actions.insert(0, "wagtail.rename")
        for action in actions:
            log(
                instance=object,
                action=action,
                user=user,
                data=data or None,
                revision=revision,
                content_changed=changed and action != "wagtail.rename",
            )


def hold(pk: int, *related: str) -> Article:
    """The article as it stands, its row locked until the transaction ends."""
    rows = Article.objects.select_for_update(of=("self",))
    article: Article = (rows.select_related(*related) if related else rows).get(pk=pk)
    return article


def publish(
    article: Article,
    revision: Revision,
    *,
    user: Any = None,
    log_action: bool | str = True,
    skip_permission_checks: bool = False,
    **rest: Any,
) -> None:
    """Publish a version now, or put a row for the moment when it may be."""
    with transaction.atomic():
        standing = hold(article.pk, "latest_revision", "locale")
        refuse_killed(standing)
        revision.content_object = standing
        publication = Publication(revision, user=user, log_action=log_action, **rest)
        publication.check(skip_permission_checks=skip_permission_checks)
        now = clock.now()
        wished, expires = (_moment(revision, name) for name in ("go_live_at", "expire_at"))
        if expires is not None:
            plan(article=standing, kind=DueKind.EXPIRE, at=expires, user=user)
        ahead = wished is not None and wished > now
        if ahead or standing.is_embargoed:
            change = plan(
                article=standing,
                kind=DueKind.PUBLISH,
                at=wished if wished is not None and ahead else now,
                revision_id=revision.pk,
                user=user,
            )
            shown = as_entered(change.next_try_at, change.zone)
            note(standing, "serai.publish_later", user=user, at=shown)
        else:
            publish_version(standing, publication)


def publish_version(standing: Article, publication: Publication, *, due: int | None = None) -> None:
    """Make the version public. What waited to publish it or an older one has no reason now."""
    publication.execute(skip_permission_checks=True)
    older = Q(revision_id__isnull=True) | Q(revision_id__lte=publication.revision.pk)
    end_changes(standing, Q(kind=DueKind.PUBLISH) & older & ~Q(pk=due), with_failed=True)


def unpublish(
    article: Article,
    *,
    set_expired: bool = False,
    user: Any = None,
    log_action: bool | str = True,
    skip_permission_checks: bool = False,
) -> None:
    """Take the article off; an editor's own unpublishing also ends what waits for it."""
    with transaction.atomic():
        standing = hold(article.pk)
        if not set_expired:
            end_changes(standing, Q(kind__in=(DueKind.PUBLISH, DueKind.EXPIRE)), with_failed=True)
        UnpublishAction(
            standing, set_expired=set_expired, user=user, log_action=log_action
        ).execute(skip_permission_checks=skip_permission_checks)
    for name in ("live", "has_unpublished_changes", "live_revision_id", "expired"):
        setattr(article, name, getattr(standing, name))


def plan(
    *,
    article: Article,
    kind: DueKind,
    at: datetime,
    revision_id: int | None = None,
    zone: str = "",
    entered: str = "",
    user: Any = None,
) -> DueChange:
    """Put a change; one of its kind that waits or has failed is replaced.

    It happens at ``at``, publishing not before the end of an embargo.
    """
    end_changes(article, Q(kind=kind), with_failed=True)
    zone = zone or settings.NEWSROOM_ZONE
    return DueChange.objects.create(
        article=article,
        kind=kind,
        revision_id=revision_id,
        due_at=at,
        next_try_at=not_before(article, at) if kind == DueKind.PUBLISH else at,
        zone=zone,
        local_text=entered or as_entered(at, zone),
        made_by=user,
        made_at=clock.now(),
    )


def not_before(article: Article, at: datetime) -> datetime:
    """The moment, or the end of the embargo where that is later."""
    return max(at, article.embargo_until) if article.embargo_until else at


def move_publishing(article: Article) -> None:
    """The embargo was set, moved or lifted: what waits to be published waits for its end."""
    waiting = DueChange.objects.waiting().filter(article=article, kind=DueKind.PUBLISH)
    until = article.embargo_until
    waiting.update(
        next_try_at=F("due_at") if until is None else Greatest(F("due_at"), until),
        attempts=0,
        error="",
        leased_until=None,
        lease=F("lease") + 1,
    )


def end_changes(article: Article, which: Q, *, with_failed: bool = False) -> None:
    """Cancel what waits, and failures nobody has to look at any more."""
    ended = (DueState.WAITING, DueState.FAILED) if with_failed else (DueState.WAITING,)
    changes = DueChange.objects.filter(which, article_id=article.pk, state__in=ended)
    changes.update(state=DueState.CANCELLED, ended_at=clock.now())


def refuse_killed(article: Article) -> None:
    if article.killed_at is not None:
        raise KilledError


def refuse_uncredited(version: Article) -> None:
    if fields := version.uncredited():
        raise UncreditedError(fields)


def note(article: Article, action: str, *, user: Any = None, **details: object) -> None:
    """A row in the article's history."""
    log(instance=article, action=action, user=user, data=details or None)


def _moment(revision: Revision, name: str) -> datetime | None:
    # Text in a version out of the database, a moment in one that was made just now.
    value = revision.content.get(name)
    return parse_datetime(value) if isinstance(value, str) and value else value or None
