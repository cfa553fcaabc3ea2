"""The demo texts: every reference resolves, every block is known, the broadcast day has no gap."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import serai.demo
from serai.demo.drawing import SCENES

DATA = Path(serai.demo.__file__).parent / "data"
EDITIONS = ("ru", "en")
SECTIONS = {"politics", "economy", "society", "culture", "science", "travel"}
BLOCKS = {
    "paragraph": {"text"},
    "heading": {"text"},
    "quote": {"text", "speaker", "role", "cue", "source"},
    "background": {"text"},
    "fact_box": {"title", "items"},
    "table": {"caption", "columns", "rows"},
    "related": {"articles"},
}
KINDS = {"film", "series", "animation", "documentary", "news", "talk", "entertainment", "other"}
AGENCIES = re.compile(
    r"ТАСС|Интерфакс|Синьхуа|Рейтер|\bРИА\b|Казинформ|Kazinform|Reuters|Xinhua|\bAFP\b|\bTASS\b|Bloomberg"
)


def read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def articles(edition: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(f"articles_{edition}.json")
    return found


def keys(name: str) -> set[str]:
    return {row["key"] for row in read(name)}


def strings(node: Any) -> list[str]:
    """Every string value in a piece of data."""
    if isinstance(node, str):
        return [node]
    if isinstance(node, dict):
        node = list(node.values())
    return [text for part in node for text in strings(part)] if isinstance(node, list) else []


def words(article: dict[str, Any]) -> int:
    texts = [text for block in article["body"] for text in strings(block)]
    return sum(len(text.split()) for text in texts)


def minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def test_eight_russian_and_four_english_articles_make_three_pairs() -> None:
    russian, english = articles("ru"), articles("en")
    assert (len(russian), len(english)) == (8, 4)
    pairs = {row["pair"] for row in russian} & {row["pair"] for row in english}
    assert len(pairs - {None}) == 3
    assert len({row["key"] for row in russian + english}) == 12


@pytest.mark.parametrize("edition", EDITIONS)
def test_texts_have_newspaper_lengths(edition: str) -> None:
    for article in articles(edition):
        key, headline, lead = article["key"], article["headline"], article["lead"]
        assert 40 <= len(headline) <= 95, key
        assert not headline.endswith("."), key
        assert 110 <= len(lead) <= 220, key
        assert lead.endswith("."), key
        assert 250 <= words(article) <= 420, key


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_reference_resolves(edition: str) -> None:
    rows = articles(edition)
    own = {row["key"] for row in rows}
    lines = {row["key"]: row for row in read("storylines.json")}
    people, authors, source = keys("people.json"), keys("authors.json"), read("source.json")
    for article in rows:
        assert article["section"] in SECTIONS
        assert article["author"] in authors
        assert article["source"] == source["key"]
        if article["storyline"] is not None:
            assert lines[article["storyline"]]["edition"] == edition
        for block in article["body"]:
            if block["type"] == "quote":
                assert block["speaker"] in people
            if block["type"] == "related":
                assert set(block["articles"]) <= own - {article["key"]}


@pytest.mark.parametrize("edition", EDITIONS)
def test_pictures_are_drawn_scenes_with_words(edition: str) -> None:
    rows = articles(edition)
    assert [row["picture"] for row in rows].count(None) == 1
    for row in rows:
        words_of_picture = [row[f"picture_{part}"] for part in ("alt", "caption", "credit")]
        if row["picture"] is None:
            assert words_of_picture == ["", "", ""]
        else:
            assert row["picture"] in SCENES
            assert all(words_of_picture)


@pytest.mark.parametrize("edition", EDITIONS)
def test_related_articles_are_older_ones(edition: str) -> None:
    ages = {row["key"]: row["hours_before"] for row in articles(edition)}
    for article in articles(edition):
        for block in article["body"]:
            for key in block.get("articles", []):
                assert ages[key] > article["hours_before"], article["key"]


def test_blocks_are_known_and_each_kind_is_used() -> None:
    used = set()
    for article in articles("ru") + articles("en"):
        for block in article["body"]:
            assert set(block) - {"type"} == BLOCKS[block["type"]], article["key"]
            used.add(block["type"])
            if block["type"] == "table":
                assert {len(row) for row in block["rows"]} == {len(block["columns"])}
            if block["type"] == "quote":
                assert not block["text"].startswith(("«", "“", '"'))
    assert used == set(BLOCKS)


def test_countries_are_codes_and_many() -> None:
    rows = articles("ru") + articles("en") + read("storylines.json")
    codes = {code for row in rows for code in row["countries"]}
    codes |= {row["country"] for row in read("people.json")}
    assert all(re.fullmatch(r"[A-Z]{2}", code) for code in codes)
    assert len({code for row in articles("ru") for code in row["countries"]}) >= 9


@pytest.mark.parametrize("edition", EDITIONS)
def test_articles_stand_newest_first_over_three_days(edition: str) -> None:
    ages = [row["hours_before"] for row in articles(edition)]
    assert ages == sorted(set(ages))
    assert ages[0] >= 1
    assert ages[-1] <= 72
    assert {row["urgency"] for row in articles(edition)} <= {3, 4, 5, 6}
    assert {row["age_rating"] for row in articles(edition)} <= {None, 0, 6, 12}


def test_typography_of_both_editions() -> None:
    for path in DATA.glob("*.json"):
        for text in strings(json.loads(path.read_text(encoding="utf-8"))):
            assert '"' not in text, text
            assert "'" not in text, text
            assert not re.search(r" - | – |\.\.\.|  ", text), text
            assert text == text.strip()
            assert not AGENCIES.search(text), text


def test_both_languages_name_every_person_author_and_programme() -> None:
    for name in ("people.json", "authors.json"):
        rows = read(name)
        assert all(set(row["names"]) == set(EDITIONS) for row in rows)
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", row["slug"]) for row in rows)
    for programme in read("programmes.json"):
        assert all(programme["title"][edition] for edition in EDITIONS)
        assert all(set(titles) == set(EDITIONS) for titles in programme["sub_titles"])
        assert programme["kind"] in KINDS
        assert programme["age_rating"] in {0, 6, 12, 16, 18}
        assert programme["picture"] is None or programme["picture"] in SCENES


@pytest.mark.parametrize("pattern", ["weekday", "weekend"])
def test_schedule_fills_the_broadcast_day_without_gaps(pattern: str) -> None:
    programmes = {row["key"]: row for row in read("programmes.json")}
    rows = read("schedule.json")[pattern]
    starts = [(minutes(row["time"]) - 6 * 60) % 1440 for row in rows]
    assert starts[0] == 0
    ends = [*starts[1:], 1440]
    lengths = [programmes[row["programme"]]["minutes"] for row in rows]
    assert [end - start for start, end in zip(starts, ends, strict=True)] == lengths
    assert all(first < second for first, second in pairwise(starts))
    assert 26 <= len(rows) <= 34


def test_schedule_names_real_episodes_and_keeps_late_shows_late() -> None:
    programmes = {row["key"]: row for row in read("programmes.json")}
    for rows in read("schedule.json").values():
        for row in rows:
            programme = programmes[row["programme"]]
            if row["sub_title"] is not None:
                assert row["sub_title"] < len(programme["sub_titles"])
            if programme["age_rating"] >= 16:
                assert minutes(row["time"]) >= 21 * 60 or minutes(row["time"]) < 5 * 60
            assert not (row["repeat"] and row["premiere"])


@pytest.mark.parametrize("edition", EDITIONS)
def test_front_order_names_articles_of_its_edition(edition: str) -> None:
    front = read("site.json")[edition]
    own = {row["key"] for row in articles(edition)}
    chosen = [front["lead"], *front["seconds"]]
    assert set(chosen) <= own
    assert len(chosen) == len(set(chosen))


def test_storylines_have_a_background_and_stories() -> None:
    lines = read("storylines.json")
    told = {row["storyline"] for edition in EDITIONS for row in articles(edition)}
    assert {row["key"] for row in lines} == told - {None}
    for line in lines:
        assert len(line["background"]) > 200
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", line["slug"])
