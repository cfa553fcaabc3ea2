"""Verbs of an article beside publishing: each has its own effect and a row in the history."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from serai.core import clock
from serai.core.editions import locale_id
from serai.editorial.actions.pictures import restore_pictures, withdraw_pictures
from serai.editorial.actions.timing import required
from serai.editorial.models import (
    Article,
    ArticleAuthor,
    ArticleCountry,
    Correction,
    DueKind,
    EditorialError,
    Section,
    Story,
)
from serai.editorial.models.doors import end_changes, hold, note, plan, refuse_killed, unpublish

#: What a translation takes over as it stands.
TAKEN_OVER: Final = (
    "headline", "kicker", "lead", "source", "original_url", "dateline", "main_image", "image_alt",
    "image_caption", "photo_credit", "urgency", "age_rating",
)  # fmt: skip


def correct_article(
    *, article: Article, text: str, user: Any = None, made_at: datetime | None = None
) -> Article:
    """Publish the latest version with a dated note that says what was wrong."""
    text = text.strip()
    if not text:
        raise EditorialError(_("Say what was corrected."), "text")
    with transaction.atomic():
        standing = hold(article.pk)
        refuse_killed(standing)
        if not standing.live:
            raise EditorialError(_("Only a published article can be corrected."), "not_live")
        version = standing.get_latest_revision_as_object()
        version.updated_at = made_at or clock.now()
        version.corrections.add(Correction(made_at=version.updated_at, text=text))
        revision = version.save_revision(user=user, clean=False)
        standing.publish(revision, user=user, skip_permission_checks=True)
        note(standing, "serai.correct", user=user, text=text)
    article.refresh_from_db()
    return article


def unpublish_article(*, article: Article, reason: str = "", user: Any = None) -> Article:
    """Take a public article off: its address answers 410. Publishing brings it back."""
    with transaction.atomic():
        standing = hold(article.pk)
        if not standing.live:
            raise EditorialError(_("It is not published."), "not_live")
        unpublish(standing, user=user, log_action=False, skip_permission_checks=True)
        note(standing, "serai.unpublish", user=user, reason=reason.strip())
    article.refresh_from_db()
    return article


def kill_article(*, article: Article, reason: str, user: Any = None) -> Article:
    """Take an article out for good: 410, out of every list, nothing waits for it any more, and
    pictures that nothing else shows go with it.

    No door publishes it again; ``revive_article`` makes it a draft that can be.
    """
    reason = required(reason)
    with transaction.atomic():
        standing = hold(article.pk)
        refuse_killed(standing)
        standing.killed_at, standing.kill_reason = clock.now(), reason
        standing.save(update_fields=["killed_at", "kill_reason"])
        unpublish(standing, user=user, log_action=False, skip_permission_checks=True)
        end_changes(standing, Q(), with_failed=True)
        standing.refresh_from_db()
        if standing.current_workflow_state is not None:
            standing.current_workflow_state.cancel(user=user)
        withdraw_pictures(article=standing)
        note(standing, "serai.kill", user=user, reason=reason)
    article.refresh_from_db()
    return article


def revive_article(*, article: Article, reason: str, user: Any = None) -> Article:
    """Take a kill back: the article is a draft again and can be published. An embargo still
    standing stands on."""
    reason = required(reason)
    with transaction.atomic():
        standing = hold(article.pk)
        if standing.killed_at is None:
            raise EditorialError(_("It was not killed."), "not_killed")
        standing.killed_at, standing.kill_reason = None, ""
        standing.save(update_fields=["killed_at", "kill_reason"])
        if standing.embargo_until is not None:
            plan(article=standing, kind=DueKind.EMBARGO_END, at=standing.embargo_until, user=user)
        note(standing, "serai.revive", user=user, reason=reason)
    restore_pictures(article=standing)
    article.refresh_from_db()
    return article


def assign_article(*, article: Article, to: Any, user: Any = None) -> Article:
    """Give an article to somebody of the newsroom, or to nobody."""
    with transaction.atomic():
        standing = hold(article.pk)
        standing.assigned_to = to
        standing.save(update_fields=["assigned_to"])
        note(standing, "serai.assign", user=user, to=to.get_username() if to else "")
    article.refresh_from_db()
    return article


def translate_article(*, article: Article, edition: str, user: Any = None) -> Article:
    """A draft of the same story in another edition, filled with the text as it stands.

    What is public is translated where something is, else the latest version. An embargo goes along.
    """
    with transaction.atomic():
        standing = hold(article.pk)
        refuse_killed(standing)
        if standing.edition == edition or standing.pair_in(edition) is not None:
            raise EditorialError(_("This edition has the story already."), "paired")
        revision = standing.live_revision or standing.latest_revision
        if revision is None:
            revision = standing.save_revision(user=user, clean=False)
        revision.content_object = standing
        version = revision.as_object()
        draft = Article(
            locale_id=locale_id(edition),
            translation_key=standing.translation_key,
            live=False,
            section=_section_in(edition, version.section),
            storyline=_pair(version.storyline, edition),
            body=version.body.get_prep_value(),
            embargo_until=standing.embargo_until,
            owner=user,
            translated_from=standing,
            translated_revision_id=revision.pk,
            is_demo=standing.is_demo,
            **{name: getattr(version, name) for name in TAKEN_OVER},
        )
        _copy_children(version, draft)
        draft.save()
        draft.slug = ""  # of the version: publishing makes it from the translated headline
        draft.save_revision(user=user, clean=False, log_action=True)
        if draft.is_embargoed:
            plan(article=draft, kind=DueKind.EMBARGO_END, at=draft.embargo_until, user=user)  # type: ignore[arg-type]
        note(draft, "serai.translate", user=user, source=standing.pk)
    return draft


def _copy_children(version: Article, draft: Article) -> None:
    draft.topics = list(version.topics.all())
    draft.countries.set(
        ArticleCountry(country_id=row.country_id, is_primary=row.is_primary, sort_order=place)
        for place, row in enumerate(version.countries.all())
    )
    draft.authors.set(
        ArticleAuthor(author_id=row.author_id, sort_order=place)
        for place, row in enumerate(version.authors.all())
    )


def _section_in(edition: str, section: Section | None) -> Section | None:
    if section is None:
        return None
    rows = Section.objects.filter(locale_id=locale_id(edition))
    found: Section | None = rows.filter(translation_key=section.translation_key).first()
    return found


def _pair(story: Story | None, edition: str) -> Any:
    return story.pair_in(edition) if story is not None else None
