"""Titles and marks as broadcasters print them."""

import pytest

from serai.broadcast.formats.marks import age_of, kind_of
from serai.broadcast.formats.titles import Parts, is_closedown, take_apart


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("История дракона 12+", Parts("История дракона", age=12)),
        ("Х/ф «Весна» (16+)", Parts("Весна", "film", age=16)),
        ("Премьера. Т/с \"Дом у реки\", 5-я серия (12+)",
         Parts("Дом у реки", "series", age=12, premiere=True, episode=5)),
        ("Д/с Тайны степи. 3 с.", Parts("Тайны степи", "documentary", episode=3)),
        ("Сериал «Свои» 2 сезон, 5-6 серии [16+]",
         Parts("Свои", "series", age=16, season=2, episode=5)),
        ("Футбол. Прямая трансляция", Parts("Футбол", live=True)),
        ("Вести (повтор)", Parts("Вести", repeat=True)),
        ("Кабинет /12+/", Parts("Кабинет", age=12)),
        ("Мир S02E05", Parts("Мир", season=2, episode=5)),
        ("Дом-2 18+", Parts("Дом-2", age=18)),
        # What only looks like one of these stays as it is.
        ("Live at the Apollo", Parts("Live at the Apollo")),
        ("Х/фабрика", Parts("Х/фабрика")),
        ("300", Parts("300")),
        ("12+", Parts("12+")),
        ("Премьера", Parts("Премьера")),
        ("Прямой эфир", Parts("Прямой эфир")),
        ("«Утро» с Ивановым", Parts("«Утро» с Ивановым")),
        ("Кому за 30+", Parts("Кому за 30+")),
    ],
)  # fmt: skip
def test_a_title_is_taken_apart(raw: str, wanted: Parts) -> None:
    assert take_apart(raw) == wanted


@pytest.mark.parametrize(
    "title", ["Closedown", "Профилактика", "Эфир завсарлага", "Programos pabaiga", "Конец эфира."]
)
def test_what_ends_a_day(title: str) -> None:
    assert is_closedown(title)
    assert not is_closedown(f"{title} и другие истории")


@pytest.mark.parametrize(
    ("system", "value", "age"),
    [("RU", "12+", 12), ("Russia", "0+", 0), ("", "16+", 16), ("", "16", None), ("RU", "16", 16),
     ("MPAA", "PG-13", None), ("VCHIP", "TV-14", None), ("RU", "13+", None), ("RU", "", None)],
)  # fmt: skip
def test_only_marks_of_the_law_are_marks(system: str, value: str, age: int | None) -> None:
    assert age_of(system, value) == age


def test_kinds_come_from_categories() -> None:
    assert kind_of(["Мультфильм"]) == "animation"
    assert kind_of(["x", "Documentary film"]) == "documentary"
    assert kind_of(["Погода"]) == ""
