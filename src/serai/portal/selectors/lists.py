"""Lists of stories: latest news, days, months, sections and running stories.

Older stories stand under their month, and behind an article within it; nothing is reached by
counting, so a page costs the same at any depth.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from serai.core.editions import ALL, editions
from serai.editorial.models import Article, Author, Quote, Section, Source, Storyline
from serai.editorial.selectors import (
    COUNTED_TO,
    Shelf,
    day_span,
    latest_quotes,
    month_span,
    public_pair,
    storyline_size,
)
from serai.portal.pages import Frame, Link, ListGroup, ListPage, StorylinePage
from serai.portal.selectors import addresses
from serai.portal.selectors.cards import Cards, statement
from serai.portal.selectors.frames import Framing, Head
from serai.portal.selectors.words import Words
from serai.vocabulary.models import Topic
from serai.vocabulary.selectors import CountryCard

ON_PAGE = 50
QUOTES_OF_STORYLINE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A list with its address: what ``month_page`` needs to know of it."""

    shelf: Shelf
    base: str
    name: str
    crumbs: Sequence[Link] = ()
    here: str = ""
    cue: str = ""
    country: str = ""
    kicker: str = "country"
    #: Addresses of the same list in every edition that has it.
    pairs: dict[str, str] = field(default_factory=dict)


def latest_shelved(edition: str) -> Shelved:
    base = addresses.news(edition)
    return Shelved(
        shelf=Shelf(edition),
        base=base,
        name=_("News"),
        here=base,
        pairs={other.code: addresses.news(other.code) for other in editions()},
    )


def section_shelved(edition: str, section: Section) -> Shelved:
    base = addresses.section(edition, section.slug)
    return Shelved(
        shelf=Shelf(edition, section_id=section.pk),
        base=base,
        name=section.name,
        here=base,
        cue=section.cue,
    )


def country_shelved(edition: str, country: CountryCard) -> Shelved:
    base = addresses.country(edition, country.slug)
    return Shelved(
        shelf=Shelf(edition, country=country.code),
        base=base,
        name=country.name,
        crumbs=[Link(_("Countries"), addresses.countries(edition))],
        here=addresses.countries(edition),
        country=country.code,
        kicker="section",
    )


def source_shelved(edition: str, source: Source) -> Shelved:
    base = addresses.source(edition, source.slug)
    name = source.label(ALL[edition].language)
    return Shelved(shelf=Shelf(edition, source_id=source.pk), base=base, name=name)


def author_shelved(edition: str, author: Author) -> Shelved:
    base = addresses.author(edition, author.slug)
    name = author.label(ALL[edition].language)
    return Shelved(shelf=Shelf(edition, author_id=author.pk), base=base, name=name)


def topic_shelved(edition: str, topic: Topic) -> Shelved:
    base = addresses.topic(edition, topic.slug)
    name = topic.label(ALL[edition].language)
    return Shelved(shelf=Shelf(edition, topic_id=topic.pk), base=base, name=name)


def storyline_shelved(edition: str, storyline: Storyline) -> Shelved:
    return Shelved(
        shelf=Shelf(edition, storyline_id=storyline.pk),
        base=addresses.storyline(edition, storyline.slug),
        name=storyline.title,
        here=addresses.news(edition),
    )


def first_page(edition: str, shelved: Shelved) -> tuple[ListPage, Frame]:
    """The newest stories of a list; a section shows its first one large."""
    framing = Framing(edition)
    found = shelved.shelf.within(None, None, ON_PAGE + 1)
    articles = found[:ON_PAGE]
    cards = _cards(framing, shelved, articles)
    large = shelved.cue and articles
    rest = articles[1:] if large else articles
    page = ListPage(
        headline=framing.words.text(shelved.name),
        dek="",
        cue=shelved.cue,
        lead=cards.story(articles[0]) if large else None,
        groups=_by_day(framing, cards, rest, addresses.news(edition)),
        empty="" if articles else _("Nothing has been published here yet."),
        newer=None,
        older=behind(framing, shelved.base, found, articles),
        calendar_title="",
        calendar=(),
    )
    head = Head(
        title=page.headline,
        path=shelved.base,
        pairs=shelved.pairs,
        here=shelved.here,
        crumbs=shelved.crumbs,
        country=shelved.country,
        feed=f"{shelved.base}feed",
        picture=page.lead.picture if page.lead else None,
        card=addresses.card(shelved.base) if shelved.cue else "",
    )
    return page, framing.frame(head)


def month_page(
    edition: str, shelved: Shelved, year: int, month: int, after: Article | None = None
) -> tuple[ListPage, Frame] | None:
    """Stories of one month, those behind ``after``; None where there are none."""
    span = month_span(year, month)
    found = shelved.shelf.within(span, after, ON_PAGE + 1)
    if not found:
        return None
    framing = Framing(edition)
    articles = found[:ON_PAGE]
    first_day = span.start.date()
    if len(found) > ON_PAGE:
        older = behind(framing, shelved.base, found, articles)
    else:
        older = neighbour(framing, shelved.base, shelved.shelf.newest_before(span.start))
    days = shelved.shelf.days_of(span) if shelved.base == addresses.news(edition) else []
    page = ListPage(
        headline=in_month(framing.words, framing.words.text(shelved.name), first_day),
        dek="",
        cue=shelved.cue,
        lead=None,
        groups=_by_day(
            framing, _cards(framing, shelved, articles), articles, addresses.news(edition)
        ),
        empty="",
        newer=neighbour(framing, shelved.base, shelved.shelf.oldest_from(span.end)),
        older=older,
        calendar_title=_("By day") if days else "",
        calendar=tuple(Link(str(on.day), addresses.day(shelved.base, on)) for on in days),
    )
    head = Head(
        title=page.headline,
        path=addresses.month(shelved.base, first_day, after.pk if after else None),
        here=shelved.here,
        country=shelved.country,
        crumbs=[*shelved.crumbs, Link(framing.words.text(shelved.name), shelved.base)],
    )
    return page, framing.frame(head)


def day_page(edition: str, on: date, after: Article | None = None) -> tuple[ListPage, Frame] | None:
    """All stories of one day, those behind ``after``; None where there are none."""
    shelved = latest_shelved(edition)
    span = day_span(on)
    found = shelved.shelf.within(span, after, ON_PAGE + 1)
    if not found:
        return None
    framing = Framing(edition)
    words = framing.words
    articles = found[:ON_PAGE]
    cards = _cards(framing, shelved, articles)
    if len(found) > ON_PAGE:
        path = addresses.day(shelved.base, on, articles[-1].pk)
        older: Link | None = Link(_("More of this day"), path)
    else:
        older = _day_link(framing, shelved.shelf.newest_before(span.start))
    page = ListPage(
        headline=words.day(on, year=True),
        dek=words.weekday(on).capitalize(),
        cue="",
        lead=None,
        groups=(ListGroup("", "", tuple(map(cards.on_its_day, articles))),),
        empty="",
        newer=_day_link(framing, shelved.shelf.oldest_from(span.end)),
        older=older,
        calendar_title="",
        calendar=(),
    )
    path = addresses.day(shelved.base, on, after.pk if after else None)
    head = Head(
        title=_("News of %(day)s") % {"day": page.headline},
        path=path,
        here=shelved.here,
        crumbs=[
            Link(shelved.name, shelved.base),
            Link(words.month(on), addresses.month(shelved.base, on)),
        ],
    )
    return page, framing.frame(head)


def storyline_page(edition: str, storyline: Storyline) -> tuple[StorylinePage, Frame]:
    framing = Framing(edition)
    words = framing.words
    shelved = storyline_shelved(edition, storyline)
    found = shelved.shelf.within(None, None, ON_PAGE + 1)
    articles = found[:ON_PAGE]
    cards = _cards(framing, shelved, articles)
    quotes = latest_quotes(edition, QUOTES_OF_STORYLINE, storyline_id=storyline.pk)
    page = StorylinePage(
        title=words.text(storyline.title),
        background=words.text(storyline.background),
        count=size_text(words, storyline_size(storyline)),
        countries=tuple(
            Link(framing.countries[row.pk].name, addresses.country(edition, row.slug))
            for row in storyline.countries.all()
        ),
        groups=_by_day(framing, cards, articles, addresses.news(edition)),
        older=behind(framing, shelved.base, found, articles),
        statements=tuple(statement(words, quote) for quote in quotes),
        demo=storyline.is_demo,
    )
    pair = public_pair(storyline)
    pairs = (
        {edition: shelved.base, pair.edition: addresses.storyline(pair.edition, pair.slug)}
        if pair
        else {}
    )
    head = Head(
        title=page.title,
        path=shelved.base,
        card=addresses.card(shelved.base),
        description=page.background,
        pairs=pairs,
        here=shelved.here,
        crumbs=[Link(_("News"), addresses.news(edition))],
        feed=f"{shelved.base}feed",
    )
    return page, framing.frame(head)


def size_text(words: Words, size: int) -> str:
    """«24 материала», «более 1 000 материалов»."""
    if size > COUNTED_TO:
        return _("over %(count)s") % {"count": words.count(COUNTED_TO, "stories")}
    return words.count(size, "stories")


def _cards(framing: Framing, shelved: Shelved, articles: Sequence[Article]) -> Cards:
    return Cards(framing, articles, kicker=shelved.kicker)


def _local_day(framing: Framing) -> Callable[[Article | Quote], date]:
    return lambda row: framing.words.local(row.published_at or framing.words.now).date()


def in_month(words: Words, name: str, on: date) -> str:
    """«Новости: январь 2022»."""
    month = words.month(on)
    return f"{name}: {month.lower() if words.language == 'ru' else month}"


def _by_day(
    framing: Framing, cards: Cards, articles: Sequence[Article], base: str
) -> tuple[ListGroup, ...]:
    words = framing.words
    today = words.today_date
    names = {today: _("Today"), today - timedelta(days=1): _("Yesterday")}
    return tuple(
        ListGroup(
            names.get(on) or words.day(on),
            addresses.day(base, on),
            tuple(map(cards.on_its_day, group)),
        )
        for on, group in groupby(articles, key=_local_day(framing))
    )


def behind(
    framing: Framing,
    base: str,
    found: Sequence[Article] | Sequence[Quote],
    shown: Sequence[Article] | Sequence[Quote],
) -> Link | None:
    """The way on behind the last one shown: within its month, or to an earlier one."""
    if len(found) <= len(shown) or not shown:
        return None
    on, following = (_local_day(framing)(row) for row in (shown[-1], found[len(shown)]))
    if (on.year, on.month) == (following.year, following.month):
        return Link(_("Earlier"), addresses.month(base, on, shown[-1].pk))
    return Link(framing.words.month(following), addresses.month(base, following))


def neighbour(framing: Framing, base: str, moment: datetime | None) -> Link | None:
    """The month of the moment."""
    if moment is None:
        return None
    on = framing.words.local(moment).date()
    return Link(framing.words.month(on), addresses.month(base, on))


def _day_link(framing: Framing, moment: datetime | None) -> Link | None:
    if moment is None:
        return None
    on = framing.words.local(moment).date()
    return Link(framing.words.day(on), addresses.day(addresses.news(framing.edition), on))
