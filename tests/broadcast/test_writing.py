"""XMLTV that the strictest reader takes, whatever stands in a title."""

import io
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from serai.broadcast.formats.writing import ListedAiring, ListedChannel, moment, write_xmltv

NINE = datetime(2026, 3, 5, 9, tzinfo=UTC)
CHANNEL = ListedChannel(
    "main.news.example", {"ru": "Большая Азия", "en": "Big Asia"}, "https://news.example/ru/tv/",
    "Europe/Moscow",
)  # fmt: skip
HOSTILE = ']]> </title><rating/> <b>&amp;</b> "кавычки" \x0b\x00\ufffe\ufffd\x85\ud800\tконец\r\n'
VALIDATOR = shutil.which("tv_validate_file")
DTDS = (Path("/usr/share/xmltv/xmltv.dtd"), Path("/usr/share/xml/xmltv.dtd"))


def airing(start: datetime = NINE, minutes: int = 30, **columns: Any) -> ListedAiring:
    told = {"channel": CHANNEL.id, "titles": {"ru": "Новости порта", "en": "Port news"}, **columns}
    return ListedAiring(start=start, stop=start + timedelta(minutes=minutes), **told)


def full() -> ListedAiring:
    return airing(
        sub_titles={"ru": "О море", "en": "About the sea"},
        descriptions={"ru": "Первая строка\nВторая строка", "en": ""},
        categories={"ru": "фильм", "en": "film"},
        urls={"ru": "https://news.example/ru/tv/main/2026-03-05/#s1"},
        icon="https://news.example/media/port.jpg",
        people=[("actor", "Б. Речной"), ("director", "А. Степная"), ("juggler", "Никто")],
        year=1999,
        season=2,
        episode=5,
        episodes=24,
        age_rating=12,
        live=True,
        repeat=True,
        premiere=True,
        uid="airing-1@news.example",
    )


def written(*airings: ListedAiring, channels: tuple[ListedChannel, ...] = (CHANNEL,)) -> bytes:
    file = io.BytesIO()
    write_xmltv(file, channels, airings, source="https://news.example")
    return file.getvalue()


def parsed(*airings: ListedAiring) -> Any:
    return etree.fromstring(written(*airings), etree.XMLParser(resolve_entities=False))


def test_elements_stand_in_the_order_of_the_dtd() -> None:
    root = parsed(full())
    assert root.get("generator-info-name") == "Serai"
    channel, programme = root
    assert channel.get("id") == "main.news.example"
    assert [row.text for row in channel] == [
        "Большая Азия", "Big Asia", "https://news.example/ru/tv/",
    ]  # fmt: skip
    assert dict(programme.attrib) == {
        "start": "20260305120000 +0300",
        "stop": "20260305123000 +0300",
        "channel": "main.news.example",
    }
    assert [(row.tag, row.get("lang"), row.text) for row in programme] == [
        ("title", "ru", "Новости порта"),
        ("title", "en", "Port news"),
        ("sub-title", "ru", "О море"),
        ("sub-title", "en", "About the sea"),
        ("desc", "ru", "Первая строка Вторая строка"),
        ("credits", None, None),
        ("date", None, "1999"),
        ("category", "ru", "фильм"),
        ("category", "en", "film"),
        ("icon", None, None),
        ("url", None, "https://news.example/ru/tv/main/2026-03-05/#s1"),
        ("episode-num", None, "1.4/24."),
        ("previously-shown", None, None),
        ("premiere", None, None),
        ("rating", None, None),
    ]
    assert [(row.tag, row.text) for row in programme.find("credits")] == [
        ("director", "А. Степная"), ("actor", "Б. Речной"),
    ]  # fmt: skip
    assert programme.find("icon").get("src") == "https://news.example/media/port.jpg"
    assert programme.find("rating").get("system") == "RU"
    assert programme.findtext("rating/value") == "12+"


def test_an_age_mark_is_never_invented() -> None:
    _, without, nought = parsed(airing(), airing(NINE + timedelta(hours=1), age_rating=0))
    assert without.find("rating") is None
    assert nought.findtext("rating/value") == "0+"


@pytest.mark.parametrize(
    ("zone", "start", "told"),
    [
        # Berlin puts its clocks back at 01:00 UTC: the same hour twice, told apart by its offset.
        ("Europe/Berlin", "2026-10-25T00:30+00:00", "20261025023000 +0200"),
        ("Europe/Berlin", "2026-10-25T01:30+00:00", "20261025023000 +0100"),
        ("Europe/Berlin", "2026-03-29T00:59+00:00", "20260329015900 +0100"),
        ("Europe/Berlin", "2026-03-29T01:00+00:00", "20260329030000 +0200"),
        ("Asia/Jerusalem", "2026-03-26T23:59+00:00", "20260327015900 +0200"),
        ("Asia/Jerusalem", "2026-03-27T00:00+00:00", "20260327030000 +0300"),
        ("Asia/Beirut", "2026-10-24T20:30+00:00", "20261024233000 +0300"),
        ("Asia/Beirut", "2026-10-24T21:30+00:00", "20261024233000 +0200"),
        ("Asia/Almaty", "2024-02-29T17:59+00:00", "20240229235900 +0600"),
        ("Asia/Almaty", "2024-02-29T19:00+00:00", "20240301000000 +0500"),
        ("Asia/Kathmandu", "2026-03-05T00:00+00:00", "20260305054500 +0545"),
        ("America/St_Johns", "2026-01-05T00:00+00:00", "20260104203000 -0330"),
        ("Europe/Moscow", "1900-01-01T00:00+00:00", "19000101000000 +0000"),
        ("UTC", "0999-01-01T00:00+00:00", "09990101000000 +0000"),
    ],
)
def test_a_moment_has_the_offset_of_its_own_day(zone: str, start: str, told: str) -> None:
    value = datetime.fromisoformat(start)
    assert moment(value, ZoneInfo(zone)) == told
    if value.year > 1900:
        assert datetime.strptime(told, "%Y%m%d%H%M%S %z") == value


def test_a_title_cannot_break_the_file() -> None:
    texts = {"ru": HOSTILE, "en": "\x00 \n"}
    _, programme = parsed(
        airing(titles=texts, sub_titles=texts, descriptions=texts, icon=HOSTILE, urls=texts)
    )
    told = ']]> </title><rating/> <b>&amp;</b> "кавычки" конец'
    assert [(row.tag, row.text) for row in programme if row.tag != "icon"] == [
        ("title", told), ("sub-title", told), ("desc", told), ("url", told),
    ]  # fmt: skip


def test_an_airing_without_a_title_and_a_channel_without_a_name_still_stand() -> None:
    content = written(airing(titles={"ru": " "}), channels=(ListedChannel(CHANNEL.id, {}),))
    root = etree.fromstring(content)
    assert root.findtext("channel/display-name") == CHANNEL.id
    assert root.findtext("programme/title") == "—"


def test_what_is_of_no_listed_channel_or_of_one_twice_is_left_out() -> None:
    content = written(airing(), airing(channel="other.example"), channels=(CHANNEL, CHANNEL))
    assert [row.tag for row in etree.fromstring(content)] == ["channel", "programme"]


@given(st.text(max_size=200))
def test_any_title_makes_a_file_that_can_be_read(title: str) -> None:
    _, programme = parsed(airing(titles={"ru": title}, icon=title or "x"))
    told = programme.findtext("title")
    assert told
    assert "\n" not in told
    assert told == told.strip()


def test_the_same_input_is_the_same_file() -> None:
    assert written(full()) == written(full())


def test_debians_validator_has_nothing_to_say(tmp_path: Path) -> None:
    dtd = next((path for path in DTDS if path.exists()), None)
    if VALIDATOR is None or dtd is None:
        pytest.skip("no tv_validate_file: apt install xmltv-util")
    file = tmp_path / "guide.xml"
    file.write_bytes(
        written(
            full(),
            airing(NINE + timedelta(hours=1), titles={"ru": HOSTILE}, part=1),
            airing(NINE + timedelta(hours=2), descriptions={"ru": HOSTILE}, age_rating=18),
        )
    )
    run = subprocess.run(
        [VALIDATOR, "--dtd-file", dtd, file], capture_output=True, text=True, check=False
    )
    assert run.stdout + run.stderr == "Validated ok.\n"
    assert run.returncode == 0
