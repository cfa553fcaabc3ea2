"""Writes of imports: a parsed capture becomes source, article, storyline candidate and airings."""

import hashlib
import html
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale

from serai.broadcast.actions import Show, file_shows, find_channel
from serai.core import clock
from serai.core.editions import locale_id
from serai.core.limits import limit
from serai.editorial.actions import (
    Draft,
    create_draft,
    file_storyline_candidate,
    find_or_make_author,
    find_or_make_source,
    publish_article,
)
from serai.editorial.models import Article, Author, Source, Storyline
from serai.importing.formats.capture import Capture
from serai.importing.formats.paragraphs import cut_at_sentence, folded

#: Widths of the columns that names go to.
_SOURCE_NAME, _AUTHOR_NAME, _BACKGROUND = 200, 150, 3000


@dataclass(slots=True)
class Filed:
    """What one capture made or found."""

    article: Article
    article_made: bool
    published: bool
    made: dict[str, int] = field(default_factory=dict)


def file_capture(*, capture: Capture, publish: bool, channel_slug: str | None = None) -> Filed:
    """File one capture in one transaction; the same capture again changes nothing."""
    edition = capture.language if capture.language in settings.EDITIONS else settings.EDITIONS[0]
    with transaction.atomic():
        _wait_for_other_imports(edition)
        key = capture_key(capture)
        article = Article.objects.filter(capture_key=key).first()
        made = article is None
        if article is None:
            article = create_draft(draft=_draft(capture, edition, key))
        counts: dict[str, int] = {}
        if capture.schedule:
            counts = file_shows(
                channel=find_channel(slug=channel_slug),
                day=capture.published_on,
                shows=[
                    Show(time.fromisoformat(show.time), show.title, show.age_rating)
                    for show in capture.schedule
                ],
                language=capture.language,
            )
        newly_published = publish and not article.live and article.first_published_at is None
        if newly_published:
            article = publish_article(article=article)
    return Filed(article, made, newly_published, counts)


def capture_key(capture: Capture) -> str:
    """What makes two captures the same page: language, date and the letters of the headline."""
    text = f"{capture.language}\n{capture.published_on}\n{folded(capture.headline)}"
    return hashlib.sha256(text.encode()).hexdigest()


def _wait_for_other_imports(edition: str) -> None:
    """Two imports of one page at the same time would each find nothing and file it twice.

    SQLite has one writer anyway; elsewhere the edition's row is held until the commit, in a way
    that lets others refer to it.
    """
    Locale.objects.select_for_update(no_key=True).get(pk=locale_id(edition))


def _draft(capture: Capture, edition: str, key: str) -> Draft:
    storylines = _storylines(capture, edition)
    lead, rest = cut_at_sentence(capture.lead, limit("lead"))
    body: list[dict[str, Any]] = [
        {"type": "paragraph", "value": f"<p>{html.escape(text, quote=False)}</p>"}
        for text in (rest, *capture.body)
        if text
    ]
    body += [{"type": "background", "value": {"text": text}} for text in _backgrounds(capture)]
    return Draft(
        edition=edition,
        headline=_shortened(capture.headline, limit("headline")),
        lead=lead,
        body=body,
        countries=capture.mentioned,
        authors=_authors(capture),
        source=_source(capture),
        columns={
            "published_at": _moment(capture),
            "published_date_only": True,
            "photo_credit": _shortened(capture.photo_credit or "", limit("credit")),
            "original_url": capture.original_url or "",
            "legacy_views": capture.views or 0,
            # A candidate is a draft: readers see the link once an editor makes it public.
            "storyline": storylines[0] if storylines else None,
            "capture_key": key,
        },
    )


def _storylines(capture: Capture, edition: str) -> list[Storyline]:
    """A candidate for each recalling paragraph: pages of one story repeat them word for word."""
    return [
        file_storyline_candidate(
            edition=edition, background=paragraph, countries=capture.mentioned
        )[0]
        for paragraph in _backgrounds(capture)
    ]


def _backgrounds(capture: Capture) -> list[str]:
    """The recalling paragraphs, a very long one in pieces that their column holds."""
    pieces = []
    for paragraph in capture.background:
        rest = paragraph
        while rest:
            piece, rest = cut_at_sentence(rest, _BACKGROUND)
            pieces.append(piece)
    return pieces


def _source(capture: Capture) -> Source | None:
    if capture.source is None:
        return None
    name = _shortened(capture.source, _SOURCE_NAME)
    return find_or_make_source(name=name, language=capture.language)[0]


def _authors(capture: Capture) -> list[Author]:
    names = [name.strip() for name in (capture.byline or "").split(",")]
    return [
        find_or_make_author(name=_shortened(name, _AUTHOR_NAME), language=capture.language)[0]
        for name in dict.fromkeys(filter(None, names))
    ]


def _shortened(text: str, most: int) -> str:
    """The text, cut at a word with an ellipsis where it is longer than its column."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def _moment(capture: Capture) -> datetime:
    """Noon of the printed date in the newsroom's zone, and never later than now."""
    noon = datetime.combine(capture.published_on, time(12), ZoneInfo(settings.NEWSROOM_ZONE))
    return min(noon, clock.now())
