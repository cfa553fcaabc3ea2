"""The quote bank, and the pages of those who speak."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from serai.core.editions import editions
from serai.editorial.models import Quote
from serai.editorial.selectors import Said, Span, month_span, primary_countries
from serai.portal.pages import Frame, Link, QuotesPage, SpeakerPage
from serai.portal.selectors import addresses, structured
from serai.portal.selectors.cards import Cards, statement
from serai.portal.selectors.frames import Framing, Head
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
        newer=None,
        older=_behind(framing, base, found, span, said),
    )
    path = base
    if month:
        path = addresses.month(base, date(*month, 1), after.pk if after else None)
    pairs = {
        other.code: addresses.quotes(other.code, country=country.slug if country else "")
        for other in editions()
    }
    head = Head(
        title=": ".join(part for part in (page.headline, page.dek) if part),
        path=path,
        pairs={} if month else pairs,
        here=addresses.quotes(edition),
        country=country.code if country else "",
        crumbs=[Link(page.headline, addresses.quotes(edition))] if country or month else [],
        structured=[
            structured.quotation(text=row.text, speaker=row.speaker, url=row.url)
            for row in statements
        ],
    )
    return page, framing.frame(head)


def speaker_page(edition: str, speaker: Person | Organisation) -> tuple[SpeakerPage, Frame] | None:
    """What a person or an organisation said; None where nothing of it is public."""
    said = (
        Said(edition, person_id=speaker.pk)
        if isinstance(speaker, Person)
        else Said(edition, organisation_id=speaker.pk)
    )
    found = list(said.quotes()[: ON_PAGE + 1])
    if not found:
        return None
    framing = Framing(edition)
    words = framing.words
    shown = found[:ON_PAGE]
    articles = list({quote.article_id: quote.article for quote in shown}.values())[:STORIES]
    cards = Cards(framing, articles)
    statements = tuple(statement(words, quote) for quote in shown)
    named = speaker.name_in(words.language)
    country = framing.countries.get(speaker.country_id or "")
    page = SpeakerPage(
        name=words.text(getattr(named, "name", "")),
        role=words.text(named.role) if isinstance(named, PersonName) else "",
        country=Link(country.name, addresses.country(edition, country.slug)) if country else None,
        top=statements[0],
        statements=statements[1:],
        stories=cards.stories(articles),
        older=None,
        newer=None,
        demo=isinstance(speaker, Person) and speaker.is_demo,
    )
    head = Head(
        title=page.name,
        path=addresses.person(edition, speaker.slug),
        description=page.role,
        here=addresses.quotes(edition),
        crumbs=[Link(_("They said"), addresses.quotes(edition))],
        structured=[
            structured.quotation(text=row.text, speaker=row.speaker, url=row.url)
            for row in statements
        ],
    )
    return page, framing.frame(head)


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


def _behind(
    framing: Framing, base: str, found: Sequence[Quote], span: Span | None, said: Said
) -> Link | None:
    """On behind the last quote shown: in its month, or in an earlier one."""
    words = framing.words
    if len(found) > ON_PAGE:
        last, following = (
            words.local(row.published_at).date() for row in (found[ON_PAGE - 1], found[ON_PAGE])
        )
        if (last.year, last.month) == (following.year, following.month):
            return Link(_("Earlier"), addresses.month(base, last, found[ON_PAGE - 1].pk))
        return Link(words.month(following), addresses.month(base, following))
    if span is None:
        return None
    earlier = said.quotes().filter(published_at__lt=span.start).values_list("published_at").first()
    if earlier is None:
        return None
    on = words.local(earlier[0]).date()
    return Link(words.month(on), addresses.month(base, on))
