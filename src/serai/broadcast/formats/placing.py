"""Local times one after the other become instants, and titles are taken apart."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from serai.broadcast.formats.entries import Entry, Rules, Sink
from serai.broadcast.formats.times import ROLL, instant_of, zone_of
from serai.broadcast.formats.titles import is_closedown, take_apart


@dataclass(slots=True)
class Placing:
    """Local times one after the other become instants; the clock past midnight is found out."""

    rules: Rules
    sink: Sink
    day: date | None = None
    zone: ZoneInfo = field(init=False)
    #: The day that stands where a list names none; told once where it was not said either.
    assumed: date | None = None
    _said: bool = False
    _before: int | None = None
    _past: int = 0
    _on: date | None = None
    _is_over: bool = False

    def __post_init__(self) -> None:
        self.zone = zone_of(self.rules.naive_zone or self.rules.zone)

    def place(
        self, number: int, on: date | None, minutes: int, stop: int | None, title: str, **more: Any
    ) -> Entry | None:
        """Hand on one row, or report it. ``more``: duration, channel, columns of the entry."""
        if not title.strip():
            self.sink.dropped("emptytitle", number, "a time without a title")
            return None
        if on is self.assumed and on is not None and not self._said:
            self._said = True
            self.sink.remark("date_assumed", number, f"no day is named; taken for {on}")
        if on is None:
            self.sink.dropped("nodate", number, "no day is named before this row")
            return None
        key = more.pop("channel", "") or self.rules.channel
        wall = self._wall(number, on, minutes)
        start, offset, real = self._instant(on, wall)
        if not real:
            self.sink.remark("zone_gap", number, "the clock never showed this time; moved")
        until = self._stop(on, wall, stop, more.pop("duration", None), start, number)
        entry = Entry(number, key, start, offset, until, {})
        fill(entry, title, self.rules.language, self.sink, **more)
        self.sink.entry(entry)
        return entry

    def _wall(self, number: int, on: date, minutes: int) -> int:
        """Minutes from the midnight of ``on``; a list that goes back has passed midnight."""
        if on != self._on:
            self._on, self._before, self._past = on, None, 0
        if minutes >= 1440:
            if not self._is_over:
                self._is_over = True
                self.sink.remark("hour_over_23", number, "hours are counted on past midnight")
            self._before = minutes
            return minutes
        wall = minutes + self._past
        if self._before is not None and wall < self._before:
            ahead = wall + 1440 - self._before
            if ahead < ROLL and not self._past:
                self._past += 1440
                wall += 1440
            else:
                self.sink.remark("out_of_order", number, "the time is before that of the row above")
                return wall
        self._before = wall
        return wall

    def _instant(self, on: date, wall: int) -> tuple[int, int, bool]:
        start, offset, real = instant_of(on, wall, self.zone)
        return start + self.rules.shift * 60, offset, real

    def _stop(
        self, on: date, wall: int, stop: int | None, duration: int | None, start: int, number: int
    ) -> int | None:
        if stop is not None:
            while stop < wall:
                stop += 1440
            until = self._instant(on, stop)[0]
            if stop == wall or until <= start or stop - wall > 1440:
                self.sink.remark("stop_before_start", number, "the end is not after the start")
                return None
            return until
        return start + duration * 60 if duration else None


def fill(entry: Entry, raw: str, language: str, sink: Sink, **more: Any) -> None:
    """Title and what stands beside it in columns of their own; those win over the title's words."""
    parts = take_apart(raw)
    entry.raw_title = " ".join(raw.split())[:300]
    entry.titles = {language: parts.name[:300]}
    entry.closedown = is_closedown(entry.raw_title) or more.get("kind") == "closedown"
    entry.kind = parts.kind or str(more.get("kind") or "")
    entry.live = parts.live or bool(more.get("live"))
    entry.repeat = parts.repeat or bool(more.get("repeat"))
    entry.premiere = parts.premiere or bool(more.get("premiere"))
    entry.season = more.get("season") or parts.season
    entry.episode = more.get("episode") or parts.episode
    entry.year = more.get("year")
    age, source = more.get("age"), str(more.get("rating_source") or "")
    if age is None and not source and parts.age is not None:
        age, source = parts.age, "title"
    elif parts.age is not None and age != parts.age:
        sink.remark("rating_conflict", entry.number, f"title says {parts.age}+, column {source}")
    entry.age, entry.rating_source = age, source[:120]
    if sub_title := str(more.get("sub_title") or parts.rest):
        entry.sub_titles = {language: sub_title[:300]}
    if description := str(more.get("description") or ""):
        entry.descriptions = {language: description[:4000]}
