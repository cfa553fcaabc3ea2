from datetime import date

import pytest

from serai.language.dates import date_at_start, find_dates, past_date_first

PUBLISHED = date(2023, 3, 10)


def test_dates_of_both_languages_are_found_in_order() -> None:
    text = (
        "07.01.2022, 7 января 2022 года, 2022-01-07, 7 January 2022, January 7, 2022, 7th Jan. 2022"
    )
    assert [mention.complete for mention in find_dates(text)] == [date(2022, 1, 7)] * 6


def test_a_date_without_a_year_is_incomplete() -> None:
    mention = date_at_start("9 мая прошёл парад")
    assert mention is not None
    assert (mention.day, mention.month, mention.year, mention.complete) == (9, 5, None, None)


@pytest.mark.parametrize("text", ["31.02.2022", "45.01.2022", "1.2.3.2022", "10:30", "2022", "мая"])
def test_what_only_looks_like_a_date(text: str) -> None:
    assert list(find_dates(text)) == []


@pytest.mark.parametrize(
    "paragraph",
    [
        "2 марта поезд вышел из депо.",
        "24 декабря ударили морозы.",
        "В ночь на 5 марта выпал снег.",
        "В 2019 году дорогу закрыли.",
        "В 2019–2021 годах дорогу строили.",
        "В декабре 2022 года мост открыли.",
        "В прошлом году рейсов не было.",
        "9 марта 2023 года мост закрыли.",
        "On 2 March the train left.",
        "March 2, 2023, was a cold day.",
        "In 2019, the road was closed.",
        "Last year there were no trains.",
    ],
)
def test_past_dates_first(paragraph: str) -> None:
    assert past_date_first(paragraph, PUBLISHED)


@pytest.mark.parametrize(
    "paragraph",
    [
        "10 марта поезд прибыл.",
        "12 марта поезд уйдёт обратно.",
        "5 марта будет памятным днём.",
        "12 марта 2024 года поезд вернётся.",
        "В 2023 году рейсов станет больше.",
        "В 2000 населённых пунктов пришла почта.",
        "1995 km of track were laid.",
        "Поезд вышел 2 марта.",
        "10 вагонов прибыли.",
        "",
    ],
)
def test_other_paragraphs(paragraph: str) -> None:
    assert not past_date_first(paragraph, PUBLISHED)
