"""Reads of the guide for pages. Titles come with the airing, so a list is one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from serai.broadcast.models import (
    SERIES,
    Channel,
    OnDemandProgram,
    Programme,
    ProgrammeName,
    ScheduleEvent,
    Series,
    airings_tag,
    schedule_tag,
)
from serai.delivery.recording import depend_on, expires_at

#: No list of airings shows these.
NOT_LISTED = (
    "extras", "raw_title", "rating_source", "source_id", "batch", "programme__credits",
    "channel__other_ids",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Titled:
    """An airing, its programme and channel, with the title in the wanted language."""

    event: ScheduleEvent
    title: str


def _titled(events: QuerySet[ScheduleEvent], language: str) -> list[Titled]:
    names = ProgrammeName.objects.filter(programme_id=OuterRef("programme_id"))
    title = Coalesce(
        Subquery(names.filter(language=language).values("name")[:1]),
        Subquery(names.values("name")[:1]),
    )
    rows = events.select_related("programme", "channel").defer(*NOT_LISTED).annotate(title=title)
    return [Titled(event, event.title or "") for event in rows]


def next_airings(now: datetime, language: str, limit: int) -> list[Titled]:
    """What runs now on the default channel and what follows."""
    depend_on(schedule_tag())
    events = ScheduleEvent.objects.filter(channel__is_default=True, ends_at__gt=now)
    found = _titled(events.order_by("starts_at")[:limit], language)
    _expires_with(now, found)
    return found


def airings_of_day(
    channel: Channel, day: date, language: str, now: datetime | None = None
) -> list[Titled]:
    """One broadcast day in order; a page that tells what runs ``now`` ages with it."""
    depend_on(schedule_tag(channel=channel.pk, day=day))
    events = ScheduleEvent.objects.filter(channel=channel, broadcast_on=day)
    found = _titled(events.order_by("starts_at"), language)
    if now is not None:
        _expires_with(now, found)
    return found


def airings_between(channel: Channel, first: date, last: date, language: str) -> list[Titled]:
    """Broadcast days from one to another, both included, in order."""
    days = ((first + timedelta(days=n)) for n in range((last - first).days + 1))
    depend_on(*(schedule_tag(channel=channel.pk, day=day) for day in days))
    events = ScheduleEvent.objects.filter(channel=channel, broadcast_on__range=(first, last))
    return _titled(events.order_by("starts_at"), language)


def airings_of(
    programmes: Sequence[int], now: datetime, language: str, limit: int
) -> tuple[list[Titled], list[Titled]]:
    """Coming airings of programmes in order, and the last ones, newest first."""
    depend_on(*map(airings_tag, programmes))
    events = ScheduleEvent.objects.filter(programme_id__in=list(programmes))
    coming = _titled(events.filter(ends_at__gt=now).order_by("starts_at")[:limit], language)
    past = _titled(events.filter(ends_at__lte=now).order_by("-starts_at")[:limit], language)
    _expires_with(now, coming)
    return coming, past


def programme_by_slug(slug: str) -> Programme | None:
    """A programme with a name that was or will be on air."""
    aired = ScheduleEvent.objects.filter(programme_id=OuterRef("pk"))
    rows = Programme.objects.prefetch_related("names", "countries").select_related("series")
    found: Programme | None = rows.filter(Exists(aired), slug=slug).first()
    return found if found is not None and found.names.all() else None


def programmes_with_pages(limit: int) -> list[str]:
    """Address parts of programmes that have a page, the newest ones."""
    depend_on(schedule_tag())
    aired = ScheduleEvent.objects.filter(programme_id=OuterRef("pk"))
    named = ProgrammeName.objects.filter(programme_id=OuterRef("pk"))
    rows = Programme.objects.filter(Exists(aired), Exists(named)).order_by("-pk")
    found = list(rows.values_list("pk", "slug")[:limit])
    depend_on(*(Programme.tag_of(key) for key, _slug in found))
    return [slug for _key, slug in found]


def series_with_pages(limit: int) -> list[str]:
    """Address parts of cycles that have a programme, the newest ones."""
    depend_on(SERIES)
    parts = Programme.objects.filter(series_id=OuterRef("pk"))
    rows = Series.objects.filter(Exists(parts)).order_by("-pk")
    return list(rows.values_list("slug", flat=True)[:limit])


def series_by_slug(slug: str) -> Series | None:
    """A cycle with at least one programme."""
    found = Series.objects.prefetch_related("names").filter(slug=slug).first()
    return found if found is not None and found.programmes.exists() else None


def programmes_of_series(series: Series, language: str) -> list[Programme]:
    depend_on(Series.tag_of(series.pk))
    rows = Programme.objects.filter(series=series).prefetch_related("names")
    return sorted(rows, key=lambda row: row.label(language))


def on_demand(programme: Programme, now: datetime) -> list[OnDemandProgram]:
    """Where it can be watched now."""
    rows = list(OnDemandProgram.objects.filter(programme=programme).order_by("pk"))
    ahead = [m for row in rows for m in (row.from_at, row.until_at) if m is not None and m > now]
    expires_at(min(ahead, default=None))
    return [
        row
        for row in rows
        if (row.from_at is None or row.from_at <= now)
        and (row.until_at is None or row.until_at > now)
    ]


def pictured_airings(now: datetime, language: str, limit: int) -> list[Titled]:
    """Coming shows of programmes that have a picture, each programme once, of today and the seven
    days after it, in the zone of ``now``."""
    depend_on(schedule_tag())
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    expires_at(today + timedelta(days=1))
    events = ScheduleEvent.objects.filter(
        channel__is_default=True,
        starts_at__gt=now,
        starts_at__lt=today + timedelta(days=8),
        programme__image__isnull=False,
    )
    found = _titled(events.order_by("starts_at")[: limit * 8], language)
    _expires_with(now, found)
    return _once(found, limit)


def airings_about(country: str, now: datetime, language: str, limit: int) -> list[Titled]:
    """Coming shows of programmes about a country, each programme once."""
    depend_on(schedule_tag(country=country))
    events = ScheduleEvent.objects.filter(ends_at__gt=now, programme__countries__pk=country)
    found = _titled(events.order_by("starts_at")[: limit * 8], language)
    _expires_with(now, found)
    return _once(found, limit)


def _expires_with(now: datetime, airings: list[Titled]) -> None:
    """What is told of coming shows is true until the next of them begins or ends."""
    moments = (m for a in airings for m in (a.event.starts_at, a.event.ends_at) if m > now)
    expires_at(min(moments, default=None))


def _once(airings: list[Titled], limit: int) -> list[Titled]:
    seen: dict[int, Titled] = {}
    for airing in airings:
        seen.setdefault(airing.event.programme_id, airing)
    return list(seen.values())[:limit]


def channels() -> list[Channel]:
    """All channels, the default one first, with their names."""
    return list(Channel.objects.prefetch_related("names"))


def guide_bounds(channel: Channel) -> tuple[date, date] | None:
    """First and last broadcast day that stand in the guide."""
    depend_on(schedule_tag(channel=channel.pk))
    bounds = ScheduleEvent.objects.filter(channel=channel).aggregate(
        first=Min("broadcast_on"), last=Max("broadcast_on")
    )
    return (bounds["first"], bounds["last"]) if bounds["first"] else None


def days_with_airings(channel: Channel, first: date, last: date) -> set[date]:
    """Broadcast days between two days, both included, that have airings."""
    depend_on(schedule_tag(channel=channel.pk))
    events = ScheduleEvent.objects.filter(channel=channel, broadcast_on__range=(first, last))
    return set(events.order_by().values_list("broadcast_on", flat=True).distinct())


def nearest_days(channel: Channel, day: date) -> tuple[date | None, date | None]:
    """The last day with airings before ``day`` and the first one after it."""
    depend_on(schedule_tag(channel=channel.pk))
    events = ScheduleEvent.objects.filter(channel=channel)
    return (
        events.filter(broadcast_on__lt=day).aggregate(found=Max("broadcast_on"))["found"],
        events.filter(broadcast_on__gt=day).aggregate(found=Min("broadcast_on"))["found"],
    )


@dataclass(frozen=True, slots=True)
class Hole:
    """A time on the default channel for which the guide has nothing."""

    channel: Channel
    start: datetime
    end: datetime
    #: Broadcast day of the guide in which it begins.
    day: date

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds() // 60)


def holes_ahead(now: datetime, *, days: int, least: timedelta, limit: int) -> list[Hole]:
    """Holes of at least so long on the default channel within the next days: two queries."""
    channel = Channel.objects.filter(is_default=True).first()
    if channel is None:
        return []
    end = now + timedelta(days=days)
    airings = ScheduleEvent.objects.filter(channel=channel, ends_at__gt=now, starts_at__lt=end)
    reached, holes = now, []
    bounds = airings.order_by("starts_at").values_list("starts_at", "ends_at")
    for starts_at, ends_at in [*bounds, (end, end)]:
        if starts_at - reached >= least:
            holes.append(Hole(channel, reached, starts_at, channel.broadcast_day(reached)))
        reached = max(reached, ends_at)
    return holes[:limit]
