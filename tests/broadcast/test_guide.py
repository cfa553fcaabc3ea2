"""The guide: printed lists become airings; the night belongs to the broadcast day before."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from serai.broadcast.actions import (
    BroadcastError,
    Show,
    file_shows,
    find_channel,
    find_or_make_programme,
    make_default_channel,
)
from serai.broadcast.models import Channel, Programme, ScheduleEvent
from tests.builders import make_channel, make_event

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 5)
EVENING = [
    Show(time(21, 30), "Караванные пути", 12),
    Show(time(23, 10), "Ночной рынок", None),
    Show(time(0, 40), "Новости порта", 0),
    Show(time(2, 5), "Звёзды пустыни", 6),
]


def file(shows: list[Show], day: date = DAY) -> dict[str, int]:
    return file_shows(channel=make_channel(), day=day, shows=shows, language="ru")


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+03:00")


def test_a_printed_list_becomes_airings() -> None:
    assert file(EVENING[:2]) == {"programmes": 2, "events": 2, "known": 0}
    first, second = ScheduleEvent.objects.all()
    assert (first.starts_at, first.ends_at) == (
        moscow("2025-03-05T21:30"), moscow("2025-03-05T23:10"),
    )  # fmt: skip
    assert (first.programme.label("ru"), first.age_rating) == ("Караванные пути", 12)
    assert not first.end_inferred
    assert second.ends_at - second.starts_at == timedelta(minutes=30)
    assert second.end_inferred
    assert second.age_rating is None


def test_a_list_over_midnight_goes_on_with_the_next_date() -> None:
    file(EVENING)
    starts = list(ScheduleEvent.objects.values_list("starts_at", flat=True))
    assert starts == [
        moscow("2025-03-05T21:30"),
        moscow("2025-03-05T23:10"),
        moscow("2025-03-06T00:40"),
        moscow("2025-03-06T02:05"),
    ]
    assert set(ScheduleEvent.objects.values_list("broadcast_on", flat=True)) == {DAY}


def test_the_same_list_twice_changes_nothing() -> None:
    file(EVENING)
    before = list(ScheduleEvent.objects.values())
    assert file(EVENING) == {"programmes": 0, "events": 0, "known": 4}
    assert list(ScheduleEvent.objects.values()) == before
    assert Programme.objects.count() == 4


def test_an_airing_that_stands_there_is_left_alone() -> None:
    standing = make_event("Прямой эфир", starts_at=moscow("2025-03-05T23:10"), is_live=True)
    assert file(EVENING) == {"programmes": 3, "events": 3, "known": 1}
    standing.refresh_from_db()
    assert (standing.is_live, standing.programme.label("ru")) == (True, "Прямой эфир")


def test_of_two_lines_of_one_time_the_first_stands() -> None:
    assert file([Show(time(8), "Утро", None), Show(time(8), "Вечер", None)])["events"] == 1
    assert ScheduleEvent.objects.get().programme.label("ru") == "Утро"


def test_a_list_out_of_order_stays_on_its_day() -> None:
    file([Show(time(9), "Утро", None), Show(time(8, 30), "Рассвет", None)])
    assert set(ScheduleEvent.objects.values_list("broadcast_on", flat=True)) == {DAY}
    assert ScheduleEvent.objects.order_by("starts_at")[0].ends_at == moscow("2025-03-05T09:00")


def test_a_second_list_tells_the_end_that_the_first_left_open() -> None:
    file([Show(time(9), "Утро", None)])
    assert ScheduleEvent.objects.get().end_inferred
    file([Show(time(9), "Утро", None), Show(time(10, 20), "Полдень", None)])
    first = ScheduleEvent.objects.order_by("starts_at")[0]
    assert (first.end_inferred, first.ends_at) == (False, moscow("2025-03-05T10:20"))


def test_an_inferred_end_gives_way_to_what_stands_there() -> None:
    make_event("Прямой эфир", starts_at=moscow("2025-03-05T09:10"))
    file([Show(time(9), "Утро", None)])
    first = ScheduleEvent.objects.order_by("starts_at")[0]
    assert first.ends_at == moscow("2025-03-05T09:10")


@pytest.mark.parametrize(("printed", "kept"), [(0, 0), (18, 18), (21, None), (None, None)])
def test_only_age_marks_of_the_law_are_kept(printed: int | None, kept: int | None) -> None:
    file([Show(time(9), "Утро", printed)])
    assert ScheduleEvent.objects.get().age_rating == kept


def test_an_empty_list_makes_nothing() -> None:
    assert file([]) == {"programmes": 0, "events": 0, "known": 0}


def test_a_title_is_one_programme_in_any_list() -> None:
    programme, made = find_or_make_programme(title="Ночной рынок", language="ru", age_rating=6)
    assert made
    assert find_or_make_programme(title="Ночной рынок", language="ru") == (programme, False)
    other, _ = find_or_make_programme(title="«Ночной рынок»", language="ru")
    assert other != programme
    assert other.slug != programme.slug


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2025-03-05T06:00", "2025-03-05"),
        ("2025-03-05T05:59", "2025-03-04"),
        ("2025-03-05T23:59", "2025-03-05"),
        ("2025-03-06T00:00", "2025-03-05"),
    ],
)
def test_the_broadcast_day_begins_in_the_zone_of_the_channel(moment: str, day: str) -> None:
    channel = make_channel()
    assert channel.broadcast_day(moscow(moment)) == date.fromisoformat(day)
    assert channel.broadcast_day(moscow(moment).astimezone(UTC)) == date.fromisoformat(day)


def test_a_channel_without_a_night_of_its_own() -> None:
    channel = Channel(zone="Asia/Kathmandu", day_starts=time(0))
    midnight = datetime(2025, 3, 4, 18, 15, tzinfo=UTC)
    assert channel.broadcast_day(midnight) == DAY
    assert channel.broadcast_day(midnight - timedelta(seconds=1)) == date(2025, 3, 4)


def test_a_moved_airing_moves_to_its_day() -> None:
    event = make_event(starts_at=moscow("2025-03-05T12:00"))
    event.starts_at = moscow("2025-03-07T03:00")
    event.ends_at = moscow("2025-03-07T04:00")
    event.save()
    assert event.broadcast_on == date(2025, 3, 6)


def test_channels_are_found_by_slug_or_as_the_default() -> None:
    made = find_channel()
    assert (made.is_default, made.zone) == (True, "Europe/Moscow")
    assert find_channel() == find_channel(slug=made.slug) == made
    with pytest.raises(BroadcastError, match=made.slug):
        find_channel(slug="elsewhere")


def test_one_airing_at_a_time() -> None:
    event = make_event(starts_at=moscow("2025-03-05T12:00"))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_event("Другая", starts_at=event.starts_at)
    other = Channel.objects.create(slug="second", zone="Asia/Almaty")
    event.pk, event.channel = None, other
    event.save()
    assert ScheduleEvent.objects.count() == 2


def test_one_default_channel() -> None:
    make_default_channel()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_default_channel(slug="second")


@pytest.mark.parametrize("minutes", [0, -5])
def test_an_airing_ends_later_than_it_begins(minutes: int) -> None:
    event = make_event()
    event.ends_at = event.starts_at + timedelta(minutes=minutes)
    with pytest.raises(ValidationError):
        event.clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()


def test_one_name_per_language() -> None:
    names: Any = make_event().programme.names
    with pytest.raises(IntegrityError), transaction.atomic():
        names.model.objects.create(programme=names.instance, language="ru", name="Снова")


def test_a_programme_with_airings_is_not_deleted() -> None:
    with pytest.raises(ProtectedError):
        make_event().programme.delete()
