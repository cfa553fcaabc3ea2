"""The guide for machines: every address answers, is true until it says, and costs the same."""

import gzip
import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from lxml import etree

from serai.broadcast.models import (
    CancelledAiring,
    Channel,
    ChannelName,
    ProgrammeName,
    ScheduleEvent,
)
from serai.core import clock
from serai.delivery.keeping import page_store, render
from serai.portal.selectors import addresses
from serai.portal.selectors.listings import next_day_begins
from tests.builders import make_channel, make_event, make_picture
from tests.delivery.keeping import touched_since
from tests.portal.every_page import HOSTILE
from tests.portal.reading import at_most

pytestmark = pytest.mark.django_db

#: Noon of the default channel, in Moscow.
NOON = datetime(2026, 3, 5, 9, tzinfo=UTC)
TODAY = date(2026, 3, 5)
SIX = datetime(2026, 3, 6, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.frozen(NOON):
        make_channel()
        yield


def ask(path: str, kind: str = "", status: int = 200) -> bytes:
    answer = Client().get(path)
    assert answer.status_code == status, path
    if kind:
        assert answer.headers["Content-Type"] == kind
    return answer.content


def guide(path: str) -> Any:
    return etree.fromstring(ask(path, "application/xml; charset=utf-8"))


def told(path: str) -> Any:
    return json.loads(ask(path, "application/json"))


def titles(path: str) -> list[str]:
    return [row.findtext("title") for row in guide(path).iter("programme")]


def second_channel(zone: str = "Asia/Kathmandu") -> Channel:
    channel = Channel(slug="second_one", zone=zone, day_starts=time(5))
    channel.names = [ChannelName(language="en", name="Second")]
    channel.save()
    return channel


def on(channel: Channel, event: ScheduleEvent) -> ScheduleEvent:
    event.channel = channel
    event.save()
    return event


def test_an_airing_is_told_in_every_language_and_in_the_time_of_its_channel() -> None:
    event = make_event(
        "Караваны", age_rating=12, is_repeat=True, sub_titles={"en": "Sea", "ru": "О море"}
    )
    ProgrammeName.objects.filter(language="en").update(name="Caravans", description="On the road")
    event.programme.kind = "film"
    event.programme.image = make_picture()
    event.programme.save()
    (row,) = guide("/tv/xmltv.xml").iter("programme")
    assert (row.get("start"), row.get("stop")) == ("20260305120000 +0300", "20260305123000 +0300")
    assert row.get("channel") == "bigasia.127.0.0.1"
    icon = row.find("icon").get("src")
    assert icon.startswith("http://127.0.0.1")
    assert [(part.tag, part.get("lang"), part.text) for part in row] == [
        ("title", "ru", "Караваны"),
        ("title", "en", "Caravans"),
        ("sub-title", "ru", "О море"),
        ("sub-title", "en", "Sea"),
        ("desc", "en", "On the road"),
        ("category", "ru", "фильм"),
        ("category", "en", "film"),
        ("icon", None, None),
        ("url", None, addresses.absolute(addresses.guide_day("ru", "bigasia", TODAY, event.pk))),
        ("previously-shown", None, None),
        ("rating", None, None),
    ]
    (airing,) = told("/api/epg/bigasia/2026-03-05.json")["airings"]
    assert airing == {
        "id": f"{event.uid}@127.0.0.1",
        "start": "2026-03-05T12:00:00+03:00",
        "stop": "2026-03-05T12:30:00+03:00",
        "titles": {"ru": "Караваны", "en": "Caravans"},
        "sub_titles": {"ru": "О море", "en": "Sea"},
        "descriptions": {"en": "On the road"},
        "categories": {"ru": "фильм", "en": "film"},
        "kind": "film",
        "season": None,
        "episode": None,
        "year": None,
        "people": [],
        "age_rating": 12,
        "live": False,
        "repeat": True,
        "premiere": False,
        "icon": icon,
        "urls": {
            code: addresses.absolute(addresses.guide_day(code, "bigasia", TODAY, event.pk))
            for code in ("ru", "en")
        },
    }


def test_a_listing_reaches_from_yesterday_to_a_fortnight_ahead() -> None:
    for days in (-2, -1, 0, 14, 15):
        make_event(f"День {days}", starts_at=NOON + timedelta(days=days))
    assert titles("/tv/xmltv.xml") == ["День -1", "День 0", "День 14"]
    assert titles("/tv/bigasia/xmltv.xml") == ["День -1", "День 0", "День 14"]
    assert titles("/tv/bigasia/2026-03-03/xmltv.xml") == ["День -2"]
    assert told("/api/epg/bigasia/2026-03-20.json")["airings"][0]["titles"]["ru"] == "День 15"


def test_every_channel_has_its_own_today() -> None:
    """At 23:30 UTC it is a quarter past five in Katmandu, a new day; in Moscow it is night."""
    second = second_channel()
    with clock.frozen(datetime(2026, 3, 5, 23, 30, tzinfo=UTC)):
        on(second, make_event("Катманду 4", starts_at=NOON - timedelta(days=1)))
        on(second, make_event("Катманду 5", starts_at=NOON))
        make_event("Москва 4", starts_at=NOON - timedelta(days=1))
        assert titles("/tv/xmltv.xml") == ["Москва 4", "Катманду 5"]
        assert titles("/tv/second_one/xmltv.xml") == ["Катманду 5"]
    root = guide("/tv/xmltv.xml")
    assert [row.get("id") for row in root.iter("channel")] == [
        "bigasia.127.0.0.1", "second-one.127.0.0.1",
    ]  # fmt: skip
    start = root.xpath("programme[@channel='second-one.127.0.0.1']/@start")[-1]
    assert start == "20260305144500 +0545"


@pytest.mark.usefixtures("page_directory")
def test_the_packed_twin_is_the_same_file_and_always_the_same_bytes() -> None:
    make_event()
    for path in ("/tv/xmltv.xml", "/tv/bigasia/xmltv.xml"):
        packed = ask(f"{path}.gz", "application/gzip")
        assert gzip.decompress(packed) == ask(path)
        assert packed[4:8] == b"\0\0\0\0"
        assert packed == ask(f"{path}.gz")
        assert not render(f"{path}.gz").kept


@pytest.mark.usefixtures("page_directory")
def test_the_packed_twin_is_packed_from_the_kept_page_while_that_is_true() -> None:
    make_event("Раньше")
    path = "/tv/xmltv.xml"

    def packed() -> str:
        return gzip.decompress(ask(f"{path}.gz")).decode()

    page_store().beat()
    assert "Раньше" in packed()
    assert page_store().entry(path) is not None  # whoever asks for the twin only has it kept, too
    ProgrammeName.objects.update(name="Теперь")  # nobody is told, so the kept page stays as it is
    with at_most(1):
        assert "Раньше" in packed()
    with clock.frozen(SIX):
        page_store().beat()
        assert "Теперь" in packed()  # its time was over
    ProgrammeName.objects.update(name="Потом")
    with clock.frozen(SIX + timedelta(minutes=2)):
        assert "Потом" in packed()  # nobody keeps the store up to date


def test_without_a_store_the_twin_is_made_each_time(settings: Any) -> None:
    settings.PAGE_STORE = None
    make_event("Раньше")
    assert "Раньше" in gzip.decompress(ask("/tv/xmltv.xml.gz")).decode()


def test_a_calendar_speaks_the_language_of_its_edition() -> None:
    event = make_event("Караваны", age_rating=12, is_live=True)
    ProgrammeName.objects.filter(language="en").update(name="Caravans; a, b")
    russian = ask("/ru/tv/bigasia/calendar.ics", "text/calendar; charset=utf-8").decode()
    assert "SUMMARY:Караваны (12+)\r\n" in russian
    assert f"UID:{event.uid}@127.0.0.1\r\n" in russian
    assert "DTSTART:20260305T090000Z\r\nDTEND:20260305T093000Z\r\n" in russian
    assert "DESCRIPTION:Прямой эфир\r\n" in russian
    english = ask("/en/tv/bigasia/calendar.ics").decode()
    assert "SUMMARY:Caravans\\; a\\, b (12+)\r\n" in english
    assert f"/en/tv/bigasia/2026-03-05/#s{event.pk}\r\n" in english.replace("\r\n ", "")


def test_what_was_cancelled_stays_in_calendars_for_some_days() -> None:
    event = make_event("Караваны")
    for number, days in enumerate((1, 8)):
        CancelledAiring.objects.create(
            channel=event.channel, programme=event.programme, uid=UUID(int=number), sequence=2,
            title="Нет", starts_at=NOON, ends_at=SIX,
            cancelled_at=clock.now() - timedelta(days=days),
        )  # fmt: skip
    programme = addresses.programme_calendar("ru", event.programme.slug)
    for path in ("/ru/tv/bigasia/calendar.ics", programme):
        told = ask(path).decode()
        assert f"UID:{UUID(int=0)}@127.0.0.1\r\n" in told
        assert "SEQUENCE:2\r\n" in told
        assert told.count("STATUS:CANCELLED") == 1
        assert told.count("STATUS:CONFIRMED") == 1


def test_channels_say_where_their_schedules_are() -> None:
    make_event()
    second_channel()
    first, second = told("/api/epg/channels.json")["channels"]
    assert (first["slug"], first["default"], first["zone"]) == ("bigasia", True, "Europe/Moscow")
    assert (first["first_day"], first["last_day"]) == ("2026-03-05", "2026-03-05")
    assert (second["first_day"], second["day_starts"]) == (None, "05:00")
    assert second["names"] == {"en": "Second"}
    for row in (first, second):
        for address in (row["now"], row["xmltv"], *row["calendars"].values(), row["url"]):
            ask("/" + address.split("/", 3)[3])


def test_now_and_next_turn_exactly_at_the_boundary() -> None:
    for number, minutes in enumerate((-30, 0, 30, 90)):
        make_event(f"Передача {number}", starts_at=NOON + timedelta(minutes=minutes))

    def shown(minutes: int) -> list[str | None]:
        with clock.frozen(NOON + timedelta(minutes=minutes)):
            whole = told("/api/epg/bigasia/now.json")
        return [whole[key]["titles"]["ru"] if whole[key] else None for key in ("now", "next")]

    assert shown(-1) == ["Передача 0", "Передача 1"]
    assert shown(0) == ["Передача 1", "Передача 2"]
    assert shown(60) == [None, "Передача 3"]
    assert shown(119) == ["Передача 3", None]
    assert shown(120) == [None, None]


def test_where_two_overlap_the_later_one_is_on() -> None:
    make_event("Марафон", starts_at=NOON - timedelta(hours=2), minutes=300)
    make_event("Новости", starts_at=NOON - timedelta(minutes=5))
    assert told("/api/epg/bigasia/now.json")["now"]["titles"]["ru"] == "Новости"


@pytest.mark.parametrize(
    "path",
    [
        "/tv/nobody/xmltv.xml", "/tv/nobody/xmltv.xml.gz", "/tv/nobody/2026-03-05/xmltv.xml",
        "/tv/bigasia/2026-04-05/xmltv.xml", "/tv/bigasia/2026-02-30/xmltv.xml", "/tv/xmltv.json",
        "/ru/tv/nobody/calendar.ics", "/api/epg/nobody/now.json", "/api/epg/",
        "/api/epg/nobody/2026-03-05.json", "/api/epg/bigasia/2026-04-05.json",
        "/api/epg/bigasia/2026-13-05.json",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(path: str) -> None:
    make_event()
    ask(path, status=404)


def test_today_stands_even_where_nothing_is_known_of_it_yet() -> None:
    assert told("/api/epg/bigasia/2026-03-05.json")["airings"] == []
    assert titles("/tv/bigasia/2026-03-05/xmltv.xml") == []


@pytest.mark.usefixtures("page_directory")
def test_a_page_is_kept_until_what_it_says_is_over() -> None:
    def until(path: str) -> datetime | None:
        made = render(path)
        assert made.kept, path
        return made.notebook.expires

    assert until("/api/epg/bigasia/2026-03-05.json") == SIX  # empty, and there as today only
    assert until("/api/epg/bigasia/now.json") is None
    make_event(starts_at=NOON - timedelta(minutes=5))
    assert until("/tv/xmltv.xml") == SIX
    assert until("/tv/bigasia/xmltv.xml") == SIX
    assert until("/ru/tv/bigasia/calendar.ics") == SIX
    assert until("/api/epg/bigasia/now.json") == NOON + timedelta(minutes=25)
    assert until("/api/epg/bigasia/2026-03-05.json") is None
    assert until("/tv/bigasia/2026-03-05/xmltv.xml") is None
    assert until("/api/epg/channels.json") is None
    second_channel()  # its day begins at 05:00, 23:15 UTC
    assert until("/tv/xmltv.xml") == datetime(2026, 3, 5, 23, 15, tzinfo=UTC)


@pytest.mark.usefixtures("page_directory")
def test_a_change_of_the_schedule_touches_what_shows_it_and_no_other_day() -> None:
    event = make_event()
    make_event("Завтра", starts_at=NOON + timedelta(days=1))
    paths = {
        "/tv/xmltv.xml", "/tv/bigasia/xmltv.xml", "/tv/bigasia/2026-03-05/xmltv.xml",
        "/ru/tv/bigasia/calendar.ics", "/api/epg/channels.json", "/api/epg/bigasia/now.json",
        "/api/epg/bigasia/2026-03-05.json",
    }  # fmt: skip
    other = {"/api/epg/bigasia/2026-03-06.json", "/tv/bigasia/2026-03-06/xmltv.xml"}
    assert all(render(path).kept for path in paths | other)
    from serai.delivery.outbox import last_number

    before = last_number()
    event.is_premiere = True
    event.save()
    assert touched_since(before) == paths
    before = last_number()
    event.programme.save()
    assert paths - {"/api/epg/channels.json"} <= touched_since(before)
    assert not touched_since(before) & other


@pytest.mark.parametrize(
    ("zone", "starts", "now", "next_one"),
    [
        ("Europe/Moscow", time(6), "2026-03-05T02:59+00:00", "2026-03-05T03:00+00:00"),
        ("Europe/Moscow", time(6), "2026-03-05T03:00+00:00", "2026-03-06T03:00+00:00"),
        # Days of 23 and of 25 hours.
        ("Asia/Jerusalem", time(6), "2026-03-26T04:00+00:00", "2026-03-27T03:00+00:00"),
        ("Asia/Jerusalem", time(6), "2026-10-24T03:00+00:00", "2026-10-25T04:00+00:00"),
        # Half past two is there twice, and not at all.
        ("Europe/Berlin", time(2, 30), "2026-10-25T00:10+00:00", "2026-10-25T00:30+00:00"),
        ("Europe/Berlin", time(2, 30), "2026-10-25T01:10+00:00", "2026-10-25T01:30+00:00"),
        ("Europe/Berlin", time(2, 30), "2026-03-28T12:00+00:00", "2026-03-29T00:30+00:00"),
    ],
)
def test_a_broadcast_day_begins_by_the_clock_of_its_channel(
    zone: str, starts: time, now: str, next_one: str
) -> None:
    channel = Channel(slug="any", zone=zone, day_starts=starts)
    found = next_day_begins(channel, datetime.fromisoformat(now))
    assert found == datetime.fromisoformat(next_one)


def test_listings_cost_the_same_at_any_size() -> None:
    paths = {
        "/tv/xmltv.xml": 5, "/tv/bigasia/xmltv.xml": 5, "/ru/tv/bigasia/calendar.ics": 6,
        "/api/epg/bigasia/2026-03-05.json": 5, "/api/epg/bigasia/now.json": 6,
        "/api/epg/channels.json": 3,
    }  # fmt: skip
    second, picture = second_channel(), make_picture()
    for number in range(12):
        event = make_event(f"Передача {number}", starts_at=NOON + timedelta(minutes=30 * number))
        event.programme.image = picture
        event.programme.save()
        on(second, make_event(f"Вторая {number}", starts_at=NOON + timedelta(hours=9 + number)))
    for path, cost in paths.items():
        with at_most(cost):
            ask(path)


def test_a_hostile_guide_is_still_valid(tmp_path: Path) -> None:
    make_event(f"{HOSTILE}\x0b\ufffe", age_rating=18, sub_titles={"ru": "a\nb\x0b"})
    make_event("Дальше", starts_at=NOON + timedelta(minutes=30))
    content = ask("/tv/xmltv.xml")
    json.loads(ask("/api/epg/bigasia/2026-03-05.json"))
    dtd = Path("/usr/share/xmltv/xmltv.dtd")
    validator = shutil.which("tv_validate_file")
    if validator is None or not dtd.exists():
        pytest.skip("no tv_validate_file: apt install xmltv-util")
    file = tmp_path / "guide.xml"
    file.write_bytes(content)
    run = subprocess.run(
        [validator, "--dtd-file", dtd, file], capture_output=True, text=True, check=False
    )
    assert run.stdout + run.stderr == "Validated ok.\n"


def test_machines_are_told_the_episode_the_year_and_who_made_it() -> None:
    event = make_event("Степь", season=2, episode=14)
    event.programme.year = 1999
    event.programme.credits = [["actor", "Б. Речной"], ["director", "А. Степная"]]
    event.programme.save()
    (programme,) = guide("/tv/xmltv.xml").findall("programme")
    assert [(row.tag, row.text) for row in programme.find("credits")] == [
        ("director", "А. Степная"), ("actor", "Б. Речной"),
    ]  # fmt: skip
    assert programme.findtext("episode-num[@system='xmltv_ns']") == "1.13."
    assert programme.findtext("date") == "1999"
    (airing,) = told(f"/api/epg/bigasia/{TODAY}.json")["airings"]
    assert (airing["season"], airing["episode"], airing["year"]) == (2, 14, 1999)
    assert airing["people"][0] == {"role": "actor", "name": "Б. Речной"}
