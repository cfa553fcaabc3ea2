"""The data files are whole: every entry has every field, and facts lie where they can."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import pytest

import serai
from serai.vocabulary.gazetteer import Gazetteer, entries_from_data

PACKAGE = Path(serai.__file__).parent
INDEX = """
Абхазия, Азербайджан, Армения, Афганистан, Бангладеш, Бахрейн, Бруней, Бутан, Восточный Тимор,
Вьетнам, Грузия, Израиль, Индия, Индонезия, Иордания, Ирак, Иран, Йемен, Казахстан, Камбоджа,
Катар, Кипр, Киргизия, Китай, КНДР, Кувейт, Лаос, Ливан, Малайзия, Мальдивские Острова, Монголия,
Мьянма, Непал, ОАЭ, Оман, Пакистан, Палестина, Республика Корея, Россия, Саудовская Аравия,
Сингапур, Сирия, Таджикистан, Таиланд, Туркменистан, Турция, Узбекистан, Филиппины, Шри-Ланка,
Южная Осетия, Япония
"""
REGIONS = {
    "caucasus", "central-asia", "east-asia", "south-east-asia", "south-asia", "west-asia",
    "north-asia",
}  # fmt: skip
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DEGREES = re.compile(r"-?\d{1,3}\.\d{4}")
CYRILLIC = re.compile(r"[А-Яа-яЁё]")
TEXTS = (
    "short", "full", "adjective", "demonym", "demonym_plural", "locative", "about", "languages",
    "currency", "dek",
)  # fmt: skip
LISTS = ("adjectives_more", "demonyms_more", "aliases")


@lru_cache
def rows_of(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(text_of(name))
    return rows


def text_of(name: str) -> str:
    home = "editorial" if name in ("sources", "sections") else "vocabulary"
    return (PACKAGE / home / "data" / f"{name}.json").read_text(encoding="utf-8")


def countries() -> list[dict[str, Any]]:
    return rows_of("countries")


def places() -> list[dict[str, Any]]:
    return [place for row in countries() for place in (row["capital"], *row["cities"])]


def names_of(row: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    assert list(row["names"]) == ["ru", "en"]
    return list(row["names"].items())


def is_distinct(values: Iterable[object]) -> bool:
    found = list(values)
    return len(found) == len(set(found))


def own_words(names: Mapping[str, Any]) -> Iterator[str]:
    for key in ("short", "full", "adjective", "demonym", "demonym_plural", "locative", "about"):
        yield names[key]
    for key in LISTS:
        yield from names[key]


def test_the_index_has_its_names_in_its_order() -> None:
    wanted = [" ".join(name.split()) for name in INDEX.split(",")]
    assert len(wanted) == 51
    assert [row["names"]["ru"]["short"] for row in countries()] == wanted


@pytest.mark.parametrize(
    ("key", "pattern"),
    [("code", "[A-Z]{2}"), ("alpha3", "[A-Z]{3}"), ("numeric", r"\d{3}"), ("slug", SLUG.pattern)],
)
def test_codes_of_countries_are_distinct_and_well_formed(key: str, pattern: str) -> None:
    values = [row[key] for row in countries()]
    assert is_distinct(values)
    assert [value for value in values if not re.fullmatch(pattern, value)] == []


def test_territories_without_an_iso_entry_carry_the_codes_of_oksm() -> None:
    codes = {row["slug"]: (row["code"], row["alpha3"], row["numeric"]) for row in countries()}
    assert codes["abkhazia"] == ("AB", "ABH", "895")
    assert codes["south-ossetia"] == ("OS", "OST", "896")


def test_every_region_is_known_and_has_countries() -> None:
    assert {row["region"] for row in countries()} == REGIONS
    assert [row["code"] for row in countries() if row["region"] == "north-asia"] == ["RU"]


def test_every_country_speaks_both_languages_in_full() -> None:
    for row in countries():
        for language, names in names_of(row):
            wanted = {*TEXTS, *LISTS} | ({"demonym_feminine"} if language == "ru" else set())
            assert set(names) == wanted, row["code"]
            texts = [names[key] for key in wanted - set(LISTS)]
            assert all(isinstance(text, str) and text.strip() == text != "" for text in texts)
            for key in LISTS:
                assert isinstance(names[key], list)
                assert all(names[key]), (row["code"], language, key)
                assert is_distinct(names[key]), (row["code"], language, key)


def test_each_language_keeps_to_its_letters() -> None:
    for row in countries():
        for key in (*TEXTS, "demonym_feminine"):
            assert CYRILLIC.search(row["names"]["ru"][key]), (row["code"], key)
            assert not CYRILLIC.search(row["names"]["en"].get(key, "")), (row["code"], key)


def test_phrases_begin_with_their_preposition() -> None:
    for row in countries():
        russian, english = row["names"]["ru"], row["names"]["en"]
        assert re.match(r"(?:в|во|на) [А-ЯЁ]", russian["locative"]), row["code"]
        wanted = "об " if re.match("[АИОУЭ]", russian["short"]) else "о "
        assert russian["about"].startswith(wanted), row["code"]
        assert re.match(r"in (?:the )?[A-Z]", english["locative"]), row["code"]
        assert english["about"].removeprefix("about ") == english["locative"].removeprefix("in ")


def test_deks_are_distinct_sentences_of_newspaper_length() -> None:
    deks = [names["dek"] for row in countries() for _, names in names_of(row)]
    assert is_distinct(deks)
    assert [dek for dek in deks if not 80 <= len(dek) <= 170] == []
    assert [dek for dek in deks if not dek.endswith(".") or "  " in dek] == []


def test_facts_are_whole_rounded_and_sourced() -> None:
    for row in countries():
        facts = row["facts"]
        assert set(facts) == {"area_km2", "population", "population_year", "currency"}
        assert 100 <= facts["area_km2"] <= 18_000_000
        assert 10_000 <= facts["population"] <= 1_500_000_000
        assert len(str(facts["population"]).rstrip("0")) <= 3, row["code"]
        assert 2020 <= facts["population_year"] <= 2026
        assert re.fullmatch("[A-Z]{3}", facts["currency"])
        assert "rounded" in row["facts_source"]


def test_places_lie_in_asia_or_russia_and_keep_a_known_clock() -> None:
    zones = available_timezones()
    assert is_distinct(place["slug"] for place in places())
    for place in places():
        assert SLUG.fullmatch(place["slug"])
        assert DEGREES.fullmatch(place["latitude"]), place["slug"]
        assert DEGREES.fullmatch(place["longitude"]), place["slug"]
        assert -11 <= float(place["latitude"]) <= 82, place["slug"]
        assert 26 <= float(place["longitude"]) <= 180, place["slug"]
        assert place["zone"] in zones, place["slug"]
        assert CYRILLIC.search(place["names"]["ru"])
        assert re.match("[A-Z]", place["names"]["en"])


def test_no_country_has_more_than_four_cities_beside_its_capital() -> None:
    assert max(len(row["cities"]) for row in countries()) == 4
    capitals = {row["code"]: row["capital"]["slug"] for row in countries()}
    assert capitals["RU"] == "moscow"
    assert capitals["KZ"] == "astana"


def test_every_word_for_a_country_finds_that_country_only() -> None:
    gazetteer = Gazetteer(entries_from_data(countries()))
    strays = [
        (row["code"], language, word)
        for row in countries()
        for language, names in names_of(row)
        for word in own_words(names)
        if set(gazetteer.countries_in(word, language)) != {row["code"]}
    ]
    assert strays == []


def test_there_are_seventeen_topics_of_the_iptc() -> None:
    codes = [row["code"] for row in rows_of("topics")]
    assert codes == [f"medtop:{number:02}000000" for number in range(1, 18)]
    assert {row["origin"] for row in rows_of("topics")} == {"IPTC Media Topics, CC BY 4.0"}


@pytest.mark.parametrize("name", ["topics", "sections", "sources", "organisations"])
def test_slugs_are_distinct_and_names_stand_in_both_languages(name: str) -> None:
    rows = rows_of(name)
    slugs = [row["slug"] for row in rows]
    assert is_distinct(slugs)
    assert [slug for slug in slugs if not SLUG.fullmatch(slug)] == []
    for row in rows:
        for _, names in names_of(row):
            texts = [names] if isinstance(names, str) else list(names.values())
            assert all(text.strip() == text != "" for text in texts), row["slug"]


@pytest.mark.parametrize("name", ["sources", "organisations"])
def test_houses_have_a_known_country_and_a_secure_address(name: str) -> None:
    codes = {row["code"] for row in countries()} | {None}
    for row in rows_of(name):
        assert row["country"] in codes, row["slug"]
        address = urlsplit(row["url"])
        # Some have no site of their own, or none that is safe to link.
        assert row["url"] == "" or (address.scheme == "https" and "." in address.netloc)
    assert sum(row["url"] == "" for row in rows_of(name)) <= 2


def test_there_are_forty_organisations_with_aliases_per_language() -> None:
    assert len(rows_of("organisations")) == 40
    for row in rows_of("organisations"):
        assert list(row["aliases"]) == ["ru", "en"]
        assert all(len(names["abbreviation"]) <= 40 for _, names in names_of(row))


def test_sources_have_a_kind_a_clock_and_no_shared_name() -> None:
    rows = rows_of("sources")
    zones = available_timezones()
    assert {row["kind"] for row in rows} == {"agency", "broadcaster", "newspaper"}
    assert [row["slug"] for row in rows if row["zone"] not in zones] == []
    shorts = {row["slug"]: row["names"]["ru"]["short"] for row in rows}
    assert shorts["tass"] == "ТАСС"
    owners: dict[str, set[str]] = {}
    for row in rows:
        for word in [*row["aliases"], *(text for _, n in names_of(row) for text in n.values())]:
            owners.setdefault(word.casefold(), set()).add(row["slug"])
    assert {word: slugs for word, slugs in owners.items() if len(slugs) > 1} == {}


def test_sections_are_six_in_the_order_of_the_menu() -> None:
    rows = rows_of("sections")
    wanted = ["politics", "economy", "society", "culture", "science", "travel"]
    assert [row["slug"] for row in rows] == wanted
    assert [row["cue"] for row in rows] == wanted
    assert [row["order"] for row in rows] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("name", ["countries", "sources", "topics", "organisations", "sections"])
def test_files_are_laid_out_with_two_spaces(name: str) -> None:
    assert text_of(name) == json.dumps(rows_of(name), ensure_ascii=False, indent=2) + "\n"
