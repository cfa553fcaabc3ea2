"""Printed lists of a saved page: channels, programmes and airings found or made."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from serai.broadcast.models import (
    AGE_RATINGS,
    Channel,
    ChannelName,
    Programme,
    ProgrammeName,
    ScheduleEvent,
)
from serai.language.slugs import free_slug, slugify_headline

DEFAULT_ZONE = "Europe/Moscow"
#: Length given to the last show of a list that says no end.
LAST_SHOW = timedelta(minutes=30)
#: A list whose times fall by more hours than this has passed midnight.
OVER_MIDNIGHT = 6


class BroadcastError(ValueError):
    """The guide cannot do what was asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Show:
    """One line of a schedule: local time of the channel, title as printed, age mark or None."""

    time: time
    title: str
    age_rating: int | None


def find_channel(*, slug: str | None = None) -> Channel:
    """The channel with this slug, or the default one. Raises BroadcastError where there is none."""
    channel: Channel | None
    if slug:
        channel = Channel.objects.filter(slug=slug).first()
        if channel is None:
            known = ", ".join(Channel.objects.values_list("slug", flat=True)) or "none"
            raise BroadcastError(f"there is no channel {slug!r}; known: {known}")
        return channel
    channel = Channel.objects.order_by("-is_default", "pk").first()
    return channel or make_default_channel()


def make_default_channel(
    *,
    slug: str = "bigasia",
    names: Mapping[str, str] | None = None,
    zone: str = DEFAULT_ZONE,
    day_starts: time = time(6),
) -> Channel:
    """Make the channel that lists without a channel name belong to."""
    channel = Channel(slug=slug, zone=zone, day_starts=day_starts, is_default=True)
    names = names or {"ru": "Большая Азия", "en": "Big Asia"}
    channel.names = [ChannelName(language=language, name=name) for language, name in names.items()]  # type: ignore[misc]
    channel.save()
    return channel


def find_or_make_programme(
    *, title: str, language: str, age_rating: int | None = None, kind: str = "other"
) -> tuple[Programme, bool]:
    known = ProgrammeName.objects.select_related("programme").filter(name=title).first()
    if known:
        return known.programme, False
    slug = free_slug(
        slugify_headline(title), lambda one: Programme.objects.filter(slug=one).exists()
    )
    programme = Programme(slug=slug, age_rating=age_rating, kind=kind)
    programme.names = [ProgrammeName(language=language, name=title)]  # type: ignore[misc]
    programme.save()
    return programme, True


def file_shows(
    *, channel: Channel, day: date, shows: Sequence[Show], language: str
) -> dict[str, int]:
    """Make or find the airings of a printed list on ``day``.

    A show ends when the next one begins; the end of the last is inferred until another list tells
    it. An airing that stands at the same instant is left alone, whatever it shows.
    """
    counts = {"programmes": 0, "events": 0, "known": 0}
    airings = _airings(channel, day, shows)
    if not airings:
        return counts
    with transaction.atomic():
        first, last = airings[0][0], airings[-1][0]
        around = ScheduleEvent.objects.filter(
            channel=channel,
            starts_at__gt=first - timedelta(days=1),
            starts_at__lt=last + timedelta(days=1),
        )
        standing = {event.starts_at: event for event in around}
        follows = [start for start, _show in airings[1:]]
        for (start, show), end in itertools.zip_longest(airings, follows):
            if start in standing:
                counts["known"] += 1
                _tell_end(standing[start], end)
                continue
            programme, made = find_or_make_programme(
                title=show.title, language=language, age_rating=_mark(show)
            )
            counts["programmes"] += made
            standing[start] = file_event(
                channel=channel,
                programme=programme,
                starts_at=start,
                ends_at=end or start + LAST_SHOW,
                end_inferred=end is None,
                age_rating=_mark(show),
            )
            counts["events"] += 1
        _cut_overlaps(standing)
    return counts


def _airings(channel: Channel, day: date, shows: Sequence[Show]) -> list[tuple[datetime, Show]]:
    """The shows by their instants, earliest first; the first of two at one instant stands.

    A list runs over midnight once, where its times fall by hours. A time that is only a little
    earlier than the one before it is a list out of order.
    """
    zone = ZoneInfo(channel.zone)
    airings: dict[datetime, Show] = {}
    before: time | None = None
    wrapped = False
    for show in shows:
        if (
            before is not None
            and not wrapped
            and _hours(before) - _hours(show.time) > OVER_MIDNIGHT
        ):
            day += timedelta(days=1)
            wrapped = True
        before = show.time
        instant = datetime.combine(day, show.time, zone).astimezone(UTC)
        airings.setdefault(instant, show)
    return sorted(airings.items(), key=lambda airing: airing[0])


def _hours(moment: time) -> float:
    return moment.hour + moment.minute / 60


def _mark(show: Show) -> int | None:
    """The printed age mark, if it is one that the law knows; none is invented."""
    return show.age_rating if show.age_rating in dict(AGE_RATINGS) else None


def _tell_end(event: ScheduleEvent, end: datetime | None) -> None:
    """An inferred end gives way to the start that a list prints next."""
    if event.end_inferred and end is not None:
        event.ends_at = end
        event.end_inferred = False
        event.save()


def _cut_overlaps(standing: Mapping[datetime, ScheduleEvent]) -> None:
    """An inferred end is never later than the next start."""
    events = [standing[start] for start in sorted(standing)]
    for event, following in itertools.pairwise(events):
        if event.end_inferred and event.ends_at > following.starts_at:
            _tell_end(event, following.starts_at)


def file_event(*, channel: Channel, programme: Programme, **columns: Any) -> ScheduleEvent:
    """Make one airing with given instants and marks."""
    event = ScheduleEvent(channel=channel, programme=programme, **columns)
    event.save()
    return event
