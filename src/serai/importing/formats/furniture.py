"""What stands around an article on a saved page: strip, weather, newsletter, index, menus."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from serai.vocabulary.gazetteer import CountryForms

LONGEST_TITLE = 140
# Longer lines are paragraphs, or data; only paragraphs are read whole.
LONGEST_LINE = 4000


@dataclass(frozen=True, slots=True)
class Show:
    """One line of the TV strip; ``age_rating`` is None where the page prints none."""

    time: str
    title: str
    age_rating: int | None


@dataclass(slots=True)
class Found:
    """What a recogniser found and the numbers of the lines it stood on."""

    shows: list[Show] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)


_HOUR = r"(?:[01]?\d|2[0-3]):[0-5]\d"
# Some lists write all their times so; elsewhere «16.05» is a day or a number.
_DOTTED_HOUR = re.compile(r"(?<![\d:.,])([01]\d|2[0-3])\.([0-5]\d)(?![\d:.,%])(?=\s)")
# A slip of the page: «25:99 Новости 6+».
_NO_HOUR = re.compile(r"\d{1,2}:\d{2}\s+\S.{0,140}\s[\[(]?(?:\d|1\d)\s?\+[\])]?$")
# «Новости в 18:00» is one show: a time after a preposition belongs to the title.
_SHOW_START = re.compile(
    r"(?<![\d:.,])(?<!\bв )(?<!\bВ )(?<!\bс )(?<!\bдо )(?<!\bк )(?<!\bat )(?<!\bfrom )"
    rf"(?P<time>{_HOUR})(?![\d:])(?:\s*[-–—]\s*{_HOUR}(?![\d:]))?"
)
_NOW = re.compile(
    r"^(?:сейчас|далее|сегодня|now|next|today)(?: в эфире| on air)?\s*:?\s+(?=\d)", re.IGNORECASE
)
_AGE = re.compile(r"\s*[\[(]?\s*(?<!\d)(?P<age>\d|1\d|2[01])\s*\+\s*[\])]?$")
_AGE_ALONE = re.compile(r"[\[(]?\s*(?:\d|1\d|2[01])\s*\+\s*[\])]?")
_SENTENCE_END = re.compile(r"[.!?…][»”\"')\]]*$")


def is_sentence(line: str, least: int = 25) -> bool:
    return len(line) >= least and _SENTENCE_END.search(line[-20:]) is not None


def shows_in(line: str) -> list[Show]:
    """The shows of a strip line, several where the page set them in a row; else nothing."""
    line = _NOW.sub("", line, count=1)
    if _DOTTED_HOUR.match(line):
        line = _DOTTED_HOUR.sub(r"\1:\2", line[:LONGEST_LINE])
    starts = list(_SHOW_START.finditer(line)) if len(line) <= LONGEST_LINE else []
    if not starts or starts[0].start() != 0:
        return []
    ends = [match.start() for match in starts[1:]] + [len(line)]
    shows = []
    for match, end in zip(starts, ends, strict=True):
        show = _show(match["time"], line[match.end() : end])
        if show is None:
            return []
        shows.append(show)
    return shows


def _show(time: str, text: str) -> Show | None:
    title = text.strip(" -–—|•·,;")
    age = _AGE.search(title)
    if age is not None:
        title = title[: age.start()].rstrip(" -–—|•·,;(")
    if len(title) > LONGEST_TITLE or not any(map(str.isalpha, title)):
        return None
    if age is None and is_sentence(title):
        return None
    return Show(time.zfill(5), title, int(age["age"]) if age is not None else None)


def find_schedule(lines: Sequence[str]) -> Found:
    """Every strip of the page; a strip printed twice counts once.

    Where one has age marks, times without any are something else: a timetable in the text.
    """
    strips = list(_strips(lines))
    marked = [strip for strip in strips if any(show.age_rating is not None for show in strip.shows)]
    found = Found()
    for strip in marked or [strip for strip in strips if len(strip.shows) > 1]:
        found.shows += strip.shows
        found.lines |= strip.lines
    found.shows = list(dict.fromkeys(found.shows))
    return found


def _strips(lines: Sequence[str]) -> Iterator[Found]:
    """The runs of lines with a time, a title and perhaps an age mark."""
    filled = [number for number, line in enumerate(lines) if line]
    place = 0
    while place < len(filled):
        strip = Found()
        while place < len(filled):
            shows, size = _shows_at(lines, filled, place)
            if not shows and _NO_HOUR.match(lines[filled[place]]):
                size = 1
            elif not shows:
                break
            strip.shows += shows
            strip.lines.update(filled[place : place + size])
            place += size
        if strip.shows:
            yield strip
        if not strip.lines:
            place += 1


def _shows_at(lines: Sequence[str], filled: list[int], place: int) -> tuple[list[Show], int]:
    """The shows that begin on a line and how many lines they take: time, title and age mark
    may each have a line of their own."""
    line = lines[filled[place]]
    if re.fullmatch(_HOUR, line) is None:
        shows = shows_in(line)
        if len(shows) == 1 and shows[0].age_rating is None and _age_on(lines, filled, place + 1):
            return shows_in(f"{line} {lines[filled[place + 1]]}"), 2
        return shows, 1
    if place + 1 >= len(filled):
        return [], 1
    title = lines[filled[place + 1]]
    if _SHOW_START.match(title):
        return [], 1
    if _age_on(lines, filled, place + 2):
        return shows_in(f"{line} {title} {lines[filled[place + 2]]}"), 3
    return shows_in(f"{line} {title}"), 2


def _age_on(lines: Sequence[str], filled: list[int], place: int) -> bool:
    return place < len(filled) and _AGE_ALONE.fullmatch(lines[filled[place]]) is not None


_WEATHER = re.compile(
    r"(?:прогноз\s+погоды|погода|weather(?:\s+forecast)?|forecast)(?!\w)(?!.*[.!?…]$).{0,70}",
    re.IGNORECASE,
)
_NEWSLETTER = re.compile(
    r"(?:получайте|подпи(?:шитесь|сывайтесь|ска|саться)|рассылка|будьте в курсе|узнавайте"
    r"|subscribe|sign up|join|get|receive|stay|newsletter|our newsletter)(?!\w)"
    r"(?=.{0,140}$)(?=.*(?:новост|рассылк|почт|письм|news|e-?mail|inbox|letter|updates))",
    re.IGNORECASE,
)
_NEWSLETTER_SHORT = re.compile(r"(?:рассылка|подписка|newsletter)\s*:?", re.IGNORECASE)


def is_weather_heading(line: str) -> bool:
    return len(line) <= 90 and _WEATHER.fullmatch(line) is not None


def is_newsletter_line(line: str) -> bool:
    return _NEWSLETTER.match(line) is not None or _NEWSLETTER_SHORT.fullmatch(line) is not None


_CLOSING = re.compile(
    r"(?:©|\(c\)\s|copyright(?!\w)|все права защищены|all rights reserved"
    r"|при (?:полном|использовании|цитировании|перепечатке|копировании)(?!\w).*(?:материал|ссылк)"
    r"|использование материалов|политика конфиденциальности|privacy policy"
    r"|свидетельство о регистрации|комментарии(?:\s*\(?\d*\)?)?$|comments(?:\s*\(?\d*\)?)?$"
    r"|добавить комментарий|оставить комментарий|leave a (?:comment|reply)"
    r"|мы используем (?:файлы )?cookie|this (?:web)?site uses cookies|we use cookies)",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:(?:читайте также|смотрите также|читать также|read also|see also)(?!\w)"
    r"|(?:ещ[её] по теме|по теме|материалы по теме|похожие (?:новости|материалы|статьи)"
    r"|другие новости|последние новости|новости по теме|популярное|самое читаемое|рекомендуем"
    r"|лента новостей|read more|related(?: news| articles| stories)?|more news|latest news"
    r"|most read|you may also like|more on this)(?=\s*(?:[:(»→>]|$)))",
    re.IGNORECASE,
)
# Invitations may run on («Поделиться в соцсетях»), labels stand alone or before a colon.
_INVITATION = re.compile(
    r"(?:поделиться|поделитесь|расскажите друзьям|share (?:this|on|with)|распечатать"
    r"|версия для печати|скопировать ссылку|copy link|подпи(?:шитесь|сывайтесь) на"
    r"|следующая новость|предыдущая новость|back to top)(?!\w)",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"(?:(?:поделиться|share|теги|тэги|метки|tags|рубрик[аи]|категори[яи]|print|печать"
    r"|нравится|вконтакте|telegram|whatsapp|facebook|twitter|одноклассники|viber|rss|vk|ok"
    r"|телепрограмма|программа передач|сегодня в эфире|сейчас в эфире|(?:далее )?в эфире"
    r"|tv guide|on air|today on tv|tv schedule|назад|наверх|загрузка|loading|next|previous)"
    r"(?:\s*:.{0,150}$|[\s,|]+|$))+",
    re.IGNORECASE,
)


def is_closing(line: str) -> bool:
    """Copyright, legal lines and comments: nothing of the article follows."""
    return len(line) <= 300 and _CLOSING.match(line) is not None


def is_related_heading(line: str) -> bool:
    return _RELATED.match(line) is not None


def is_chatter(line: str) -> bool:
    """Share buttons, tags, print links and the like."""
    if len(line) > 160:
        return False
    invites = _INVITATION.match(line) is not None and len(line) < 90
    return invites or _LABELS.fullmatch(line) is not None


_CREDIT_LABEL = re.compile(
    r"(?:(?:источник|автор)\s+(?:фото|изображения|иллюстрации)|фото(?:графи[яи])?|снимок"
    r"|иллюстрация|изображение|коллаж|инфографика|фото\s*/\s*видео|иллюстративное\s+фото|photos?(?:\s+credit)?|pictures?|images?|credit)\s*[:—–]\s*",
    re.IGNORECASE,
)
_CREDIT_WHOLE = re.compile(
    r"(?:кадр(?:ы)?\s+(?:из|с|от|телеканала|видео|программы)|скриншот|стоп-кадр"
    r"|фото(?:графи[яи])?\s+(?:из|с|от|пресс-службы|автора|предоставлен\w*|телеканала|агентства)"
    r"|(?:photo|picture|image|video|footage|still|shot)s?\s+(?:by|courtesy|from|of)|screenshot)"
    r"(?!\w)|(?:кадр(?:ы)?|видео|footage|stills)\s*:|©",
    re.IGNORECASE,
)
_CREDIT_NAMED = re.compile(r"(?:Фото|Photo)\s+[A-ZА-ЯЁ«\"]")
_CREDIT_INSIDE = re.compile(r"[.!?…»)/|]\s*\(?(?:фото|photo)\s*:\s*(?P<credit>.{2,80}?)\)?$", re.I)
#: A line with a credit, its label or caption among it, is no longer than this.
LONGEST_CREDIT: Final = 220


def has_credit_label(line: str) -> bool:
    return _CREDIT_LABEL.match(line) is not None


def photo_credit(line: str) -> str | None:
    """The credit in a credit line, its label cut; an empty text where the label stands alone."""
    label = _CREDIT_LABEL.match(line)
    if label is not None and len(line) <= LONGEST_CREDIT:
        return line[label.end() :].strip()
    whole = _CREDIT_WHOLE.match(line) or _CREDIT_NAMED.match(line)
    return line if whole and len(line) <= 160 and not line.endswith((".", "!", "?")) else None


def caption_credit(line: str) -> str | None:
    """The credit at the end of a caption: «Перевал зимой. Фото: Имя Фамилия»."""
    inside = _CREDIT_INSIDE.search(line) if len(line) <= LONGEST_CREDIT else None
    return inside["credit"] if inside is not None else None


_MENU = (
    "главная", "новости", "все новости", "лента", "лента новостей", "телепрограмма", "программа",
    "программы", "программа передач", "передачи", "эфир", "прямой эфир", "онлайн", "о канале",
    "о нас", "о проекте", "контакты", "реклама", "рекламодателям", "вход", "войти", "регистрация",
    "поиск", "найти", "подписаться", "меню", "видео", "фото", "политика", "экономика", "общество",
    "культура", "спорт", "наука", "технологии", "наука и технологии", "туризм", "путешествия",
    "в мире", "мир", "страны", "погода", "проекты", "вакансии", "партнеры", "рубрики", "архив",
    "происшествия", "мнения", "интервью", "статьи", "азия", "рус", "русский", "eng", "en", "ru",
    "english", "home", "news", "all news", "about", "about us", "contacts", "contact", "contact us",
    "search", "menu", "log in", "login", "sign in", "sign up", "register", "subscribe", "politics",
    "economy", "business", "society", "culture", "sport", "sports", "science", "technology",
    "travel", "world", "countries", "weather", "video", "photo", "live", "on air", "tv guide",
    "programmes", "programs", "archive", "opinion", "skip to content", "перейти к содержанию",
    "версия для слабовидящих", "еще", "more",
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")


class Phrases:
    """Finds known phrases in a line, the longest first: menus and the countries index."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._shown: dict[tuple[str, ...], str] = {}
        for phrase in phrases:
            words = _folded_words(phrase)
            if words:
                self._shown.setdefault(words, phrase)
        self._longest = max(map(len, self._shown), default=0)

    def split(self, line: str) -> tuple[list[str], int]:
        """The phrases a line consists of, as given, and the number of words that are in none."""
        words = _folded_words(line)
        found: list[str] = []
        unknown = place = 0
        while place < len(words):
            for size in range(min(self._longest, len(words) - place), 0, -1):
                shown = self._shown.get(words[place : place + size])
                if shown is not None:
                    found.append(shown)
                    place += size
                    break
            else:
                unknown += 1
                place += 1
        return found, unknown


def _folded_words(text: str) -> tuple[str, ...]:
    folded = text.lower().replace("ё", "е").replace("\u2011", "-").replace("\u2010", "-")
    return tuple(_WORD.findall(folded))


class Furniture:
    """Recognisers that need the vocabulary: the countries index and menus."""

    def __init__(self, forms: Iterable[CountryForms]) -> None:
        names: dict[str, list[str]] = defaultdict(list)
        self._countries: Counter[str] = Counter()
        for one in forms:
            names[one.language] += [*one.names, *one.aliases]
            self._countries[one.language] += 1
        self._names = {language: Phrases(known) for language, known in names.items()}
        self._menu = Phrases([*_MENU, *chain.from_iterable(names.values())])

    def is_menu(self, line: str) -> bool:
        """Whether a line holds menu words and country names only, or has no letters at all."""
        if len(line) > LONGEST_LINE:
            return False
        if not any(map(str.isalpha, line)):
            return True
        found, unknown = self._menu.split(line)
        return bool(found) and unknown == 0 and not is_sentence(line, 1)

    def find_index(self, lines: Sequence[str]) -> tuple[Found, int]:
        """The longest run of country names and how many the vocabulary has in its language.

        ``lines`` of the answer are those of every run: menus repeat the index.
        """
        best, known = Found(), 0
        everywhere: set[int] = set()
        for language, names in self._names.items():
            countries = self._countries[language]
            least = max(3, min(10, countries // 2))
            for run in _runs(lines, names):
                if len(run.countries) < least:
                    continue
                everywhere |= run.lines
                if len(run.countries) > len(best.countries):
                    best, known = run, countries
        best.lines = everywhere
        return best, known


def _runs(lines: Sequence[str], names: Phrases) -> list[Found]:
    runs: list[Found] = []
    run = Found()
    strangers: list[int] = []
    for number, line in enumerate(lines):
        if not line or (len(line) == 1 and run.countries):
            continue
        found, unknown = names.split(line) if len(line) <= LONGEST_LINE else ([], 1)
        if found and (unknown == 0 or (len(found) >= 10 and unknown * 5 <= len(found))):
            run.countries += found
            run.lines.update({number, *strangers})
            strangers.clear()
        elif run.countries and not strangers and _may_be_a_name(line):
            # One name that the vocabulary does not know may stand in a list of one per line.
            strangers.append(number)
        else:
            strangers.clear()
            if run.countries:
                runs.append(run)
                run = Found()
    if run.countries:
        runs.append(run)
    for one in runs:
        one.countries = list(dict.fromkeys(one.countries))
    return runs


def _may_be_a_name(line: str) -> bool:
    return len(line) <= 40 and len(line.split()) <= 3 and line[:1].isupper() and line[-1:].isalpha()
