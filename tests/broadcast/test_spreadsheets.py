"""Real spreadsheets, as they are written by programs: an .xls (BIFF8) and an .ods.

``clock30.xls`` was made with xlwt: a title above the header, three zone columns in which midnight
is passed (cells of the format [h]:mm, serials above one), a day as a date in the first row of its
block, the next one as text in each, an age mark in the title, one in a column, a closedown, and two
rows that cannot be shows. ``week.ods`` was made with odfpy: a row each half hour, a column a day,
merged cells where a show lasts longer. ``mixed.xls`` (xlwt) has each habit in one column: days as
dates, as texts and as a bare number, times of the format h:mm (serials above one included), as a
bare number and as text past 24:00. ``hours.ods`` (odfpy) has real cells of dates and times, whose
lengths past a day an .ods writes as PT25H30M00S, merged cells in a grid, and a second sheet with a
list. Every text in them is invented.
"""

from pathlib import Path

import pytest

from tests.broadcast.reading import Read, read

FILES = Path(__file__).with_name("files")


def opened(name: str, **rules: str) -> Read:
    return read((FILES / name).read_bytes(), name, **rules)


def test_a_30_hour_clock_with_three_zones() -> None:
    made = opened("clock30.xls")
    assert with_ages(made) == [
        ("12.12 06:00", "Новости порта", 12),
        ("12.12 06:30", "Кит и фонарь", 0),
        ("12.12 23:40", "Последний смотритель", 16),
        ("13.12 01:30", "Паромщик", 16),
        ("13.12 06:00", "Новости порта", 12),
        ("13.12 07:15", "Соль и ветер", 6),
        ("14.12 00:00", "Концерт на крыше", 6),
    ]  # fmt: skip
    assert [one.kind for one in made.events][1:4] == ["animation", "film", "series"]
    assert (made.events[3].episode, made.events[5].premiere) == (3, True)
    assert made.counts == {"events": 7, "inferred_stops": 7, "dropped": 2, "closedown": 1}
    assert {(word, row) for word, row, _text in made.issues} == {
        ("note", 1), ("note", 2), ("header", 3), ("zone_columns", 3), ("hour_over_23", 7),
        ("long_inferred", 5), ("closedown", 8), ("gap", 7), ("long_inferred", 10),
        ("last_stop", 11), ("badstart", 12), ("emptytitle", 13),
    }  # fmt: skip


def test_the_column_of_the_channels_own_zone_is_read() -> None:
    """The same instants, from the column of a channel in Vladivostok."""
    moscow, there = opened("clock30.xls"), opened("clock30.xls", zone="Asia/Vladivostok")
    assert there.starts()[:2] == ["12.12 13:00", "12.12 13:30"]
    assert [one.start for one in there.events][:4] == [one.start for one in moscow.events][:4]


def test_a_week_with_merged_cells() -> None:
    made = opened("week.ods")
    assert made.told() == [
        ("14.12 06:00", "14.12 06:30", "Новости порта"),
        ("14.12 06:30", "14.12 07:30", "Паромщик"),
        ("14.12 07:30", "14.12 08:00", "Рецепты двух рек"),
        ("14.12 08:00", "15.12 06:00", "Дорога на перевал"),
        ("15.12 06:00", "15.12 07:30", "Письмо из Сура"),
        ("15.12 07:30", "15.12 08:00", "Разговор"),
        ("15.12 08:00", "16.12 06:00", "Дорога на перевал"),
        ("16.12 06:00", "16.12 06:30", "Новости порта"),
        ("16.12 06:30", "16.12 07:00", "Ремёсла"),
        ("16.12 07:00", "16.12 08:00", "Регата"),
        ("16.12 08:00", "17.12 06:00", "Дорога на перевал"),
    ]
    assert [one.age for one in made.events] == [12, 16, 6, 6, 16, 12, 6, 12, 0, 0, 6]
    assert made.counts == {"events": 11, "inferred_stops": 11}
    assert (made.events[9].live, made.events[10].repeat) == (True, True)
    assert made.words() == {"note", "grid", "last_stop"}


def with_ages(made: Read) -> list[tuple[str, str, int | None]]:
    return [
        (start, title, one.age)
        for (start, _stop, title), one in zip(made.told(), made.events, strict=True)
    ]


def test_cells_of_every_kind_in_one_column() -> None:
    made = opened("mixed.xls")
    assert with_ages(made) == [
        ("19.12 06:00", "Доброе утро, причал", 6),
        ("19.12 08:30", "Чайка Марта", 0),
        ("19.12 20:30", "Старый буксир", 12),
        ("19.12 23:45", "Лоция", 6),
        ("20.12 00:00", "Новости гавани", 12),
        ("20.12 01:10", "Течь", 18),
        ("20.12 03:05", "Музыка трюма", 12),
        ("20.12 06:00", "Доброе утро, причал", 6),
        ("20.12 09:15", "Маячник", 16),
        ("20.12 10:20", "Регата", 0),
        ("21.12 00:15", "Туман", 16),
    ]
    assert (made.told()[6][1], made.told()[-1][1]) == ("20.12 04:40", "21.12 05:00")
    assert (made.events[3].repeat, made.events[8].premiere, made.events[9].live) == (True,) * 3
    assert made.counts == {"events": 11, "inferred_stops": 11, "dropped": 1, "closedown": 2}
    assert {(word, row) for word, row, _text in made.issues} == {
        ("note", 1), ("note", 2), ("header", 3), ("zone_columns", 3), ("hour_over_23", 8),
        ("badstart", 16), ("closedown", 11), ("closedown", 17), ("gap", 10), ("last_stop", 17),
        ("long_inferred", 5), ("long_inferred", 14),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "first"), [("Asia/Vladivostok", "13:00"), ("Asia/Almaty", "08:00")]
)
def test_a_far_zones_column_means_the_same_instants(zone: str, first: str) -> None:
    moscow, there = opened("mixed.xls"), opened("mixed.xls", zone=zone)
    assert there.starts()[0] == f"19.12 {first}"
    assert [one.start for one in there.events] == [one.start for one in moscow.events]
    assert [one.age for one in there.events] == [one.age for one in moscow.events]


def test_times_of_a_day_and_more_in_an_ods() -> None:
    made = opened("hours.ods")
    assert with_ages(made) == [
        ("21.12 06:00", "Доброе утро, причал", 6),
        ("21.12 08:30", "Старый буксир", 12),
        ("21.12 12:00", "Новости гавани", 12),
        ("21.12 23:50", "Течь", 18),
        ("22.12 06:00", "Доброе утро, причал", 6),
        ("22.12 08:30", "Рынок у воды", 0),
        ("22.12 10:15", "Лоция", 6),
        ("22.12 12:00", "Новости гавани", 12),
        ("22.12 23:50", "Музыка трюма", 12),
        ("23.12 06:00", "Доброе утро, причал", 6),
        ("23.12 08:30", "Рынок у воды", 0),
        ("23.12 10:15", "Маячник", 16),
        ("23.12 23:50", "Музыка трюма", 12),
        ("24.12 10:15", "Рынок у воды", 0),
        ("24.12 12:00", "Новости гавани", 12),
        ("24.12 23:50", "Туман", 16),
        ("25.12 01:30", "Концерт без зрителей", None),
        ("25.12 22:15", "Якорь спасения", 12),
        ("26.12 00:00", "Новости гавани", 12),
        ("26.12 01:05", "Концерт без зрителей", 6),
        ("26.12 06:00", "Доброе утро, причал", 6),
    ]
    stops = {start: stop for start, stop, _title in made.told()}
    assert stops["21.12 08:30"] == "21.12 12:00"  # a merged cell lasts
    assert stops["21.12 23:50"] == "22.12 06:00"
    assert stops["22.12 23:50"] == "23.12 01:30"
    assert (stops["25.12 22:15"], stops["26.12 00:00"]) == ("26.12 00:00", "26.12 00:30")
    assert made.counts == {"events": 21, "inferred_stops": 19, "dropped": 1, "closedown": 3}
    # Of the second sheet the rows are counted on behind the twelve of the first.
    assert {(word, row) for word, row, _text in made.issues} == {
        ("note", 1), ("grid", 3), ("badstart", 12), ("hour_over_23", 11), ("header", 13),
        ("hour_over_23", 15), ("closedown", 4), ("closedown", 11), ("last_stop", 11),
        ("last_stop", 17), ("long_inferred", 6), ("long_inferred", 7), ("long_inferred", 10),
        ("gap", 10), ("gap", 11), ("gap", 15),
    }  # fmt: skip
