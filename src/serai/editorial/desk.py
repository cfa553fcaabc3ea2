"""What the desk says about an article: its state in a word, and what a reader would miss in it.

Remarks are warnings: a text that somebody is writing is saved with them, and published too, except
where a picture has no credit line (models/doors.py).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from serai.editorial.models import Article

HEADLINE_MOST: Final = 110
LEAD_LEAST, LEAD_MOST = 80, 300

Words = str | Promise


class State(TextChoices):
    """Where an article stands. One word: the one that decides what a reader sees."""

    DRAFT = "draft", _("draft")
    LIVE = "live", _("published")
    CHANGED = "changed", _("published, with a newer draft")
    SCHEDULED = "scheduled", _("scheduled")
    EMBARGOED = "embargoed", _("under embargo")
    WITHDRAWN = "withdrawn", _("taken off")
    KILLED = "killed", _("killed")


def state_of(article: Article, *, scheduled: bool = False) -> State:
    """The article's state; ``scheduled`` says that its publishing waits for a moment."""
    if article.killed_at is not None:
        return State.KILLED
    if article.is_embargoed:
        return State.EMBARGOED
    if scheduled:
        return State.SCHEDULED
    if article.live:
        return State.CHANGED if article.has_unpublished_changes else State.LIVE
    return State.WITHDRAWN if article.is_withdrawn else State.DRAFT


@dataclass(frozen=True, slots=True)
class Remark:
    """What is amiss: the field of the form to look at, and a sentence."""

    field: str
    text: Words


def remarks_on(article: Article) -> list[Remark]:
    """Everything that is amiss, in the order of the form. Works on an article in memory."""
    return [Remark(field, text) for field, look in LOOKS for text in look(article)]


def _headline(article: Article) -> Iterator[Words]:
    if len(article.headline or "") > HEADLINE_MOST:
        yield _("The headline is longer than 110 characters.")


def _lead(article: Article) -> Iterator[Words]:
    length = len((article.lead or "").strip())
    if not length:
        yield _("The lead is missing.")
    elif length < LEAD_LEAST:
        yield _("The lead is shorter than 80 characters.")
    elif length > LEAD_MOST:
        yield _("The lead is longer than 300 characters.")


def _alt(article: Article) -> Iterator[Words]:
    picture = article.main_image
    if picture and not (article.image_alt or picture.description).strip():
        yield _("Nothing says what the picture shows.")


def _credit(article: Article) -> Iterator[Words]:
    picture = article.main_image
    if picture and not (article.photo_credit or picture.credit).strip():
        yield _("The picture has no credit line.")


def _body(article: Article) -> Iterator[Words]:
    inner: Mapping[str, Callable[[Any], Iterator[Words]]] = {
        "quote": _quote,
        "image": _inner_picture,
        "gallery": _gallery,
    }
    seen: list[Words] = []
    for block in article.body or ():
        look = inner.get(block.block_type)
        if look is not None:
            seen += look(block.value)
    if not article.body:
        seen.append(_("The body is empty."))
    yield from dict.fromkeys(seen)


def _quote(value: Any) -> Iterator[Words]:
    if not any(value.get(name) for name in ("speaker", "organisation", "speaker_name")):
        yield _("A quote has no speaker.")


def _inner_picture(value: Any) -> Iterator[Words]:
    picture = value.get("image")
    if picture and not (value.get("alt") or picture.description).strip():
        yield _("Nothing says what a picture in the body shows.")
    if picture and not picture.credit.strip():
        yield _("A picture in the body has no credit line.")


def _gallery(value: Any) -> Iterator[Words]:
    for picture in value:
        yield from _inner_picture(picture)


def _section(article: Article) -> Iterator[Words]:
    if article.section_id is None:
        yield _("No section is chosen.")


def _countries(article: Article) -> Iterator[Words]:
    if not any(row.country_id for row in article.countries.all()):
        yield _("No country is chosen.")


def _storyline(article: Article) -> Iterator[Words]:
    if article.storyline and not article.storyline.background.strip():
        yield _("The storyline has no background paragraph.")


def _source(article: Article) -> Iterator[Words]:
    if article.source_id is None:
        yield _("No source is named.")


LOOKS: Final[tuple[tuple[str, Callable[[Article], Iterator[Words]]], ...]] = (
    ("headline", _headline),
    ("lead", _lead),
    ("image_alt", _alt),
    ("photo_credit", _credit),
    ("body", _body),
    ("section", _section),
    ("countries", _countries),
    ("storyline", _storyline),
    ("source", _source),
)
