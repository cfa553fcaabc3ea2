"""A saved article page, text or HTML, read into its parts.

The rules know the form of such pages (a date line under the headline, a credit, a lead, then
what is no article any more), never the words of one page.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from serai.importing.formats import furniture, paragraphs
from serai.importing.formats.furniture import Furniture, Show
from serai.importing.formats.lines import CaptureError, read_page
from serai.importing.formats.reader import Reader
from serai.vocabulary.gazetteer import CountryForms, Gazetteer

__all__ = ["Capture", "CaptureError", "Lexicon", "Show", "parse_capture"]

LONG_HEADLINE = 150


@dataclass(frozen=True, slots=True)
class Capture:
    """The parts of one article page; ``mentioned`` are the countries of ``about`` as they come."""

    headline: str
    published_on: date
    source: str | None
    byline: str | None
    views: int | None
    photo_credit: str | None
    lead: str
    body: tuple[str, ...]
    background: tuple[str, ...]
    schedule: tuple[Show, ...]
    countries_index: tuple[str, ...]
    mentioned: tuple[str, ...]
    has_weather: bool
    has_newsletter: bool
    warnings: tuple[str, ...]
    language: str
    original_url: str | None = None

    @property
    def about(self) -> tuple[str, ...]:
        return tuple(sorted(self.mentioned))

    def as_dict(self, file: str) -> dict[str, Any]:
        """The capture as ``import_capture --json`` prints it."""
        return {
            "file": file,
            "headline": self.headline,
            "published_on": self.published_on.isoformat(),
            "source": self.source,
            "byline": self.byline,
            "views": self.views,
            "photo_credit": self.photo_credit,
            "lead": self.lead,
            "body": list(self.body),
            "background": list(self.background),
            "schedule": [
                {"time": show.time, "title": show.title, "age_rating": show.age_rating}
                for show in self.schedule
            ],
            "countries_index": list(self.countries_index),
            "about": list(self.about),
            "has_weather": self.has_weather,
            "has_newsletter": self.has_newsletter,
            "warnings": list(self.warnings),
        }


class Lexicon:
    """What the vocabulary tells the reader; built once and used for every page."""

    def __init__(self, forms: Iterable[CountryForms], sources: Iterable[str] = ()) -> None:
        forms = list(forms)
        self.sources = frozenset(map(paragraphs.folded, sources))
        self.gazetteer = Gazetteer(forms)
        self.furniture = Furniture(forms)


def parse_capture(
    data: bytes, *, filename: str, lexicon: Lexicon, today: date | None = None
) -> Capture:
    """The article in a saved page. Raises CaptureError where the file holds none.

    ``today`` lets a date in the future be warned of.
    """
    page = read_page(data, filename)
    reader = Reader(page, lexicon.furniture)
    header = reader.header()
    story = reader.story(header)
    dateline = header.dateline.knowing(lexicon.sources)
    lead, *rest = story.paragraphs
    published_on = dateline.published_on
    rest = paragraphs.without_repeats(rest, lead)
    body, background = paragraphs.part_background(rest, published_on)
    language = language_of(header.headline + lead)
    named = [
        *lexicon.gazetteer.countries_in(header.headline, language),
        *lexicon.gazetteer.countries_in(lead, language),
    ]
    told = {
        "no-source": dateline.source is None and dateline.byline is None,
        "no-views": dateline.views is None,
        "no-photo-credit": story.credit is None,
        "no-body": not body,
        "no-schedule": not reader.schedule.shows,
        **_about_index(len(reader.index.countries), reader.known_countries),
        "date-in-future": today is not None and published_on > today,
        "headline-long": len(header.headline) > LONG_HEADLINE,
    }
    return Capture(
        headline=header.headline,
        published_on=published_on,
        source=dateline.source,
        byline=dateline.byline,
        views=dateline.views,
        photo_credit=story.credit,
        lead=lead,
        body=tuple(body),
        background=tuple(background),
        schedule=tuple(reader.schedule.shows),
        countries_index=tuple(reader.index.countries),
        mentioned=tuple(dict.fromkeys(named)),
        has_weather=any(map(furniture.is_weather_heading, reader.lines)),
        has_newsletter=any(map(furniture.is_newsletter_line, reader.lines)),
        warnings=tuple(word for word, given in told.items() if given),
        language=language,
        original_url=page.address,
    )


def language_of(text: str) -> str:
    """ru or en, by the letters of the text."""
    cyrillic = len(re.findall(r"[А-Яа-яЁё]", text))
    return "ru" if cyrillic * 2 >= len(re.findall(r"[A-Za-zА-Яа-яЁё]", text)) else "en"


def _about_index(found: int, known: int) -> dict[str, bool]:
    return {
        "no-countries-index": not found,
        f"countries-index-short:{found}": 0 < found < known,
    }
