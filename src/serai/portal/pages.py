"""What each page shows: one dataclass per page, every field explained, so a context is a promise.

Texts are set for print (language.typography) and carry no markup; only ``Block.html`` is HTML, made
by the one encoder. Addresses are paths of this portal unless said otherwise. A template gets
``page`` (one of the pages below) and ``frame`` (what stands round it).
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Link:
    """``current`` marks the place where the reader is."""

    label: str
    url: str
    current: bool = False
    #: Language of the page it leads to, where that is another one.
    language: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """``iso`` for ``<time datetime>`` with its zone, ``text`` as printed."""

    iso: str
    text: str


@dataclass(frozen=True, slots=True)
class Cut:
    """One shape of a picture: ``src`` is the largest JPEG, the three others are srcset lists."""

    src: str
    width: int
    height: int
    avif: str
    webp: str
    jpeg: str


@dataclass(frozen=True, slots=True)
class Picture:
    """``card`` is cut to 3:2 for lists, ``wide`` keeps its own ratio; ``alt`` may be empty."""

    alt: str
    card: Cut
    wide: Cut
    focus_x: int = 50
    focus_y: int = 50

    @property
    def focus(self) -> str:
        """Classes of the style sheet for the point of interest, in tenths: «fx50 fy60»."""
        return f"fx{round(self.focus_x, -1)} fy{round(self.focus_y, -1)}"


@dataclass(frozen=True, slots=True)
class Age:
    """Age mark: ``label`` is «12+»; ``adult`` from 16 on."""

    label: str
    adult: bool


@dataclass(frozen=True, slots=True)
class Story:
    """An article in a list. ``kicker`` is its country, on a country's page its section."""

    url: str
    headline: str
    kicker: str
    dek: str
    published: Moment
    source: str
    views: str
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Airing:
    """One show. ``note`` is its sub-title or kind; ``state`` is past, now, next or nothing;
    ``key`` makes its anchor.

    ``share`` is how much of a running show is over, in percent; ``left`` says it in words.
    """

    key: int
    url: str
    title: str
    note: str
    age: Age | None
    starts: Moment
    ends: Moment
    state: Literal["past", "now", "next", ""]
    news: bool
    live: bool
    repeat: bool
    premiere: bool
    share: int = 0
    left: str = ""
    day: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said: ``text`` with its marks; ``context`` is date and occasion."""

    text: str
    speaker: str
    role: str
    context: str
    url: str
    #: Page of the speaker, or empty.
    speaker_url: str = ""


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """Countries under one letter of the index."""

    letter: str
    countries: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another edition, absolute address, for hreflang."""

    language: str
    url: str


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that stands for the name; its height is set by the style sheet."""

    src: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Site:
    """What the newsroom says of its site in one edition."""

    name: str = "Serai"
    #: What the site is about, or empty.
    description: str = ""
    #: Paragraphs of the footer's legal notice.
    legal: tuple[str, ...] = ()
    #: Age mark of the whole site, or None.
    age: Age | None = None
    #: True keeps search engines away from every page of the edition.
    noindex: bool = False
    #: Text of the urgent news bar while it stands, else empty.
    urgent: str = ""
    logo: Logo | None = None
    #: Entries of the menus, after the sections in the header.
    header: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands round every page."""

    #: Code of the edition and the language of the page.
    edition: str
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
    #: Absolute address of the picture for shares, or empty.
    og_image: str
    #: True keeps search engines away (error pages, previews).
    noindex: bool
    #: Home page of this edition.
    home_url: str
    #: Main menu: news, sections, countries, TV guide.
    nav: tuple[Link, ...]
    #: This page, or the home page, in the other editions.
    editions: tuple[Link, ...]
    #: Today, with the day of the week, in the newsroom's zone.
    today: Moment
    #: Address of today's TV guide; empty where there is no channel.
    tv_url: str
    #: What is on air now, or None.
    on_air: Airing | None
    #: The next four shows, the first one is marked ``next``; empty where nothing is scheduled.
    strip: tuple[Airing, ...]
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
    site: Site = Site()


@dataclass(frozen=True, slots=True)
class StorylineBox:
    """A running story in a few words; ``count`` is «24 материала» or empty, ``latest`` may be."""

    title: str
    url: str
    background: str
    count: str
    latest: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class SectionBox:
    """A section on the front; ``cue`` names the colour of its bar."""

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
class Block:
    """One block of a body; which fields are filled depends on ``kind``.

    paragraph: html · heading: text · quote: statement · background: text, link (its storyline) ·
    image: picture, text (caption), credit · fact_box: text (title), items · table: text (caption),
    columns, rows · related: links
    """

    kind: Literal[
        "paragraph", "heading", "quote", "background", "image", "fact_box", "table", "related"
    ]
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


@dataclass(frozen=True, slots=True)
class Note:
    """A correction: when it was made and what was wrong."""

    made: Moment
    text: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article. Optional parts are empty strings, empty tuples or None."""

    headline: str
    kicker: str
    lead: str
    dateline: str
    published: Moment
    #: Shown where the text was changed later.
    updated: Moment | None
    source: str
    #: Page of the source's articles, or empty.
    source_url: str
    #: Absolute address of the text at its source, or empty.
    original_url: str
    #: The authors and their pages.
    authors: tuple[Link, ...]
    #: «1 просмотр», or empty where nothing was counted.
    views: str
    age: Age | None
    section: Link | None
    #: The primary country first.
    countries: tuple[Link, ...]
    picture: Picture | None
    caption: str
    #: Credit line with its label («Фото: knews.kg»); may stand without a picture.
    credit: str
    #: Everything but background blocks.
    body: tuple[Block, ...]
    #: What happened before: the storyline's maintained text, or the article's own blocks.
    background: tuple[Block, ...]
    corrections: tuple[Note, ...]
    #: Heading and stories of «Ещё о Казахстане»; may be empty.
    more_title: str
    more_url: str
    more: tuple[Story, ...]
    #: «Читайте дальше»: up to four other stories.
    onward: tuple[Story, ...]
    #: Demo articles say that their people and words are invented.
    demo: bool


@dataclass(frozen=True, slots=True)
class ListGroup:
    """Stories under a common heading (a day); ``url`` is the heading's own page or empty."""

    heading: str
    url: str
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """Latest news, a day, a month, a section, a country's month: any list of stories."""

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
    older: Link | None
    #: Months or days to go to, for example the months of this year; may be empty.
    calendar_title: str
    calendar: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country in the index page; ``capital`` may be empty."""

    name: str
    url: str
    capital: str


@dataclass(frozen=True, slots=True)
class RegionGroup:
    name: str
    countries: tuple[CountryRow, ...]


@dataclass(frozen=True, slots=True)
class CountryIndexPage:
    headline: str
    dek: str
    regions: tuple[RegionGroup, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Place:
    """A capital on the map of Asia: degrees, and its name."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class CountryPage:
    """Hub of one country."""

    name: str
    dek: str
    facts: tuple[Fact, ...]
    facts_source: str
    place: Place | None
    lead: Story | None
    stories: tuple[Story, ...]
    #: Months with older stories.
    older: Link | None
    storylines: tuple[StorylineBox, ...]
    statements: tuple[Statement, ...]
    #: Coming airings of programmes about the country.
    programmes: tuple[Airing, ...]
    #: Said where nothing was published about the country; empty otherwise.
    empty: str


@dataclass(frozen=True, slots=True)
class StorylinePage:
    """A running story: its background and its articles, newest first."""

    title: str
    background: str
    count: str
    countries: tuple[Link, ...]
    groups: tuple[ListGroup, ...]
    older: Link | None
    statements: tuple[Statement, ...]
    demo: bool


@dataclass(frozen=True, slots=True)
class QuotesPage:
    """The quote bank, or the part of it about one country."""

    headline: str
    dek: str
    #: The newest quote, set large; None where there is none.
    top: Statement | None
    statements: tuple[Statement, ...]
    #: People and countries whose quotes are among the newest.
    people: tuple[Link, ...]
    countries: tuple[Link, ...]
    empty: str
    #: On behind the last quote: in its month, or in an earlier one.
    older: Link | None


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """A person or an organisation with what they said, and the articles where it stands."""

    #: With the month on a page of older quotes.
    name: str
    role: str
    country: Link | None
    top: Statement | None
    statements: tuple[Statement, ...]
    stories: tuple[Story, ...]
    #: On behind the last quote: in its month, or in an earlier one.
    older: Link | None
    #: Invented people of the demo newsroom say so.
    demo: bool


@dataclass(frozen=True, slots=True)
class StandingPage:
    """A page without a date: about us, contacts, rules."""

    title: str
    body: tuple[Block, ...]
    #: A page of the demo newsroom says so.
    demo: bool


@dataclass(frozen=True, slots=True)
class DayLink:
    """A day in the guide's row of days: «Пт», «7»."""

    weekday: str
    day: str
    full: str
    url: str
    current: bool
    today: bool


@dataclass(frozen=True, slots=True)
class DayPart:
    """Morning, day, evening or night with its shows; ``key`` is an anchor."""

    key: str
    name: str
    airings: tuple[Airing, ...]
    current: bool


@dataclass(frozen=True, slots=True)
class GuidePage:
    """The guide of one channel and one broadcast day, complete and in the channel's time."""

    headline: str
    channel: str
    channels: tuple[Link, ...]
    days: tuple[DayLink, ...]
    now: Airing | None
    parts: tuple[DayPart, ...]
    #: «Время московское», the zone's name.
    zone: str
    empty: str
    earlier: Link | None
    later: Link | None
    demo: bool


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """404, 410, 500. ``hints`` lead somewhere useful."""

    status: int
    headline: str
    text: str
    hints: tuple[Link, ...]
