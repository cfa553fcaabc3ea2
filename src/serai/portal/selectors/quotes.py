"""The quote bank, and the pages of those who speak."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from serai.core.editions import editions
from serai.editorial.models import Quote
from serai.editorial.selectors import Said, Span, month_span, primary_countries
from serai.portal.pages import Frame, Link, QuotesPage, SpeakerPage, Statement
from serai.portal.selectors import addresses, structured
from serai.portal.selectors.cards import Cards, statement
from serai.portal.selectors.frames import Framing, Head
from serai.portal.selectors.lists import behind, in_month, neighbour
from serai.vocabulary.models import Organisation, Person, PersonName
from serai.vocabulary.selectors import CountryCard

ON_PAGE = 30
#: Articles shown on a speaker's page.
STORIES = 10


def quotes_page(
    edition: str,
    country: CountryCard | None = None,
    month: tuple[int, int] | None = None,
    after: Quote | None = None,
) -> tuple[QuotesPage, Frame] | None:
    """The newest quotes, or those of a month behind ``after``; None for an empty month."""
    said = Said(edition, country=country.code if country else "")
    span = month_span(*month) if month else None
    found = list(said.quotes(span, after)[: ON_PAGE + 1])
    if not found and month:
        return None
    framing = Framing(edition)
    words = framing.words
    base = addresses.quotes(edition, country=country.slug if country else "")
    shown = found[:ON_PAGE]
    statements = tuple(statement(words, quote) for quote in shown)
    large = statements and not month
    page = QuotesPage(
        headline=_("They said"),
        dek=country.name if country else "",
        top=statements[0] if large else None,
        statements=statements[1:] if large else statements,
        people=_people(framing, shown),
        countries=_countries(framing, shown),
        empty="" if found else _("Nobody has been quoted here yet."),
        older=_older(framing, base, said, span, found),
    )
    pairs = {
        other.code: addresses.quotes(other.code, country=country.slug if country else "")
        for other in editions()
    }
    head = Head(
        title=": ".join(part for part in (page.headline, page.dek) if part),
        path=_month_path(base, month, after),
        pairs={} if month else pairs,
        here=addresses.quotes(edition),
        country=country.code if country else "",
        crumbs=[Link(page.headline, addresses.quotes(edition))] if country or month else [],
        structured=_structured(statements),
    )
    return page, framing.frame(head)


def speaker_page(
    edition: str,
    speaker: Person | Organisation,
    month: tuple[int, int] | None = None,
    after: Quote | None = None,
) -> tuple[SpeakerPage, Frame] | None:
    """What a person or an organisation said, or said in a month behind ``after``; None where
    nothing of it is public."""
    if isinstance(speaker, Person):
        said = Said(edition, person_id=speaker.pk)
    else:
        said = Said(edition, organisation_id=speaker.pk)
    span = month_span(*month) if month else None
    found = list(said.quotes(span, after)[: ON_PAGE + 1])
    if not found:
        return None
    framing = Framing(edition)
    words = framing.words
    shown = found[:ON_PAGE]
    articles = list({quote.article_id: quote.article for quote in shown}.values())[:STORIES]
    statements = tuple(statement(words, quote) for quote in shown)
    named = speaker.name_in(words.language)
    name = words.text(getattr(named, "name", ""))
    country = framing.countries.get(speaker.country_id or "")
    base = addresses.person(edition, speaker.slug)
    page = SpeakerPage(
        name=in_month(words, name, date(*month, 1)) if month else name,
        role=words.text(named.role) if isinstance(named, PersonName) else "",
        country=Link(country.name, addresses.country(edition, country.slug)) if country else None,
        top=None if month else statements[0],
        statements=statements if month else statements[1:],
        stories=Cards(framing, articles).stories(articles),
        older=_older(framing, base, said, span, found),
        demo=isinstance(speaker, Person) and speaker.is_demo,
    )
    way = [Link(_("They said"), addresses.quotes(edition))]
    head = Head(
        title=page.name,
        path=_month_path(base, month, after),
        description=page.role,
        here=addresses.quotes(edition),
        crumbs=[*way, Link(name, base)] if month else way,
        structured=_structured(statements),
    )
    return page, framing.frame(head)


def _month_path(base: str, month: tuple[int, int] | None, after: Quote | None) -> str:
    return addresses.month(base, date(*month, 1), after.pk if after else None) if month else base


def _people(framing: Framing, quotes: Sequence[Quote]) -> tuple[Link, ...]:
    """Those who speak on this page, each once, in its order."""
    found = {
        quote.person_id: Link(
            framing.words.text(quote.speaker_name),
            addresses.person(framing.edition, quote.person.slug),
        )
        for quote in reversed(quotes)
        if quote.person
    }
    return tuple(reversed(found.values()))[:12]


def _countries(framing: Framing, quotes: Sequence[Quote]) -> tuple[Link, ...]:
    codes = primary_countries([quote.article for quote in quotes]).values()
    counted: dict[str, int] = {}
    for code in (code for row in codes for code in row[:1]):
        counted[code] = counted.get(code, 0) + 1
    often = sorted(counted, key=lambda code: -counted[code])[:12]
    return tuple(
        Link(
            framing.countries[code].name,
            addresses.quotes(framing.edition, country=framing.countries[code].slug),
        )
        for code in often
        if code in framing.countries
    )


def _older(
    framing: Framing, base: str, said: Said, span: Span | None, found: Sequence[Quote]
) -> Link | None:
    """On behind the last quote shown: in its month, or in an earlier one."""
    if span is None or len(found) > ON_PAGE:
        return behind(framing, base, found, found[:ON_PAGE])
    return neighbour(framing, base, said.newest_before(span.start))


def _structured(statements: Sequence[Statement]) -> list[dict[str, Any]]:
    return [
        structured.quotation(text=row.text, speaker=row.speaker, url=row.url) for row in statements
    ]
