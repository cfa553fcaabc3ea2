"""The front of an edition: the desk's slots, and what stands where none was chosen, by rule."""

from collections.abc import Iterable, Sequence
from itertools import chain, islice

from django.utils.translation import gettext as _

from serai.broadcast.selectors import pictured_airings
from serai.core import clock
from serai.core.editions import editions, locale_id
from serai.delivery.recording import depend_on, expires_at
from serai.delivery.sharing import shared
from serai.delivery.tags import tag
from serai.editorial.models import Article, Front, FrontSlot, Section, Storyline
from serai.editorial.models.articles import NOT_IN_LISTS_OF_OTHERS
from serai.editorial.models.fronts import PLACES
from serai.editorial.selectors import Shelf, is_public, latest_quotes
from serai.portal.pages import Frame, HomePage, Link, SectionBox, Story, StorylineBox
from serai.portal.selectors import addresses, structured
from serai.portal.selectors.airings import coming_airing
from serai.portal.selectors.cards import Cards, article_url, statement
from serai.portal.selectors.frames import Framing, Head

NEWEST = 48
#: Among so many newest articles the most urgent one leads.
LEAD_AMONG = 24
SECONDS, IN_WIRE, IN_COLUMNS, COLUMNS = 3, 12, 2, 2
#: A young newsroom's wire: so many are left for it before feature and columns are filled by rule.
WIRE_AT_LEAST = 4
SECTIONS, IN_SECTION, QUOTES, PROGRAMMES, IN_STORYLINE, UNDER_LEAD = 4, 4, 2, 3, 3, 2


def home_page(edition: str, draft: Front | None = None) -> tuple[HomePage, Frame]:
    """``draft`` is for the newsroom's preview: its slots come from memory."""
    framing = Framing(edition)
    words = framing.words
    slots = _slots_of(draft) if draft is not None else live_slots(edition)
    plan = _Plan(edition, framing.sections, curated(edition, slots))
    storyline_articles = plan.storyline_articles
    airings = shared(
        ("pictured airings", words.language),
        lambda: pictured_airings(words.now, words.language, PROGRAMMES),
    )
    quotes = shared(("latest quotes", edition), lambda: latest_quotes(edition, QUOTES))
    cards = Cards(
        framing,
        [*plan.all_articles(), *storyline_articles],
        pictures=[airing.event.programme.image_id for airing in airings],
    )
    page = HomePage(
        headline=words.text(_("%(site)s: news of Asia") % {"site": framing.site.name}),
        lead=cards.story(plan.lead) if plan.lead else None,
        lead_related=tuple(
            Link(words.text(row.headline), article_url(edition, row)) for row in plan.under_lead
        ),
        seconds=cards.stories(plan.seconds),
        wire=tuple(map(cards.in_wire, plan.wire)),
        wire_url=addresses.news(edition),
        feature=cards.story(plan.feature) if plan.feature else None,
        columns=tuple(cards.stories(column) for column in plan.columns if column),
        storyline=_storyline_box(plan.storyline, cards.stories(storyline_articles), framing),
        statements=tuple(statement(words, quote) for quote in quotes),
        sections=_section_boxes(plan, cards, framing),
        programmes=tuple(
            coming_airing(words, airing, picture=cards.picture(airing.event.programme.image_id))
            for airing in airings
        ),
    )
    pairs = {other.code: addresses.home(other.code) for other in editions()}
    head = Head(
        title=page.headline,
        path=addresses.home(edition) if draft is None else "",
        description=framing.site.description
        or _("News, stories and television of the countries and territories of Asia."),
        pairs=pairs,
        structured=[structured.organisation(framing.site.name)],
        noindex=draft is not None,
        feed=f"{addresses.home(edition)}feed",
        picture=page.lead.picture if page.lead else None,
    )
    return page, framing.frame(head)


def live_slots(edition: str) -> list[FrontSlot]:
    """Slots of the public front in their order with their articles: one query."""
    return shared(("front", edition), lambda: _read_slots(edition))


def _read_slots(edition: str) -> list[FrontSlot]:
    depend_on(tag("fronts", edition))
    slots = FrontSlot.objects.filter(front__locale_id=locale_id(edition), front__live=True)
    slots = slots.select_related("article").defer(*NOT_IN_LISTS_OF_OTHERS)
    return list(slots.order_by("front_id", "sort_order", "pk")[:PLACES])


def _slots_of(front: Front) -> list[FrontSlot]:
    slots: list[FrontSlot] = sorted(front.slots.all(), key=lambda slot: slot.sort_order or 0)
    return slots[:PLACES]


def curated(edition: str, slots: Iterable[FrontSlot]) -> dict[int, Article]:
    """Which article the desk put where, counted from 0.

    One that readers may not see now, of another edition, chosen twice, or whose time in the slot is
    over leaves its place to the rule.
    """
    now = clock.now()
    found: dict[int, Article] = {}
    seen: set[int] = set()
    for place, slot in enumerate(slots):
        article, until = slot.article, slot.pinned_until
        if until is not None and until > now:
            expires_at(until)
        if article is None or (until is not None and until <= now) or article.pk in seen:
            continue
        if is_public(article) and article.locale_id == locale_id(edition):
            found[place] = article
            seen.add(article.pk)
    return found


class _Plan:
    """Which article stands where; none stands in two places."""

    def __init__(
        self, edition: str, sections: Iterable[Section], chosen: dict[int, Article]
    ) -> None:
        self._edition = edition
        self._chosen = chosen
        #: The newest that stand nowhere yet, without a gap: of any list those are its newest too.
        self._left = Shelf(edition).within(None, None, NEWEST + PLACES)
        self._take(chosen.values())
        self.lead = chosen.get(0) or self._take_lead()
        self.seconds = self._take_seconds()
        self.feature = chosen.get(SECONDS + 1) or self._take_pictured()
        self.columns = self._take_columns()
        self.storyline: Storyline | None = None
        self.under_lead: list[Article] = []
        self.storyline_articles: list[Article] = []
        self._read_storyline()
        self.wire = self._take(self._left[: self._wire_size()])
        self.in_sections = self._fill_sections(sections)

    def _take(self, articles: Iterable[Article]) -> list[Article]:
        taken = list(articles)
        keys = {row.pk for row in taken}
        self._left = [row for row in self._left if row.pk not in keys]
        return taken

    def _take_lead(self) -> Article | None:
        """The most urgent of the newest; among equals the newest one with a picture."""
        if not self._left:
            return None
        among = self._left[:LEAD_AMONG]
        best = min(among, key=lambda row: (row.urgency, row.main_image_id is None))
        return self._take([best])[0]

    def _take_seconds(self) -> list[Article]:
        """The most urgent of the newest in the places that the desk left free."""
        urgent = iter(sorted(self._left[:LEAD_AMONG], key=lambda row: row.urgency))
        found = (self._chosen.get(1 + place) or next(urgent, None) for place in range(SECONDS))
        return self._take([row for row in found if row is not None])

    def _take_pictured(self) -> Article | None:
        if len(self._left) <= WIRE_AT_LEAST:
            return None
        found = next((row for row in self._left if row.main_image_id is not None), None)
        return self._take([found])[0] if found else None

    def _take_columns(self) -> list[list[Article]]:
        """Columns that begin with a picture and go on without; the desk may choose otherwise."""
        places = range(SECONDS + 2, PLACES, IN_COLUMNS)
        heads = [
            self._chosen.get(place) or (self._take_pictured() if self.feature else None)
            for place in places
        ]
        columns = []
        for place, head in zip(places, heads, strict=True):
            below = self._chosen.get(place + 1)
            if below is None and head is not None:
                rest = (row for row in self._left[IN_WIRE:] if row.main_image_id is None)
                below = next(rest, None)
            columns.append(self._take(row for row in (head, below) if row is not None))
        return [column for column in columns if column]

    def _wire_size(self) -> int:
        """Twelve; a young newsroom leaves half of what there is to its sections."""
        return min(IN_WIRE, max(WIRE_AT_LEAST, len(self._left) // 2))

    def _fill_sections(self, sections: Iterable[Section]) -> list[tuple[Section, list[Article]]]:
        shown = {row.pk for row in self._standing()}
        filled = []
        for section in sections:
            shelf = Shelf(self._edition, section_id=section.pk)
            left = (row for row in self._left if row.section_id == section.pk)
            fresh = _newest(left, shelf, shown, IN_SECTION)
            if fresh:
                filled.append((section, fresh))
            if len(filled) == SECTIONS:
                break
        return filled

    def _standing(self) -> list[Article]:
        found = [*self.seconds, *chain(*self.columns), *self.under_lead, *self.storyline_articles]
        found += [row for row in (self.lead, self.feature) if row]
        return [*found, *getattr(self, "wire", ())]

    def all_articles(self) -> list[Article]:
        return [*self._standing(), *(row for _section, rows in self.in_sections for row in rows)]

    def _read_storyline(self) -> None:
        """The running story that the first article of any belongs to, and what else it tells."""
        candidates = (self.lead, *self.seconds, self.feature, *chain(*self.columns), *self._left)
        keys = [row.storyline_id for row in candidates if row and row.storyline_id]
        self.storyline = first_live_storyline(keys)
        if self.storyline is None:
            return
        shown = {row.pk for row in self._standing()}
        shelf = Shelf(self._edition, storyline_id=self.storyline.pk)
        left = (row for row in self._left if row.storyline_id == self.storyline.pk)
        rows = _newest(left, shelf, shown, IN_STORYLINE + UNDER_LEAD)
        leads = self.lead is not None and self.lead.storyline_id == self.storyline.pk
        self.under_lead = self._take(rows[:UNDER_LEAD]) if leads else []
        self.storyline_articles = self._take(rows[len(self.under_lead) :][:IN_STORYLINE])


def _newest(left: Iterable[Article], shelf: Shelf, shown: set[int], wanted: int) -> list[Article]:
    """The newest of a list that stand nowhere yet: those that are ``left`` of it, if enough."""
    found = list(islice(left, wanted))
    if len(found) == wanted:
        return found
    return list(shelf.articles().exclude(pk__in=shown)[:wanted])


def first_live_storyline(keys: Sequence[int]) -> Storyline | None:
    """The first of these storylines that is public."""
    if not keys:
        return None
    depend_on(*map(Storyline.tag_of, keys))
    running = Storyline.objects.in_bulk(set(keys))
    return next((running[key] for key in keys if key in running and running[key].live), None)


def _storyline_box(
    storyline: Storyline | None, stories: tuple[Story, ...], framing: Framing
) -> StorylineBox | None:
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
