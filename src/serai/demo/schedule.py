"""The demo channel, its programmes and a schedule from four days ago to two weeks ahead."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction

from serai.broadcast.actions import make_default_channel
from serai.broadcast.models import Channel, Programme, ProgrammeName, ScheduleEvent
from serai.core import clock
from serai.demo.texts import read
from serai.media.models import Image
from serai.vocabulary.models import Country

DAYS_AHEAD = 14
#: As many as the guide shows before today.
DAYS_BEFORE = 4


class DemoGuide:
    """Fills the broadcast days round today that have no airing yet."""

    def __init__(
        self, *, pictures: Mapping[str, Image], mark: Callable[[models.Model], None]
    ) -> None:
        self.pictures = pictures
        self.mark = mark

    def fill(self) -> int:
        """Number of airings made."""
        channel = self.channel()
        programmes = self.programmes()
        today = channel.broadcast_day(clock.now())
        first = today - timedelta(days=DAYS_BEFORE)
        filled = set(
            ScheduleEvent.objects.filter(channel=channel, broadcast_on__gte=first)
            .values_list("broadcast_on", flat=True)
            .distinct()
        )
        made = 0
        for offset in range(DAYS_BEFORE + DAYS_AHEAD):
            day = first + timedelta(days=offset)
            if day not in filled:
                made += self.fill_day(channel, programmes, day)
        return made

    def channel(self) -> Channel:
        row = read("channel")
        channel: Channel | None = Channel.objects.filter(slug=row["slug"]).first()
        if channel is None:
            channel = make_default_channel(
                slug=row["slug"],
                names=row["names"],
                zone=row["zone"],
                day_starts=time.fromisoformat(row["day_start"]),
            )
            self.mark(channel)
        return channel

    def programmes(self) -> dict[str, tuple[Programme, Mapping[str, Any]]]:
        found = {}
        for row in read("programmes"):
            slug = f"demo-{row['key']}"
            programme = Programme.objects.filter(slug=slug).first()
            if programme is None:
                programme = Programme(
                    slug=slug,
                    kind=row["kind"],
                    age_rating=row["age_rating"],
                    image=self.pictures.get(row.get("picture") or ""),
                    is_demo=True,
                )
                programme.names = [  # type: ignore[misc]
                    ProgrammeName(
                        language=language, name=title, description=row["description"][language]
                    )
                    for language, title in row["title"].items()
                ]
                programme.countries = list(Country.objects.filter(pk__in=row["countries"]))
                programme.save()
                self.mark(programme)
            found[row["key"]] = (programme, row)
        return found

    def fill_day(
        self,
        channel: Channel,
        programmes: Mapping[str, tuple[Programme, Mapping[str, Any]]],
        day: date,
    ) -> int:
        pattern = read("schedule")["weekend" if day.weekday() >= 5 else "weekday"]
        zone = ZoneInfo(channel.zone)
        starts = [self.instant(channel, day, row["time"], zone) for row in pattern]
        ends = [*starts[1:], self.instant(channel, day + timedelta(days=1), "06:00", zone)]
        with transaction.atomic():
            for row, start, end in zip(pattern, starts, ends, strict=True):
                programme, details = programmes[row["programme"]]
                ScheduleEvent(
                    channel=channel,
                    programme=programme,
                    starts_at=start,
                    ends_at=end,
                    sub_titles=self.sub_titles(details, row.get("sub_title"), day),
                    age_rating=details["age_rating"],
                    is_live=row["live"],
                    is_repeat=row["repeat"],
                    is_premiere=row["premiere"],
                    is_demo=True,
                ).save()
        return len(pattern)

    def instant(self, channel: Channel, day: date, text: str, zone: ZoneInfo) -> datetime:
        """Times before the broadcast day begins belong to the night after ``day``."""
        local = time.fromisoformat(text)
        if local < channel.day_starts:
            day += timedelta(days=1)
        return datetime.combine(day, local, zone)

    def sub_titles(
        self, details: Mapping[str, Any], index: int | None, day: date
    ) -> dict[str, str]:
        """Another episode each day, by the calendar, so that a second start makes the same."""
        titles = details.get("sub_titles") or []
        if index is None or not titles:
            return {}
        chosen: dict[str, str] = titles[(index + day.toordinal()) % len(titles)]
        return chosen
