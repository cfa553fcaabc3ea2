"""What goes to the sandbox child, files with the vocabulary, and what comes back: plain data.

An envelope is one line of JSON (date, names of countries and sources, names and sizes of files),
then the files' bytes. The answer is a list with one row per file, which the parent reads with
suspicion: ``capture_from`` takes nothing that the parser's own rules would not give.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from serai.core.addresses import safe_url
from serai.core.limits import limit
from serai.importing.formats.capture import Capture, CaptureError, Lexicon, Show, parse_capture
from serai.importing.formats.dateline import LONGEST, MOST_VIEWS
from serai.importing.formats.furniture import LONGEST_TITLE
from serai.importing.formats.lines import clean
from serai.importing.formats.reader import LONGEST_HEADLINE, MOST_PARAGRAPHS
from serai.vocabulary.gazetteer import CountryForms

#: The function that the child calls.
READER = f"{__name__}:read_envelope"
_LONGEST_ERROR = 300
_LONGEST_NAME = 200
_MOST_SHOWS = 500
_MOST_COUNTRIES = 500


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file in an envelope; the name only tells text from HTML where the bytes do not."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Names:
    """What the reader is told of the world: countries, sources and the date."""

    countries: Sequence[CountryForms]
    sources: Sequence[str]
    today: date


def pack(sheets: Sequence[Sheet], names: Names) -> bytes:
    head = {
        "today": names.today.isoformat(),
        "countries": [asdict(form) for form in names.countries],
        "sources": list(names.sources),
        "files": [[sheet.name, len(sheet.data)] for sheet in sheets],
    }
    return b"\n".join([json.dumps(head).encode(), b"".join(sheet.data for sheet in sheets)])


def read_envelope(payload: bytes) -> list[dict[str, Any]]:
    """In the child: a row for every file, ``{"capture": …}`` or ``{"error": …}``."""
    line, _, content = payload.partition(b"\n")
    head = json.loads(line)
    forms = [
        CountryForms(**{key: _frozen(value) for key, value in form.items()})
        for form in head["countries"]
    ]
    lexicon = Lexicon(forms, head["sources"])
    today = date.fromisoformat(head["today"])
    rows, start = [], 0
    for name, size in head["files"]:
        rows.append(_read_one(content[start : start + size], name, lexicon, today))
        start += size
    return rows


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _read_one(data: bytes, name: str, lexicon: Lexicon, today: date) -> dict[str, Any]:
    try:
        capture = parse_capture(data, filename=name, lexicon=lexicon, today=today)
    except CaptureError as error:
        return {"error": str(error)}
    except MemoryError:
        raise
    except Exception as error:  # a slip of ours on one page is no harm to the others
        return {"error": f"the reader broke down: {type(error).__name__}: {error}"[:_LONGEST_ERROR]}
    return {"capture": asdict(capture) | {"published_on": capture.published_on.isoformat()}}


def capture_from(row: Any) -> Capture:
    """The capture in one row of an answer. Raises CaptureError for a refusal and for a bad row."""
    if not isinstance(row, dict) or len(row) != 1:
        raise CaptureError("the reader gave no sensible answer")
    if "error" in row:
        raise CaptureError(clean(str(row["error"]))[:_LONGEST_ERROR] or "refused")
    try:
        return _checked(row["capture"])
    except (KeyError, TypeError, ValueError) as error:
        raise CaptureError(
            f"the reader gave no sensible answer: {error}"[:_LONGEST_ERROR]
        ) from None


def _checked(given: Mapping[str, Any]) -> Capture:
    if set(given) != {field.name for field in fields(Capture)}:
        raise ValueError("other parts than a capture has")
    paragraph = limit("paragraph")
    body = _texts(given["body"], paragraph, MOST_PARAGRAPHS)
    return Capture(
        headline=_text(given["headline"], LONGEST_HEADLINE),
        published_on=date.fromisoformat(_matching(given["published_on"], r"\d{4}-\d\d-\d\d")),
        source=_text_or_none(given["source"], LONGEST),
        byline=_text_or_none(given["byline"], LONGEST),
        views=_number_or_none(given["views"], MOST_VIEWS),
        photo_credit=_text_or_none(given["photo_credit"], limit("credit")),
        lead=_text(given["lead"], paragraph),
        body=body,
        background=_texts(given["background"], paragraph, MOST_PARAGRAPHS - len(body)),
        schedule=tuple(map(_show, _items(given["schedule"], _MOST_SHOWS))),
        countries_index=_texts(given["countries_index"], _LONGEST_NAME, _MOST_COUNTRIES),
        mentioned=tuple(map(_code, _items(given["mentioned"], _MOST_COUNTRIES))),
        has_weather=_flag(given["has_weather"]),
        has_newsletter=_flag(given["has_newsletter"]),
        warnings=_texts(given["warnings"], 60, 20),
        language=_matching(given["language"], r"ru|en"),
        original_url=_web_address(given["original_url"]),
    )


def _text(value: Any, longest: int) -> str:
    """A line as ``clean`` leaves it: not empty, no controls, no marks of direction."""
    if not isinstance(value, str) or not 0 < len(value) <= longest or clean(value) != value:
        raise ValueError("a text that is empty, too long or has odd signs")
    return value


def _text_or_none(value: Any, longest: int) -> str | None:
    return None if value is None else _text(value, longest)


def _items(value: Any, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError("a list that is none or has too many entries")
    return value


def _texts(value: Any, longest: int, most: int) -> tuple[str, ...]:
    return tuple(_text(item, longest) for item in _items(value, most))


def _number_or_none(value: Any, most: int) -> int | None:
    if value is not None and (type(value) is not int or not 0 <= value <= most):
        raise ValueError("a number that is none or too large")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value


def _matching(value: Any, pattern: str) -> str:
    if not isinstance(value, str) or re.fullmatch(pattern, value, re.ASCII) is None:
        raise ValueError("a word of another form")
    return value


def _code(value: Any) -> str:
    return _matching(value, "[A-Z]{2}")


def _show(value: Any) -> Show:
    return Show(
        time=_matching(value["time"], r"(?:[01]\d|2[0-3]):[0-5]\d"),
        title=_text(value["title"], LONGEST_TITLE),
        age_rating=_number_or_none(value["age_rating"], 21),
    )


def _web_address(value: Any) -> str | None:
    """The address if it may stand in a link and fits its column; any other is left out."""
    if not isinstance(value, str) or len(value) > 500:
        return None
    address = safe_url(value)
    return address if address is not None and address.startswith(("http://", "https://")) else None
