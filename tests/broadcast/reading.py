"""Reads a schedule in the process, as the child does, and arranges its channels."""

import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from serai.broadcast.formats import opening
from serai.broadcast.formats.arranging import arrange
from serai.broadcast.formats.entries import Entry, Rules, entry_from


@dataclass
class Read:
    """A sink, and what was arranged from it."""

    entries: list[Entry] = field(default_factory=list)
    events: list[Entry] = field(default_factory=list)
    channels: dict[str, dict[str, str]] = field(default_factory=dict)
    issues: list[tuple[str, int, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    rows: int = 0

    def channel(self, key: str, names: dict[str, str]) -> None:
        self.channels[key] = {**self.channels.get(key, {}), **names}

    def entry(self, entry: Entry) -> None:
        self.rows += 1
        self.entries.append(entry_from(entry.as_line()))  # as it comes through the pipe

    def dropped(self, keyword: str, row: int, message: str) -> None:
        self.rows += 1
        self.counts["dropped"] += 1
        self.remark(keyword, row, message)

    def remark(self, keyword: str, row: int, message: str) -> None:
        self.issues.append((keyword, row, message))

    def words(self) -> set[str]:
        return {word for word, _row, _text in self.issues}

    def told(self) -> list[tuple[str, str, str]]:
        """Start and end in the file's own offset, and title, of each event."""
        return [
            (_wall(e.start, e.offset), _wall(e.stop or 0, e.offset), e.title) for e in self.events
        ]

    def starts(self) -> list[str]:
        return [start for start, _stop, _title in self.told()]


def _wall(seconds: int, offset: int) -> str:
    zone = timezone(timedelta(minutes=offset))
    return datetime.fromtimestamp(seconds, zone).strftime("%d.%m %H:%M")


def read(content: bytes | str, name: str = "", told: str = "", **rules: Any) -> Read:
    """Everything that a file gives; each row is an event or counted, or this fails."""
    data = content.encode() if isinstance(content, str) else content
    wanted = {"channel": "x", "day": "2026-11-26", "language": "ru", **rules}
    made, told_rules = Read(), Rules(**wanted)
    opening.read(io.BytesIO(data), told_rules, made, told, name)
    keys = list(dict.fromkeys(entry.channel for entry in made.entries))
    for key in keys:
        arranged = arrange((one for one in made.entries if one.channel == key), told_rules)
        made.events += arranged.entries
        made.counts.update(arranged.counts)
        made.issues += arranged.remarks
    made.events.sort(key=lambda one: one.start)
    kept = made.counts
    assert made.rows == sum(kept[word] for word in ("events", "duplicates", "dropped", "closedown"))
    return made
