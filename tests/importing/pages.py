"""Invented saved pages: one article, in the forms that such pages have."""

import html

from serai.importing.formats.capture import Capture, Lexicon, parse_capture
from serai.vocabulary.gazetteer import CountryForms

NAMES_RU = (
    "Армения", "Восточный Тимор", "Грузия", "Индия", "Иран", "Китай", "Лаос", "Монголия", "Непал",
    "Республика Корея", "Россия", "Саудовская Аравия", "Таиланд", "Шри-Ланка",
)  # fmt: skip
NAMES_EN = ("China", "India", "Laos", "Mongolia", "Nepal", "South Korea", "Sri Lanka", "Thailand")
KNOWN = {
    ("Индия", "ru"): CountryForms("IN", "ru", ("Индия",), ("индийский",)),
    ("Непал", "ru"): CountryForms("NP", "ru", ("Непал",), ("непальский",), ("непалец",)),
    ("Монголия", "ru"): CountryForms("MN", "ru", ("Монголия",), ("монгольский",)),
    ("Mongolia", "en"): CountryForms("MN", "en", ("Mongolia",), ("Mongolian",)),
    ("Laos", "en"): CountryForms("LA", "en", ("Laos",), ("Lao",), aliases=("Lao PDR",)),
}
FORMS = [
    KNOWN.get((name, language)) or CountryForms(f"X{chr(65 + place)}", language, (name,))
    for language, names in (("ru", NAMES_RU), ("en", NAMES_EN))
    for place, name in enumerate(names)
]
SOURCES = ["Интерфакс", "Al Hudhud", "Свободный Караван"]
LEXICON = Lexicon(FORMS, SOURCES)

HEADLINE = "Индия и Непал открыли горную дорогу"
LEAD = "Новая дорога сократит путь между долинами на шесть часов."
BODY = (
    "Первыми по дороге прошли автобусы со школьниками. Их встречали жители трёх деревень.",
    "«Мы ждали этого двадцать лет», — сказал староста деревни.",
)
BACKGROUND = "В 2019 году оползень закрыл прежнюю дорогу."
SCHEDULE = ("09:05 Утро в горах 6+", "10:30 Караван историй. Часть вторая 12+", "11:00 Вести 16+")
TAIL = (
    "Прогноз погоды от «Зари»",
    "Прогноз погоды от «Зари»",
    "Получайте лучшие новости от «Зари»",
    "Подпишитесь на рассылку последних новостей.",
)


def make_lines(
    *,
    before: tuple[str, ...] = (),
    headline: str = HEADLINE,
    dateline: str = "14.03.2023 Интерфакс 27",
    credit: tuple[str, ...] = ("Фото: gory.example",),
    paragraphs: tuple[str, ...] = (LEAD, *BODY, BACKGROUND),
    schedule: tuple[str, ...] = SCHEDULE,
    tail: tuple[str, ...] = TAIL,
    index: tuple[str, ...] = (" ".join(NAMES_RU),),
) -> list[str]:
    """The lines of the text form."""
    return [
        *before, headline, "", dateline, *credit, *(x for p in paragraphs for x in (p, "")),
        *schedule, "", *tail, "", *index,
    ]  # fmt: skip


def make_text(**parts: object) -> bytes:
    return "\n".join(make_lines(**parts)).encode()  # type: ignore[arg-type]


def make_html(lines: list[str], head: str = "") -> str:
    """The same lines, each in a block of its own."""
    blocks = "\n".join(f"<div><p>{html.escape(line)}</p></div>" for line in lines if line)
    return f"<!DOCTYPE html><html><head>{head}</head><body>{blocks}</body></html>"


def make_site(
    *,
    above: str = "",
    meta: str = "<span>14.03.2023</span> <span>Интерфакс</span> <span>27</span>",
    credit: str = "<div>Фото: gory.example</div>",
    story: str = "".join(f"<p>{text}</p>" for text in (LEAD, *BODY, BACKGROUND)),
    below: str = "",
    head: str = '<meta charset="utf-8">',
) -> str:
    """A page as a site sets it: heading, line of details, text, strip, letter, index."""
    strip = "".join(
        f"<li><b>{line[:5]}</b> <i>{line[6:].rpartition(' ')[0]}</i>"
        f" <sup>{line.rpartition(' ')[2]}</sup></li>"
        for line in SCHEDULE
    )
    tail = "".join(f"<div>{line}</div>" for line in TAIL)
    index = "".join(f"<li><a href='/c/'>{name}</a></li>" for name in NAMES_RU)
    return (
        f"<!DOCTYPE html><html><head>{head}</head><body>{above}<article><h1>{HEADLINE}</h1>"
        f"<div class=meta>{meta}</div>{credit}{story}</article>{below}"
        f"<ul>{strip}</ul>{tail}<ul>{index}</ul></body></html>"
    )


def parse(data: bytes | str | list[str], filename: str = "page.txt") -> Capture:
    """The capture in bytes, in a text or in lines."""
    if isinstance(data, list):
        data = "\n".join(data)
    raw = data.encode() if isinstance(data, str) else data
    return parse_capture(raw, filename=filename, lexicon=LEXICON)
