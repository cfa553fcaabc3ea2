"""Repeated leads, recalled events, leads that are too long."""

from datetime import date

import pytest

from serai.importing.formats.paragraphs import (
    cut_at_sentence,
    folded,
    is_repeat,
    part_background,
    recalls,
    without_repeats,
)

DAY = date(2023, 3, 14)
LEAD = "Новая дорога сократит путь между двумя долинами на шесть часов, сообщил строитель."


def test_body_and_background_are_parted() -> None:
    texts = ["Дорогу открыли утром.", "Ранее здесь ходили пешком.", "Праздник шёл до ночи."]
    assert part_background(texts, DAY) == ([texts[0], texts[2]], [texts[1]])
    assert part_background([], DAY) == ([], [])


def test_the_first_paragraph_is_never_background() -> None:
    texts = ["2 марта сошла лавина.", "3 марта дорогу расчистили."]
    assert part_background(texts, DAY) == (texts[:1], texts[1:])


@pytest.mark.parametrize(
    "paragraph",
    [
        "Ранее дорогу открывали летом.",
        "Ранее, в феврале, сошла лавина.",
        "Ранее непальские власти обещали мост.",
        "Ранее сообщалось о лавине.",
        "Напомним, что мост снесло.",
        "Напоминаем: мост снесло.",
        "Как сообщалось, тоннель закончен.",
        "Как сообщалось ранее, тоннель закончен.",
        "Как уже сообщалось, тоннель закончен.",
        "Как ранее писал «Вестник», тоннель закончен.",
        "Как мы уже писали, тоннель закончен.",
        "Как передавал корреспондент, тоннель закончен.",
        "2 марта сошла лавина.",
        "13 марта сошла лавина.",
        "Вечером 2 марта сошла лавина.",
        "12 мая 2021 года началась стройка.",
        "01.02.2022 завод передал машины.",
        "В мае 2022 года подписали договор.",
        "В 2019 году сошёл оползень.",
        "В прошлом году сошёл оползень.",
        "Весной прошлого года сошёл оползень.",
        "Летом 2022 года сошёл оползень.",
        "Ещё в 2018 году стройку обещали.",
        "Earlier, the pass was closed.",
        "Previously the pass was closed.",
        "As reported earlier, the pass was closed.",
        "As we reported, the pass was closed.",
        "It was earlier reported that the pass was closed.",
        "On March 2, an avalanche came down.",
        "In 2019, the bridge was lost.",
        "Last year, the bridge was lost.",
    ],
)
def test_what_recalls_earlier_events(paragraph: str) -> None:
    assert recalls(paragraph, DAY)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Ранее неизвестная рукопись лежала в доме.",
        "Ранее закрытый перевал ждёт гостей.",
        "Как сообщается, проезд бесплатный.",
        "14 марта дорогу открыли.",
        "16 марта пройдёт первый автобус.",
        "2 тысячи человек пришли на праздник.",
        "В 2025 году построят тоннель.",
        "Летом 2024 года построят тоннель.",
        "До 2030 года построят три тоннеля.",
        "Весной здесь тает снег.",
        "Дорогу, как сообщалось, строили три года.",
        "As reported cases grow, doctors worry.",
        "Previously unknown letters were found.",
        "The pass was closed earlier.",
    ],
)
def test_what_only_looks_like_it(paragraph: str) -> None:
    assert not recalls(paragraph, DAY)


@pytest.mark.parametrize(
    "again",
    [
        LEAD,
        LEAD.upper(),
        LEAD.rstrip("."),
        LEAD.replace(" ", "\u00a0"),
        LEAD.replace("шесть", "шесть целых"),
        LEAD.replace("строитель", "начальник"),
        f"«{LEAD}»",
    ],
)
def test_the_lead_again(again: str) -> None:
    assert is_repeat(again, LEAD)
    assert without_repeats(["Другое.", again], LEAD) == ["Другое."]


@pytest.mark.parametrize(
    "other",
    [
        LEAD + " Праздник шёл до самой ночи, и гости разъехались только утром.",
        "Новая дорога открыта.",
        "",
        LEAD.replace("шесть", "6"),
    ],
)
def test_another_paragraph(other: str) -> None:
    assert not is_repeat(other, LEAD)


def test_numbers_must_agree_and_short_texts_be_the_same() -> None:
    one = "По новой дороге за первый день проехали 15 автобусов и 40 машин с гостями."
    assert not is_repeat(one.replace("15", "16"), one)
    assert is_repeat(one.replace("гостями", "туристами"), one)
    assert not is_repeat("Дорога открыта утром.", "Дорога открыта вечером.")
    assert is_repeat("Дорога открыта утром!", "Дорога открыта утром.")


def test_folding_keeps_letters_and_digits() -> None:
    assert folded("«Ёлка» — 5\u00a0шт.!") == "елка5шт"


def test_a_long_text_is_cut_at_a_sentence_else_at_a_word() -> None:
    assert cut_at_sentence("Раз. Два.", 100) == ("Раз. Два.", "")
    assert cut_at_sentence("Раз и два. Три и четыре. Пять.", 25) == (
        "Раз и два. Три и четыре.",
        "Пять.",
    )
    assert cut_at_sentence("Он сказал: «Да». Потом ушёл.", 20) == (
        "Он сказал: «Да».",
        "Потом ушёл.",
    )
    assert cut_at_sentence("раз два три четыре", 9) == ("раз два", "три четыре")
    assert cut_at_sentence("а" * 10, 4) == ("аааа", "аааааа")


@pytest.mark.parametrize("most", [1, 5, 13, 40])
def test_cutting_loses_nothing_and_comes_to_an_end(most: int) -> None:
    rest, pieces = LEAD, []
    while rest:
        piece, rest = cut_at_sentence(rest, most)
        assert 0 < len(piece) <= most + 1
        pieces.append(piece)
    assert folded("".join(pieces)) == folded(LEAD)
