"""The front of an edition, filled by rule: the desk's own slots come with the newsroom."""

from collections.abc import Iterable
from itertools import chain

from django.utils.translation import gettext as _

from serai.broadcast.selectors import pictured_airings
from serai.core.editions import editions
from serai.editorial.models import Article, Section
from serai.editorial.selectors import Shelf, latest_quotes, live_storylines
from serai.portal.pages import Frame, HomePage, Link, SectionBox, Story, StorylineBox
from serai.portal.selectors import addresses, structured
from serai.portal.selectors.airings import airing_from
from serai.portal.selectors.cards import Cards, article_url, statement
from serai.portal.selectors.frames import Framing, Head

NEWEST = 48
#: Among so many newest articles the most urgent one leads.
LEAD_AMONG = 24
SECONDS, IN_WIRE, IN_COLUMNS, COLUMNS = 3, 12, 2, 2
SECTIONS, IN_SECTION, QUOTES, PROGRAMMES, IN_STORYLINE = 4, 4, 2, 3, 3


def home_page(edition: str) -> tuple[HomePage, Frame]:
    framing = Framing(edition)
    plan = _Plan(edition, framing.sections)
    storyline_articles = plan.read_storyline()
    airings = pictured_airings(framing.words.now, framing.words.language, PROGRAMMES)
    cards = Cards(
        framing,
        [*plan.all_articles(), *storyline_articles],
        pictures=[airing.event.programme.image_id for airing in airings],
    )
    page = HomePage(
        headline=_("Serai: news of Asia"),
        lead=cards.story(plan.lead) if plan.lead else None,
        lead_related=_related_to(plan.lead, storyline_articles, framing),
        seconds=cards.stories(plan.seconds),
        wire=tuple(map(cards.in_wire, plan.wire)),
        wire_url=addresses.news(edition),
        feature=cards.story(plan.feature) if plan.feature else None,
        columns=tuple(cards.stories(column) for column in plan.columns if column),
        storyline=_storyline_box(storyline_articles, cards.stories(storyline_articles), framing),
        statements=tuple(
            statement(framing.words, quote) for quote in latest_quotes(edition, QUOTES)
        ),
        sections=_section_boxes(plan, cards, framing),
        programmes=tuple(
            airing_from(
                framing.words, airing, picture=cards.picture(airing.event.programme.image_id)
            )
            for airing in airings
        ),
    )
    pairs = {other.code: addresses.home(other.code) for other in editions()}
    head = Head(
        title=page.headline,
        path=addresses.home(edition),
        description=_("News, stories and television of the countries and territories of Asia."),
        pairs=pairs,
        structured=[structured.organisation()],
        feed=f"{addresses.home(edition)}feed",
        og_image=page.lead.picture.wide.src if page.lead and page.lead.picture else "",
    )
    return page, framing.frame(head)


class _Plan:
    """Which article stands where; none stands in two places but the wire of a young newsroom."""

    def __init__(self, edition: str, sections: Iterable[Section]) -> None:
        self._edition = edition
        newest = Shelf(edition).within(None, None, NEWEST)
        self._left = list(newest)
        self.lead = self._take_lead()
        urgent = sorted(self._left[:LEAD_AMONG], key=lambda row: row.urgency)
        self.seconds = self._take(urgent[:SECONDS])
        self.feature = self._take_pictured()
        self.columns = self._take_columns()
        self.wire = self._wire(newest)
        self.in_sections = self._fill_sections(sections)

    def _take_lead(self) -> Article | None:
        """The most urgent of the newest; among equals the newest one with a picture."""
        if not self._left:
            return None
        among = self._left[:LEAD_AMONG]
        best = min(among, key=lambda row: (row.urgency, row.main_image_id is None))
        return self._take([best])[0]

    def _take(self, articles: Iterable[Article]) -> list[Article]:
        taken = list(articles)
        keys = {row.pk for row in taken}
        self._left = [row for row in self._left if row.pk not in keys]
        return taken

    def _take_pictured(self) -> Article | None:
        found = next((row for row in self._left if row.main_image_id is not None), None)
        return self._take([found])[0] if found else None

    def _take_columns(self) -> list[list[Article]]:
        """Columns that begin with a picture and go on without."""
        columns = []
        for _place in range(COLUMNS if self.feature else 0):
            first = self._take_pictured()
            if first is None:
                break
            columns.append([first])
        for column in columns:
            rest = [row for row in self._left[IN_WIRE:] if row.main_image_id is None]
            column += self._take(rest[: IN_COLUMNS - 1])
        return columns

    def _wire(self, newest: list[Article]) -> list[Article]:
        if len(self._left) >= IN_WIRE:
            return self._take(self._left[:IN_WIRE])
        return [row for row in newest if row is not self.lead][:IN_WIRE]

    def _fill_sections(self, sections: Iterable[Section]) -> list[tuple[Section, list[Article]]]:
        shown = {row.pk for row in (*self.seconds, *self.wire, *chain(*self.columns))}
        shown |= {row.pk for row in (self.lead, self.feature) if row}
        filled = []
        for section in sections:
            shelf = Shelf(self._edition, section_id=section.pk)
            fresh = list(shelf.articles().exclude(pk__in=shown)[:IN_SECTION])
            if fresh:
                filled.append((section, fresh))
            if len(filled) == SECTIONS:
                break
        return filled

    def all_articles(self) -> list[Article]:
        found = [*self.seconds, *self.wire, *chain(*self.columns)]
        found += [row for row in (self.lead, self.feature) if row]
        return [*found, *(row for _section, rows in self.in_sections for row in rows)]

    def read_storyline(self) -> list[Article]:
        """Newest articles of the running story that the newest article of any belongs to."""
        candidates = (self.lead, *self.seconds, self.feature, *self.wire)
        keys = [row.storyline_id for row in candidates if row and row.storyline_id]
        running = live_storylines(keys)
        key = next((key for key in keys if key in running), None)
        if key is None:
            return []
        rows = Shelf(self._edition, storyline_id=key).articles().select_related("storyline")
        return list(rows[:IN_STORYLINE])


def _related_to(
    lead: Article | None, storyline_articles: list[Article], framing: Framing
) -> tuple[Link, ...]:
    if lead is None or lead.storyline_id is None:
        return ()
    return tuple(
        Link(framing.words.text(row.headline), article_url(framing.edition, row))
        for row in storyline_articles
        if row.storyline_id == lead.storyline_id and row.pk != lead.pk
    )[:2]


def _storyline_box(
    articles: list[Article], stories: tuple[Story, ...], framing: Framing
) -> StorylineBox | None:
    storyline = articles[0].storyline if articles else None
    if storyline is None:
        return None
    return StorylineBox(
        title=framing.words.text(storyline.title),
        url=addresses.storyline(framing.edition, storyline.slug),
        background=framing.words.text(storyline.background),
        count="",
        latest=stories,
    )


def _section_boxes(plan: _Plan, cards: Cards, framing: Framing) -> tuple[SectionBox, ...]:
    return tuple(
        SectionBox(
            name=framing.words.text(section.name),
            url=addresses.section(framing.edition, section.slug),
            cue=section.cue,
            stories=cards.stories(articles),
        )
        for section, articles in plan.in_sections
    )
