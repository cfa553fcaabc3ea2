"""What pages are made of: links, moments, pictures, stories, shows, statements, the site."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Link:
    """``label`` leads to ``url``; ``current`` marks the place where the reader is."""

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
    """One shape of a picture: ``src`` is the largest JPEG, ``width`` by ``height`` pixels.

    ``avif``, ``webp`` and ``jpeg`` are srcset lists.
    """

    src: str
    width: int
    height: int
    avif: str
    webp: str
    jpeg: str


@dataclass(frozen=True, slots=True)
class Picture:
    """``card`` is cut to 3:2 for lists, ``wide`` keeps its own ratio; ``alt`` may be empty.

    ``focus_x`` and ``focus_y`` say where the point of interest is, in percent.
    """

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
class ShareImage:
    """What a share shows: absolute ``url``, ``width`` and ``height`` in pixels, ``alt``."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Age:
    """Age mark: ``label`` is «12+»; ``adult`` from 16 on."""

    label: str
    adult: bool


@dataclass(frozen=True, slots=True)
class Story:
    """An article in a list: its ``headline`` leads to ``url``.

    ``kicker`` is its country, on a country's page its section.
    """

    url: str
    headline: str
    kicker: str
    #: The article's lead, or empty.
    dek: str
    #: As the list prints it: a time, a day or a date.
    published: Moment
    #: Short name of the source, or empty.
    source: str
    #: «1 204 просмотра», or empty.
    views: str
    #: None for a story without one; the lists have a form for that.
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Airing:
    """One show from ``starts`` to ``ends``: ``title`` leads to ``url``, its place in the guide.

    ``state`` is past, now, next or nothing; ``key`` makes its anchor.
    """

    key: int
    url: str
    title: str
    #: Its sub-title or kind, and whether it is live, new or a repeat; may be empty.
    note: str
    #: Age mark as the schedule gives it, or None.
    age: Age | None
    #: Clock times, in the channel's zone.
    starts: Moment
    ends: Moment
    state: Literal["past", "now", "next", ""]
    #: A news programme.
    news: bool
    #: «Сегодня», «Завтра», a day of the week or a date; empty where the page is of a day.
    day: str = ""
    #: The page of the programme, or empty.
    programme_url: str = ""
    #: Name of the channel; empty where the page is of one.
    channel: str = ""
    #: Read only where the page shows it; None elsewhere.
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said: ``text`` with its marks; ``context`` is date and occasion.

    ``speaker`` and ``role`` are as printed, each may be empty.
    """

    text: str
    speaker: str
    role: str
    context: str
    #: The article where it stands; empty within that article.
    url: str
    #: Page of the speaker, or empty.
    speaker_url: str = ""


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """``countries`` under one ``letter`` of the index."""

    letter: str
    countries: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another edition for hreflang: its ``language`` and absolute ``url``."""

    language: str
    url: str


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture (``src``, ``width`` by ``height``) that stands for the name of the site."""

    src: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Site:
    """What the newsroom says of its site in one edition."""

    #: In the masthead, in titles and feeds.
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
    #: Stands for the name, or None.
    logo: Logo | None = None
    #: Entries of the main menu after the newsroom's own.
    header: tuple[Link, ...] = ()
    #: Entries of the footer's menu.
    footer: tuple[Link, ...] = ()
