"""Editions of the portal: each speaks one language and has its own address prefix.

Chosen by path only, never by cookie or Accept-Language, so a page is the same for everybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition: ``code`` stands in addresses, ``language`` in ``lang`` and translations."""

    code: str
    language: str
    label: str
    og_locale: str


ALL: dict[str, Edition] = {
    "ru": Edition("ru", "ru", "Русский", "ru_RU"),
    "en": Edition("en", "en", "English", "en_GB"),
}


def languages(codes: Sequence[str]) -> list[str]:
    return [ALL[code].language for code in codes]


def editions() -> tuple[Edition, ...]:
    """The editions of this installation, the default one first."""
    from django.conf import settings

    return tuple(ALL[code] for code in settings.EDITIONS)


def default_edition() -> Edition:
    return editions()[0]


def edition(code: str) -> Edition:
    """The edition with this code. Raises KeyError where this installation has none."""
    for candidate in editions():
        if candidate.code == code:
            return candidate
    raise KeyError(code)


@lru_cache(maxsize=8)
def _locale_id(language: str) -> int:
    from wagtail.models import Locale

    return Locale.objects.get_or_create(language_code=language)[0].pk  # type: ignore[no-any-return]


def locale_id(edition_code: str) -> int:
    """Primary key of the Wagtail locale behind an edition: lists filter by it without a join."""
    return _locale_id(ALL[edition_code].language)


def forget_locales() -> None:
    """For tests, where another database may give other keys."""
    _locale_id.cache_clear()
