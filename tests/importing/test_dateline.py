"""The line under the headline: date, source, persons, views, in the forms seen on such pages."""

from datetime import date

import pytest

from serai.importing.formats.dateline import (
    MOST_VIEWS,
    Dateline,
    read_dateline,
    split_credits,
    split_views,
)


def read(line: str) -> Dateline:
    dateline = read_dateline(line)
    assert dateline is not None
    return dateline


def test_a_line_with_everything() -> None:
    dateline = read("14.03.2023 Вера Ким, студия «Заря» 1129 просмотров")
    assert dateline.published_on == date(2023, 3, 14)
    assert (dateline.source, dateline.byline, dateline.views) == ("студия «Заря»", "Вера Ким", 1129)
    assert not dateline.clock_only
    assert not dateline.bare


@pytest.mark.parametrize(
    "line",
    [
        "14.03.2023", "14.3.2023", "14/03/2023", "2023-03-14", "14 марта 2023", "14 марта 2023 г.",
        "14 марта 2023 года", "14.03.2023 г.", "March 14, 2023", "14 March 2023", "Mar 14, 2023",
        "14.03.2023, 16:40", "14.03.2023 в 16:40", "16:40, 14.03.2023", "16:40 14 марта 2023",
        "14.03.2023 16:40:59 МСК", "Опубликовано: 14.03.2023", "Дата публикации 14.03.2023",
        "Published on March 14, 2023", "14.03.2023 |", "• 14.03.2023 •", "14.03.2023\u00a0",
    ],
)  # fmt: skip
def test_forms_of_the_date(line: str) -> None:
    dateline = read(line)
    assert dateline.published_on == date(2023, 3, 14)
    assert dateline.bare


@pytest.mark.parametrize(
    "line", ["Вторник, 14 марта 2023", "сегодня 14.03.2023", "Tue 14 March 2023"]
)
def test_a_weekday_makes_it_a_clock_of_the_page(line: str) -> None:
    assert read(line).clock_only


@pytest.mark.parametrize(
    "line",
    [
        "31.02.2022 Интерфакс 5",
        "29.02.2023 Интерфакс 5",
        "00.01.2022",
        "14.13.2022",
        "01.01.0000 Интерфакс 5",
        "01.01.9999 Интерфакс 5",
        "14 марта Интерфакс 5",
        "14.03.2023.",
        "14.03.2023 перевал закрыли на неделю.",
        "14 марта 2023 года перевал закрыли, а жители долины остались без почты и хлеба",
        "Интерфакс 14.03.2023",
        "14.03.2023 " + "Интерфакс " * 30,
        "",
    ],
)
def test_what_is_no_date_line(line: str) -> None:
    assert read_dateline(line) is None


@pytest.mark.parametrize(
    ("text", "rest", "views"),
    [
        ("204 просмотров", "", 204),
        ("1 просмотр", "", 1),
        ("62 views", "", 62),
        ("1 view", "", 1),
        ("Views: 62", "", 62),
        ("Просмотров: 1 204", "", 1204),
        ("Просмотры: 1204", "", 1204),
        ("19452", "", 19452),
        ("19 452", "", 19452),
        ("1,129 views", "", 1129),
        ("Интерфакс 1", "Интерфакс", 1),
        ("Интерфакс 0", "Интерфакс", 0),
        ("Интерфакс", "Интерфакс", None),
        ("Интерфакс 19\u00a0452", "Интерфакс", 19452),
        ("Интерфакс 19\u202f452 просмотра", "Интерфакс", 19452),
        ("Интерфакс | 19 452 просмотра", "Интерфакс", 19452),
        ("ТАСС 19 452", "ТАСС", 19452),
        ("студия «Заря» 19 452", "студия «Заря»", 19452),
        ("Вера Ким 19 452", "Вера Ким", 19452),
        ("студия «Заря» (Вера Ким) 19 452 просмотра", "студия «Заря» (Вера Ким)", 19452),
        ("Страна 24 204", "Страна 24", 204),
        ("Канал 5 170 просмотров", "Канал 5", 170),
        ("24.kg 5", "24.kg", 5),
        ("24.kg", "24.kg", None),
        ("Интерфакс 3 тыс. просмотров", "Интерфакс", 3000),
        ("Интерфакс 1,2 тыс. просмотров", "Интерфакс", 1200),
        ("1.2K views", "", 1200),
        (f"Интерфакс {MOST_VIEWS}", "Интерфакс", MOST_VIEWS),
        (f"Интерфакс {MOST_VIEWS + 1}", "Интерфакс", None),
        ("Интерфакс 99999999999999999999 просмотров", "Интерфакс", None),
    ],
)
def test_views(text: str, rest: str, views: int | None) -> None:
    assert split_views(text) == (rest, views)


@pytest.mark.parametrize(
    ("text", "source", "byline"),
    [
        ("Интерфакс", "Интерфакс", None),
        ("Вера Ким", None, "Вера Ким"),
        ("В. А. Ким", None, "В. А. Ким"),
        ("Вера Ким и Пётр Семёнов", None, "Вера Ким, Пётр Семёнов"),
        ("Вера Ким, Вера Ким", None, "Вера Ким"),
        ("Автор: Вера Ким", None, "Вера Ким"),
        ("Подготовила Вера Ким", None, "Вера Ким"),
        ("By Jane Roe, Morning Herald", "Morning Herald", "Jane Roe"),
        ("Источник: Вечерний Перевал", "Вечерний Перевал", None),
        ("Телекорпорация Лаоса (LNT), студия «Заря» (Вера Ким, Ольга Серова)",
         "Телекорпорация Лаоса (LNT), студия «Заря»", "Вера Ким, Ольга Серова"),
        ("студия «Заря, ветер и горы»", "студия «Заря, ветер и горы»", None),
        ('"Заря", Интерфакс', '"Заря", Интерфакс', None),
        ("Интерфакс/ТАСС", "Интерфакс/ТАСС", None),
        ("Интерфакс / Вера Ким", "Интерфакс", "Вера Ким"),
        ("пресс-служба министерства дорог", "пресс-служба министерства дорог", None),
        ("Вера Ким, корреспондент студии «Заря»", "корреспондент студии «Заря»", "Вера Ким"),
        ("по материалам ТАСС", "по материалам ТАСС", None),
        ("", None, None),
    ],
)  # fmt: skip
def test_credits(text: str, source: str | None, byline: str | None) -> None:
    assert split_credits(text) == (source, byline)


def test_a_known_source_is_nobody_though_it_looks_like_a_person() -> None:
    dateline = read("14.03.2023 Al Hudhud, Jane Roe 5")
    assert (dateline.source, dateline.byline) == (None, "Al Hudhud, Jane Roe")
    knowing = dateline.knowing(frozenset({"alhudhud"}))
    assert (knowing.source, knowing.byline) == ("Al Hudhud", "Jane Roe")
    assert (knowing.published_on, knowing.views) == (dateline.published_on, 5)
