"""Tags of lists of stories: one function for those who read a list and those who change it.

A list is named by edition and at most one thing it is about, and by months where only some are
read: ``articles:ru:country:KZ:2022-01``. Months are UTC's; a span touches one or two of them.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from serai.delivery.tags import tag


def articles_tag(edition: str, kind: str = "", key: object = "", month: str = "") -> str:
    return tag("articles", edition, kind, key, month)


def quotes_tag(edition: str, kind: str, key: object) -> str:
    """Quotes of a person or an organisation; those of a country are a list of articles."""
    return tag("quotes", edition, kind, key)


def storylines_tag(edition: str, country: str = "") -> str:
    return tag("storylines", edition, "country" if country else "", country)


def members_tag(edition: str, storyline: object) -> str:
    """How many articles a running story has: changes when one joins or leaves it."""
    return tag("members", edition, "storyline", storyline)


def pair_tag(translation_key: object) -> str:
    """A story in whatever editions: told by those who show its pair or would show one."""
    return tag("pair", translation_key)


def month_of(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m}"


def months_of(start: datetime, end: datetime) -> Iterator[str]:
    """Months that a span touches; a span of more than two years is asked for as the whole list."""
    first, last = start.astimezone(UTC), end.astimezone(UTC)
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield f"{year:04d}-{month:02d}"
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def lists_of(edition: str, keys: Iterable[tuple[str, object]], moment: datetime | None) -> set[str]:
    """Tags of every list that an article with these keys stands in."""
    month = month_of(moment) if moment else ""
    found = set()
    for kind, key in [("", ""), *keys]:
        found.add(articles_tag(edition, kind, key))
        if month:
            found.add(articles_tag(edition, kind, key, month))
    return found
