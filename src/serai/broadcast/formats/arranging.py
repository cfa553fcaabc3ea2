"""One channel's entries in order: duplicates go, ends are filled, overlaps trimmed, closedowns
become holes. Every row is an event afterwards, or counted with a remark."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise, zip_longest
from typing import Final

from serai.broadcast.formats.entries import Entry, Rules
from serai.broadcast.formats.times import instant_of, zone_of

#: Overlaps up to here are inaccuracy, not contradiction.
_TRIMMED: Final = 120
#: A hole that is worth a word.
_GAP: Final = 120
#: An end that was inferred so far ahead swallows something that is missing.
_LONG: Final = 6 * 3600
_HALF_DAY: Final = 12 * 3600

Remark = tuple[str, int, str]


@dataclass(slots=True)
class Arranged:
    """What one channel shows, and what was done to its rows."""

    entries: list[Entry] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def arrange(entries: Iterable[Entry], rules: Rules) -> Arranged:
    """The events of one channel, in time order, none over another."""
    made = Arranged()
    rows = _distinct(sorted(entries, key=lambda one: (one.start, one.number)), made)
    _fill_stops(rows, rules, made)
    rows = _without_containers(rows, made)
    _trim(rows, made)
    _take_closedowns(rows, made)
    _tell_gaps(made)
    made.counts["events"] = len(made.entries)
    made.counts["inferred_stops"] = sum(entry.stop_inferred for entry in made.entries)
    return made


def _distinct(rows: list[Entry], made: Arranged) -> list[Entry]:
    """One entry an instant."""
    found: list[Entry] = []
    for row in rows:
        before = found[-1] if found else None
        if before is None or before.start != row.start:
            found.append(row)
            continue
        if _same(before, row):
            made.counts["duplicates"] += 1
            made.remarks.append(("duplicate", row.number, f"the same as row {before.number}"))
            before.stop = before.stop if before.stop is not None else row.stop
        elif _other_language(before, row):
            made.counts["duplicates"] += 1
            said = f"another language of row {before.number}: {row.title}"
            made.remarks.append(("languages_merged", row.number, said))
            for language, title in row.titles.items():
                name = language if language and language not in before.titles else _script(title)
                before.titles.setdefault(name, title)
        elif row.clump and before.clump:
            made.counts["duplicates"] += 1
            made.remarks.append(("clump", row.number, f"shares its slot with row {before.number}"))
            before.titles = {
                language: f"{title}; {row.titles.get(language, row.title)}"
                for language, title in before.titles.items()
            }
        elif before.closedown and not row.closedown:
            found[-1] = row
            made.counts["closedown"] += 1
            made.remarks.append(("closedown", before.number, before.raw_title))
        else:
            made.counts["dropped"] += 1
            said = f"begins when row {before.number} does: {row.raw_title[:80]}"
            made.remarks.append(("same_start", row.number, said))
    return found


def _same(one: Entry, other: Entry) -> bool:
    return any(
        _key(title) in {_key(t) for t in other.titles.values()} for title in one.titles.values()
    )


def _key(title: str) -> str:
    return "".join(letter for letter in title.casefold() if letter.isalnum())


def _other_language(one: Entry, other: Entry) -> bool:
    if one.stop is not None and other.stop is not None and one.stop != other.stop:
        return False
    if one.closedown or other.closedown:
        return False
    return _script(one.title) != _script(other.title)


def _script(title: str) -> str:
    """«ru» for Cyrillic letters, «en» for others: it tells two titles of a slot apart."""
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in title)
    return "ru" if cyrillic * 2 > sum(letter.isalpha() for letter in title) else "en"


def _fill_stops(rows: list[Entry], rules: Rules, made: Arranged) -> None:
    """A show lasts until the next one; one that nothing follows for half a day, and the last one,
    until the end of the broadcast day."""
    for row, following in zip_longest(rows, rows[1:]):
        if row.stop is not None:
            continue
        row.stop_inferred = True
        day_ends = _day_end(row.start, rules)
        soon = following is not None and following.start - row.start <= _HALF_DAY
        if following is not None and (soon or following.start < day_ends):
            row.stop = following.start
            if row.stop - row.start > _LONG and not row.closedown:
                hours = (row.stop - row.start) / 3600
                said = f"its end is the next start, {hours:.1f} hours later"
                made.remarks.append(("long_inferred", row.number, said))
            continue
        row.stop = day_ends
        made.remarks.append(("last_stop", row.number, "its end is that of the broadcast day"))


def _day_end(start: int, rules: Rules) -> int:
    """The next beginning of a broadcast day in the channel's zone."""
    zone = zone_of(rules.zone)
    local = datetime.fromtimestamp(start, UTC).astimezone(zone)
    today = local.hour * 60 + local.minute < rules.day_starts
    day = local.date() if today else local.date() + timedelta(days=1)
    return max(instant_of(day, rules.day_starts, zone)[0], start + 60)


def _without_containers(rows: list[Entry], made: Arranged) -> list[Entry]:
    """A block that at least two others exactly fill says nothing of its own."""
    found = []
    for number, row in enumerate(rows):
        parts = _parts(rows, number)
        if parts >= 2 and not row.closedown:
            made.counts["dropped"] += 1
            said = f"the {parts} shows that fill its time stand instead"
            made.remarks.append(("container", row.number, said))
        else:
            found.append(row)
    return found


def _parts(rows: list[Entry], number: int) -> int:
    """How many entries after this one divide its time among them without a rest; 0 if they do
    not. They begin later, so the first one must begin where the block does or a little after."""
    block, count = rows[number], 0
    reached = block.start
    assert block.stop is not None
    for row in rows[number + 1 :]:
        assert row.stop is not None
        if row.start >= block.stop or (
            row.start != reached and not (count == 0 and row.start - reached <= 60)
        ):
            break
        reached, count = row.stop, count + 1
    return count if reached == block.stop else 0


def _trim(rows: list[Entry], made: Arranged) -> None:
    """The end before gives way, never the start that follows: the start names an event."""
    for row, following in pairwise(rows):
        assert row.stop is not None
        if row.stop > following.start:
            minutes = (row.stop - following.start) / 60
            said = f"ran {minutes:.0f} min over the start of row {following.number}; trimmed"
            small = row.stop - following.start <= _TRIMMED
            made.remarks.append(("overlap_small" if small else "overlap", row.number, said))
            row.stop = following.start


def _take_closedowns(rows: list[Entry], made: Arranged) -> None:
    for row in rows:
        if row.closedown:
            made.counts["closedown"] += 1
            made.remarks.append(("closedown", row.number, row.raw_title))
        else:
            made.entries.append(row)


def _tell_gaps(made: Arranged) -> None:
    for row, following in pairwise(made.entries):
        assert row.stop is not None
        if following.start - row.stop >= _GAP:
            minutes = (following.start - row.stop) // 60
            made.remarks.append(("gap", row.number, f"nothing for {minutes} min after it"))
