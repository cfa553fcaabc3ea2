"""Rows of a spreadsheet or of CSV: a list with headers, headings of days, or a week as a grid."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from itertools import pairwise
from typing import Any, Final

from serai.broadcast.formats.columns import role_of, zone_in
from serai.broadcast.formats.entries import Rules, Sink
from serai.broadcast.formats.marks import age_in, age_of, kind_of
from serai.broadcast.formats.placing import Placing
from serai.broadcast.formats.times import (
    Ambiguous,
    clock_of,
    date_of,
    date_within,
    is_weekday,
    minutes_of,
    order_of,
)
from serai.broadcast.formats.titles import is_closedown

Cell = Any
Rows = Sequence[Sequence[Cell]]

_YES: Final = frozenset(
    {"1", "1.0", "true", "yes", "y", "x", "да", "+", "live", "v", "✓", "ja", "oui"}
)
#: Spreadsheets count days from here, so an hour past midnight is a moment of 1900.
_EPOCH: Final = datetime(1899, 12, 31)  # noqa: DTZ001 - a duration, no moment
_SERIAL_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001


def read(rows: Rows, rules: Rules, sink: Sink, *, name: str = "") -> None:
    """Read one sheet. ``name`` may hold a date."""
    _Table(rows, rules, sink, name).read()


def text_of(cell: Cell) -> str:
    """A cell as text: whole numbers without a point, blanks collapsed."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def time_in(cell: Cell) -> int | None:
    """Minutes since midnight that a cell means; past 1440 for an hour past midnight."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, datetime):
        if cell.year <= 1900:
            return _rounded(cell - _EPOCH)
        return _rounded(timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second))
    if isinstance(cell, clock_time):
        return _rounded(
            timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second,
                      microseconds=cell.microsecond)
        )  # fmt: skip
    if isinstance(cell, timedelta):
        return _rounded(cell)
    if isinstance(cell, date):
        return 1440 if cell.year <= 1900 else None  # 24:00 exactly comes as a bare day
    if isinstance(cell, int | float):
        if 0 <= cell < 1.6 and not float(cell).is_integer():
            return round(cell * 1440)
        return clock_of(str(int(cell)).zfill(4)) if float(cell).is_integer() and cell > 59 else None
    return clock_of(text_of(cell))


def _rounded(span: timedelta) -> int | None:
    minutes = round(span.total_seconds() / 60)
    return minutes if 0 <= minutes < 36 * 60 else None


class _Table:
    def __init__(self, rows: Rows, rules: Rules, sink: Sink, name: str) -> None:
        self.rows, self.rules, self.sink = rows, rules, sink
        self.near = date.fromisoformat(rules.day) if rules.day else None
        self.order = rules.date_order or order_of(
            [text_of(cell) for row in rows for cell in row if isinstance(cell, str)]
        )
        self.named = date_within(name, near=self.near)
        self.placing: dict[str, Placing] = {}

    def read(self) -> None:
        header, columns, zones = self._header()
        if columns:
            self._list(header, columns, zones)
        elif grid := self._grid():
            self._week(*grid)
        else:
            self._bare()

    # -- a list under headers ----------------------------------------------------------------------

    def _header(self) -> tuple[int, dict[str, int], list[str]]:
        """Number of the row of headers, its columns by role, and the zones that its columns of
        times name."""
        if self.rules.columns:
            return *self._told_header(), []
        best: tuple[int, dict[str, int], list[str]] = (-1, {}, [])
        for number, row in enumerate(self.rows[:30]):
            found, zones = self._roles(row)
            if {"start", "title"} <= found.keys() and len(found) > len(best[1]):
                best = (number, found, zones)
        return best

    def _told_header(self) -> tuple[int, dict[str, int]]:
        wanted = {role: str(name).strip().lower() for role, name in self.rules.columns.items()}
        numbers = {role: int(name) - 1 for role, name in wanted.items() if name.isdigit()}
        start = (self.rules.header_row or 1) - 1
        for number in range(start, min(len(self.rows), start + 30)):
            heads = [text_of(cell).lower() for cell in self.rows[number]]
            named = {r: heads.index(name) for r, name in wanted.items() if name in heads}
            if len(named) + len(numbers) == len(wanted):
                return (number if named or self.rules.header_row else -1), {**numbers, **named}
        return (-1, numbers) if len(numbers) == len(wanted) else (-1, {})

    def _roles(self, row: Sequence[Cell]) -> tuple[dict[str, int], list[str]]:
        found: dict[str, int] = {}
        times: list[tuple[int, str]] = []
        for at, cell in enumerate(row):
            head = text_of(cell).lower().strip(" :*.")
            if not head or not isinstance(cell, str) or len(head) > 60:
                continue
            zone = zone_in(head)
            role = role_of(head)
            if zone and role in ("", "start"):
                times.append((at, zone))
            elif role and role not in found:
                found[role] = at
        zones = [zone for _at, zone in times]
        if times:
            found["start"] = times[self._chosen(zones)][0]
        return found, zones

    def _chosen(self, zones: list[str]) -> int:
        """Of columns of times that of the channel's own zone, else the first one."""
        own = self.rules.naive_zone or self.rules.zone
        return zones.index(own) if own in zones else 0

    def _list(self, header: int, columns: dict[str, int], zones: list[str]) -> None:
        rules = self.rules
        if zones:
            zone = zones[self._chosen(zones)]
            rules = replace(rules, naive_zone=zone)
            if len(zones) > 1:
                said = f"of the columns {', '.join(zones)} that of {zone} was read"
                self.sink.remark("zone_columns", header + 1, said)
        if header >= 0:
            self._notes(header)
            self.sink.remark("header", header + 1, "the row with the names of the columns")
        day = self.named or self.near
        for number, row in enumerate(self.rows[header + 1 :], header + 2):
            if not any(text_of(cell) for cell in row):
                continue
            cells = {role: row[at] for role, at in columns.items() if at < len(row)}
            heading = self._heading(row)
            if heading is not None:
                day = heading
                self.sink.remark("heading", number, f"{day}")
                continue
            told, problem = self._date(cells.get("date"))
            if problem:
                self.sink.dropped("baddate", number, problem)
                continue
            day = told or day
            self._row(number, row, cells, day, rules)

    def _notes(self, until: int) -> None:
        """What stands above a table is told, not taken for shows."""
        for number, row in enumerate(self.rows[:until], 1):
            if any(text_of(cell) for cell in row):
                self.sink.remark("note", number, f"above the table: {_shown(row)}")

    def _row(
        self,
        number: int,
        row: Sequence[Cell],
        cells: dict[str, Cell],
        day: date | None,
        rules: Rules,
    ) -> None:
        title, start = text_of(cells.get("title")), cells.get("start")
        minutes = time_in(start)
        stop = time_in(cells.get("stop"))
        if minutes is None and isinstance(start, str) and (span := _span(start)):
            minutes, stop = span
        if minutes is None:
            said = text_of(start)
            if not title and not said:
                self.sink.dropped("note", number, f"a row without time and title: {_shown(row)}")
            else:
                self.sink.dropped("badstart", number, f"no time: {said[:40]!r} {title[:60]!r}")
            return
        if isinstance(start, datetime) and start.year > 1900 and "date" not in cells:
            day = start.date()
        placing = self._placing(text_of(cells.get("channel")), rules)
        placing.place(
            number, day, minutes, stop, title,
            duration=self._duration(cells.get("duration")),
            channel=text_of(cells.get("channel")),
            **self._more(cells),
        )  # fmt: skip

    def _more(self, cells: dict[str, Cell]) -> dict[str, Any]:
        more: dict[str, Any] = {
            name: text_of(cells.get(name)) for name in ("sub_title", "description")
        }
        for name in ("season", "episode", "year"):
            found = re.search(r"\d{1,4}", text_of(cells.get(name)))
            more[name] = int(found[0]) if found else None
        for name in ("live", "repeat", "premiere"):
            more[name] = text_of(cells.get(name)).lower() in _YES
        kind = text_of(cells.get("kind"))
        more["kind"] = kind_of([kind]) or ("closedown" if is_closedown(kind) else "")
        rating = text_of(cells.get("age"))
        if rating:
            more |= {"age": age_in(rating), "rating_source": rating}
        return more

    def _duration(self, cell: Cell) -> int | None:
        if isinstance(cell, str):
            return minutes_of(cell)
        if isinstance(cell, int | float) and not isinstance(cell, bool) and cell >= 1:
            return round(cell) if cell < 1440 else None
        return time_in(cell)

    def _placing(self, channel: str, rules: Rules) -> Placing:
        if channel not in self.placing:
            assumed = self.near if rules.day_assumed else None
            self.placing[channel] = Placing(rules, self.sink, assumed=assumed)
            if channel:
                self.sink.channel(channel, {rules.language: channel})
        return self.placing[channel]

    def _date(self, cell: Cell) -> tuple[date | None, str]:
        """The day of a cell, and what is wrong with it."""
        if isinstance(cell, datetime):
            return (cell.date(), "") if cell.year > 1900 else (None, "")
        if isinstance(cell, date):
            return (cell, "") if cell.year > 1900 else (None, "")
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            if 20_000 < cell < 80_000:
                return (_SERIAL_EPOCH + timedelta(days=int(cell))).date(), ""
            cell = str(int(cell))
        text = text_of(cell)
        if not text:
            return None, ""
        try:
            day = date_of(text, near=self.near or self.named, order=self.order)
        except Ambiguous:
            return None, f"{text} may be two days; say the order of day and month"
        if day is None and not is_weekday(text):
            return None, f"no day: {text[:40]!r}"
        return day, ""

    def _heading(self, row: Sequence[Cell]) -> date | None:
        """A row of one cell that names a day."""
        filled = [cell for cell in row if text_of(cell)]
        if not 1 <= len(filled) <= 2:
            return None
        text = " ".join(text_of(cell) for cell in filled)
        if isinstance(filled[0], datetime | date) and len(filled) == 1:
            day: date = filled[0].date() if isinstance(filled[0], datetime) else filled[0]
            return day if day.year > 1900 else None
        try:
            return date_of(text, near=self.near or self.named, order=self.order)
        except Ambiguous:
            return None

    # -- no headers --------------------------------------------------------------------------------

    def _bare(self) -> None:
        """Rows of a time and a title, perhaps a date before them or headings of days."""
        day = self.named or self.near
        placing, placed, told_zones = self._placing("", self.rules), False, False
        for number, row in enumerate(self.rows, 1):
            filled = [cell for cell in row if text_of(cell)]
            if not filled:
                continue
            heading = self._heading(row)
            if heading is not None:
                day = heading
                self.sink.remark("heading", number, f"{day}")
                continue
            told, rest = self._leading_date(filled)
            day = told or day
            minutes = time_in(rest[0]) if rest else None
            stop = None
            if minutes is None and rest and isinstance(rest[0], str) and (span := _span(rest[0])):
                minutes, stop = span
            if minutes is None and not placed:
                self.sink.remark("note", number, f"before the first show: {_shown(row)}")
                continue
            if minutes is None or len(rest) < 2:
                self.sink.dropped("badstart", number, f"no time and title: {_shown(row)}")
                continue
            titles = rest[1:]
            times, titles = _leading_times(titles)
            if len(times) == 1 and stop is None:
                stop = times[0]
            elif len(times) > 1 and not told_zones:
                told_zones = True
                said = f"of {len(times) + 1} columns of times the first was read"
                self.sink.remark("zone_missing", number, said)
            marks = (text for text in map(text_of, titles[1:]) if "+" in text)
            age = next((text for text in marks if age_of("ru", text) is not None), "")
            placed = True
            more = {"age": age_of("ru", age), "rating_source": age} if age else {}
            placing.place(number, day, minutes, stop, text_of(titles[0]), **more)

    def _leading_date(self, filled: list[Cell]) -> tuple[date | None, list[Cell]]:
        first = filled[0]
        if isinstance(first, datetime) and first.year > 1900 and (first.hour or first.minute):
            return first.date(), filled
        told, problem = (
            self._date(first)
            if time_in(first) is None or not isinstance(first, int | float)
            else (None, "")
        )
        if told is not None and not problem:
            return told, filled[1:]
        if isinstance(first, str) and is_weekday(first):
            return None, filled[1:]
        return None, filled

    # -- a week as a grid --------------------------------------------------------------------------

    def _grid(self) -> tuple[int, dict[int, date]] | None:
        """The row that names at least three days, and the day of each of its columns."""
        for number, row in enumerate(self.rows[:30]):
            days: dict[int, date] = {}
            for at, cell in enumerate(row):
                told, problem = (
                    self._date(cell) if not isinstance(cell, float | int) else (None, "")
                )
                if told is None and isinstance(cell, str) and not problem:
                    told = date_within(cell, near=self.near or self.named)
                if told is not None:
                    days[at] = told
            if len(days) >= 3:
                return number, days
            weekdays = [
                at for at, cell in enumerate(row) if isinstance(cell, str) and is_weekday(cell)
            ]
            first = self._week_begins(number)
            if len(weekdays) >= 3 and first is not None:
                return number, {at: first + timedelta(days=n) for n, at in enumerate(weekdays)}
        return None

    def _week_begins(self, header: int) -> date | None:
        """The day of the first column where the header has weekdays only."""
        for row in self.rows[max(0, header - 3) : header + 2]:
            for cell in row:
                if isinstance(cell, datetime | date) and cell.year > 1900:
                    return cell.date() if isinstance(cell, datetime) else cell
                found = (
                    date_within(text_of(cell), near=self.near) if isinstance(cell, str) else None
                )
                if found is not None:
                    return found
        return self.named or self.near

    def _week(self, header: int, days: dict[int, date]) -> None:
        self._notes(header)
        self.sink.remark("grid", header + 1, f"a grid of {len(days)} days")
        columns = sorted(days)
        body = list(enumerate(self.rows[header + 1 :], header + 2))
        own = self._own_times(body, columns)
        for at in columns:
            placing = Placing(self.rules, self.sink)
            for number, row in body:
                cell = text_of(row[at]) if at < len(row) else ""
                minutes = self._time_left_of(row, at, own)
                if not cell:
                    continue
                if (inner := re.match(r"(\d{1,2}[:.]\d{2})\s+(\S.*)", cell)) and minutes is None:
                    minutes, cell = clock_of(inner[1]), inner[2]
                if minutes is None:
                    self.sink.dropped("badstart", number, f"no time for {cell[:60]!r}")
                    continue
                placing.place(number, days[at], minutes, None, cell)

    def _own_times(self, body: list[tuple[int, Sequence[Cell]]], columns: list[int]) -> bool:
        """Whether each day has a column of times before it."""
        if any(b - a < 2 for a, b in pairwise(columns)):
            return False
        seconds = [row[columns[1] - 1] for _n, row in body if columns[1] - 1 < len(row)]
        return sum(time_in(cell) is not None for cell in seconds) >= 2

    def _time_left_of(self, row: Sequence[Cell], at: int, own: bool) -> int | None:
        if own:
            return time_in(row[at - 1]) if 0 < at <= len(row) else None
        return next((m for cell in row[:at] if (m := time_in(cell)) is not None), None)


def _leading_times(cells: list[Cell]) -> tuple[list[int], list[Cell]]:
    """The times before a title: one is an end, more are the same start in other zones."""
    times: list[int] = []
    while len(cells) > 1 and (minutes := time_in(cells[0])) is not None:
        times, cells = [*times, minutes], cells[1:]
    return times, cells


def _span(text: str) -> tuple[int, int] | None:
    """«05:00 - 05:30»."""
    parts = re.split(r"\s*[-–—]\s*", text.strip())
    if len(parts) != 2:
        return None
    start, stop = clock_of(parts[0]), clock_of(parts[1])
    return None if start is None or stop is None else (start, stop)


def _shown(row: Sequence[Cell]) -> str:
    return " | ".join(text for text in map(text_of, row) if text)[:100]
