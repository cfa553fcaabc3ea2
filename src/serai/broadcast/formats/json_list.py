"""JSON: our own listing, and lists of objects as broadcasters' sites have them."""

import json
import re
from datetime import UTC, datetime
from typing import Any, Final

from serai.broadcast.formats.entries import Entry, Rules, Sink
from serai.broadcast.formats.marks import age_in, kind_of
from serai.broadcast.formats.placing import fill
from serai.broadcast.formats.times import offset_of, zone_of

_LISTS: Final = ("events", "programmes", "programs", "schedule", "items", "epg", "data", "list")
_START: Final = (
    "start",
    "starts_at",
    "start_time",
    "startTime",
    "begin",
    "startDate",
    "time_start",
)
_STOP: Final = ("stop", "end", "ends_at", "end_time", "endTime", "finish", "endDate", "stop_time")
_TITLE: Final = ("title", "name", "titles", "programme", "program")
_AGE: Final = ("age_rating", "ageLimit", "age", "age_limit", "rating", "parentalRating")
_KNOWN: Final = frozenset(
    {"film", "series", "animation", "documentary", "news", "talk", "entertainment", "sport",
     "closedown", "paid", "other"}
)  # fmt: skip


class JsonError(ValueError):
    """A text that is no JSON, or no list of shows."""

    reason = "notwell"


def read(text: str, rules: Rules, sink: Sink) -> None:
    """Raises JsonError."""
    try:
        told = json.loads(text, parse_constant=lambda name: None)
    except (ValueError, RecursionError) as error:
        raise JsonError(f"no JSON: {error}"[:200]) from None
    for channel in _channels(told):
        key = str(channel.get("id") or "")[:200]
        names = channel.get("names") or {"": str(channel.get("name") or "")}
        if key and isinstance(names, dict):
            sink.channel(key, {str(k)[:8]: str(v)[:200] for k, v in names.items() if v})
    rows = _rows(told)
    if rows is None:
        raise JsonError("no list of shows is in it")
    if rules.channel:
        sink.channel(rules.channel, {})
    for number, row in enumerate(rows, 1):
        if isinstance(row, dict):
            _row(number, row, rules, sink)
        else:
            sink.dropped("badstart", number, "no object")


def _channels(told: Any) -> list[dict[str, Any]]:
    found = told.get("channels") if isinstance(told, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _rows(told: Any) -> list[Any] | None:
    if isinstance(told, list):
        return told
    if isinstance(told, dict):
        for name in _LISTS:
            if isinstance(told.get(name), list):
                rows: list[Any] = told[name]
                return rows
    return None


def _row(number: int, row: dict[str, Any], rules: Rules, sink: Sink) -> None:
    key = str(row.get("channel") or row.get("channel_id") or rules.channel or "")[:200]
    start = _moment(_value(row, _START), rules)
    if start is None:
        sink.dropped("badstart", number, f"no start: {_value(row, _START)!r}"[:120])
        return
    if not key:
        sink.dropped("unknownid", number, "the show names no channel")
        return
    stop = _moment(_value(row, _STOP), rules)
    title = _value(row, _TITLE)
    titles = {str(k)[:8]: str(v) for k, v in title.items()} if isinstance(title, dict) else {}
    raw = next(iter(titles.values()), "") if titles else str(title or "")
    if not raw.strip():
        sink.dropped("emptytitle", number, "a show without a title")
        return
    seconds, offset, naive = start
    if naive:
        sink.remark("missingtimezone", number, f"read as time of {rules.zone}")
    until = stop[0] if stop else None
    if until is not None and until <= seconds:
        sink.remark("stop_before_start", number, "the stop is not after the start; left out")
        until = None
    entry = Entry(number, key, seconds, offset, until, {})
    rating = _value(row, _AGE)
    text = "" if rating is None else str(rating)
    age = age_in(text)
    kind = str(row.get("kind") or "")
    fill(
        entry, raw, str(row.get("language") or rules.language), sink,
        kind=kind if kind in _KNOWN else kind_of([kind, str(row.get("category") or "")]),
        live=_yes(row, "live", "isLive", "is_live"),
        repeat=_yes(row, "repeat", "is_repeat", "isRepeat"),
        premiere=_yes(row, "premiere", "isPremiere", "is_premiere"),
        season=_number(row, "season"), episode=_number(row, "episode"), year=_number(row, "year"),
        age=age, rating_source=text, sub_title=_first_text(row, "sub_title", "subtitle"),
        description=_first_text(row, "description", "desc", "synopsis"),
    )  # fmt: skip
    if len(titles) > 1:
        entry.titles = titles
    entry.source_id = str(row.get("id") or row.get("source_id") or "")[:80]
    sink.entry(entry)


def _moment(value: Any, rules: Rules) -> tuple[int, int, bool] | None:
    """Seconds, offset, and whether the zone was missing."""
    if isinstance(value, bool) or value in (None, ""):
        return None
    zone = zone_of(rules.naive_zone or rules.zone)
    if isinstance(value, int | float) or re.fullmatch(r"\d{9,13}", str(value)):
        number = float(value)
        number = number / 1000 if number > 1e11 else number
        try:
            moment = datetime.fromtimestamp(number, UTC).astimezone(zone)
        except (OverflowError, OSError, ValueError):
            return None
        return int(moment.timestamp()), offset_of(moment), False
    try:
        moment = datetime.fromisoformat(str(value).strip().replace(" +", "+"))
    except ValueError:
        return None
    naive = moment.tzinfo is None
    if naive:
        moment = moment.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    if not 1970 < moment.year < 2200:
        return None
    return int(moment.timestamp()), offset_of(moment), naive


def _value(row: dict[str, Any], names: tuple[str, ...]) -> Any:
    return next((row[name] for name in names if row.get(name) not in (None, "")), None)


def _first_text(row: dict[str, Any], *names: str) -> str:
    found = _value(row, names)
    if isinstance(found, dict):
        found = next(iter(found.values()), "")
    return " ".join(str(found or "").split())


def _yes(row: dict[str, Any], *names: str) -> bool:
    return any(row.get(name) in (True, 1, "1", "true", "yes") for name in names)


def _number(row: dict[str, Any], name: str) -> int | None:
    found = str(row.get(name) or "")
    return int(found) if found.isdigit() and len(found) < 5 else None
