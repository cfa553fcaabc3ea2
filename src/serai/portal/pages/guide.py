"""Pages of the guide beside its days."""

from dataclasses import dataclass

from serai.portal.pages.parts import Age, Airing, Link, Picture


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A broadcast day in the view of a week: ``link`` leads to it, where it has a page.

    ``airings`` may be empty.
    """

    #: «Понедельник, 23 ноября», the way to the day's own page.
    link: Link
    airings: tuple[Airing, ...]


@dataclass(frozen=True, slots=True)
class WeekPage:
    """Seven broadcast days of one channel, from Monday on, in the channel's time.

    ``headline`` names them, ``channel`` the channel; ``days`` are all seven, ``earlier`` and
    ``later`` the nearest weeks with a schedule.
    """

    headline: str
    channel: str
    days: tuple[WeekDay, ...]
    #: «Время московское».
    zone: str
    #: Said in a day for which nothing is known.
    empty: str
    earlier: Link | None
    later: Link | None


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """What is shown: ``title``, ``description``, ``picture``, and when it was and will be on air.

    ``age`` is the work's own mark, ``countries`` lead to their hubs, ``zone`` is that of the times.
    """

    title: str
    #: Kind and year, or what is known of them.
    kicker: str
    age: Age | None
    description: str
    picture: Picture | None
    #: The cycle that it belongs to, or None.
    series: Link | None
    countries: tuple[Link, ...]
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


@dataclass(frozen=True, slots=True)
class LivePage:
    """What runs ``now`` on the default channel and what comes ``next``, under a ``headline``;
    the player where the channel has a stream. ``tv_url`` leads to the guide.
    """

    headline: str
    now: Airing | None
    next: Airing | None
    #: Address of the stream (HLS), or empty.
    stream_url: str
    #: Said where it cannot be watched here.
    empty: str
    tv_url: str
