"""iCalendar (RFC 5545): a calendar of airings that programs subscribe to."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

PRODID: Final = "-//Serai//TV guide//EN"
#: Octets of a line without its end.
LONGEST: Final = 75
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_ENDS: Final = re.compile("\r\n|\r|\n|\u2028|\u2029")


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """``uid`` stays through all changes, ``sequence`` counts them, ``stamp`` is the last one's."""

    uid: str
    stamp: datetime
    start: datetime
    stop: datetime
    summary: str
    description: str = ""
    categories: tuple[str, ...] = ()
    url: str = ""
    sequence: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """``zone`` is where its times are thought; the events themselves are told in UTC."""

    name: str
    zone: str = "UTC"
    url: str = ""
    #: How often subscribers shall look, as an RFC 5545 duration.
    refresh: str = "PT1H"


def write_calendar(calendar: Calendar, events: Iterable[CalendarEvent]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN"]
    lines += [
        "METHOD:PUBLISH",
        f"NAME:{text(calendar.name)}",
        f"X-WR-CALNAME:{text(calendar.name)}",
    ]
    lines.append(f"X-WR-TIMEZONE:{text(calendar.zone)}")
    if calendar.url:
        lines.append(f"URL:{_bare(calendar.url)}")
    lines.append(f"REFRESH-INTERVAL;VALUE=DURATION:{calendar.refresh}")
    lines.append(f"X-PUBLISHED-TTL:{calendar.refresh}")
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(event: CalendarEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{text(event.uid)}"
    yield f"DTSTAMP:{moment(event.stamp)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART:{moment(event.start)}"
    yield f"DTEND:{moment(event.stop)}"
    yield f"SUMMARY:{text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{text(event.description)}"
    if event.categories:
        yield f"CATEGORIES:{','.join(map(text, event.categories))}"
    if event.url:
        yield f"URL:{_bare(event.url)}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"  # a show makes nobody busy
    yield "END:VEVENT"


def moment(value: datetime) -> str:
    utc = value.astimezone(UTC)
    return f"{utc.year:04}{utc.month:02}{utc.day:02}T{utc.hour:02}{utc.minute:02}{utc.second:02}Z"


def text(value: str) -> str:
    """A value of the kind TEXT: escaped, without controls."""
    plain = _CONTROLS.sub("", _LINE_ENDS.sub("\n", value))
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n")


def _bare(address: str) -> str:
    """An address, which is not escaped and has one line."""
    return "".join(_CONTROLS.sub("", address).split())


def folded(line: str) -> bytes:
    """The line with its end, broken so that no part is too long and no letter is cut."""
    rest, parts, room = line.encode(), [], LONGEST
    while len(rest) > room:
        cut = room
        while rest[cut] & 0xC0 == 0x80:  # inside a letter
            cut -= 1
        parts.append(rest[:cut])
        rest, room = rest[cut:], LONGEST - 1  # the blank before what follows counts
    return b"\r\n ".join([*parts, rest]) + b"\r\n"
