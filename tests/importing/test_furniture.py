"""What stands around an article: strip, index, weather, letter, menus, credits."""

import pytest

from serai.importing.formats import furniture
from serai.importing.formats.furniture import Furniture, Phrases, Show, find_schedule, shows_in
from serai.vocabulary.gazetteer import CountryForms
from tests.importing.pages import FORMS, NAMES_EN, NAMES_RU

AROUND = Furniture(FORMS)


def test_a_strip_is_found_with_its_lines() -> None:
    lines = ["Текст статьи.", "", "09:05 Утро 6+", "10:30 Караван 12+", "", "Погода"]
    found = find_schedule(lines)
    assert found.shows == [Show("09:05", "Утро", 6), Show("10:30", "Караван", 12)]
    assert found.lines == {2, 3}


@pytest.mark.parametrize(
    ("line", "show"),
    [
        ("09:05 Утро 6+", Show("09:05", "Утро", 6)),
        ("9:05 Утро 6+", Show("09:05", "Утро", 6)),
        ("09.05 Утро 6+", Show("09:05", "Утро", 6)),
        ("00:00 Полночь 18+", Show("00:00", "Полночь", 18)),
        ("09:05 — Утро (6+)", Show("09:05", "Утро", 6)),
        ("09:05 Утро [6 +]", Show("09:05", "Утро", 6)),
        ("09:05–09:30 Утро 6+", Show("09:05", "Утро", 6)),
        ("09:05 Утро", Show("09:05", "Утро", None)),
        ("09:05 Утро, 0+", Show("09:05", "Утро", 0)),
        ("09:05 Утро! 6+", Show("09:05", "Утро!", 6)),
        ("09:05 Вести в 20:00 6+", Show("09:05", "Вести в 20:00", 6)),
        ("09:05 Вести за 02.03 6+", Show("09:05", "Вести за 02.03", 6)),
        ("09:05 Азия: 24 часа 6+", Show("09:05", "Азия: 24 часа", 6)),
        ("09:05 Поколение 16+ 12+", Show("09:05", "Поколение 16+", 12)),
        ("09:05 1418 дней 16+", Show("09:05", "1418 дней", 16)),
        ("Сейчас в эфире: 09:05 Утро 6+", Show("09:05", "Утро", 6)),
    ],
)
def test_a_show(line: str, show: Show) -> None:
    assert shows_in(line) == [show]


@pytest.mark.parametrize(
    "line",
    [
        "25:99 Ночь 6+",
        "24:00 Ночь 6+",
        "9:5 Утро 6+",
        "09:05",
        "09:05 6+",
        "09:05 – 10:00",
        "09:05 Колонна вышла к перевалу, её встречали.",
        "09.05.2023 Утро",
        "09.05% роста",
        "Утро 09:05 6+",
        "09:05 " + "Очень длинное название " * 10,
        "",
    ],
)
def test_no_show(line: str) -> None:
    assert shows_in(line) == []


def test_shows_in_a_row_are_several() -> None:
    assert [show.title for show in shows_in("09:05 Утро 6+ 10:30 Вести 11:00 Кино 16+")] == [
        "Утро", "Вести", "Кино",
    ]  # fmt: skip
    assert [show.time for show in shows_in("09.05 Утро 10.30 Вести")] == ["09:05", "10:30"]


def test_time_title_and_age_may_have_lines_of_their_own() -> None:
    lines = ["09:05", "Утро", "6+", "10:30", "Вести", "11:00 Кино", "16+"]
    assert find_schedule(lines).shows == [
        Show("09:05", "Утро", 6), Show("10:30", "Вести", None), Show("11:00", "Кино", 16),
    ]  # fmt: skip


def test_a_strip_printed_twice_counts_once() -> None:
    lines = ["09:05 Утро 6+", "10:30 Вести 6+", "Текст.", "09:05 Утро 6+", "10:30 Вести 6+"]
    found = find_schedule(lines)
    assert len(found.shows) == 2
    assert found.lines == {0, 1, 3, 4}


def test_an_impossible_time_is_skipped_and_belongs_to_the_strip() -> None:
    for lines in (
        ["09:05 Утро 6+", "25:99 Ночь 6+", "10:30 Вести 6+"],
        ["25:99 Ночь 6+", "09:05 Утро 6+", "10:30 Вести 6+"],
    ):
        found = find_schedule(lines)
        assert [show.title for show in found.shows] == ["Утро", "Вести"]
        assert found.lines == {0, 1, 2}


@pytest.mark.parametrize(
    "lines",
    [
        ["09:05 Утро"],
        ["16.05 состоялась премьера"],
        ["10:05 Колонна вышла.", "10:40 Колонна остановилась у моста, чтобы ждать."],
        ["09:05", "10:30", "11:00"],
        ["Текст."],
        [],
    ],
)
def test_no_strip(lines: list[str]) -> None:
    assert find_schedule(lines).shows == []


def test_marked_times_outweigh_a_timetable() -> None:
    lines = ["08:00 Долина", "09:30 Перевал", "Текст.", "09:05 Утро 6+"]
    assert [show.title for show in find_schedule(lines).shows] == ["Утро"]
    assert [show.title for show in find_schedule(lines[:2]).shows] == ["Долина", "Перевал"]


@pytest.mark.parametrize("joint", [" ", ", ", " | ", "\u00a0", "\n"])
def test_the_index_of_countries(joint: str) -> None:
    index, known = AROUND.find_index(joint.join(NAMES_RU).split("\n"))
    assert (tuple(index.countries), known) == (NAMES_RU, len(NAMES_RU))


def test_the_index_in_another_order_and_with_gaps() -> None:
    names = tuple(reversed(NAMES_RU))[2:]
    index, known = AROUND.find_index([" ".join(names)])
    assert (tuple(index.countries), known) == (names, len(NAMES_RU))


def test_the_index_of_the_other_language() -> None:
    index, known = AROUND.find_index([" ".join(NAMES_RU[:5]), " ".join(NAMES_EN)])
    assert (tuple(index.countries), known) == (NAMES_EN, len(NAMES_EN))
    assert index.lines == {1}


def test_a_stranger_in_a_list_of_one_per_line_is_part_of_it() -> None:
    index, _ = AROUND.find_index([*NAMES_RU[:9], "Атлантида", *NAMES_RU[9:]])
    assert tuple(index.countries) == NAMES_RU
    assert len(index.lines) == len(NAMES_RU) + 1


def test_other_names_of_a_country_do_not_make_the_index_longer() -> None:
    forms = [CountryForms("XA", "ru", ("Ая",)), CountryForms("XB", "ru", ("Бея", "Республика Бея")),
             CountryForms("XC", "ru", ("Вея",), aliases=("ВЯ", "Вейя"))]  # fmt: skip
    index, known = Furniture(forms).find_index(["Ая Бея Вея"])
    assert (index.countries, known) == (["Ая", "Бея", "Вея"], 3)


def test_two_countries_in_a_sentence_are_no_index() -> None:
    index, _ = AROUND.find_index(["Индия Непал", "Индия и Непал открыли дорогу в горы."])
    assert index.countries == []


@pytest.mark.parametrize(
    "line",
    ["Главная Новости Контакты", "Индия", "Home | News | About us", "— — —", "12345", "+7 (495)"],
)
def test_menus(line: str) -> None:
    assert AROUND.is_menu(line)


@pytest.mark.parametrize(
    "line", ["Новости перевала", "Индия открыла дорогу", "Новости.", "Главная дорога", "Я"]
)
def test_no_menus(line: str) -> None:
    assert not AROUND.is_menu(line)


@pytest.mark.parametrize(
    "line",
    [
        "Прогноз погоды от «Зари»",
        "Погода",
        "Прогноз погоды на неделю",
        "Weather forecast",
        "Weather",
    ],
)
def test_headings_of_the_forecast(line: str) -> None:
    assert furniture.is_weather_heading(line)
    assert not furniture.is_weather_heading(f"{line} не радовала жителей долины.")


@pytest.mark.parametrize(
    "line",
    [
        "Получайте лучшие новости от «Зари»",
        "Подпишитесь на рассылку последних новостей.",
        "Рассылка",
        "Get the best news from Dawn",
        "Subscribe to our newsletter",
        "Sign up for e-mail updates",
    ],
)
def test_lines_of_the_letter(line: str) -> None:
    assert furniture.is_newsletter_line(line)


@pytest.mark.parametrize(
    "line", ["Получайте удовольствие от дороги.", "Подписка стоит дорого.", "Get the best seats"]
)
def test_no_lines_of_the_letter(line: str) -> None:
    assert not furniture.is_newsletter_line(line)


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Фото: gory.example", "gory.example"),
        ("ФОТО : gory.example", "gory.example"),
        ("Фото — Вера Ким", "Вера Ким"),
        ("Photo credit: Jane Roe", "Jane Roe"),
        ("Источник фото: gory.example", "gory.example"),
        ("Фото/видео: gory.example", "gory.example"),
        ("Коллаж: «Заря»", "«Заря»"),
        ("Иллюстративное фото: gory.example", "gory.example"),
        ("Фото: https://gory.example/a", "https://gory.example/a"),
        ("Фото:", ""),
        ("Скриншот видео", "Скриншот видео"),
        ("Видео: gory.example", "Видео: gory.example"),
        ("Кадры телеканала «Заря» / Вера Ким", "Кадры телеканала «Заря» / Вера Ким"),
        ("Фото из открытых источников", "Фото из открытых источников"),
        ("Фото с перевала покорили всех.", None),
        ("Фотографии на память", None),
        ("Кадры решают всё", None),
        ("Фото: " + "а" * 300, None),
    ],
)
def test_credits_of_pictures(line: str, credit: str | None) -> None:
    assert furniture.photo_credit(line) == credit


def test_phrases_take_the_longest_first() -> None:
    phrases = Phrases(["Корея", "Республика Корея", "Шри-Ланка"])
    assert phrases.split("республика корея, Шри‑Ланка и Корея") == (
        ["Республика Корея", "Шри-Ланка", "Корея"],
        1,
    )
