"""From bytes of unknown origin to text: whole, or refused with a reason, never garbled.

Order of evidence: byte order mark, strict UTF-8 with letters outside ASCII, the declared
charset, then the old charsets of Russian and Western pages, judged by how much the result
looks like written text.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable

CANDIDATES = (
    "cp1251", "koi8-r", "cp866", "iso8859-5", "cp1252", "utf-16-le", "utf-16-be",
)  # fmt: skip
# What a page may declare. Python knows codecs that are no charsets at all ("zlib", "rot13").
_DECLARABLE = frozenset(
    {
        "ascii", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32",
        "utf-32-le", "utf-32-be", "cp1250", "cp1251", "cp1252", "cp1253",
        "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp866",
        "koi8-r", "koi8-u", "iso8859-1", "iso8859-2", "iso8859-5", "iso8859-9",
        "iso8859-15", "mac-cyrillic", "gb2312", "gbk", "gb18030", "big5",
        "shift_jis", "euc_jp", "euc_kr", "cp932", "cp949", "iso2022_jp",
    }
)  # fmt: skip
# Browsers read these labels as Windows code pages, and so do the pages that carry them.
_READ_AS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Russian letters by frequency: what a wrong charset shows is rare letters in odd case.
_RANKED = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
_WEIGHT = {letter: 1.0 - 0.8 * place / len(_RANKED) for place, letter in enumerate(_RANKED)}
_PUNCTUATION = frozenset("«»“”„‘’‚‹›–—…№§©®°±·•\u00a0\u202f\u2009€£™−")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_BYTES = re.compile(_CONTROLS.pattern.encode())
_ODD_WORD = re.compile(r"[!-~]?[^\x00-\x7f\s]\S{0,78}")
_SAMPLE_WORDS = 2000
_ENOUGH = 0.4
_DECLARED_BONUS = 0.1


class DecodeError(ValueError):
    """The bytes are no text that can be read without loss."""


def decode(data: bytes, declared: str | None) -> tuple[str, str]:
    """The text of ``data`` and the charset it was read with. Raises DecodeError."""
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], charset), charset
    if not _has_controls(data):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            _refuse_damaged(data, error)
        else:
            if not text.isascii() or not _seven_bit(declared):
                return _printable(text), "utf-8"
    return _best(data, _canonical(declared))


def _has_controls(data: bytes) -> bool:
    """Whether these are no letters of one byte each: either UTF-16 and the like, or binary."""
    head = data[:200_000]
    return b"\0" in data or len(_CONTROL_BYTES.findall(head)) * 500 > len(head)


def _seven_bit(declared: str | None) -> bool:
    """Whether the declared charset writes its letters in ASCII bytes."""
    return _canonical(declared) == "iso2022_jp"


def _canonical(label: str | None) -> str | None:
    """Python's name of a declared charset, None for what no page can be written in."""
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return None
    return _READ_AS.get(name, name) if name in _DECLARABLE else None


def _strict(data: bytes, charset: str) -> str:
    try:
        return _printable(data.decode(charset))
    except UnicodeDecodeError:
        raise DecodeError(f"damaged text: not valid {charset}") from None


def _printable(text: str) -> str:
    """The text itself. Raises DecodeError where control signs show that it is binary."""
    if "\0" in text or len(_CONTROLS.findall(text[:200_000])) * 500 > len(text):
        raise DecodeError("binary data, not text")
    return text


def _refuse_damaged(data: bytes, error: UnicodeDecodeError) -> None:
    """UTF-8 with a few bad bytes is damaged UTF-8: every other reading would garble it."""
    whole = data[: error.start].decode("utf-8")
    if error.end >= len(data) and error.reason == "unexpected end of data" and not whole.isascii():
        raise DecodeError("damaged text: UTF-8 that breaks off inside a letter")
    read = data.decode("utf-8", "replace")
    bad = read.count("\ufffd")
    if sum(not sign.isascii() for sign in read) > 8 * bad:
        raise DecodeError("damaged text: UTF-8 with broken letters")


def _best(data: bytes, declared: str | None) -> tuple[str, str]:
    """The reading that looks most like written text."""
    wide = _has_controls(data)
    order = [declared] if declared else []
    order += [name for name in CANDIDATES if name != declared]
    best: tuple[float, str, str] | None = None
    for charset in order:
        if wide and not charset.startswith(("utf-16", "utf-32")):
            continue
        try:
            text = _printable(data.decode(charset))
        except (UnicodeDecodeError, DecodeError):
            continue
        value = _likeness(text) + (_DECLARED_BONUS if charset == declared else 0.0)
        if best is None or value > best[0]:
            best = (value, text, charset)
    if best is None or best[0] < _ENOUGH:
        raise DecodeError("binary data, not text" if wide else "no known charset fits the text")
    return best[1], best[2]


def _likeness(text: str) -> float:
    """About 0.8 for Russian or Western prose, below 0.3 for text read in the wrong charset."""
    words = _sample(_ODD_WORD.finditer(text))
    values = [value for word in words for value in _values(word)]
    if not values:
        return 0.8 if any(sign.isalpha() for sign in text[:2000]) else 0.0
    return sum(values) / len(values)


def _sample(found: Iterable[re.Match[str]]) -> list[str]:
    words = []
    for match in found:
        words.append(match.group())
        if len(words) == _SAMPLE_WORDS:
            break
    return words


def _values(word: str) -> list[float]:
    """How credible each sign outside ASCII is where it stands."""
    values = []
    before = " "
    for place, sign in enumerate(word):
        if not sign.isascii():
            after = word[place + 1] if place + 1 < len(word) else " "
            values.append(_value(before, sign, after))
        before = sign
    return values


def _value(before: str, sign: str, after: str) -> float:
    if sign in _PUNCTUATION:
        return 0.6 if not (before.isalpha() and after.isalpha()) or sign in "’–—\u00a0" else -0.5
    weight = _WEIGHT.get(sign.lower())
    if weight is not None:
        if _latin(before) or _latin(after):
            return -1.0
        if sign.islower():
            return weight
        return -1.0 if before.islower() else 0.9 * weight
    if _latin(sign):
        # A Western word has its accents singly, a garbled Russian one in rows.
        neighbours = [other for other in (before, after) if other.isalpha()]
        if sign.isupper() and before.islower():
            return -1.0
        plain = sum(other.isascii() for other in neighbours)
        return 0.8 if plain and plain == len(neighbours) else -0.4
    if "\u0400" <= sign <= "\u04ff":
        return 0.1
    # Enough only for a page that declares its charset: other scripts are not guessed.
    if unicodedata.category(sign) in {"Lo", "Ll", "Lu", "Lm", "Po", "Ps", "Pe"}:
        return 0.35 if not before.isascii() or not after.isascii() else -0.5
    return -1.5


def _latin(sign: str) -> bool:
    return sign.isalpha() and (sign.isascii() or "\u00c0" <= sign <= "\u024f")
