from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.language.typography import (
    date_long,
    date_short,
    number,
    plural,
    set_text,
    weekday_name,
)


def shown(text: str) -> str:
    """Non-breaking blanks and joiners made visible."""
    return text.replace("\u00a0", "_").replace("\u2060", "~")


def test_a_russian_sentence_is_set() -> None:
    plain = 'Он сказал: "Хор "Заря" едет в Дели" - и ушёл...'
    assert shown(set_text(plain, "ru")) == "Он_сказал: «Хор „Заря“ едет в_Дели»_— и_ушёл…"


@pytest.mark.parametrize(
    ("plain", "set_in_type"),
    [
        ("А.С. Серов", "А._С._Серов"),
        ("12 км, 5%, № 7, №7", "12_км, 5_%, №_7, №_7"),
        ("4-я смена", "4-~я смена"),
        ("10-15 вагонов", "10–15_вагонов"),
        ("мороз -5°", "мороз −5°"),
        ("12345 человек", "12_345_человек"),
        ("1 000 000 тонн", "1_000_000_тонн"),
        ("7 января 2022 года", "7_января 2022_года"),
        ("тот же поезд", "тот_же поезд"),
        ("- Да, - сказал", "—_Да,_— сказал"),
        ("2022-01-07, 8-800-555-35-35", "2022-01-07, 8-800-555-35-35"),
        ("«Ёлочки» и “лапки”", "«Ёлочки» и_«лапки»"),
        ("из-за туч", "из-за туч"),
    ],
)
def test_russian_rules(plain: str, set_in_type: str) -> None:
    assert shown(set_text(plain, "ru")) == set_in_type


@pytest.mark.parametrize(
    ("plain", "set_in_type"),
    [
        ('"It\'s 5 km" - he said', "“It’s 5_km”_– he said"),
        ("Mr. Roe met J. Doe", "Mr._Roe met J._Doe"),
        ("«Dawn» was a hit", "“Dawn” was a_hit"),
        ("10-15 trains", "10–15_trains"),
    ],
)
def test_english_rules(plain: str, set_in_type: str) -> None:
    assert shown(set_text(plain, "en")) == set_in_type


def test_a_language_without_rules_is_left_alone() -> None:
    assert set_text('"Так"', "kk") == '"Так"'


@given(
    st.text(alphabet=st.sampled_from(list("абвЯжеА.г№5012345 \u00a0-–—−\"«»„“”'…,(%°nsT\n:"))),
    st.sampled_from(["ru", "en"]),
)
def test_setting_twice_changes_nothing(text: str, language: str) -> None:
    once = set_text(text, language)
    assert set_text(once, language) == once


@given(st.text(), st.sampled_from(["ru", "en"]))
def test_setting_any_text_twice_changes_nothing(text: str, language: str) -> None:
    once = set_text(text, language)
    assert set_text(once, language) == once


def test_numbers() -> None:
    assert shown(number(999, "ru")) == "999"
    assert shown(number(1000, "ru")) == "1_000"
    assert shown(number(-1234567.5, "ru")) == "−1_234_567,5"
    assert number(19452, "en") == "19,452"


@pytest.mark.parametrize(
    ("n", "form"),
    [(0, "ов"), (1, ""), (2, "а"), (5, "ов"), (11, "ов"), (21, ""), (22, "а"), (112, "ов")],
)
def test_russian_plurals(n: int, form: str) -> None:
    assert plural(n, "ru", ("", "а", "ов")) == form


def test_english_plurals() -> None:
    assert [plural(n, "en", ("view", "views")) for n in (0, 1, 2)] == ["views", "view", "views"]


def test_dates() -> None:
    moment = datetime(2022, 1, 7, 16, 40)
    assert shown(date_long(moment, "ru")) == "7_января 2022, 16:40"
    assert shown(date_long(moment.date(), "en")) == "7_January 2022"
    assert shown(date_short(moment, "ru")) == "7_января"
    assert weekday_name(date(2022, 1, 7), "ru") == "пятница"
    assert weekday_name(date(2022, 1, 9), "en") == "Sunday"
