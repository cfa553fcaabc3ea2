"""Tables of the newsroom.

stories      what all stories share
sections     sections, running stories
bylines      authors, sources
articles     articles, and the rows that belong to one
derived      places in country lists, quotes: written on publish
errors       what the newsroom refuses
doors        what every way of publishing and taking off does
timing       what is due when: schedule, expiry, end of an embargo
fronts       the ordered slots of an edition's front
reports      errors that readers report
standing     standing pages, identity and menus of an edition
"""

from serai.editorial.models.articles import (
    Article,
    ArticleAuthor,
    ArticleCountry,
    ArticleQuerySet,
    Correction,
)
from serai.editorial.models.bylines import Author, AuthorName, Source, SourceName
from serai.editorial.models.derived import CountryListing, Quote
from serai.editorial.models.errors import EditorialError, KilledError, UncreditedError
from serai.editorial.models.fronts import Front, FrontSlot
from serai.editorial.models.reports import ErrorReport
from serai.editorial.models.sections import Section, Storyline
from serai.editorial.models.standing import MenuLink, SiteIdentity, StandingPage
from serai.editorial.models.stories import AGE_RATINGS, URGENCIES, Story
from serai.editorial.models.timing import DueChange, DueKind, DueState

__all__ = [
    "AGE_RATINGS",
    "URGENCIES",
    "Article",
    "ArticleAuthor",
    "ArticleCountry",
    "ArticleQuerySet",
    "Author",
    "AuthorName",
    "Correction",
    "CountryListing",
    "DueChange",
    "DueKind",
    "DueState",
    "EditorialError",
    "ErrorReport",
    "Front",
    "FrontSlot",
    "KilledError",
    "MenuLink",
    "Quote",
    "Section",
    "SiteIdentity",
    "Source",
    "SourceName",
    "StandingPage",
    "Story",
    "Storyline",
    "UncreditedError",
]
