"""Real spreadsheets, as they are written by programs: an .xls (BIFF8) and an .ods.

``clock30.xls`` was made with xlwt: a title above the header, three zone columns in which midnight
is passed (cells of the format [h]:mm, serials above one), a day as a date in the first row of its
block, the next one as text in each, an age mark in the title, one in a column, a closedown, and two
rows that cannot be shows. ``week.ods`` was made with odfpy: a row each half hour, a column a day,
merged cells where a show lasts longer. Every text in them is invented.
"""

from pathlib import Path

from tests.broadcast.reading import Read, read

FILES = Path(__file__).with_name("files")


def opened(name: str, **rules: str) -> Read:
    return read((FILES / name).read_bytes(), name, **rules)


def test_a_30_hour_clock_with_three_zones() -> None:
    made = opened("clock30.xls")
    ages = [one.age for one in made.events]
    told = [(start, title, age) for (start, _, title), age in zip(made.told(), ages, strict=True)]
    assert told == [
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
    assert made.counts == {"events": 11, "inferred_stops": 11}
    assert (made.events[9].live, made.events[10].repeat) == (True, True)
    assert made.words() == {"note", "grid", "last_stop"}
