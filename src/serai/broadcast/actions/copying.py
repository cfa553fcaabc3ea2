"""A day or a week of the guide once more, as a draft: wall times stay, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from serai.broadcast.actions.printed import BroadcastError
from serai.broadcast.formats.entries import Entry
from serai.broadcast.formats.times import offset_of
from serai.broadcast.models import BatchState, Channel, ScheduleBatch, ScheduleEvent
from serai.core import clock


def copy_days(
    *, channel: Channel, first: date, to: date, days: int = 1, user: Any = None
) -> ScheduleBatch:
    """A draft of ``days`` broadcast days from ``first`` on, moved to ``to``. Raises BroadcastError
    where nothing stands there."""
    last = first + timedelta(days=days - 1)
    events = (
        ScheduleEvent.objects.filter(channel=channel, broadcast_on__range=(first, last))
        .select_related("programme")
        .prefetch_related("programme__names")
        .order_by("starts_at")
    )
    zone = ZoneInfo(channel.zone)
    by = to - first
    entries = [_moved(event, number, by, zone) for number, event in enumerate(events, 1)]
    if not entries:
        raise BroadcastError("there is no schedule on these days")
    batch = ScheduleBatch(
        channel=channel,
        source=f"{first:%d.%m.%Y} → {to:%d.%m.%Y}",
        file_hash="",
        starts_at=channel.day_begins(to),
        ends_at=channel.day_begins(to + timedelta(days=days)),
        state=BatchState.DRAFT,
        rows=[entry.as_line() for entry in entries],
        counts={"events": len(entries)},
        issues=[],
        made_at=clock.now(),
        made_by=user if getattr(user, "pk", None) else None,
    )
    batch.save()
    return batch


def _moved(event: ScheduleEvent, number: int, by: timedelta, zone: ZoneInfo) -> Entry:
    start, stop = (_shifted(one, by, zone) for one in (event.starts_at, event.ends_at))
    return Entry(
        number=number,
        channel="",
        start=int(start.timestamp()),
        offset=offset_of(start.astimezone(zone)),
        stop=max(int(stop.timestamp()), int(start.timestamp()) + 60),
        titles={row.language: row.name for row in event.programme.names.all()},
        raw_title=event.raw_title,
        sub_titles=dict(event.sub_titles or {}),
        age=event.age_rating,
        rating_source=event.rating_source,
        kind=event.programme.kind,
        live=event.is_live,
        repeat=event.is_repeat,
        season=event.season,
        episode=event.episode,
        stop_inferred=event.end_inferred,
    )


def _shifted(moment: datetime, by: timedelta, zone: ZoneInfo) -> datetime:
    wall = moment.astimezone(zone).replace(tzinfo=None) + by
    return wall.replace(tzinfo=zone).astimezone(UTC)
