"""What a reader of schedules finds. Times are seconds since 1970, offsets minutes east of UTC."""

from dataclasses import dataclass, field, fields
from typing import Any, Protocol


@dataclass(slots=True)
class Entry:
    """One row of the input. ``number`` counts rows (of programmes, lines) from 1."""

    number: int
    channel: str
    start: int
    offset: int
    stop: int | None
    #: Title by language; "" where the file does not say which.
    titles: dict[str, str]
    raw_title: str = ""
    sub_titles: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    age: int | None = None
    rating_source: str = ""
    kind: str = ""
    live: bool = False
    repeat: bool = False
    premiere: bool = False
    closedown: bool = False
    season: int | None = None
    episode: int | None = None
    year: int | None = None
    source_id: str = ""
    clump: str = ""
    stop_inferred: bool = False
    extras: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return next(iter(self.titles.values()), "")

    def as_line(self) -> dict[str, Any]:
        """What differs from an empty entry, to be sent as JSON. A mark of 0+ is no empty one."""
        line: dict[str, Any] = {}
        for name in _NAMES:
            value = getattr(self, name)
            if value or (value == 0 and value is not False):
                line[name] = value
        return line


_NAMES = tuple(one.name for one in fields(Entry))


def entry_from(line: dict[str, Any]) -> Entry:
    """The entry of ``as_line``."""
    return Entry(**{"offset": 0, "start": 0, "stop": None, "channel": "", "titles": {}, **line})


class Sink(Protocol):
    """Where a reader puts what it finds, one by one and in the order of the file."""

    def channel(self, key: str, names: dict[str, str]) -> None: ...

    def entry(self, entry: Entry) -> None: ...

    def dropped(self, keyword: str, row: int, message: str) -> None:
        """A row that is no entry."""

    def remark(self, keyword: str, row: int, message: str) -> None:
        """Something about a row, or with 0 about the file."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the reader is told: by the channel, and by the profile of a source."""

    zone: str = "Europe/Moscow"
    day_starts: int = 360
    #: The channel of a list that names none.
    channel: str = ""
    #: The day of a list that names none, «2026-11-23»; dates without a year are near it.
    day: str = ""
    #: Nobody said the day; it is today, and that is told.
    day_assumed: bool = False
    language: str = ""
    encoding: str = ""
    sheet: str = ""
    header_row: int | None = None
    #: Column by role, by its header or its number from 1.
    columns: dict[str, str] = field(default_factory=dict)
    #: Order in 01/02/2026: "dmy", "mdy", or "" where the file itself must tell.
    date_order: str = ""
    #: Added to every time, in minutes.
    shift: int = 0
    #: Times without a zone are of this one; empty: of the channel.
    naive_zone: str = ""
