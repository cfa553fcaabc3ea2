"""Titles of printed schedules taken apart: «Премьера. Х/ф «Весна», 2-я серия (16+)»."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from serai.broadcast.formats.marks import AGES

_PREFIXES: Final = {
    "х/ф": "film", "т/ф": "film", "худ. фильм": "film", "художественный фильм": "film",
    "т/с": "series", "сериал": "series", "телесериал": "series",
    "м/ф": "animation", "м/с": "animation", "мультфильм": "animation",
    "мультсериал": "animation", "а/ф": "animation",
    "д/ф": "documentary", "д/с": "documentary", "д/ц": "documentary", "док. фильм": "documentary",
    "документальный фильм": "documentary",
    "ток-шоу": "talk",
}  # fmt: skip
_PREFIX: Final = re.compile(
    r"(?:" + "|".join(re.escape(name) for name in sorted(_PREFIXES, key=len, reverse=True)) + r")"
    r"(?:\.?\s+|\.?(?=[«\"„“]))",
    re.IGNORECASE,
)
_AGE: Final = re.compile(
    r"[(\[/]\s*(\d{1,2})\s*\+\s*[)\]/]|(?:^|(?<=\s))(\d{1,2})\s?\+(?=[\s.,;]*$)"
)
_LIVE: Final = re.compile(
    r"[(\[]?\s*\bпрям(?:ая\s+трансляция|ой\s+эфир)\b\s*[)\]]?\.?"
    r"|[(\[]\s*live\s*[)\]]|\s[–—-]\s*live\s*$|\sLIVE\s*$",
    re.IGNORECASE,
)
_REPEAT: Final = re.compile(
    r"[(\[]\s*(?:повтор|п|r|repeat)\s*\.?[)\]]|[.,;—–-]?\s*\bповтор\b\.?\s*$", re.IGNORECASE
)
_PREMIERE: Final = re.compile(
    r"^\s*премьера\s*(?:сезона)?\s*[.!:—–-]?\s+(?=\S)|[(\[]\s*(?:премьера|premiere)\s*[)\]]"
    r"|[.,]\s*премьера[.!]?\s*$",
    re.IGNORECASE,
)
_SEASON: Final = re.compile(
    r"[,.;:(]?\s*\b(?:(\d{1,2})(?:-?й)?\s*сезон|сезон\s*(\d{1,2})|season\s*(\d{1,2}))\b[.,)]?",
    re.IGNORECASE,
)
_EPISODE: Final = re.compile(
    r"[,.;:(]?\s*(?:(\d{1,4})(?:-?я|-?ая)?(?:\s*[-–и,]\s*\d{1,4}(?:-?я)?)?\s*(?:серия|серии|сер\.|с\.|выпуск)"
    r"|(?:серия|серии|выпуск|эпизод|episode|ep\.?)\s*№?\s*(\d{1,4}))\s*[.,)]?\s*$",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"[(\[]?\bS(\d{1,2})\s?E(\d{1,4})\b[)\]]?", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[«\"„“](.+)[»\"“”]")
_FIRST_QUOTED: Final = re.compile(r"[«\"„“]([^«»\"„“”]+)[»\"“”](.*)", re.DOTALL)
_CLOSEDOWN: Final = re.compile(
    r"(?:end of (?:transmission|broadcast|programmes?)|closedown|close down|closed|sign[- ]?off"
    r"|off[- ]air|no transmission|test card|эфир завсарлага|эфирийн завсарлага"
    r"|programos pabaiga|конец эфира|окончание эфира|окончание вещания|перерыв(?: в вещании)?"
    r"|профилактика|профилактические работы|технический перерыв|нет вещания|sendeschluss"
    r"|zakończenie programu|kraj programa|fin des programmes)[.!]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """A title without what was wrapped round it."""

    name: str
    kind: str = ""
    rest: str = ""
    age: int | None = None
    live: bool = False
    repeat: bool = False
    premiere: bool = False
    season: int | None = None
    episode: int | None = None


@lru_cache(8192)
def is_closedown(title: str) -> bool:
    return _CLOSEDOWN.fullmatch(title.strip()) is not None


@lru_cache(8192)
def take_apart(raw: str) -> Parts:
    """The parts of a title as printed. What no rule knows stays in the name."""
    text = " ".join(raw.split())
    text, age = _take_age(text)
    text, live = _take(_LIVE, text)
    text, repeat = _take(_REPEAT, text)
    text, premiere = _take(_PREMIERE, text)
    kind = ""
    if found := _PREFIX.match(text):
        kind = _PREFIXES[found[0].strip().rstrip(".").lower()]
        text = text[found.end() :].strip()
    season = episode = None
    if found := _CODE.search(text):
        season, episode = int(found[1]), int(found[2])
        text = _without(text, found)
    if found := _EPISODE.search(text):
        episode = int(found[1] or found[2])
        text = _without(text, found)
    if (found := _SEASON.search(text)) and found.start() > 0:
        season = int(found[1] or found[2] or found[3])
        text = _without(text, found)
    name, rest = _unquoted(text, bool(kind))
    if not name:  # nothing but marks: the title is what was printed
        return Parts(" ".join(raw.split()), age=age)
    return Parts(name, kind, rest, age, live, repeat, premiere, season, episode)


def _take_age(text: str) -> tuple[str, int | None]:
    age = None
    for found in reversed(list(_AGE.finditer(text))):
        number = int(found[1] or found[2])
        if number in AGES and (found.start() > 0 or found.end() < len(text)):
            age = number if age is None else age
            text = _without(text, found)
    return text, age


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    found = pattern.search(text)
    if found is None or found[0].strip() == text:
        return text, False
    return _without(text, found), True


def _without(text: str, found: re.Match[str]) -> str:
    left, right = text[: found.start()].rstrip(" ,;:.—–-"), text[found.end() :].lstrip(" ,;:.—–-")
    return f"{left} {right}".strip()


def _unquoted(text: str, prefixed: bool) -> tuple[str, str]:
    """«Весна» without its quotation marks; behind a prefix what follows them is the rest."""
    if prefixed and (found := _FIRST_QUOTED.match(text)):
        return found[1].strip(), found[2].strip(" .,;:—–-")
    whole = _QUOTED.fullmatch(text.rstrip("."))
    if whole and not re.search(r"[«»\"„“”]", whole[1]):
        return whole[1].strip(), ""
    return text.strip(" ,;—–-"), ""
