"""Pages of the guide beside its days."""

from dataclasses import dataclass

from serai.portal.pages.parts import Age, Airing, Link, Picture


@dataclass(frozen=True, slots=True)
class WeekPart:
    """Morning, day, evening or night (``name``) of one day with its ``airings``, if any."""

    name: str
    airings: tuple[Airing, ...]


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A broadcast day in the view of a week: ``weekday`` «Понедельник», ``day`` «23 ноября».

    ``url`` leads to its own page; a day for which nothing is known has neither it nor parts.
    """

    weekday: str
    day: str
    url: str
    #: The same parts in every day of the week: those in which one of them has shows.
    parts: tuple[WeekPart, ...]


@dataclass(frozen=True, slots=True)
class WeekPage:
    """Seven broadcast days of one channel, from Monday on, in the channel's time.

    ``headline`` names them, ``channel`` the channel; ``days`` are all seven, ``earlier`` and
    ``later`` the nearest weeks with a schedule. Which show runs, the reader's clock says.
    """

    headline: str
    channel: str
    #: The channel's page of today.
    guide_url: str
    days: tuple[WeekDay, ...]
    #: Rows of the grid: the head of a day and its parts.
    rows: int
    #: «Время московское».
    zone: str
    #: Said in a day for which nothing is known.
    empty: str
    earlier: Link | None
    later: Link | None
    #: A schedule of the demo newsroom says so.
    demo: bool


@dataclass(frozen=True, slots=True)
class Credit:
    """Who made a programme: ``role`` as printed, «Режиссёр», and ``names`` in their order."""

    role: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """What is shown: ``title``, ``description``, ``picture``, and when it was and will be on air.

    ``age`` is the work's own mark, ``countries`` lead to their hubs. An airing's ``day`` is a date
    here, and its ``channel`` is named; ``zone`` is that of the times where all have one.
    """

    title: str
    #: Kind and year, or what is known of them.
    kicker: str
    #: A cycle's own page: its lists name the programmes.
    is_series: bool
    age: Age | None
    description: str
    picture: Picture | None
    #: Credit line of the picture, or empty.
    credit: str
    #: The cycle that it belongs to, or None.
    series: Link | None
    countries: tuple[Link, ...]
    #: Who made it, the director first; empty where nobody is known.
    people: tuple[Credit, ...]
    #: Coming airings in order.
    coming: tuple[Airing, ...]
    #: The last ones, newest first.
    past: tuple[Airing, ...]
    #: Said where no airing is coming.
    empty: str
    #: Other programmes of a cycle; a cycle's own page lists all of its.
    others: tuple[Link, ...]
    #: Where it can be watched at any time.
    on_demand: tuple[Link, ...]
    #: A calendar of its airings, to subscribe to; empty where there is none.
    calendar_url: str
    zone: str
    #: A programme of the demo newsroom says so.
    demo: bool


@dataclass(frozen=True, slots=True)
class LivePage:
    """What runs ``now`` on the default ``channel`` and what is ``coming``, under a ``headline``.

    True until the next show begins or ends. ``tv_url`` leads to the guide.
    """

    headline: str
    #: Its name, or empty where there is none.
    channel: str
    #: What runs, with its picture if it has one; None where nothing does.
    now: Airing | None
    #: Said where nothing runs; empty otherwise.
    silence: str
    coming: tuple[Airing, ...]
    #: Address of the stream (HLS), or empty.
    stream_url: str
    #: Said where it cannot be watched here.
    empty: str
    #: The channel's own site, or empty.
    website: str
    #: «Время московское».
    zone: str
    tv_url: str
