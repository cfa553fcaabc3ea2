"""Latin slugs for addresses: Cyrillic is transliterated as a reader would spell it."""

import re
import unicodedata
from collections.abc import Callable
from itertools import chain, count

FALLBACK = "item"
DEFAULT_LENGTH = 80

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh",
    "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya",
    # Ukrainian, Belarusian, Kazakh, Kyrgyz, Tajik, Mongolian, Abkhaz and Ossetian letters.
    "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u", "ә": "a", "ғ": "gh", "қ": "q",
    "ң": "ng", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "ҳ": "h", "ҷ": "j", "ӣ": "i",
    "ӯ": "u", "ҕ": "g", "ҟ": "q", "ԥ": "p", "ҭ": "t", "ҵ": "ts", "ҿ": "ch", "џ": "j",
    "ӡ": "dz", "ҩ": "o", "ӕ": "ae", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj",
}  # fmt: skip
_LATIN = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d",
          "þ": "th", "ı": "i", "ə": "a", "ŋ": "ng"}  # fmt: skip
_LETTERS = {**_CYRILLIC, **_LATIN}
# Apostrophes join what they part: "China's" is one word.
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´‘")


def transliterate(text: str) -> str:
    """The text in lower-case ASCII; signs without a Latin spelling become blanks."""
    composed = unicodedata.normalize("NFC", text).lower().translate(_APOSTROPHES)
    return "".join(_spell(sign) for sign in composed)


def slugify_headline(text: str, max_length: int = DEFAULT_LENGTH) -> str:
    """A slug of ``[a-z0-9-]``, cut at a word where possible, never empty."""
    if max_length < 1:
        raise ValueError("a slug needs room for one letter")
    slug = "-".join(re.findall(r"[a-z0-9]+", transliterate(text)))
    if len(slug) > max_length:
        cut = slug[: max_length + 1].rpartition("-")[0]
        slug = cut or slug[:max_length]
    return slug.strip("-") or FALLBACK[:max_length]


def _spell(sign: str) -> str:
    if sign.isascii():
        return sign
    spelling = _LETTERS.get(sign)
    if spelling is not None:
        return spelling
    parts = unicodedata.normalize("NFKD", sign)
    spelled = "".join(_LETTERS.get(part, part if part.isascii() else "") for part in parts).lower()
    if spelled or unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
        return spelled
    return " "


def free_slug(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """``wanted``, else the first of ``wanted-2``, ``wanted-3`` … that nobody has."""
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(slug for slug in chain([wanted], numbered) if not is_taken(slug))
