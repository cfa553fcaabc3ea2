"""A printed strip becomes airings: midnight, lists that overlap, lists out of order."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from serai.broadcast.actions import Show, file_shows, make_default_channel
from serai.broadcast.models import Channel, Programme, ScheduleEvent

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 14)


def file(*lines: str, channel: Channel | None = None, day: date = DAY) -> dict[str, int]:
    shows = []
    for line in lines:
        clock_time, _, title = line.partition(" ")
        title, _, age = title.partition(" +")
        shows.append(Show(time.fromisoformat(clock_time), title, int(age) if age else None))
    channel = channel or Channel.objects.first() or make_default_channel()
    return file_shows(channel=channel, day=day, shows=shows, language="ru")


def guide() -> list[str]:
    """Every airing in channel time: day, start, end, a ~ where the end is inferred, title."""
    rows = []
    for event in ScheduleEvent.objects.order_by("starts_at"):
        zone = ZoneInfo(event.channel.zone)
        start, end = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
        mark = "~" if event.end_inferred else ""
        rows.append(f"{start:%d %H:%M}-{end:%H:%M}{mark} {event.programme}")
    return rows


def test_a_strip_becomes_airings() -> None:
    counts = file("16:55 Утро +12", "17:00 Вести", "18:00 Кино +18")
    assert counts == {"programmes": 3, "events": 3, "known": 0}
    assert guide() == ["14 16:55-17:00 Утро", "14 17:00-18:00 Вести", "14 18:00-18:30~ Кино"]
    assert [event.age_rating for event in ScheduleEvent.objects.order_by("starts_at")] == [
        12, None, 18,
    ]  # fmt: skip


def test_the_same_strip_twice_changes_nothing() -> None:
    file("16:55 Утро", "17:00 Вести")
    before = guide()
    assert file("16:55 Утро", "17:00 Вести") == {"programmes": 0, "events": 0, "known": 2}
    assert guide() == before


def test_a_strip_over_midnight_goes_on_in_the_next_day() -> None:
    file("22:30 Вечер", "23:45 Ночь", "00:15 Вести", "05:00 Утро")
    assert guide() == [
        "14 22:30-23:45 Вечер",
        "14 23:45-00:15 Ночь",
        "15 00:15-05:00 Вести",
        "15 05:00-05:30~ Утро",
    ]
    days = ScheduleEvent.objects.order_by("starts_at").values_list("broadcast_on", flat=True)
    assert set(days) == {DAY}, "the night belongs to the broadcast day before"


def test_midnight_is_passed_once() -> None:
    file("23:00 Ночь", "01:00 Вести", "23:30 Поздно", "02:00 Рано")
    assert [row[:8] for row in guide()] == ["14 23:00", "15 01:00", "15 02:00", "15 23:30"]


def test_a_list_out_of_order_stays_on_its_day() -> None:
    file("16:55 Утро", "17:30 Кино", "17:00 Вести", "18:00 Ночь")
    assert guide() == [
        "14 16:55-17:00 Утро",
        "14 17:00-17:30 Вести",
        "14 17:30-18:00 Кино",
        "14 18:00-18:30~ Ночь",
    ]


def test_of_two_shows_at_one_time_the_first_stands() -> None:
    assert file("17:00 Вести", "17:00 Кино", "18:00 Ночь")["events"] == 2
    assert guide() == ["14 17:00-18:00 Вести", "14 18:00-18:30~ Ночь"]


def test_a_later_strip_tells_the_end_of_the_last_show() -> None:
    file("16:55 Утро", "17:00 Вести")
    file("17:00 Вести", "17:45 Кино")
    assert guide() == ["14 16:55-17:00 Утро", "14 17:00-17:45 Вести", "14 17:45-18:15~ Кино"]


def test_an_inferred_end_never_overlaps() -> None:
    file("18:10 Кино", "19:00 Ночь")
    file("17:00 Вести", "18:00 Утро")
    assert guide()[1] == "14 18:00-18:10 Утро"
    file("19:20 Поздно")
    assert guide()[-2:] == ["14 19:00-19:20 Ночь", "14 19:20-19:50~ Поздно"]


def test_a_gap_between_strips_is_not_filled() -> None:
    file("17:00 Вести")
    file("20:00 Кино")
    assert guide()[0] == "14 17:00-17:30~ Вести"


def test_an_airing_that_stands_is_left_alone() -> None:
    file("17:00 Вести", "18:00 Кино")
    counts = file("17:00 Другие вести", "18:00 Кино")
    assert counts == {"programmes": 0, "events": 0, "known": 2}
    assert "Другие вести" not in map(str, Programme.objects.all())


def test_an_age_mark_that_no_law_knows_is_not_filed() -> None:
    file("17:00 Вести +21", "18:00 Кино +0")
    events = ScheduleEvent.objects.order_by("starts_at")
    assert [(event.age_rating, event.programme.age_rating) for event in events] == [
        (None, None), (0, 0),
    ]  # fmt: skip


def test_nothing_printed_nothing_filed() -> None:
    assert file() == {"programmes": 0, "events": 0, "known": 0}
    assert guide() == []


def test_two_channels_do_not_stand_in_each_other_s_way() -> None:
    first = make_default_channel()
    second = Channel(slug="second", zone="Asia/Tokyo")
    second.save()
    file("17:00 Вести", channel=first)
    assert file("23:00 Вести", channel=second) == {"programmes": 0, "events": 1, "known": 0}
    assert len({event.starts_at for event in ScheduleEvent.objects.all()}) == 1


@pytest.mark.parametrize("day", [date(2023, 3, 26), date(2023, 10, 29)])
def test_a_night_when_the_clocks_change(day: date) -> None:
    """Hours that are missing or come twice still give airings that end after they begin."""
    channel = make_default_channel(zone="Europe/Berlin")
    file("01:30 Раз", "02:00 Два", "02:30 Три", "03:00 Четыре", "03:30 Пять",
         channel=channel, day=day)  # fmt: skip
    events = list(ScheduleEvent.objects.order_by("starts_at"))
    assert all(event.ends_at > event.starts_at for event in events)
    assert len(events) >= 3
