"""What a page is about, by the real vocabulary: names in all forms, and words that only look so."""

import json
from functools import cache

import pytest

from serai.importing.formats.capture import Lexicon, parse_capture
from serai.vocabulary.actions import DATA
from serai.vocabulary.gazetteer import entries_from_data


@cache
def lexicon() -> Lexicon:
    rows = json.loads((DATA / "countries.json").read_text(encoding="utf-8"))
    return Lexicon(entries_from_data(rows))


def about(headline: str, lead: str = "", rest: str = "") -> tuple[str, ...]:
    """Codes of a page with this headline and lead."""
    russian = any("а" <= sign.lower() <= "я" for sign in headline)
    lead = lead or (
        "Подробности сообщили вчера вечером." if russian else "The details came late last night."
    )
    page = f"{headline}\n\n14.03.2023 5\n{lead}\n\n{rest}\n"
    return parse_capture(page.encode(), filename="a.txt", lexicon=lexicon()).about


def test_countries_of_headline_and_lead_in_the_order_of_their_codes() -> None:
    assert about("Япония и Казахстан открыли рейс", "Из Армении он летит раз в неделю.") == (
        "AM", "JP", "KZ",
    )  # fmt: skip


def test_the_body_and_the_index_say_nothing() -> None:
    names = "Армения Афганистан Бахрейн Вьетнам Грузия Индия Ирак Иран Китай Кипр Лаос Ливан"
    assert about("Япония открыла рейс", rest=f"Он летит в Армению и Грузию.\n\n{names}") == ("JP",)


@pytest.mark.parametrize(
    ("headline", "codes"),
    [
        ("В Казахстане открыли мост", "KZ"),
        ("Гости из Саудовской Аравии открыли мост", "SA"),
        ("Встреча прошла на Мальдивах и Шри-Ланке", "LK MV"),
        ("КНР и РФ открыли мост", "CN RU"),
        ("В ОАЭ открыли мост", "AE"),
        ("КИТАЙ ОТКРЫЛ МОСТ", "CN"),
        ("Китайская сторона открыла мост", "CN"),
        ("Китайско-казахстанский мост открыт", "CN KZ"),
        ("Южнокорейский и северокорейский мосты открыты", "KP KR"),
        ("Северная и Южная Корея открыли мост", "KP KR"),
        ("Узбекские, таджикские и киргизские гости", "KG TJ UZ"),
        ("Узбекистанцы и кыргызстанцы открыли мост", "KG UZ"),
        ("Грузинка спасла альпиниста", "GE"),
        ("Израильтяне и палестинцы встретились", "IL PS"),
        ("Турецкие и сирийские строители", "SY TR"),
        ("Король Иордании посетил Оман", "JO OM"),
        ("Восточнотиморский мост: в Восточном Тиморе праздник", "TL"),
        ("Поднебесная открыла мост", "CN"),
        ("Mongolia's bridge is open", "MN"),
        ("Sino-Russian bridge is open", "CN RU"),
        ("Filipino, Omani and Lao builders", "LA OM PH"),
        ("Kazakhstani and Kyrgyz guests", "KG KZ"),
        ("South Korean president opens bridge", "KR"),
        ("UAE and DPRK open bridge", "AE KP"),
        ("CHINA OPENS BRIDGE", "CN"),
        ("Jordan's king opens bridge", "JO"),
        ("Turkish and Cypriot guests", "CY TR"),
    ],
)
def test_names_adjectives_and_people_in_any_form(headline: str, codes: str) -> None:
    assert about(headline) == tuple(codes.split())


@pytest.mark.parametrize(
    "headline",
    [
        "Река Иордан обмелела",
        "Чад и гарь стояли над городом",
        "Африканское Мали закрыло границы",
        "Груз доставили в порт",
        "Тяжёлые грузовики вышли в горы",
        "Тайна старого моста раскрыта",
        "Роман о любви в горах вышел",
        "Романы и новеллы вышли в свет",
        "Индеец и ковбой вышли на сцену",
        "Японское море штормит",
        "Индийский океан штормит",
        "Персидский залив штормит",
        "Казань приняла гостей",
        "Монгольфьер поднялся над городом",
        "Финки и болгарки подорожали",
        "Катары и альбигойцы в кино",
        "Jordan River runs dry again",
        "Michael Jordan plays again",
        "Indian Ocean is stormy",
        "Gulf of Oman is stormy",
        "Fine china cups are on sale",
        "Women open the bridge",
    ],
)
def test_words_that_only_look_like_a_country(headline: str) -> None:
    assert about(headline) == ()
