"""Addresses that were once right: a changed part leads to the present one."""

from typing import Final

from django.db.models import Model

from serai.broadcast.models import Channel, Programme, Series
from serai.core.slugs import now_called
from serai.editorial.models import Author, Section, Source, StandingPage, Storyline
from serai.vocabulary.models import Country, Organisation, Person, Topic

#: The word before the part -> what may be called so.
KINDS: Final[dict[str, tuple[type[Model], ...]]] = {
    "sections": (Section,),
    "countries": (Country,),
    "stories": (Storyline,),
    "people": (Person, Organisation),
    "topics": (Topic,),
    "authors": (Author,),
    "sources": (Source,),
    "pages": (StandingPage,),
    "tv": (Channel,),
    "programmes": (Programme,),
    "series": (Series,),
}
#: «/ru/quotes/countries/oman/»: here the word stands one place further.
_DEEPER: Final = (("quotes", "countries"), ("tv", "programmes"), ("tv", "series"))


def present_address(edition: str, path: str) -> str:
    """The path with a former part replaced by the present one; empty where there is none."""
    _start, _edition, *parts = path.split("/")
    place = 1 if tuple(parts[:2]) in _DEEPER else 0
    if len(parts) < place + 2:
        return ""
    word, slug = parts[place : place + 2]
    for kind in KINDS.get(word, ()):
        present = now_called(kind, edition, slug)
        if present and present != slug:
            parts[place + 1] = present
            return "/".join(["", edition, *parts])
    return ""
