"""Paragraphs of an article: repeated leads, recalled events, leads that are too long."""

import re
from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher

from serai.language import dates, morphology

# Two texts of at least so many words are the same when so much of them is.
_LEAST_WORDS = 8
_SAME = 0.9

_RECALLING = re.compile(
    r"(?:(?P<adverb>ранее|earlier|previously)|напомн(?:им|ю)|напоминаем|вспомним"
    r"|как\s+(?:уже\s+)?(?:ранее\s+)?(?:мы\s+)?(?:уже\s+)?"
    r"(?:сообщал|писал|отмечал|передавал|рассказывал|информировал)\w*"
    r"|as\s+(?:(?:we|it\s+was)\s+)?(?:(?:previously|earlier)\s+)?(?:reported|wrote)"
    r"(?=,|\s+(?:earlier|previously|before|by|on|in|last))"
    r"|it\s+was\s+(?:earlier|previously)\s+reported|recall\s+that)(?!\w)",
    re.IGNORECASE,
)
_SEASON_FIRST = re.compile(
    r"(?:(?:ещё|еще|уже|ранней|поздней)\s+)?(?:весной|летом|осенью|зимой)\s+"
    r"(?:(?:прошлого|минувшего|позапрошлого)\s+года|(?P<year>(?:19|20)\d\d)\s*(?:года|г\.)?(?!\d))",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"\s+([^\W\d_]+(?:-[^\W\d_]+)*)")
_SENTENCE_BREAK = re.compile(r"(?<=[.!?…])[»”\"')\]]*\s+(?=[«“„\"(A-ZА-ЯЁ\d—–])")


def folded(text: str) -> str:
    """Letters and digits only, for comparing what two places of a page say."""
    return "".join(filter(str.isalnum, text.casefold().replace("ё", "е")))


def without_repeats(paragraphs: Sequence[str], lead: str) -> list[str]:
    """The paragraphs that say something else than the lead."""
    return [paragraph for paragraph in paragraphs if not is_repeat(paragraph, lead)]


def is_repeat(paragraph: str, lead: str) -> bool:
    """Whether a paragraph is the lead again, perhaps with a word changed; numbers must agree."""
    if folded(paragraph) == folded(lead):
        return True
    one, two = _words(paragraph), _words(lead)
    if min(len(one), len(two)) < _LEAST_WORDS or abs(len(one) - len(two)) * 8 > len(two):
        return False
    if re.findall(r"\d+", paragraph) != re.findall(r"\d+", lead):
        return False
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    return matcher.quick_ratio() >= _SAME and matcher.ratio() >= _SAME


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold().replace("ё", "е"))[:400]


def part_background(paragraphs: list[str], published_on: date) -> tuple[list[str], list[str]]:
    """Body and background: paragraphs after the first that recall what was before."""
    body = paragraphs[:1]
    background: list[str] = []
    for paragraph in paragraphs[1:]:
        (background if recalls(paragraph, published_on) else body).append(paragraph)
    return body, background


def recalls(paragraph: str, published_on: date) -> bool:
    """Whether a paragraph begins with a past date or with words that recall earlier news."""
    match = _RECALLING.match(paragraph)
    if match is not None:
        return not (match["adverb"] and _belongs_to_next(paragraph, match.end()))
    season = _SEASON_FIRST.match(paragraph)
    if season is not None:
        return season["year"] is None or int(season["year"]) < published_on.year
    return dates.past_date_first(paragraph, published_on)


def _belongs_to_next(paragraph: str, end: int) -> bool:
    """«Ранее неизвестная рукопись»: the adverb says something of the next word, not of the news."""
    following = _NEXT_WORD.match(paragraph, end)
    if following is None:
        return False
    word = following[1].lower()
    if word.isascii():
        return word.endswith(("ed", "unknown")) and word not in {"reported", "noted", "announced"}
    kinds = {parse.tag.POS for parse in morphology.analyser().parse(word)}
    negated = word.startswith("не") and morphology.analyser().word_is_known(word[2:])
    return "PRTF" in kinds or ("ADJF" in kinds and negated)


def cut_at_sentence(text: str, most: int) -> tuple[str, str]:
    """The whole sentences that fit into ``most`` characters, and the rest of the text."""
    if len(text) <= most:
        return text, ""
    ends = [match.start() for match in _SENTENCE_BREAK.finditer(text) if match.start() <= most]
    end = ends[-1] if ends else text.rfind(" ", 0, most + 1)
    end = end if end > 0 else most
    return text[:end].rstrip(), text[end:].lstrip()
