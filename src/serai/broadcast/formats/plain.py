"""A pasted list: «16:55 История дракона 12+», under headings of days where there are some."""

import re
from datetime import date
from typing import Final

from serai.broadcast.formats.entries import Rules, Sink
from serai.broadcast.formats.placing import Placing
from serai.broadcast.formats.times import Ambiguous, clock_of, date_of

_LINE: Final = re.compile(
    r"\s*[•*–—-]?\s*(\d{1,2}\s?[:.\-ч]\s?\d{2}(?:[:.]\d{2})?)(?:\s*[-–—]\s*(\d{1,2}[:.]\d{2}))?"
    r"(?:\s*[ap]\.?m\.?(?=\s))?[\s|\t.,;–—-]+(\S.*)"
)


def read(text: str, rules: Rules, sink: Sink) -> None:
    near = date.fromisoformat(rules.day) if rules.day else None
    placing = Placing(rules, sink, near, assumed=near if rules.day_assumed else None)
    if rules.channel:
        sink.channel(rules.channel, {})
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        line = " ".join(raw.replace("\t", " ").split())
        if not line:
            continue
        found = _LINE.fullmatch(line)
        minutes = clock_of(found[1].replace(" ", "")) if found else None
        if found is None or minutes is None:
            day = _heading(line, near, rules.date_order)
            if day is not None:
                placing.day = day
                sink.remark("heading", number, f"{day}")
            else:
                sink.dropped("badstart", number, f"no time in the line {line[:80]!r}")
            continue
        stop = clock_of(found[2]) if found[2] else None
        placing.place(number, placing.day, minutes, stop, found[3])


def _heading(line: str, near: date | None, order: str) -> date | None:
    try:
        return date_of(line.strip(" .:–—-"), near=near, order=order)
    except Ambiguous:
        return None
