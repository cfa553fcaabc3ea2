"""The guide as machines read it: airings with all their names, at a cost that does not grow.

No row becomes a model: a fortnight of many channels is some ten thousand airings.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max, Min, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from serai.broadcast.formats.icalendar import Calendar, CalendarEvent
from serai.broadcast.formats.writing import ListedAiring, ListedChannel
from serai.broadcast.models import (
    CANCELLED_KEPT,
    CancelledAiring,
    Channel,
    Programme,
    ProgrammeKind,
    ProgrammeName,
    ScheduleEvent,
    schedule_tag,
)
from serai.broadcast.selectors import channels, programme_by_slug
from serai.core import clock
from serai.core.editions import ALL, editions
from serai.delivery.recording import depend_on, expires_at
from serai.media.selectors import pictures_of
from serai.media.shapes import spec
from serai.portal.selectors import addresses

#: Broadcast days of a listing, counted from today's.
FIRST, LAST = timedelta(days=-1), timedelta(days=14)
#: Airings looked at for what is on now: where some overlap, more than one has begun.
_NEAR = 8
_ICON = spec("card-840", "jpeg")
_COLUMNS = (
    "pk", "channel_id", "programme_id", "starts_at", "ends_at", "broadcast_on", "sub_titles",
    "age_rating", "is_live", "is_repeat", "is_premiere", "programme__kind", "programme__slug",
    "programme__image_id", "uid", "sequence", "season", "episode", "programme__year",
    "programme__credits",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listing:
    """Channels and the airings of all of them, by channel and time."""

    channels: tuple[ListedChannel, ...]
    airings: tuple[ListedAiring, ...]


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel with the first and the last broadcast day that stand in the guide."""

    slug: str
    listed: ListedChannel
    day_starts: str
    is_default: bool
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class OnAir:
    """What a channel shows now and what comes then; None where that is not known."""

    channel: ListedChannel
    now: ListedAiring | None
    next: ListedAiring | None


def whole_listing() -> Listing:
    """All channels, each from its yesterday to a fortnight ahead."""
    depend_on(schedule_tag())
    return _listing(channels())


def channel_listing(slug: str) -> Listing | None:
    """The same days of one channel; None for no such channel."""
    channel = _channel(slug)
    if channel is None:
        return None
    depend_on(schedule_tag(channel=channel.pk))
    return _listing([channel])


def day_listing(slug: str, on: date) -> Listing | None:
    """A broadcast day of a channel; None where it has no airings, unless it is today."""
    channel = _channel(slug)
    if channel is None:
        return None
    depend_on(schedule_tag(channel=channel.pk, day=on))
    events = ScheduleEvent.objects.filter(channel=channel, broadcast_on=on)
    airings = _airings([channel], events)
    if not airings:
        now = clock.now()
        if channel.broadcast_day(now) != on:
            return None
        expires_at(next_day_begins(channel, now))
    return Listing((_listed(channel),), airings)


def now_and_next(slug: str) -> OnAir | None:
    """None for no such channel. True until one of its shows begins or ends."""
    channel = _channel(slug)
    if channel is None:
        return None
    depend_on(schedule_tag(channel=channel.pk))
    now = clock.now()
    events = ScheduleEvent.objects.filter(channel=channel, ends_at__gt=now)
    keys = list(events.order_by("starts_at").values_list("pk", flat=True)[:_NEAR])
    airings = _airings([channel], ScheduleEvent.objects.filter(pk__in=keys))
    moments = (moment for row in airings for moment in (row.start, row.stop) if moment > now)
    expires_at(min(moments, default=None))
    begun = [row for row in airings if row.start <= now]
    return OnAir(
        channel=_listed(channel),
        now=begun[-1] if begun else None,
        next=next((row for row in airings if row.start > now), None),
    )


def channel_rows() -> list[ChannelRow]:
    """All channels, the default one first."""
    depend_on(schedule_tag())
    grouped = ScheduleEvent.objects.order_by().values_list("channel_id")
    bounds = {
        key: (first, last)
        for key, first, last in grouped.annotate(Min("broadcast_on"), Max("broadcast_on"))
    }
    return [
        ChannelRow(
            slug=row.slug,
            listed=_listed(row),
            day_starts=f"{row.day_starts:%H:%M}",
            is_default=row.is_default,
            first=bounds.get(row.pk, (None, None))[0],
            last=bounds.get(row.pk, (None, None))[1],
        )
        for row in channels()
    ]


def channel_calendar(edition: str, slug: str) -> tuple[Calendar, list[CalendarEvent]] | None:
    """The days of a listing in one language, and for some days what was in it and will not be."""
    found = channel_listing(slug)
    if found is None:
        return None
    language = ALL[edition].language
    (channel,) = found.channels
    calendar = Calendar(
        name=_in(channel.names, language),
        zone=channel.zone,
        url=addresses.absolute(addresses.guide_channel(edition, slug)),
    )
    events = [_event(row, language) for row in found.airings]
    events += _cancelled(CancelledAiring.objects.filter(channel__slug=slug))
    return calendar, events


def programme_calendar(edition: str, slug: str) -> tuple[Calendar, list[CalendarEvent]] | None:
    """All airings of one programme in the days of a listing, on whatever channels."""
    found = programme_by_slug(slug)
    if found is None:
        return None
    language, now = ALL[edition].language, clock.now()
    span = (now + FIRST, now + LAST)
    events = ScheduleEvent.objects.filter(programme=found, starts_at__range=span)
    standing = channels()
    airings = _airings(standing, events)
    # Days come and go: true for an hour, and until the schedule of the programme changes.
    expires_at(now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1))
    depend_on(Programme.tag_of(found.pk), schedule_tag())
    calendar = Calendar(
        name=found.label(language),
        zone=standing[0].zone if standing else "UTC",
        url=addresses.absolute(addresses.programme(edition, slug)),
    )
    made = [_event(row, language) for row in airings]
    return calendar, made + _cancelled(CancelledAiring.objects.filter(programme=found))


def _cancelled(rows: QuerySet[CancelledAiring]) -> list[CalendarEvent]:
    """What was taken out of the guide in the last days."""
    now = clock.now()
    recent = list(rows.filter(cancelled_at__gt=now - CANCELLED_KEPT).order_by("starts_at"))
    expires_at(min((row.cancelled_at + CANCELLED_KEPT for row in recent), default=None))
    return [
        CalendarEvent(
            uid=_name(row.uid),
            stamp=row.cancelled_at,
            start=row.starts_at,
            stop=row.ends_at,
            summary=row.title,
            sequence=row.sequence,
            cancelled=True,
        )
        for row in recent
    ]


def next_day_begins(channel: Channel, now: datetime) -> datetime:
    """When the next broadcast day of a channel begins."""
    on = channel.broadcast_day(now) + timedelta(days=1)
    local = datetime.combine(on, channel.day_starts, tzinfo=ZoneInfo(channel.zone))
    # An hour that the clocks go through twice begins the day twice; the one ahead is meant.
    begins = (clock.utc(local.replace(fold=fold)) for fold in (0, 1))
    return min((one for one in begins if one > now), default=now + timedelta(hours=1))


def _channel(slug: str) -> Channel | None:
    return Channel.objects.prefetch_related("names").filter(slug=slug).first()


def _listing(standing: Sequence[Channel]) -> Listing:
    """Every channel has its own today; the listing is true until the first of them ends."""
    now, days = clock.now(), dict[date, list[int]]()
    for channel in standing:
        days.setdefault(channel.broadcast_day(now), []).append(channel.pk)
    expires_at(min((next_day_begins(channel, now) for channel in standing), default=None))
    wanted = Q(pk__in=())
    for today, keys in days.items():
        wanted |= Q(channel_id__in=keys, broadcast_on__range=(today + FIRST, today + LAST))
    airings = _airings(standing, ScheduleEvent.objects.filter(wanted))
    return Listing(tuple(map(_listed, standing)), airings)


def _listed(channel: Channel) -> ListedChannel:
    return ListedChannel(
        id=channel.guide_id,
        names={row.language: row.name for row in _by_language(channel.names.all())},
        url=addresses.absolute(addresses.guide_channel(editions()[0].code, channel.slug)),
        zone=channel.zone,
    )


def _by_language(rows: Iterable[Any]) -> list[Any]:
    order = {edition.language: place for place, edition in enumerate(editions())}
    return sorted(rows, key=lambda row: (order.get(row.language, len(order)), row.language))


def _name(uid: UUID) -> str:
    """What calendars call an airing, whatever becomes of it."""
    return f"{uid}@{addresses.host()}"


def _airings(
    standing: Sequence[Channel], events: QuerySet[ScheduleEvent]
) -> tuple[ListedAiring, ...]:
    """Three queries: airings, names of their programmes, pictures."""
    slugs = {channel.pk: channel.slug for channel in standing}
    ids = {channel.pk: channel.guide_id for channel in standing}
    rows = list(events.order_by("channel_id", "starts_at").values_list(*_COLUMNS, named=True))
    depend_on(*(Programme.tag_of(key) for key in {row.programme_id for row in rows}))
    titles, descriptions = _names(events) if rows else ({}, {})
    pictures = pictures_of({row.programme__image_id for row in rows})
    icons = {key: shown.cuttings.get(_ICON) for key, shown in pictures.items()}
    kinds = _kinds()
    origin = addresses.absolute("/").rstrip("/")  # joined once, for thousands of addresses
    made = []
    for row in rows:
        icon = icons.get(row.programme__image_id)
        made.append(
            ListedAiring(
                channel=ids[row.channel_id],
                start=row.starts_at,
                stop=row.ends_at,
                titles=titles.get(row.programme_id) or {"": row.programme__slug},
                uid=_name(row.uid),
                sequence=row.sequence,
                sub_titles=_ordered(row.sub_titles or {}),
                descriptions=descriptions.get(row.programme_id, {}),
                kind=row.programme__kind,
                categories=kinds.get(row.programme__kind, {}),
                urls=_urls(origin, slugs[row.channel_id], row.broadcast_on, row.pk),
                icon=addresses.absolute(icon.url) if icon else "",
                people=tuple((role, name) for role, name in row.programme__credits),
                year=row.programme__year,
                season=row.season,
                episode=row.episode,
                age_rating=row.age_rating,
                live=row.is_live,
                repeat=row.is_repeat,
                premiere=row.is_premiere,
            )
        )
    return tuple(made)


def _names(
    events: QuerySet[ScheduleEvent],
) -> tuple[dict[int, dict[str, str]], dict[int, dict[str, str]]]:
    """Titles and descriptions by programme and language."""
    titles: dict[int, dict[str, str]] = {}
    descriptions: dict[int, dict[str, str]] = {}
    wanted = ProgrammeName.objects.filter(programme_id__in=events.order_by().values("programme_id"))
    rows = wanted.values_list("programme_id", "language", "name", "description", named=True)
    for row in _by_language(rows):
        titles.setdefault(row.programme_id, {})[row.language] = row.name
        if row.description:
            descriptions.setdefault(row.programme_id, {})[row.language] = row.description
    return titles, descriptions


def _ordered(texts: dict[str, str]) -> dict[str, str]:
    """By edition, so that the first language of a text is the same everywhere."""
    spoken = [edition.language for edition in editions()]
    known = [language for language in spoken if language in texts]
    return {key: texts[key] for key in [*known, *sorted(set(texts) - set(known))] if texts[key]}


def _kinds() -> dict[str, dict[str, str]]:
    """Kind of programme -> its name by language; «other» says nothing."""
    languages = tuple(edition.language for edition in editions())
    return {kind: _kind_names(kind, languages) for kind in ProgrammeKind if kind != "other"}


@cache
def _kind_names(kind: str, languages: tuple[str, ...]) -> dict[str, str]:
    names = {}
    for language in languages:
        with translation.override(language):
            names[language] = str(ProgrammeKind(kind).label)
    return names


def _urls(origin: str, slug: str, on: date, key: int) -> dict[str, str]:
    return {
        edition.language: origin + addresses.guide_day(edition.code, slug, on, key)
        for edition in editions()
    }


def _event(row: ListedAiring, language: str, *, cancelled: bool = False) -> CalendarEvent:
    title = _in(row.titles, language)
    age = f" ({row.age_rating}+)" if row.age_rating is not None else ""
    category = _in(row.categories, language)
    return CalendarEvent(
        uid=row.uid,
        # Of the show, not of the render: a file that nothing changed stays the same bytes.
        stamp=row.start,
        start=row.start,
        stop=row.stop,
        summary=title + age,
        description="\n".join(_told(row, language)),
        categories=(category,) if category else (),
        url=_in(row.urls, language),
        sequence=row.sequence,
        cancelled=cancelled,
    )


def _told(row: ListedAiring, language: str) -> Iterator[str]:
    yield from filter(None, (_in(row.sub_titles, language), _in(row.descriptions, language)))
    if row.live:
        yield _("live on air").capitalize()
    if row.premiere:
        yield _("first showing").capitalize()
    if row.repeat:
        yield _("repeat").capitalize()


def _in(texts: Any, language: str) -> str:
    """The text in a language, else in any."""
    return str(texts.get(language) or next(iter(texts.values()), ""))
