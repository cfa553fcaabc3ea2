"""Countries found in text by their names, adjectives and demonyms, in every inflected form.

Whole tokens only, never stems («груз» is not Грузия). Names need their capital letter; Russian
adjectives and demonyms may have one. Plain data in, country codes out: no tables, no Django.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from serai.language import morphology

Kind = Literal["name", "adjective", "demonym", "alias"]

_TOKEN = re.compile(r"[^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*")
_HYPHEN = re.compile(r"[-\u2010\u2011]")
_BLANK = re.compile(r"[\s\u00ad]+")

# Names that two countries share: alone they mean neither.
_SHARED_NAMES = frozenset({"корея", "кореи", "корею", "кореей", "кореях", "korea", "koreas"})
_SHARED_ADJECTIVES = frozenset({"корейский", "кореец", "кореянка", "корейцы", "korean", "koreans"})
# Abbreviations with many meanings: republics, regions, satellites.
_VAGUE_ALIASES = frozenset({"КР", "РК", "САР", "АР", "РА", "KR", "AR", "SAR"})
# A country's adjective before one of these names a water or a street.
_FEATURES_RU = (
    "море", "океан", "залив", "пролив", "улица", "проспект", "бульвар", "шоссе", "переулок",
    "площадь", "набережная",
)  # fmt: skip
_FEATURES_EN = frozenset(
    {"ocean", "sea", "seas", "gulf", "strait", "straits", "street", "avenue", "road", "bay"}
)
_WATERS_EN = frozenset({"sea", "gulf", "strait", "straits", "bay"})
# English names that are persons, states and companies as often as countries.
_NAMESAKES_EN = frozenset({"jordan", "georgia", "emirates", "chad", "cyprus", "israel"})
_OFFICES_EN = frozenset(
    {
        "king", "queen", "kingdom", "crown", "prince", "princess", "president", "prime", "foreign",
        "government", "army", "parliament", "republic", "state", "in", "on", "and", "the", "of",
        "from", "to", "with", "for", "as", "but", "after", "when", "while",
    }
)  # fmt: skip
# First parts of compounds that no adjective gives by rule.
_SHORT_STEMS_RU = {"индо": "индийский", "тюрко": "турецкий", "турко": "турецкий"}
_SHORT_STEMS_EN = {
    "sino": "chinese", "indo": "indian", "russo": "russian", "turco": "turkish",
    "irano": "iranian",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountryForms:
    """What one country is called in one language, in the forms of a dictionary."""

    code: str
    language: str
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


def entries_from_data(rows: Iterable[Mapping[str, Any]]) -> list[CountryForms]:
    """The forms of the rows in ``data/countries.json``."""
    return [
        CountryForms(
            code=row["code"],
            language=language,
            names=_some(names, "short", "full"),
            adjectives=_some(names, "adjective", "adjectives_more"),
            demonyms=_some(names, "demonym", "demonym_feminine", "demonym_plural", "demonyms_more"),
            aliases=_some(names, "aliases"),
        )
        for row in rows
        for language, names in row["names"].items()
    ]


def _some(names: Mapping[str, Any], *keys: str) -> tuple[str, ...]:
    found: list[str] = []
    for key in keys:
        value = names.get(key) or ()
        found += [value] if isinstance(value, str) else value
    return tuple(dict.fromkeys(filter(None, found)))


@dataclass(frozen=True, slots=True)
class _Pattern:
    words: tuple[str, ...]
    code: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Index:
    """The patterns of one language by the folded first word, longest first."""

    language: str
    by_word: dict[str, list[_Pattern]] = field(default_factory=lambda: defaultdict(list))
    stems: dict[str, str] = field(default_factory=dict)
    short_stems: dict[str, str] = field(default_factory=dict)


class Gazetteer:
    """Finds countries in texts of the languages its entries are in."""

    def __init__(self, entries: Iterable[CountryForms]) -> None:
        by_language: dict[str, list[CountryForms]] = defaultdict(list)
        for entry in entries:
            by_language[entry.language].append(entry)
        self._indexes = {
            language: _build(language, found) for language, found in by_language.items()
        }

    def countries_in(self, text: str, language: str) -> list[str]:
        """The code of every hit, in the order of the text; a country may stand several times."""
        index = self._indexes.get(language)
        return list(_hits(index, text)) if index is not None else []

    def about(self, headline: str, lead: str, language: str) -> list[str]:
        """The sorted codes of the countries that headline and lead name."""
        return sorted({*self.countries_in(headline, language), *self.countries_in(lead, language)})


def _build(language: str, entries: list[CountryForms]) -> _Index:
    owners: dict[tuple[str, ...], dict[str, _Pattern]] = defaultdict(dict)
    for entry in entries:
        for kind, form in _forms(entry):
            words = tuple(_fold_yo(form).split())
            owners[words].setdefault(entry.code, _Pattern(words, entry.code, kind))
    index = _Index(language)
    for words, patterns in owners.items():
        # What two countries share tells nothing about either.
        if len(patterns) == 1 and words:
            index.by_word[words[0].lower()].extend(patterns.values())
    for found in index.by_word.values():
        found.sort(key=lambda pattern: -len(pattern.words))
    _add_stems(index, entries)
    return index


def _forms(entry: CountryForms) -> Iterator[tuple[Kind, str]]:
    russian = entry.language == "ru"
    for name in (*entry.names, *entry.aliases):
        kind: Kind = "alias" if name in entry.aliases else "name"
        if name.lower() in _SHARED_NAMES or name in _VAGUE_ALIASES:
            continue
        if russian and not _is_abbreviation(name):
            for form in morphology.noun_forms(name, keep_number=True):
                yield kind, form
        else:
            yield "alias" if _is_abbreviation(name) else kind, name
    for adjective in entry.adjectives:
        if adjective.lower() in _SHARED_ADJECTIVES:
            continue
        for form in morphology.adjective_forms(adjective) if russian else (adjective,):
            yield "adjective", form
    for demonym in entry.demonyms:
        if demonym.lower() in _SHARED_ADJECTIVES:
            continue
        for form in morphology.noun_forms(demonym) if russian else _english_plurals(demonym):
            yield "demonym", form


def _english_plurals(demonym: str) -> tuple[str, ...]:
    if demonym.endswith(("s", "ese", "men", "women", "man")):
        return (demonym,)
    return (demonym, f"{demonym}s")


def _is_abbreviation(name: str) -> bool:
    return name.isupper() or "." in name


def _add_stems(index: _Index, entries: list[CountryForms]) -> None:
    """First parts of compounds: «китайско-», «ирано-», "Sino-"."""
    adjectives = {
        _fold_yo(adjective.lower()): entry.code
        for entry in entries
        for adjective in entry.adjectives
        if adjective.lower() not in _SHARED_ADJECTIVES
    }
    if index.language == "ru":
        for adjective, code in adjectives.items():
            stem = re.sub(r"(?:ий|ый|ой)$", "", adjective)
            index.stems.setdefault(f"{stem}о", code)
            short = re.sub(r"ь$", "", re.sub(r"ск$", "", stem))
            if short != stem and re.search(r"[лнрт]$", short):
                index.stems.setdefault(f"{short}о", code)
    known = _SHORT_STEMS_RU if index.language == "ru" else _SHORT_STEMS_EN
    for stem, adjective in known.items():
        if adjective in adjectives:
            index.short_stems[stem] = adjectives[adjective]


def _hits(index: _Index, text: str) -> Iterator[str]:
    tokens = [_Token(match.group(), *match.span()) for match in _TOKEN.finditer(_fold_yo(text))]
    place = 0
    while place < len(tokens):
        pair = _coordinated(index, tokens, place, text)
        if pair is not None:
            yield from pair
            place += 4
            continue
        pattern = _longest(index, tokens, place, text)
        if pattern is None:
            if not _is_feature_next(index, tokens, place, text):
                yield from _compound(index, tokens[place].text)
            place += 1
            continue
        if not _masked(index, pattern, tokens, place, text):
            yield pattern.code
        place += len(pattern.words)


def _longest(index: _Index, tokens: list[_Token], place: int, text: str) -> _Pattern | None:
    bare = _without_possessive(tokens[place].text, index.language)
    for pattern in index.by_word.get(bare.lower(), ()):
        if _matches(pattern, index.language, tokens, place, text):
            return pattern
    return None


def _matches(pattern: _Pattern, language: str, tokens: list[_Token], place: int, text: str) -> bool:
    size = len(pattern.words)
    if place + size > len(tokens):
        return False
    span = tokens[place : place + size]
    words = [token.text for token in span[:-1]]
    words.append(_without_possessive(span[-1].text, language))
    if any(word.lower() != known.lower() for word, known in zip(words, pattern.words, strict=True)):
        return False
    gaps = itertools.pairwise(span)
    if any(not _BLANK.fullmatch(text[one.end : two.start]) for one, two in gaps):
        return False
    return _case_allows(pattern, words, language)


def _case_allows(pattern: _Pattern, words: list[str], language: str) -> bool:
    """Names and abbreviations are written with their capitals, Russian adjectives need none."""
    if pattern.kind == "alias" and _is_abbreviation(" ".join(pattern.words)):
        return tuple(words) == pattern.words
    if language == "ru" and pattern.kind in {"adjective", "demonym"}:
        return True
    proper = [word for word, known in zip(words, pattern.words, strict=True) if known[0].isupper()]
    if len(proper) < 2:
        return all(word[0].isupper() for word in proper)
    # «республика Корея», «восточный Тимор»: one capital in a name of several words is enough.
    return any(word[0].isupper() for word in proper)


def _coordinated(
    index: _Index, tokens: list[_Token], place: int, text: str
) -> tuple[str, str] | None:
    """«Северная и Южная Корея»: two names that share their last word."""
    if place + 3 >= len(tokens) or tokens[place + 1].text.lower() not in {"и", "and"}:
        return None
    if _longest(index, tokens, place, text) is not None:
        return None
    second = _longest(index, tokens, place + 2, text)
    if second is None or len(second.words) != 2:
        return None
    first, shared = tokens[place].text, second.words[1]
    for pattern in index.by_word.get(first.lower(), ()):
        if len(pattern.words) == 2 and pattern.words[1] == shared and first[0].isupper():
            return pattern.code, second.code
    return None


def _compound(index: _Index, word: str) -> Iterator[str]:
    """The countries in «китайско-казахстанский», «Россия-Китай», "Sino-Russian"."""
    parts = _HYPHEN.split(_without_possessive(word, index.language))
    if len(parts) < 2:
        return
    codes = [_part(index, part, last=part is parts[-1]) for part in parts]
    if all(codes):
        yield from (code for code, _ in filter(None, codes))
        return
    # «российско-американский» counts for the part we know, «Китай-город» for none.
    adjectives = [found for found in codes if found is not None and found[1] == "stem"]
    if codes[-1] is not None and codes[-1][1] == "adjective" and "о" in parts[-2][-1:]:
        adjectives.append(codes[-1])
    yield from (code for code, _ in adjectives)


def _part(index: _Index, part: str, *, last: bool) -> tuple[str, str] | None:
    lower = part.lower()
    if not last and lower in index.stems:
        return index.stems[lower], "stem"
    if not last and lower in index.short_stems:
        return index.short_stems[lower], "short"
    for pattern in index.by_word.get(lower, ()):
        if len(pattern.words) == 1 and _case_allows(pattern, [part], index.language):
            return pattern.code, pattern.kind
    return None


def _masked(index: _Index, pattern: _Pattern, tokens: list[_Token], place: int, text: str) -> bool:
    """Waters, streets and namesakes: «Японское море», "Gulf of Oman", "Michael Jordan"."""
    last = place + len(pattern.words) - 1
    if index.language == "ru":
        return pattern.kind == "adjective" and _is_feature_next(index, tokens, last, text)
    if pattern.kind in {"adjective", "name"} and _is_feature_next(index, tokens, last, text):
        return True
    before = [token.text.lower() for token in tokens[max(0, place - 2) : place]]
    if len(before) == 2 and before[0] in _WATERS_EN and before[1] == "of":
        return True
    return pattern.words[0].lower() in _NAMESAKES_EN and _is_namesake(tokens, place, last, text)


def _is_feature_next(index: _Index, tokens: list[_Token], last: int, text: str) -> bool:
    if last + 1 >= len(tokens):
        return False
    following = tokens[last + 1]
    if not _BLANK.fullmatch(text[tokens[last].end : following.start]):
        return False
    features = _feature_forms() if index.language == "ru" else _FEATURES_EN
    return following.text.lower() in features


@lru_cache(maxsize=1)
def _feature_forms() -> frozenset[str]:
    return frozenset(form for noun in _FEATURES_RU for form in morphology.noun_forms(noun))


def _is_namesake(tokens: list[_Token], place: int, last: int, text: str) -> bool:
    """Whether a capitalised neighbour makes the word a part of another name."""
    for one, two, other in ((place - 1, place, place - 1), (last, last + 1, last + 1)):
        if one < 0 or two >= len(tokens):
            continue
        joined = text[tokens[one].end : tokens[two].start] == " "
        word = tokens[other].text
        if joined and word[0].isupper() and word.lower() not in _OFFICES_EN:
            return True
    return False


def _without_possessive(word: str, language: str) -> str:
    return re.sub(r"['’]s?$", "", word) if language == "en" else word


def _fold_yo(text: str) -> str:
    return text.replace("ё", "е").replace("Ё", "Е")
