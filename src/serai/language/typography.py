"""Text set as print sets it, Russian and English: blanks, quotes, dashes, numbers, dates.

``set_text`` is for showing, never for storing; setting a set text changes nothing.
Languages without rules of their own are left as they are.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal

from serai.language.dates import MONTHS_EN, MONTHS_RU

NBSP = "\u00a0"
MINUS = "\u2212"
# Holds «4-я» together where a hyphen would let the line break; fonts need no sign for it.
JOINER = "\u2060"
_WEEKDAYS = {
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_Step = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def set_text(text: str, language: str) -> str:
    """``text`` with the blanks, quotes and dashes of its language; idempotent."""
    steps = _STEPS.get(language)
    if steps is None:
        return text
    # One pass may make room for another rule: pass until nothing changes.
    for _ in range(6):
        done = _set_quotes(text, language)
        for pattern, replacement in steps:
            done = pattern.sub(replacement, done)
        if done == text:
            break
        text = done
    return text


def number(n: int | float | Decimal, language: str) -> str:
    """A number with its thousands parted, from 1 000 on, and a real minus."""
    plain = f"{n:,}"
    if language == "ru":
        plain = plain.replace(",", NBSP).replace(".", ",")
    return plain.replace("-", MINUS)


def plural(n: int, language: str, forms: Sequence[str]) -> str:
    """The form that goes with ``n``: ru (просмотр, просмотра, просмотров), en (view, views)."""
    n = abs(n)
    if language == "ru":
        if n % 10 == 1 and n % 100 != 11:
            return forms[0]
        return forms[1] if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else forms[2]
    return forms[0] if n == 1 else forms[-1]


def date_long(d: date, language: str) -> str:
    """«7 января 2022», of a moment «7 января 2022, 16:40»; zones are the caller's business."""
    clock = f", {d:%H:%M}" if isinstance(d, datetime) else ""
    return f"{date_short(d, language)} {d.year}{clock}"


def date_short(d: date, language: str) -> str:
    """The date without its year, for lists within one year."""
    months = MONTHS_RU if language == "ru" else MONTHS_EN
    return f"{d.day}{NBSP}{months[d.month - 1]}"


def weekday_name(d: date, language: str) -> str:
    return _WEEKDAYS.get(language, _WEEKDAYS["en"])[d.weekday()]


_MARKS = {"ru": (("«", "»"), ("„", "“")), "en": (("“", "”"), ("“", "”"))}
_OPENS_AFTER = frozenset(" \t\n\u00a0\u202f\u2009([{-–—−/" + JOINER)


def _set_quotes(text: str, language: str) -> str:
    """Double quotes of any make in the marks of the language, inner ones in the inner marks.

    What cannot be paired stays as it is, so that a second pass meets the same decisions.
    """
    marks = _MARKS[language]
    out: list[str] = []
    depth = 0
    opening = True
    for sign in text:
        if sign not in '"«»“”„':
            out.append(sign)
            opening = sign in _OPENS_AFTER
            continue
        opens = sign in "«„" or (sign in '“"' and opening) or (sign == "“" and language == "en")
        if opens:
            out.append(marks[min(depth, 1)][0])
            depth += 1
        elif depth and (language == "en" or not opening):
            depth -= 1
            out.append(marks[min(depth, 1)][1])
        else:
            out.append(sign)
        opening = opens
    return "".join(out)


def _grouped(match: re.Match[str]) -> str:
    return f"{int(match[0]):,}".replace(",", NBSP)


def _steps(*pairs: tuple[str, str | Callable[[re.Match[str]], str]]) -> tuple[_Step, ...]:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in pairs)


_SHARED: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"(?<!\.)\.\.\.(?!\.)", "…"),
    (r"(?<![^\s(])-(?=\d)", MINUS),
    (r"(?<=\d) (?=\d{3}(?:[ \u00a0]\d{3})*(?![\d:.,/]))", NBSP),
    (r"(?<=№)[ ]?(?=\d)", NBSP),
)
# These lean on the word before them.
_PARTICLE = r"(?:же|бы|ли|ль|ж|б)(?!\w)"
_NUMBER_RANGE = r"(?<![\w.,:/\-–+№])(\d{1,4})-(\d{1,4})(?=\s?[°%]|[ \u00a0][^\W\d_]|$)"

_STEPS: dict[str, tuple[_Step, ...]] = {
    "ru": _steps(
        *_SHARED,
        (r"(?m)^[-–—] +(?=\S)", f"—{NBSP}"),
        (r"(?<=[^\s]) +[-–—] +", f"{NBSP}— "),
        (r"(?<=[^\s])\u00a0[-–] ", f"{NBSP}— "),
        (_NUMBER_RANGE, r"\1–\2"),
        (r"(?<![\w.,:/\-–+№])[1-9]\d{4,8}(?=[ \u00a0][а-яё])", _grouped),
        (r"(?<=\d)-(?=(?:[а-яё]{1,2}|ми|го|му)(?!\w))", f"-{JOINER}"),
        (rf"(?<![\w\-{JOINER}])(?!{_PARTICLE})([А-Яа-яЁё]{{1,2}}) (?=\S)", rf"\1{NBSP}"),
        (rf"(?<=\w) (?={_PARTICLE})", NBSP),
        (r"(?<=\d) (?=[^\W\d_]|°|₽|\$|€)", NBSP),
        (r"(?<=\d)[ ]?(?=%)", NBSP),
        (r"(?<![\w.])([А-ЯЁA-Z]\.) ?(?=[А-ЯЁA-Z]\.|[А-ЯЁ][а-яё])", rf"\1{NBSP}"),
        (r"(?<![\w.])(г\.|ул\.|им\.|стр\.|т\.) (?=\S)", rf"\1{NBSP}"),
    ),
    "en": _steps(
        *_SHARED,
        (r"(?<=[^\W_])'(?=[^\W_])", "’"),
        (r"(?<=[^\s]) +[-–—] +", f"{NBSP}– "),
        (r"(?<=[^\s])\u00a0[-—] ", f"{NBSP}– "),
        (_NUMBER_RANGE, r"\1–\2"),
        (r"(?<![\w\-])([aAI]) (?=\S)", rf"\1{NBSP}"),
        (r"(?<![\w])(Mr|Mrs|Ms|Dr|No|St)\. (?=[\w])", rf"\1.{NBSP}"),
        (r"(?<=\d) (?=[^\W\d_]|°)", NBSP),
        (r"(?<![\w.])([A-Z]\.) ?(?=[A-Z]\.|[A-Z][a-z])", rf"\1{NBSP}"),
    ),
}
