"""Persons told from organisations by the form of the name, in Cyrillic and Latin letters."""

import re

from serai.language import morphology

_CYRILLIC_WORD = re.compile(r"[А-ЯЁ][а-яё]+(?:[-’'][А-ЯЁа-яё][а-яё]*)*")
_LATIN_WORD = re.compile(
    r"(?:[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+|(?:Mc|Mac|O['’]|D['’])[A-Z][a-z]+)"
    r"(?:[-’'][A-ZÀ-Þa-zß-ÿ][a-zß-öø-ÿ]*)*"
)
_INITIALS = re.compile(r"(?:[A-ZА-ЯЁ]\.\s?-?){1,3}")
_PARTICLE = re.compile(
    r"(?:де|ван|фон|аль|эль|ибн|бен|да|ди|ла|ле|оглы|кызы|van|von|de|da|di|la|le|al|el|bin|ibn)"
)
_ORGANISATION = re.compile(
    r"(?i)(?<!\w)(?:теле|радио|медиа|агентств|газет|журнал|корпорац|компан|студи|информ|новост"
    r"|пресс|канал|портал|издан|редакц|вестник|правд|известия|министерств|посольств|служб|фонд"
    r"|институт|университет|холдинг|групп|центр|союз|федерац|сайт|ведомост|коммерсант|жибао"
    r"|news|agenc|media|broadcast|television|radio|channel|press|times|daily|post|journal"
    r"|herald|tribune|gazette|magazine|corporation|company|group|ministry|embassy|office"
    r"|university|institute|service|network|today|weekly|online|international|national|global"
    r"|world|central|state|press|bureau|review|digest|foundation|union|studio|desk|staff|team"
    r"|editor|asia|europe|america|africa|east|west|north|south|big|great|new|united)"
)


def is_person(text: str) -> bool:
    """Whether ``text`` has the form of one person's name: «Анна Петрова», «П. Ли», "Jane Roe"."""
    bare = text.strip()
    if not bare or re.search(r"[\d«»\"“”„()/&@:]", bare) or _ORGANISATION.search(bare):
        return False
    initials = _INITIALS.findall(bare)
    words = [word for word in _INITIALS.sub(" ", bare).split() if not _PARTICLE.fullmatch(word)]
    if initials:
        return len(words) == 1 and _is_name_word(words[0])
    if not 2 <= len(words) <= 4 or not all(_is_name_word(word) for word in words):
        return False
    return _latin_person(words) if words[0].isascii() else _cyrillic_person(words)


def _is_name_word(word: str) -> bool:
    return bool(_CYRILLIC_WORD.fullmatch(word) or _LATIN_WORD.fullmatch(word))


def _latin_person(words: list[str]) -> bool:
    return len(words) <= 3


def _cyrillic_person(words: list[str]) -> bool:
    # A given name outweighs a surname that is a common word too: «Анна Мороз».
    if any(map(morphology.is_given_name, words)):
        return not any(map(morphology.is_place_word, words))
    if any(map(morphology.is_common_noun, words[1:])) or morphology.is_adjective(words[0]):
        return False
    return any(map(morphology.is_person_word, words))


def is_organisation(text: str) -> bool:
    """Whether a short text looks like an agency or a channel: by its words, quotes, capitals."""
    bare = text.strip()
    words = bare.split()
    if not bare or len(words) > 8 or bare.endswith((".", "!", "?")):
        return False
    capitals = len(words) <= 3 and bare.isupper() and any(map(str.isalpha, bare))
    return capitals or _ORGANISATION.search(bare) is not None
