"""What each page shows: one dataclass per page, every field explained, so a context is a promise.

Texts are set for print (language.typography) and carry no markup; only ``Block.html`` is HTML, made
by the one encoder. Addresses are paths of this portal unless said otherwise. A template gets
``page`` (one of the pages below) and ``frame`` (what stands round it).
"""

from dataclasses import dataclass, field
from typing import Literal

from serai.portal.pages.guide import Credit, LivePage, ProgrammePage, WeekDay, WeekPage, WeekPart
from serai.portal.pages.parts import (
    Age,
    Airing,
    Alternate,
    Cut,
    LetterGroup,
    Link,
    Logo,
    Moment,
    Picture,
    ShareImage,
    Site,
    Statement,
    Story,
)

__all__ = [
    "Age",
    "Airing",
    "Alternate",
    "Credit",
    "Cut",
    "LetterGroup",
    "Link",
    "LivePage",
    "Logo",
    "Moment",
    "Picture",
    "ProgrammePage",
    "ShareImage",
    "Site",
    "Statement",
    "Story",
    "WeekDay",
    "WeekPage",
    "WeekPart",
]


@dataclass(frozen=True, slots=True)
class AirSlot:
    """What ages by the minute, fetched by every page: the date, what is on air, what comes."""

    #: Today, with the day of the week, in the newsroom's zone.
    today: Moment
    #: What is on air now, or None.
    on_air: Airing | None
    #: The next four shows, the first one is marked ``next``; empty where nothing is scheduled.
    strip: tuple[Airing, ...]
    #: Address of today's TV guide.
    tv_url: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands round every page."""

    #: Of the page, as in ``<html lang>``.
    language: str
    #: Text of ``<title>``, without the name of the site for the home page.
    title: str
    #: Sentence for search engines and shares; may be empty.
    description: str
    #: Absolute address of this page; empty for error pages.
    canonical: str
    #: Absolute addresses of this page in every edition, this one too; empty where it has no pair.
    alternates: tuple[Alternate, ...]
    #: Kind for Open Graph: website or article.
    og_type: str
    #: Locale for Open Graph, for example ru_RU.
    og_locale: str
    #: Picture for shares: a photograph of the page, else a drawn title card.
    share: ShareImage | None
    #: True keeps search engines away (error pages, previews).
    noindex: bool
    #: Home page of this edition.
    home_url: str
    #: What a phone needs to keep the portal on its first screen.
    manifest_url: str
    #: Main menu: news, sections, countries, TV guide.
    nav: tuple[Link, ...]
    #: This page, or the home page, in the other editions.
    editions: tuple[Link, ...]
    #: Address of today's TV guide; empty where there is no channel.
    tv_url: str
    #: Address of the slot with the date, what is on air and what comes (``AirSlot``).
    air_url: str
    #: Path to this page, the home page first; the page itself is not in it.
    crumbs: tuple[Link, ...]
    #: The index of countries by first letter.
    index: tuple[LetterGroup, ...]
    #: «51 страна и территория».
    index_title: str
    #: True while the demo newsroom stands: the footer says so.
    demo: bool
    #: Schema.org data, each one JSON that is safe inside a script element.
    structured: tuple[str, ...] = ()
    #: Address of the feeds beside this page without their endings, or empty.
    feed: str = ""
    #: Name, marks and menus of the site.
    site: Site = field(default_factory=Site)


@dataclass(frozen=True, slots=True)
class StorylineBox:
    """A running story in a few words: ``title`` leads to ``url``.

    ``background`` tells what happened; ``count`` is «24 материала» or empty; ``latest`` may be.
    """

    title: str
    url: str
    background: str
    count: str
    latest: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class SectionBox:
    """A section on the front: ``name`` leads to ``url``; ``cue`` names the colour of its bar.

    ``stories`` are its newest that stand nowhere else on the page.
    """

    name: str
    url: str
    cue: str
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front of an edition. No article stands twice on it."""

    #: Hidden h1.
    headline: str
    #: The most important story, or None in an empty newsroom.
    lead: Story | None
    #: Up to two links under the lead, from its storyline; they stand nowhere else.
    lead_related: tuple[Link, ...]
    #: Up to three stories beside the lead; the first may show its picture.
    seconds: tuple[Story, ...]
    #: Up to twelve newest headlines, in a young newsroom what is left; their ``published.text`` is
    #: a clock time or a date.
    wire: tuple[Story, ...]
    #: Address of the latest news.
    wire_url: str
    #: A large story with a picture, or None.
    feature: Story | None
    #: Two columns of up to two stories each.
    columns: tuple[tuple[Story, ...], ...]
    #: The story that runs now, or None.
    storyline: StorylineBox | None
    #: Up to two quotes.
    statements: tuple[Statement, ...]
    #: Up to four sections with up to four stories each.
    sections: tuple[SectionBox, ...]
    #: Up to three coming programmes with pictures; ``day`` says when.
    programmes: tuple[Airing, ...]


@dataclass(frozen=True, slots=True)
class Plate:
    """A ``picture`` of a gallery with its ``caption`` and ``credit``, which may be empty."""

    picture: Picture
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class Film:
    """A video at a ``provider``: ``url`` is its page there, ``player`` is for a frame on a click.

    ``notice`` says who learns of it; ``credit`` may be empty; ``poster``, under the ``title``, is a
    picture of ours or None.
    """

    title: str
    provider: str
    url: str
    player: str
    notice: str
    credit: str
    poster: Picture | None


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a body; which fields are filled depends on ``kind``.

    paragraph: ``html`` · heading: ``text`` · quote: ``statement`` ·
    background: text, ``link`` (its storyline) · image: ``picture``, text (caption), ``credit`` ·
    fact_box: text (title), ``items`` · table: text (caption), ``columns``, ``rows`` ·
    related: ``links`` · gallery: ``plates`` · video: ``film``
    """

    kind: Literal[
        "paragraph", "heading", "quote", "background", "image", "fact_box", "table", "related",
        "gallery", "video",
    ]  # fmt: skip
    text: str = ""
    html: str = ""
    credit: str = ""
    statement: Statement | None = None
    picture: Picture | None = None
    link: Link | None = None
    items: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    links: tuple[Link, ...] = ()
    plates: tuple[Plate, ...] = ()
    film: Film | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A correction: when it was ``made``, and in ``text`` what was wrong."""

    made: Moment
    text: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article: ``headline``, ``kicker`` (its own words for the place), ``lead``.

    Optional parts are empty strings, empty tuples or None.
    """

    headline: str
    kicker: str
    lead: str
    #: Place where it was written.
    dateline: str
    #: «7 января 2022, 16:40», or the date alone.
    published: Moment
    #: Shown where the text was changed later.
    updated: Moment | None
    #: Short name of the source.
    source: str
    #: Page of the source's articles, or empty.
    source_url: str
    #: Absolute address of the text at its source, or empty.
    original_url: str
    #: The authors and their pages.
    authors: tuple[Link, ...]
    #: «1 просмотр», or empty where nothing was counted.
    views: str
    #: Age mark, shown behind the headline.
    age: Age | None
    #: In the crumbs, the menu and the data for machines.
    section: Link | None
    #: The primary country first.
    countries: tuple[Link, ...]
    #: None for an article without one; the page has a form for that.
    picture: Picture | None
    #: Under the picture, before the credit.
    caption: str
    #: Credit line with its label («Фото: knews.kg»); may stand without a picture.
    credit: str
    #: Everything but background blocks.
    body: tuple[Block, ...]
    #: What happened before: the storyline's maintained text, or the article's own blocks.
    background: tuple[Block, ...]
    #: In the order in which they were made.
    corrections: tuple[Note, ...]
    #: «Ещё о Казахстане» with its page and ``more`` stories; may be empty.
    more_title: str
    #: Page of the country or the section.
    more_url: str
    #: Newest stories about the primary country, else of the section.
    more: tuple[Story, ...]
    #: «Читайте дальше»: up to four other stories.
    onward: tuple[Story, ...]
    #: Demo articles say that their people and words are invented.
    demo: bool
    #: Where the article can be passed on: plain links to other sites; empty in a preview.
    share: tuple[Link, ...] = ()
    #: Where a report of an error in the text is sent; empty in a preview.
    report_url: str = ""


@dataclass(frozen=True, slots=True)
class ListGroup:
    """``stories`` under a common ``heading`` (a day); ``url`` is its own page or empty."""

    heading: str
    url: str
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """Latest news, a day, a month, a section, a country's month: any list of stories.

    ``headline`` names it; ``groups`` hold its stories.
    """

    headline: str
    #: A sentence under the headline, or empty.
    dek: str
    #: Colour of the cue, or empty.
    cue: str
    #: The first story of a section's first page, shown large; else None.
    lead: Story | None
    groups: tuple[ListGroup, ...]
    #: Said where there are no stories; empty otherwise.
    empty: str
    #: Neighbours in time, where they have stories.
    newer: Link | None
    #: On behind the last story: in its month, or in an earlier one.
    older: Link | None
    #: What ``calendar`` is, for readers who hear the page.
    calendar_title: str
    #: Days of the month that have stories; may be empty.
    calendar: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country in the index page: ``name`` leads to ``url``; ``capital`` may be empty."""

    name: str
    url: str
    capital: str


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """``countries`` of one region by its ``name``."""

    name: str
    countries: tuple[CountryRow, ...]


@dataclass(frozen=True, slots=True)
class CountryIndexPage:
    """All countries: ``headline`` counts them, ``dek`` says what the list is not.

    ``regions`` hold them.
    """

    headline: str
    dek: str
    regions: tuple[RegionGroup, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """«Столица» is a ``label``, «Маскат» its ``value``."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Place:
    """A capital on the map of Asia: its ``name``; ``latitude`` and ``longitude`` in degrees."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class CountryPage:
    """Hub of one country by its ``name``; ``dek`` is a sentence about it, or empty."""

    name: str
    dek: str
    #: What is known of capital, area, people, languages, money and time.
    facts: tuple[Fact, ...]
    #: Where the facts come from, or empty.
    facts_source: str
    #: Its capital, or None.
    place: Place | None
    #: The newest story with a picture, else the newest one.
    lead: Story | None
    #: Other newest stories.
    stories: tuple[Story, ...]
    #: Months with older stories.
    older: Link | None
    #: Running stories about it, the newest told first.
    storylines: tuple[StorylineBox, ...]
    #: Newest quotes from articles about it.
    statements: tuple[Statement, ...]
    #: Coming airings of programmes about the country.
    programmes: tuple[Airing, ...]
    #: Said where nothing was published about the country; empty otherwise.
    empty: str


@dataclass(frozen=True, slots=True)
class StorylinePage:
    """A running story by its ``title``; ``background`` tells what happened before."""

    title: str
    background: str
    #: «24 материала».
    count: str
    #: Which it is about.
    countries: tuple[Link, ...]
    #: Its articles by day, newest first.
    groups: tuple[ListGroup, ...]
    #: On behind the last article: in its month, or in an earlier one.
    older: Link | None
    #: Newest quotes from its articles.
    statements: tuple[Statement, ...]
    #: A story of the demo newsroom says so.
    demo: bool


@dataclass(frozen=True, slots=True)
class QuotesPage:
    """The quote bank, or the part of it about one country, which ``dek`` names."""

    #: «Сказано».
    headline: str
    dek: str
    #: The newest quote, set large; None where there is none.
    top: Statement | None
    #: The others, newest first.
    statements: tuple[Statement, ...]
    #: People whose quotes are on the page.
    people: tuple[Link, ...]
    #: Countries whose quotes are on the page, the most quoted first.
    countries: tuple[Link, ...]
    #: Said where nobody was quoted; empty otherwise.
    empty: str
    #: On behind the last quote: in its month, or in an earlier one.
    older: Link | None


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """A person or an organisation with what they said, and the articles where it stands."""

    #: With the month on a page of older quotes.
    name: str
    #: Usual role, or empty.
    role: str
    #: Where the speaker belongs, or None.
    country: Link | None
    #: The newest quote, set large; None on a page of a month.
    top: Statement | None
    #: The others, newest first.
    statements: tuple[Statement, ...]
    #: Articles where these quotes stand.
    stories: tuple[Story, ...]
    #: On behind the last quote: in its month, or in an earlier one.
    older: Link | None
    #: Invented people of the demo newsroom say so.
    demo: bool


@dataclass(frozen=True, slots=True)
class StandingPage:
    """A page without a date (about us, contacts, rules): ``title`` and ``body``."""

    title: str
    body: tuple[Block, ...]
    #: A page of the demo newsroom says so.
    demo: bool


@dataclass(frozen=True, slots=True)
class DayLink:
    """A day in the guide's row of days: ``weekday`` «Пт», ``day`` «7», and its ``url``.

    ``full`` says both in words; ``current`` is the day of the page. It lasts from ``starts`` to
    ``ends``, two instants: which day is today, the reader's clock says.
    """

    weekday: str
    day: str
    full: str
    url: str
    current: bool
    starts: str
    ends: str


@dataclass(frozen=True, slots=True)
class DayPart:
    """Morning, day, evening or night (``name``) with its ``airings``; ``key`` is an anchor."""

    key: str
    name: str
    airings: tuple[Airing, ...]


@dataclass(frozen=True, slots=True)
class GuidePage:
    """The guide of one channel and one broadcast day, complete and in the channel's time.

    ``earlier`` and ``later`` are the nearest days with a schedule. The page of a date says nothing
    that ages: what is over, runs and comes next, the reader's clock says.
    """

    #: «Программа на пятницу, 7 января».
    headline: str
    #: Name of the channel, or empty.
    channel: str
    #: All channels, for the way between them.
    channels: tuple[Link, ...]
    #: Days round this one that have a schedule.
    days: tuple[DayLink, ...]
    #: What is on air on this channel: only where the address means today; else None.
    now: Airing | None
    #: Parts of the day that have shows.
    parts: tuple[DayPart, ...]
    #: «Время московское», the zone's name.
    zone: str
    #: Said where no schedule is known; empty otherwise.
    empty: str
    earlier: Link | None
    later: Link | None
    #: A schedule of the demo newsroom says so.
    demo: bool
    #: The week that the day belongs to, or empty.
    week_url: str = ""
    #: Where the broadcast can be watched, or empty.
    live_url: str = ""


@dataclass(frozen=True, slots=True)
class ToldPage:
    """What a reader is told who has sent something: ``headline``, ``text``, the way ``back``."""

    headline: str
    text: str
    back: Link


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """404, 410, 500 (``status``): ``headline``, ``text``; ``hints`` lead somewhere useful."""

    status: int
    headline: str
    text: str
    hints: tuple[Link, ...]
