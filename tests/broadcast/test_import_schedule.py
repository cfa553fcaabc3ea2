"""serai import_schedule: a file becomes drafts, or the guide; twice changes nothing."""

import io
import json
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from serai.broadcast.actions import (
    BroadcastError,
    NeedsConfirmation,
    compare,
    copy_days,
    publish_batch,
)
from serai.broadcast.models import (
    BatchState,
    CancelledAiring,
    Channel,
    ChannelName,
    ImportProfile,
    Programme,
    ScheduleBatch,
    ScheduleEvent,
)
from serai.core import clock
from serai.delivery.models import Invalidation
from tests.broadcast.reading import read
from tests.broadcast.test_xmltv import FILE
from tests.builders import make_channel

pytestmark = pytest.mark.django_db(transaction=True)
FILES = Path(__file__).with_name("files")
DAY = "06:00 Утро 6+\n09:00 Х/ф «Весна» 12+\n11:00 Новости\n12:00 Концерт\n14:00 Сказка 0+\n" \
      "18:00 Новости\n19:00 Т/с «Дом» 16+\n23:00 Ночь\n"  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> "Place":
    return Place(tmp_path)


class Place:
    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, content: str | bytes, name: str = "list.txt", **options: Any) -> dict[str, Any]:
        path = self.root / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        out = io.StringIO()
        wanted: dict[str, Any] = {"json": True, "stdout": out, "stderr": io.StringIO(), **options}
        call_command("import_schedule", path, **wanted)
        said: dict[str, Any] = json.loads(out.getvalue())
        counts = said["counts"]
        assert counts["events"] == len(said["events"]) == sum(c["events"] for c in said["channels"])
        return said


def other_channel() -> Channel:
    channel = Channel(slug="steppe", zone="Asia/Almaty")
    channel.names = [ChannelName(language="ru", name="Степь")]  # type: ignore[misc]
    channel.save()
    return channel


def day(text: str = "2026-11-27") -> date:
    return date.fromisoformat(text)


def airings() -> list[tuple[str, str]]:
    rows = ScheduleEvent.objects.select_related("programme", "channel").order_by("starts_at")
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/Moscow")
    return [(f"{row.starts_at.astimezone(zone):%d %H:%M}", str(row.programme)) for row in rows]


def test_a_list_is_published_with_all_that_it_says(place: Place) -> None:
    make_channel()
    said = place.run(DAY, date=day(), publish=True)
    first = said["events"][0]
    assert (first["start"], first["stop"]) == (
        "2026-11-27T06:00:00+03:00", "2026-11-27T09:00:00+03:00",
    )  # fmt: skip
    assert said["events"][-1]["stop_inferred"] is True
    assert airings()[:2] == [("27 06:00", "Утро"), ("27 09:00", "Весна")]
    film = ScheduleEvent.objects.get(raw_title="Х/ф «Весна» 12+")
    assert (film.age_rating, film.programme.kind, film.rating_source) == (12, "film", "title")
    assert ScheduleEvent.objects.get(raw_title="Сказка 0+").age_rating == 0
    assert film.batch is not None
    assert film.batch.state == BatchState.PUBLISHED
    assert film.broadcast_on == day()


@pytest.mark.parametrize("name", ["clock30.xls", "mixed.xls", "week.ods", "hours.ods"])
def test_real_spreadsheets_come_whole_through_the_sandbox_child(place: Place, name: str) -> None:
    """What the reader finds in them (see test_spreadsheets) is what the command publishes."""
    make_channel()
    content = (FILES / name).read_bytes()
    made = read(content, name)
    said = place.run(content, name, date=day("2026-11-26"), publish=True)
    seconds = [int(datetime.fromisoformat(one["start"]).timestamp()) for one in said["events"]]
    assert len(seconds) >= 7
    assert [
        (second, one["title"], one["age_rating"], one["row"])
        for second, one in zip(seconds, said["events"], strict=True)
    ] == [(one.start, one.title, one.age, one.number) for one in made.events]
    assert {word: count for word, count in said["counts"].items() if count} == made.counts
    assert sorted((one["keyword"], one["row"]) for one in said["issues"]) == sorted(
        (word, row) for word, row, _text in made.issues
    )
    assert list(
        ScheduleEvent.objects.order_by("starts_at").values_list("starts_at", "age_rating")
    ) == [(datetime.fromisoformat(one["start"]), one["age_rating"]) for one in said["events"]]


def test_the_same_file_twice_changes_nothing(place: Place) -> None:
    make_channel()
    place.run(DAY, date=day(), publish=True)
    before = list(ScheduleEvent.objects.order_by("pk").values())
    count = Invalidation.objects.count()
    place.run(DAY, date=day(), publish=True)
    assert list(ScheduleEvent.objects.order_by("pk").values()) == before
    assert Invalidation.objects.count() == count
    assert Programme.objects.count() == 7


def test_a_correction_keeps_the_ids_of_what_stays_and_of_what_moves(place: Place) -> None:
    make_channel()
    place.run(DAY, date=day(), publish=True)
    ids = dict(ScheduleEvent.objects.values_list("raw_title", "pk"))
    uids = dict(ScheduleEvent.objects.values_list("pk", "uid"))
    news = DAY.replace("09:00 Х/ф «Весна» 12+", "09:10 Х/ф «Весна» 16+").replace(
        "12:00 Концерт", "12:00 Балет"
    )
    place.run(news, date=day(), publish=True)
    film = ScheduleEvent.objects.get(raw_title="Х/ф «Весна» 16+")
    assert (film.pk, film.age_rating, film.sequence) == (ids["Х/ф «Весна» 12+"], 16, 1)
    assert film.uid == uids[film.pk]
    assert ScheduleEvent.objects.get(raw_title="Сказка 0+").pk == ids["Сказка 0+"]
    assert ("27 12:00", "Балет") in airings()
    assert ("27 12:00", "Концерт") not in airings()
    assert ScheduleEvent.objects.count() == 8


def test_what_goes_is_remembered_for_calendars(place: Place) -> None:
    make_channel()
    with clock.frozen(datetime.fromisoformat("2026-11-26T12:00+03:00")) as hand:
        place.run(DAY, date=day(), publish=True)
        gone = ScheduleEvent.objects.get(raw_title="Концерт")
        place.run(DAY.replace("Концерт", "Балет"), date=day(), publish=True)
        left = CancelledAiring.objects.get()
        assert (left.uid, left.sequence, left.title) == (gone.uid, 1, "Концерт")
        hand.advance(8 * 86400)
        place.run(DAY.replace("Концерт", "Опера"), date=day(), publish=True)
        assert not CancelledAiring.objects.exists()


def test_two_shows_that_change_places(place: Place) -> None:
    make_channel()
    place.run("06:00 А\n06:10 Б\n07:00 В", date=day(), publish=True)
    place.run("06:00 Б\n06:10 А\n07:00 В", date=day(), publish=True)
    assert airings() == [("27 06:00", "Б"), ("27 06:10", "А"), ("27 07:00", "В")]


def test_a_draft_shows_its_difference_and_waits(place: Place) -> None:
    make_channel()
    place.run(DAY, date=day(), publish=True)
    place.run(
        DAY.replace("Концерт", "Балет").replace("06:00 Утро 6+", "06:00 Утро 12+"), date=day()
    )
    batch = ScheduleBatch.objects.get(state=BatchState.DRAFT)
    made = compare(batch)
    assert [entry.title for entry in made.added] == ["Балет"]
    assert [(c.event.raw_title, c.fields) for c in made.changed] == [("Утро 6+", ("age_rating",))]
    assert [event.raw_title for event in made.removed] == ["Концерт"]
    assert ("27 12:00", "Концерт") in airings()
    publish_batch(batch=batch)
    assert ("27 12:00", "Балет") in airings()
    with pytest.raises(BroadcastError, match="no draft"):
        publish_batch(batch=batch)


def test_a_file_that_would_take_most_of_a_day_asks(place: Place) -> None:
    make_channel()
    place.run(DAY, date=day(), publish=True)
    before = airings()
    wrong = "06:00 Другое\n23:30 Совсем другое"
    with pytest.raises(CommandError, match="would go; confirm"):
        place.run(wrong, date=day(), publish=True)
    assert airings() == before
    assert ScheduleBatch.objects.filter(state=BatchState.DRAFT).count() == 0
    place.run(wrong, date=day(), publish=True, confirm=True)
    assert len(airings()) == 2
    place.run(DAY, name="x.txt", date=day())
    batch = ScheduleBatch.objects.get(state=BatchState.DRAFT)
    ScheduleEvent.objects.all().delete()
    for hour in range(8):
        start = batch.starts_at + timedelta(hours=hour, minutes=7)
        programme = Programme.objects.get(slug="drugoe")
        ScheduleEvent(
            channel=batch.channel,
            programme=programme,
            starts_at=start,
            ends_at=start + timedelta(minutes=10),
        ).save()
    with pytest.raises(NeedsConfirmation):
        publish_batch(batch=batch)


def test_days_before_and_after_stay(place: Place) -> None:
    make_channel()
    place.run("06:30 Утро", date=day("2026-11-29"), publish=True)
    place.run(DAY, date=day("2026-11-26"), publish=True)
    place.run(DAY, date=day("2026-11-28"), publish=True)
    place.run("06:00 Всё иначе\n23:00 Ночь", date=day("2026-11-27"), publish=True)
    assert len(airings()) == 8 + 2 + 8 + 1
    spans = list(ScheduleEvent.objects.order_by("starts_at").values_list("starts_at", "ends_at"))
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_a_dry_run_keeps_nothing(place: Place) -> None:
    said = place.run(FILE.encode("cp1251"), "guide.xml", dry_run=True)
    assert said["counts"]["events"] == 4
    assert {channel["id"] for channel in said["channels"]} >= {"Первый", "unknown"}
    assert not Channel.objects.exists()
    assert not ScheduleBatch.objects.exists()


def test_channels_of_a_file_are_found_or_made(place: Place) -> None:
    known = other_channel()
    known.other_ids = ["a.b"]
    known.save()
    place.run(FILE.encode("cp1251"), "guide.xml", publish=True)
    assert ScheduleEvent.objects.filter(channel=known).count() == 1
    made = Channel.objects.exclude(pk=known.pk)
    assert {channel.other_ids[0] for channel in made} == {"Первый", "unknown"}
    place.run(FILE.encode("cp1251"), "guide.xml", publish=True)
    assert Channel.objects.count() == 3


def test_a_file_without_a_channel_needs_one_where_there_are_many(place: Place) -> None:
    make_channel()
    other_channel()
    with pytest.raises(CommandError, match="names no channel"):
        place.run(DAY, date=day())
    assert place.run(DAY, date=day(), channel="steppe")["channels"][0]["id"] == "steppe"
    with pytest.raises(CommandError, match="no channel 'moon'"):
        place.run(DAY, channel="moon")


def test_a_profile_says_how_a_source_is_read(place: Place) -> None:
    channel = other_channel()
    make_channel()
    ImportProfile.objects.create(
        name="Степь", channel=channel, columns={"start": "2", "title": "Имя", "date": "1"},
        zone="Asia/Almaty", shift=-5, date_order="dmy", format="csv",
    )  # fmt: skip
    table = "Когда;Час;Имя\n05/06/2026;06:00;Утро\n"
    said = place.run(table, "x.txt", profile="Степь")
    assert said["events"][0]["start"] == "2026-06-05T05:55:00+05:00"
    with pytest.raises(CommandError, match="no profile"):
        place.run(table, profile="Лес")


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "a.xml"), (b"\x1f\x8bxx", "a.gz"), (b"PK\x03\x04xx", "a.zip"), (b"{]", "a.json"),
     (b"no list at all", "a.txt"), (b"\xd0\xcf\x11\xe0", "a.xls")],
)  # fmt: skip
def test_bad_files_are_clear_errors_in_json_too(place: Place, content: bytes, name: str) -> None:
    make_channel()
    path = place.root / name
    path.write_bytes(content)
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_schedule", path, json=True, publish=True, stdout=out)
    said = json.loads(out.getvalue())
    assert said["events"] == []
    assert said["issues"]
    assert not ScheduleEvent.objects.exists()


def test_a_day_is_copied_as_a_draft_with_its_wall_times(place: Place) -> None:
    channel = make_channel()
    place.run(DAY, date=day("2026-10-24"), publish=True)
    Channel.objects.filter(pk=channel.pk).update(zone="Europe/Moscow")
    batch = copy_days(channel=channel, first=day("2026-10-24"), to=day("2026-10-31"))
    publish_batch(batch=batch)
    moved = [(when, title) for when, title in airings() if when.startswith("31")]
    assert moved[0] == ("31 06:00", "Утро")
    assert len(moved) == 8
    with pytest.raises(BroadcastError, match="no schedule"):
        copy_days(channel=channel, first=day("2020-01-01"), to=day())
