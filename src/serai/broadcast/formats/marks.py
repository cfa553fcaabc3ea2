"""Age marks and kinds, from what files say; nothing is guessed."""

import re
from collections.abc import Iterable
from typing import Final

AGES: Final = frozenset({0, 6, 12, 16, 18})
_MARK: Final = re.compile(r"\s*\+?\s*(0|6|12|16|18)\s*\+?\s*")
#: Systems that mean the marks of the Russian law; "" is a file that names none.
_OURS: Final = frozenset({"ru", "rus", "russia", "россия", "рф", "436-фз", "rars", ""})
_KINDS: Final = (
    ("animation", ("мульт", "анимац", "cartoon", "animat", "anime", "аниме")),
    ("documentary", ("документ", "document", "докум")),
    ("series", ("сериал", "series", "serial", "sitcom", "soap")),
    ("film", ("фильм", "film", "movie", "кино", "cinema")),
    ("news", ("новост", "news", "информац", "вести")),
    ("sport", ("спорт", "sport", "футбол", "хоккей", "football", "теннис")),
    ("talk", ("ток-шоу", "talk", "интервью", "interview", "discussion")),
    ("entertainment", ("развлек", "entertain", "шоу", "show", "концерт", "music", "музык", "юмор")),
)


def age_of(system: str, value: str) -> int | None:
    """The mark that a rating means under the law's five signs; None for any other system."""
    if system.strip().lower() not in _OURS:
        return None
    found = _MARK.fullmatch(value)
    if found is None or ("+" not in value and system.strip() == ""):
        return None
    return int(found[1])


def age_from_number(value: object) -> int | None:
    """``ageLimit: 12`` of JSON lists and columns of spreadsheets."""
    found = _MARK.fullmatch(str(value).removesuffix(".0")) if value not in (None, "") else None
    return int(found[1]) if found else None


def age_in(text: str) -> int | None:
    """The mark of a column or a field, «12+» or a bare number."""
    return age_of("ru", text) if "+" in text else age_from_number(text)


def kind_of(categories: Iterable[str]) -> str:
    """The first kind that a category names, "" for none."""
    for category in categories:
        lowered = category.lower()
        for kind, parts in _KINDS:
            if any(part in lowered for part in parts):
                return kind
    return ""
