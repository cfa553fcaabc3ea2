"""Dates written in Russian and English text, and paragraphs that begin with a past one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS_RU = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# «В январе»: the locative of the month names.
_LOCATIVES_RU = (
    "январе", "феврале", "марте", "апреле", "мае", "июне",
    "июле", "августе", "сентябре", "октябре", "ноябре", "декабре",
)  # fmt: skip
_SHORT_EN = {name[:3].lower(): number for number, name in enumerate(MONTHS_EN, 1)} | {"sept": 9}
_NUMBERS = (
    {name: number for number, name in enumerate(MONTHS_RU, 1)}
    | {name: number for number, name in enumerate(_LOCATIVES_RU, 1)}
    | {name.lower(): number for number, name in enumerate(MONTHS_EN, 1)}
    | _SHORT_EN
)
_RU = "|".join(MONTHS_RU)
_EN = "|".join(MONTHS_EN) + r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_DAY = r"(?P<day{0}>0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?P<year{0}>(?:19|20)\d\d)"
_DATE = re.compile(
    r"(?<![\d.\-/])(?:"
    + _DAY.format(1) + r"[./](?P<month1>0?[1-9]|1[0-2])[./]" + _YEAR.format(1) + r"(?![\d.]\d|\d)"
    + r"|" + _YEAR.format(2) + r"-(?P<month2>0[1-9]|1[0-2])-" + r"(?P<day2>\d\d)(?!\d)"
    + r"|" + _DAY.format(3) + rf"(?:-?го)?\s+(?P<month3>{_RU})(?!\w)"
    + r"(?:\s+" + _YEAR.format(3) + r"(?!\d)(?:\s*(?:года|г\.|г(?!\w)))?)?"
    + r"|" + _DAY.format(4) + rf"(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month4>{_EN})(?!\w)\.?"
    + r"(?:,?\s+" + _YEAR.format(4) + r"(?!\d))?"
    + rf"|(?<!\w)(?P<month5>{_EN})\.?\s+" + _DAY.format(5) + r"(?:st|nd|rd|th)?(?!\d)"
    + r"(?:,?\s+" + _YEAR.format(5) + r"(?!\d))?"
    + r")",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text; ``year`` is None where the text leaves it out."""

    start: int
    end: int
    day: int
    month: int
    year: int | None

    @property
    def complete(self) -> date | None:
        return _calendar(self.year, self.month, self.day) if self.year else None


def find_dates(text: str) -> Iterator[DateMention]:
    """Every date of the calendar that ``text`` names, in order."""
    for match in _DATE.finditer(text):
        mention = _mention(match)
        # 29 February is checked against a leap year where the text has no year.
        if _calendar(mention.year or 2000, mention.month, mention.day):
            yield mention


def date_at_start(text: str) -> DateMention | None:
    """The date a line begins with."""
    match = _DATE.match(text)
    if match is None:
        return None
    mention = _mention(match)
    return mention if _calendar(mention.year or 2000, mention.month, mention.day) else None


_LEAD_IN = (
    r"(?:(?:ещё|еще|вечером|утром|ночью|днём|днем|поздно вечером|в ночь на|в начале|в середине"
    r"|в конце|начиная с|с|со|во|в|on|in|since|back in|late on|early on|at the end of"
    r"|at the beginning of)\s+){0,3}"
)
_DATE_FIRST = re.compile(_LEAD_IN + rf"(?={_DATE.pattern})", re.IGNORECASE)
_MONTH_FIRST = re.compile(
    _LEAD_IN
    + rf"(?P<month>{'|'.join((*_LOCATIVES_RU, *MONTHS_RU))}|{_EN})(?!\w)"
    + r"(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)(?!\d)|\s+(?P<last>прошлого года|last year))",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    r"(?:"
    + _LEAD_IN
    + r"(?P<year>(?:19|20)\d\d)(?:\s*[-–—]\s*(?P<to>(?:19|20)\d\d))?"
    + r"\s+(?:году|года|годах|г\.|гг\.)"
    + r"|(?:back in|late in|early in|in|since)\s+(?P<english>(?:19|20)\d\d)(?=,|\s+[a-z]))",
    re.IGNORECASE,
)
_RECALLED = re.compile(
    r"(?:(?:в|на|in|during)\s+)?(?:прошл(?:ом|ой|ый|ую)\s+(?:году|месяце|неделе|осенью|весной)"
    r"|(?:прошлой|минувшей)\s+(?:весной|осенью|зимой)|прошлым летом"
    r"|(?:минувш\w+)\s+(?:году|месяце|неделе)"
    r"|last\s+(?:year|month|week|spring|summer|autumn|fall|winter))(?!\w)",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"(?<!\w)(?:будет|будут|состоится|состоятся|пройд[её]т|пройдут|начн[её]тся|начнутся|откроется"
    r"|запланирован\w*|намечен\w*|ожидается|ожидаются|will|is due|are due|is to|are to"
    r"|(?:is|are) (?:scheduled|expected|planned))(?!\w)",
    re.IGNORECASE,
)


def past_date_first(paragraph: str, published_on: date) -> bool:
    """Whether a paragraph begins with a date, month or year before ``published_on``."""
    match = _DATE_FIRST.match(paragraph)
    if match is not None:
        mention = date_at_start(paragraph[match.end() :])
        return mention is not None and _is_past(mention, paragraph, published_on)
    month = _MONTH_FIRST.match(paragraph)
    if month is not None:
        year = published_on.year - 1 if month["last"] else int(month["year"])
        number = _NUMBERS[month["month"].lower()]
        return (year, number) < (published_on.year, published_on.month)
    year_first = _YEAR_FIRST.match(paragraph)
    if year_first is not None:
        year = int(year_first["to"] or year_first["year"] or year_first["english"])
        return year < published_on.year
    return _RECALLED.match(paragraph) is not None


def _is_past(mention: DateMention, paragraph: str, published_on: date) -> bool:
    if mention.complete is not None:
        return mention.complete < published_on
    nearest = _nearest(mention, published_on)
    sentence = re.split(r"(?<=[.!?…])\s", paragraph, maxsplit=1)[0]
    return nearest is not None and nearest < published_on and not _PLANNED.search(sentence)


def _nearest(mention: DateMention, published_on: date) -> date | None:
    """A date without a year is the one nearest to the publication."""
    years = range(published_on.year - 1, published_on.year + 2)
    days = [_calendar(year, mention.month, mention.day) for year in years]
    known = [day for day in days if day is not None]
    return min(known, key=lambda day: abs((day - published_on).days)) if known else None


def _mention(match: re.Match[str]) -> DateMention:
    parts = match.groupdict()
    form = next(number for number in "12345" if parts[f"day{number}"])
    month = parts[f"month{form}"].lower()
    year = parts[f"year{form}"]
    return DateMention(
        start=match.start(),
        end=match.end(),
        day=int(parts[f"day{form}"]),
        month=int(month) if month.isdigit() else _NUMBERS[month],
        year=int(year) if year else None,
    )


def _calendar(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year or 0, month, day)
    except ValueError:
        return None
