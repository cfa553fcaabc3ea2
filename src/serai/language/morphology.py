"""Russian word forms, generated with pymorphy3: what the gazetteer and the search look for.

The analyser is built at the first question (about 0.2 s) and kept.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import pymorphy3
from pymorphy3.analyzer import Parse

_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_SECOND_CASES = {"gen2": "gent", "loc2": "loct"}
_AGREEING = frozenset({"ADJF", "PRTF"})
_PERSON = frozenset({"Name", "Surn", "Patr"})


@lru_cache(maxsize=1)
def analyser() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


def noun_forms(phrase: str, *, keep_number: bool = False) -> frozenset[str]:
    """All case forms of a noun or a name of several words, with ё and with е.

    Adjectives before the head agree with it, what follows the head stays («Республики Корея»).
    ``keep_number`` leaves singular and plural as the phrase has it: names need no «Китаи».
    """
    words = phrase.split()
    parsed = _agreeing_head(words)
    if parsed is None:
        return frozenset(_with_e(phrase))
    attributes, head = parsed
    tail = words[len(attributes) + 1 :]
    forms = {phrase}
    for form in head.lexeme:
        if not _is_form_of(form, head, keep_number=keep_number):
            continue
        for front in _agreeing(attributes, form, head):
            spelled = [*front, form.word]
            cased = [restore_case(word, model) for word, model in zip(spelled, words, strict=False)]
            forms.add(" ".join([*cased, *tail]))
    return frozenset(variant for form in forms for variant in _with_e(form))


def _is_form_of(form: Parse, head: Parse, *, keep_number: bool) -> bool:
    """Whether a form in the lexeme is a case of the head: «Поднебесная» has other genders too."""
    if form.tag.case is None or form.tag.POS != head.tag.POS:
        return False
    if keep_number and form.tag.number != head.tag.number:
        return False
    return head.tag.POS == "NOUN" or form.tag.gender in {None, head.tag.gender}


def adjective_forms(word: str) -> frozenset[str]:
    """All full forms of an adjective, every gender, number and case."""
    parse = _adjective(word)
    if parse is None:
        return frozenset(_with_e(word))
    forms = {form.word for form in parse.lexeme if form.tag.POS == "ADJF"}
    return frozenset(
        variant for form in (*forms, word.lower()) for variant in _with_e(restore_case(form, word))
    )


def restore_case(word: str, model: str) -> str:
    """A generated form (pymorphy3 speaks lower case) written as its citation form is."""
    parts, models = word.split("-"), model.split("-")
    if len(parts) != len(models):
        models = [model] * len(parts)
    return "-".join(_cased(part, like) for part, like in zip(parts, models, strict=True))


def is_person_word(word: str) -> bool:
    """Whether a word may be a given name, a surname or a patronymic."""
    return any(_PERSON & parse.tag.grammemes for parse in analyser().parse(word))


def is_given_name(word: str) -> bool:
    """Whether a known word is first of all a given name."""
    return _best_known(word, "Name")


def is_place_word(word: str) -> bool:
    """Whether a known word is first of all a place: «Азия», «Пекин»."""
    return _best_known(word, "Geox")


def is_adjective(word: str) -> bool:
    """Whether a known word is an adjective and cannot be a surname: «Большая»."""
    parses = analyser().parse(word)
    return (
        analyser().word_is_known(word)
        and parses[0].tag.POS in _AGREEING
        and not any("Surn" in parse.tag for parse in parses)
    )


def is_common_noun(word: str) -> bool:
    """Whether a known word is a noun and nothing personal: «вестник», «панорама»."""
    parses = analyser().parse(word)
    return (
        analyser().word_is_known(word)
        and parses[0].tag.POS == "NOUN"
        and not any(_PERSON & parse.tag.grammemes for parse in parses)
    )


def _best_known(word: str, grammeme: str) -> bool:
    parses = analyser().parse(word)
    return analyser().word_is_known(word) and grammeme in parses[0].tag


def _agreeing_head(words: list[str]) -> tuple[list[Parse], Parse] | None:
    """The adjectives before the head and the head, each in the nominative."""
    attributes: list[Parse] = []
    for place, word in enumerate(words):
        head = _nominative_noun(word)
        attribute = _attribute(word)
        if (
            attribute is not None
            and place + 1 < len(words)
            and (head is None or "Geox" not in head.tag)
        ):
            attributes.append(attribute)
            continue
        head = head or attribute
        return (attributes, head) if head is not None else None
    return None


def _nominative_noun(word: str) -> Parse | None:
    nouns = [
        parse
        for parse in analyser().parse(word)
        if parse.tag.POS == "NOUN" and parse.tag.case == "nomn"
    ]
    for parse in nouns:
        if "Geox" in parse.tag:
            return parse
    return nouns[0] if nouns else None


def _attribute(word: str) -> Parse | None:
    for parse in analyser().parse(word):
        if parse.tag.POS in _AGREEING and parse.tag.case == "nomn":
            return parse
    return None


def _adjective(word: str) -> Parse | None:
    for parse in analyser().parse(word):
        if parse.tag.POS == "ADJF" and "nomn" in parse.tag and parse.normal_form == word.lower():
            return parse
    return None


def _agreeing(attributes: list[Parse], form: Parse, head: Parse) -> Iterator[list[str]]:
    """The attributes as they stand before this form of the head, in each spelling (-ой, -ою)."""
    if not attributes:
        yield []
        return
    variants = [
        sorted({item.word for item in one.lexeme if _agrees(item, one, form, head)})
        for one in attributes
    ]
    if not all(variants):
        return
    for place in range(max(map(len, variants))):
        yield [variant[min(place, len(variant) - 1)] for variant in variants]


def _agrees(item: Parse, citation: Parse, form: Parse, head: Parse) -> bool:
    tag, wanted = item.tag, form.tag
    if tag.voice != citation.tag.voice or tag.tense != citation.tag.tense:
        return False
    case = wanted.case if wanted.case in _CASES else _SECOND_CASES.get(wanted.case)
    if tag.POS not in _AGREEING or tag.case != case or tag.number != wanted.number:
        return False
    if wanted.number == "sing" and tag.gender != head.tag.gender:
        return False
    # The accusative of masculine and plural adjectives splits by animacy: «в Восточный Тимор».
    return tag.animacy is None or tag.animacy == head.tag.animacy


def _cased(part: str, model: str) -> str:
    if len(model) > 1 and model.isupper():
        return part.upper()
    if model[:1].isupper():
        return part[:1].upper() + part[1:]
    return part


def _with_e(text: str) -> tuple[str, ...]:
    return (text, re.sub("ё", "е", text).replace("Ё", "Е")) if "ё" in text.lower() else (text,)
