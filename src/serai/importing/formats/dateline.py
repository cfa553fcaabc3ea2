"""The line under the headline: the date, then source, persons and view count as far as given."""

import re
from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date

from serai.importing.formats.lines import clean
from serai.importing.formats.paragraphs import folded
from serai.language import dates, names

LONGEST = 260
# A larger number is no count, and fits no column.
MOST_VIEWS = 2**31 - 1

_WEEKDAY = re.compile(
    r"(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun"
    r"|сегодня|today)(?!\w)[\s,.|]*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:опубликовано|дата(?: публикации)?|размещено|published(?: on)?|posted(?: on)?|date)"
    r"\s*:?\s*",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"[\s,|в—–-]*(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d)(?:\s*(?:мск|msk|gmt|utc))?", re.I
)
_YEAR_WORD = re.compile(r"^\s*(?:г\.|года?)(?!\w)", re.IGNORECASE)
_TRIM = " \t\u00a0\u202f|,;·•—–-/:👁"
_VIEW_WORD = r"(?:просмотр(?:а|ов|ы)?|views?|показ(?:а|ов)?|прочтени[йея])"
# Thousands are parted by a non-breaking blank, or by a plain one where no number can stand before
# («Россия 24 204» is a channel and a count).
_COUNT = r"\d{1,3}(?:[\u00a0\u202f,.]\d{3})+|\d+"
_VIEWS_AFTER = re.compile(
    rf"(?:^(?P<plain>\d{{1,3}}(?: \d{{3}})+)|(?<![\w.,])(?P<count>{_COUNT}))"
    rf"\s*{_VIEW_WORD}\.?$",
    re.IGNORECASE,
)
_VIEWS_LABELLED = re.compile(
    rf"(?<!\w){_VIEW_WORD}\s*:\s*(?P<count>{_COUNT}|\d{{1,3}}(?: \d{{3}})+)$", re.IGNORECASE
)
_VIEWS_BARE = re.compile(
    rf"(?:^(?P<plain>\d{{1,3}}(?: \d{{3}})+)|(?:^|(?<=\s))(?P<count>{_COUNT}))$"
)
_VIEWS_PARTED = re.compile(
    rf"(?P<before>.*\S)\s(?P<count>\d{{1,3}}(?: \d{{3}})+)(?:\s*{_VIEW_WORD}\.?)?$", re.IGNORECASE
)
_VIEWS_ROUNDED = re.compile(
    rf"(?<![\w.,])(?P<count>\d{{1,4}}(?:[.,]\d)?)\s*(?:тыс\.?|k)\s*{_VIEW_WORD}\.?$", re.IGNORECASE
)
_NAME_ENDS = re.compile(r"[»\"”“)|,;·•]$|(?<!\w)[A-ZА-ЯЁ]{3,}$")
_BYLINE_LABEL = re.compile(
    r"(?:автор(?:ы)?|текст|корреспондент(?:ы)?|подготовил[аи]?|by|author(?:s)?|text)(?:\s*:\s*|\s+(?=[A-ZА-ЯЁ]))",
    re.IGNORECASE,
)
_SOURCE_LABEL = re.compile(r"(?:источник(?:и)?|source(?:s)?)\s*:\s*", re.IGNORECASE)
_GROUP = re.compile(r"\s*\(([^()]*)\)$")
_PAIRS = {"«": "»", "„": "“", "“": "”", "(": ")"}


@dataclass(frozen=True, slots=True)
class Dateline:
    """What the line says; ``clock_only`` marks «Пятница, 7 января 2022», a clock of the page.

    ``credits`` are source and persons as they stand.
    """

    published_on: date
    source: str | None = None
    byline: str | None = None
    views: int | None = None
    clock_only: bool = False
    credits: str = ""

    def knowing(self, sources: Set[str]) -> "Dateline":
        """The same line, read again with the folded names of sources: «Al Jazeera» is nobody."""
        source, byline = split_credits(self.credits, sources)
        return replace(self, source=source, byline=byline)

    @property
    def bare(self) -> bool:
        return self.source is None and self.byline is None and self.views is None


def read_dateline(line: str) -> Dateline | None:
    """The date line in ``line``, None where it is another kind of line."""
    text = line.strip(_TRIM)
    if len(text) > LONGEST:
        return None
    text = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    weekday = _WEEKDAY.match(text)
    text = text[weekday.end() :] if weekday else text
    hour = _CLOCK.match(text)
    text = text[hour.end() :].strip(_TRIM) if hour else text
    mention = dates.date_at_start(text)
    if mention is None or mention.complete is None:
        return None
    rest = _YEAR_WORD.sub("", text[mention.end :])
    clock = _CLOCK.match(rest)
    rest = (rest[clock.end() :] if clock else rest).strip(_TRIM)
    if rest.startswith("."):
        return None
    remainder, views = split_views(rest)
    if _is_prose(remainder):
        return None
    source, byline = split_credits(remainder)
    return Dateline(mention.complete, source, byline, views, weekday is not None, remainder)


def split_views(text: str) -> tuple[str, int | None]:
    """The text without its view count, and the count."""
    if rounded := _VIEWS_ROUNDED.search(text):
        thousands = float(rounded["count"].replace(",", "."))
        return text[: rounded.start()].rstrip(_TRIM), round(thousands * 1000)
    parted = _VIEWS_PARTED.fullmatch(text)
    if parted and _ends_a_name(parted["before"]):
        return parted["before"].rstrip(_TRIM), _count(parted["count"])
    for pattern in (_VIEWS_AFTER, _VIEWS_LABELLED, _VIEWS_BARE):
        match = pattern.search(text)
        if match is None:
            continue
        groups = match.groupdict()
        views = _count(groups.get("plain") or groups["count"])
        return text[: match.start()].rstrip(_TRIM), views
    return text, None


def _count(text: str) -> int | None:
    digits = re.sub(r"\D", "", text)
    return int(digits) if len(digits) <= 10 and int(digits) <= MOST_VIEWS else None


def _ends_a_name(before: str) -> bool:
    """Whether no number of a channel's name can follow: a quote, an abbreviation, a person."""
    last = re.split(r"[,;|]\s*", before)[-1]
    return _NAME_ENDS.search(before) is not None or names.is_person(last)


def split_credits(text: str, sources: Set[str] = frozenset()) -> tuple[str | None, str | None]:
    """Organisations and persons of «Имя Фамилия, агентство (Имя Фамилия)»."""
    organisations: list[str] = []
    persons: list[str] = []
    for part in _parts(clean(text)):
        label = _SOURCE_LABEL.match(part)
        if label or folded(part) in sources:
            organisations.append(part[label.end() if label else 0 :])
            continue
        label = _BYLINE_LABEL.match(part)
        bare = part[label.end() :] if label else part
        group = _GROUP.search(bare)
        inner = _parts(group[1]) if group else []
        if group and inner and all(map(names.is_person, inner)):
            persons += inner
            bare = bare[: group.start()]
        pair = re.split(r"\s+(?:и|and|&)\s+", bare)
        if bare and all(map(names.is_person, pair)):
            persons += pair
        elif bare:
            # «Корреспондент канала» stays: the label names no person.
            organisations.append(bare if group or not label or ":" in label[0] else part)
    source = ", ".join(filter(None, organisations))
    byline = ", ".join(dict.fromkeys(persons))
    return source or None, byline or None


def _parts(text: str) -> list[str]:
    """Split at commas, slashes and bars that stand outside quotes and brackets."""
    parts: list[str] = []
    part: list[str] = []
    closers: list[str] = []
    for place, sign in enumerate(text):
        if closers and sign == closers[-1]:
            closers.pop()
        elif sign in _PAIRS:
            closers.append(_PAIRS[sign])
        elif sign == '"':
            closers.append('"')
        elif not closers and (sign in ",;|•·" or text[place - 1 : place + 2] == " / "):
            parts.append("".join(part))
            part.clear()
            continue
        part.append(sign)
    parts.append("".join(part))
    return [stripped for one in parts if (stripped := one.strip(_TRIM))]


def _is_prose(rest: str) -> bool:
    """Whether what follows the date runs on as a sentence."""
    if rest.endswith((".", "!", "?", "…", ":")) and not re.search(r"(?<!\w)\w{1,4}\.$", rest):
        return True
    words = re.sub(r"[«\"“„(][^»\"”“)]*[»\"”“)]", " ", rest).split()
    lower = [word for word in words if word[:1].islower()]
    return len(words) > 18 or len(lower) > 6
