"""Clocks past midnight, dates of all habits, and local time as instants."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

#: A list whose time goes back has passed midnight where the next day comes within so many minutes.
ROLL: Final = 20 * 60
#: The latest hour of a broadcast day that is counted on past midnight.
LAST_HOUR: Final = 36

_CLOCK: Final = re.compile(
    r"(\d{1,2})\s*(?:[:.h\u0447-]|\s?ч\.?\s?)\s*(\d{2})(?:[:.](\d{2})(?:[.,:;]\d+)?)?\s*(am|pm|a\.m\.|p\.m\.)?",
    re.IGNORECASE,
)
_BARE: Final = re.compile(r"(\d{3,4})(?:\.0)?")
_MONTHS: Final = (
    ("янв", "jan", "gen", "sty", "sij"),
    ("фев", "feb", "fév", "fev", "lut", "velj", "velj"),
    ("мар", "mar", "mär", "ožu"),
    ("апр", "apr", "avr", "kwi", "tra"),
    ("мая", "май", "may", "mai", "mag", "maj", "svi"),
    ("июн", "jun", "juin", "giu", "cze", "lip"),
    ("июл", "jul", "juil", "lug", "srp"),
    ("авг", "aug", "août", "aou", "ago", "sie", "kol"),
    ("сен", "sep", "set", "wrz", "ruj"),
    ("окт", "oct", "okt", "ott", "paź", "lis"),
    ("ноя", "nov", "stu"),
    ("дек", "dec", "dez", "déc", "dic", "gru", "pro"),
)
_MONTH: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_WORDED: Final = re.compile(
    r"(\d{1,2})(?:-?(?:го|st|nd|rd|th|er))?\.?\s+([^\W\d_]{3,12})\.?(?:,?\s+(\d{4}))?"
)
_WORDED_FIRST: Final = re.compile(
    r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?"
)
_DASHED: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00)?)?")
_DOTTED: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?\.?")
_SLASHED: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_SOLID: Final = re.compile(r"(20\d{2}|19\d{2})(\d{2})(\d{2})")
_WEEKDAYS: Final = (
    "пон", "вто", "сре", "чет", "пят", "суб", "вос", "mon", "tue", "wed", "thu", "fri", "sat",
    "sun", "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "die", "mit", "don", "fre", "son",
    "sob", "nie", "пн", "вт", "ср", "чт", "пт", "сб", "вс",
)  # fmt: skip


class Ambiguous(ValueError):
    """01/02/2026 may be two days, and nothing in the file says which."""


def clock_of(text: str) -> int | None:
    """Minutes since the day's midnight: «16:55», «0700», «29:10», «06:59:59» (rounded)."""
    text = text.strip().replace("\u00a0", " ")
    found = _CLOCK.fullmatch(text)
    if found:
        hours, minutes = int(found[1]), int(found[2])
        seconds = int(found[3] or 0)
        half = (found[4] or "").lower().replace(".", "")
        if half:
            if not 1 <= hours <= 12:
                return None
            hours = hours % 12 + (12 if half == "pm" else 0)
    elif bare := _BARE.fullmatch(text):
        hours, minutes, seconds = int(bare[1][:-2]), int(bare[1][-2:]), 0
    else:
        return None
    if hours >= LAST_HOUR or minutes > 59 or seconds > 59:
        return None
    return hours * 60 + minutes + (seconds >= 30)


def minutes_of(span: str) -> int | None:
    """A duration: «45», «05 mins», «1:30», «00:45:00»."""
    text = span.strip().lower()
    plain = re.fullmatch(r"(\d{1,3})(?:\.0)?\s*(?:min|mins|minutes|мин|минут|м|')?\.?", text)
    if plain:
        return int(plain[1])
    return clock_of(text)


def date_of(text: str, *, near: date | None = None, order: str = "") -> date | None:
    """The day that a text names, None where it names none. ``near`` gives a missing year.

    Raises Ambiguous where day and month cannot be told apart.
    """
    text = _without_weekday(text.strip().replace("\u00a0", " "))
    if len(text) > 40:
        return None
    if found := _DASHED.fullmatch(text) or _SOLID.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTTED.fullmatch(text):
        return _near(found[3], int(found[2]), int(found[1]), near)
    if found := _SLASHED.fullmatch(text):
        return _slashed(int(found[1]), int(found[2]), found[3], order)
    if (found := _WORDED.fullmatch(text)) and (month := month_of(found[2])):
        return _near(found[3], month, int(found[1]), near)
    if (found := _WORDED_FIRST.fullmatch(text)) and (month := month_of(found[1])):
        return _near(found[3], month, int(found[2]), near)
    return None


def date_within(text: str, *, near: date | None = None) -> date | None:
    """The first day named anywhere in a text: a heading, the name of a sheet or of a file."""
    for pattern in (_DASHED, _SOLID, _DOTTED, _WORDED):
        for found in pattern.finditer(text):
            day = date_of(found[0], near=near)
            if day is not None:
                return day
    return None


def order_of(texts: list[str]) -> str:
    """ "dmy" or "mdy" where one of the dates can be read in one way only."""
    for text in texts:
        found = _SLASHED.fullmatch(_without_weekday(text.strip()))
        if found and int(found[1]) > 12 >= int(found[2]):
            return "dmy"
        if found and int(found[2]) > 12 >= int(found[1]):
            return "mdy"
    return ""


def is_weekday(text: str) -> bool:
    word = text.strip().strip(".,:").lower()
    return word.isalpha() and len(word) <= 12 and word.startswith(_WEEKDAYS)


def month_of(word: str) -> int | None:
    word = word.lower()
    return next((_MONTH[word[:n]] for n in (4, 3) if word[:n] in _MONTH), None)


def _without_weekday(text: str) -> str:
    first, _, rest = text.partition(" ")
    if rest and is_weekday(first):
        return rest.strip(" ,")
    last = text.rpartition(",")
    if last[0] and is_weekday(last[2]):
        return last[0].strip()
    return re.sub(r"\s*\([^)\d]*\)$|\s*г(?:ода|\.)?$", "", text)


def _slashed(first: int, second: int, year: str, order: str) -> date | None:
    whole = int(year) + (2000 if len(year) == 2 else 0)
    if first > 12 or order == "dmy":
        return _day(whole, second, first)
    if second > 12 or order == "mdy" or first == second:
        return _day(whole, first, second)
    raise Ambiguous(f"{first}/{second}/{year}")


def _near(year: str | None, month: int, day: int, near: date | None) -> date | None:
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if near is None:
        return None
    days = [_day(near.year + step, month, day) for step in (-1, 0, 1)]
    return min(filter(None, days), key=lambda one: abs(one - near), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1970 <= year <= 2200 else None
    except ValueError:
        return None


@lru_cache(64)
def zone_of(name: str) -> ZoneInfo:
    """Raises ValueError for a name that is no zone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"no time zone: {name}") from error


def instant_of(day: date, minutes: int, zone: ZoneInfo) -> tuple[int, int, bool]:
    """Seconds since 1970, offset in minutes, and whether the clock really showed that time.

    Minutes are wall time: 26:00 is two o'clock of the next day. A time that a change of clocks
    leaves out is moved by what was left out; of one that comes twice the first is meant.
    """
    on = day + timedelta(days=minutes // 1440)
    wall = datetime.combine(on, time(minutes % 1440 // 60, minutes % 60), zone)
    instant = wall.astimezone(UTC)
    shown = instant.astimezone(zone)
    real = shown.replace(tzinfo=None) == wall.replace(tzinfo=None)
    return int(instant.timestamp()), offset_of(shown), real


def offset_of(moment: datetime) -> int:
    given = moment.utcoffset()
    return 0 if given is None else int(given.total_seconds() // 60)
