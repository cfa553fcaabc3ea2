"""Lists, headings, grids and clocks past midnight: every row right or told."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from serai.broadcast.formats import tables
from serai.broadcast.formats.entries import Rules
from serai.broadcast.formats.times import Ambiguous, clock_of, date_of, instant_of, zone_of
from tests.broadcast.reading import Read, read

NEAR = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("16:55", 1015), ("0700", 420), ("700", 420), ("29:10", 1750), ("24:00", 1440), ("7.30", 450),
     ("06:59:59", 420), ("06:00:07", 360), ("00:01:12:01", 1), ("7:30 PM", 1170), ("12:05 am", 5),
     ("1000.0", 600), ("36:00", None), ("12:60", None), ("25", None), ("", None), ("x", None)],
)  # fmt: skip
def test_clocks(text: str, minutes: int | None) -> None:
    assert clock_of(text) == minutes


@pytest.mark.parametrize(
    ("text", "day"),
    [("2010-04-01", date(2010, 4, 1)), ("20090201", date(2009, 2, 1)), ("1.4.10", date(2010, 4, 1)),
     ("SAMEDI 05 JUIN 2010", date(2010, 6, 5)), ("Понедельник, 23 ноября", date(2026, 11, 23)),
     ("23 ноября 2026 г.", date(2026, 11, 23)), ("November 23, 2026", date(2026, 11, 23)),
     ("Thuesday 24.11.2026", None), ("01/06/201", None), ("29.02.2025", None),
     ("29.02.2024", date(2024, 2, 29)), ("31/01/2026", date(2026, 1, 31)), ("23.11", None)],
)  # fmt: skip
def test_days(text: str, day: date | None) -> None:
    if text.startswith("Thu"):
        day = date(2026, 11, 24)  # misspelt as in the field
    assert date_of(text, near=NEAR) == day


def test_two_readings_of_a_day_are_not_guessed() -> None:
    with pytest.raises(Ambiguous):
        date_of("05/06/2026")
    made = read("Date,Time,Title\n05/06/2026,04:00,A\n", "a.csv")
    assert (made.words() >= {"baddate"}, made.events) == (True, [])
    assert read("Date,Time,Title\n05/06/2026,04:00,A\n05/26/2026,04:00,B", "a.csv").starts() == [
        "06.05 04:00", "26.05 04:00",
    ]  # fmt: skip
    assert read("Date,Time,Title\n05/06/2026,04:00,A\n", "a.csv", date_order="dmy").starts() == [
        "05.06 04:00"
    ]


@pytest.mark.parametrize(
    ("day", "minutes", "zone", "utc"),
    [
        (date(2026, 3, 27), 150, "Asia/Jerusalem", "2026-03-27T00:30"),  # left out: moved
        (date(2026, 10, 25), 90, "Asia/Jerusalem", "2026-10-24T22:30"),  # twice: the first
        (date(2026, 3, 28), 1440 + 30, "Asia/Beirut", "2026-03-28T22:30"),
        (date(2024, 2, 29), 1440, "Asia/Almaty", "2024-02-29T19:00"),  # the change of 2024
        (date(2026, 1, 1), 345, "Asia/Kathmandu", "2026-01-01T00:00"),
        (date(2026, 12, 31), 1500, "Europe/Moscow", "2026-12-31T22:00"),
    ],
)
def test_wall_times_become_instants(day: date, minutes: int, zone: str, utc: str) -> None:
    from datetime import UTC

    seconds, _offset, _real = instant_of(day, minutes, zone_of(zone))
    assert datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M") == utc


def test_a_pasted_list_runs_over_midnight() -> None:
    made = read(
        "16:55 История дракона 12+\n18:00 Новости\n\n23:30 Х/ф «Ночь» (16+)\n"
        "00:45 Профилактика\n05:00 Утро\nмусор"
    )
    assert made.told() == [
        ("26.11 16:55", "26.11 18:00", "История дракона"),
        ("26.11 18:00", "26.11 23:30", "Новости"),
        ("26.11 23:30", "27.11 00:45", "Ночь"),
        ("27.11 05:00", "27.11 06:00", "Утро"),
    ]
    assert [event.age for event in made.events] == [12, None, 16, None]
    assert made.events[0].raw_title == "История дракона 12+"
    assert made.counts == {"events": 4, "dropped": 1, "closedown": 1, "inferred_stops": 4}
    assert {("badstart", 7), ("closedown", 5)} <= {(w, row) for w, row, _t in made.issues}


def test_headings_name_the_days_in_cp1251() -> None:
    text = "Понедельник, 23 ноября\n06:00 Утро\n01:10 Концерт\nВторник, 24 ноября\n06:00 Утро"
    assert read(text.encode("cp1251")).starts() == ["23.11 06:00", "24.11 01:10", "24.11 06:00"]


def test_a_day_that_nobody_named_is_told() -> None:
    assert "date_assumed" in read("06:00 Утро", day_assumed=True).words()
    assert "date_assumed" not in read("23 ноября\n06:00 Утро", day_assumed=True).words()


def test_the_thirty_hour_clock_and_days_on_their_first_row_only() -> None:
    made = read(
        "Дата;Время;Название;Возраст\n30.11.2026;06:00;Утро;0+\n;24:00;Ночь;16\n;29:10;Концерт;\n"
        "01.12.2026;06:00;Утро;6".encode("cp1251"), "a.csv",
    )  # fmt: skip
    assert made.starts() == ["30.11 06:00", "01.12 00:00", "01.12 05:10", "01.12 06:00"]
    assert [event.age for event in made.events] == [0, 16, None, 6]
    assert [event.rating_source for event in made.events] == ["0+", "16", "", "6"]
    assert "hour_over_23" in made.words()


def test_the_column_of_the_channels_zone_is_read() -> None:
    rows = "Junk\nDate,Time (CET),Time (MSK),EET,Title\n23/11/2026,27:10,29:10,28:10,Late\n"
    moscow, istanbul = read(rows, "z.csv"), read(rows, "z.csv", zone="Asia/Istanbul")
    assert moscow.starts() == ["24.11 05:10"]
    assert moscow.entries[0].start == istanbul.entries[0].start  # the first column, in its zone
    assert istanbul.starts() == ["24.11 03:10"]
    assert {"zone_columns", "note", "header"} <= moscow.words()


def test_columns_of_times_without_headers_are_no_titles() -> None:
    """One more time is an end; two more are other zones, and that the first was read is told."""
    rows = "23.11.2026;{0};Утро 6+\n23.11.2026;{1};Ночь 16+\n"
    zones = read(rows.format("06:00;13:00;08:00", "25:30;32:30;27:30"), "z.csv")
    assert zones.told() == [
        ("23.11 06:00", "24.11 01:30", "Утро"), ("24.11 01:30", "24.11 06:00", "Ночь"),
    ]  # fmt: skip
    assert [event.age for event in zones.events] == [6, 16]
    assert [row for word, row, _text in zones.issues if word == "zone_missing"] == [1]
    ends = read(rows.format("06:00;08:00", "25:30;27:30"), "z.csv")
    assert [stop for _start, stop, _title in ends.told()] == ["23.11 08:00", "24.11 03:30"]
    assert "zone_missing" not in ends.words()


def test_headings_of_days_in_cp1252() -> None:
    made = read(
        "Programmes;\nSAMEDI 05 JUIN 2010;\n06:00;Télé-achat\n07h30;Météo\n"
        "00:15;Fin des programmes\nDIMANCHE 06 JUIN 2010;\n06:00;Télé".encode("cp1252"), "fr.csv",
    )  # fmt: skip
    assert made.told()[:2] == [
        ("05.06 06:00", "05.06 07:30", "Télé-achat"), ("05.06 07:30", "06.06 00:15", "Météo"),
    ]  # fmt: skip
    assert made.counts["closedown"] == 1


def test_durations_ends_and_spans() -> None:
    made = read("Date\tStart\tDuration\tTitle\n2026-11-23\t0600\t05 mins\tA\n".encode("utf-16"))
    assert made.told() == [("23.11 06:00", "23.11 06:05", "A")]
    made = read("Date;Start;End;Title\n2026-11-23;23:30;00:30;A\n2026-11-23;05:00;05:00;B", "a.csv")
    assert ("23.11 23:30", "24.11 00:30", "A") in made.told()
    assert "stop_before_start" in made.words()
    assert read("05:00 - 05:30\tСказка\n05:30 - 06:00\tНовости 12+").told()[0][1] == "26.11 05:30"


def test_a_week_as_a_grid() -> None:
    made = read(
        ";23.11.2026;24.11.2026;25.11.2026\n06:00;Утро;Утро;Утро\n08:00;Х/ф «А»;;Б\n"
        "23:30;Ночь;Ночь;Ночь\n00:30;Концерт;;Концерт", "g.csv",
    )  # fmt: skip
    assert made.counts["events"] == 10
    assert ("24.11 06:00", "24.11 23:30", "Утро") in made.told()  # a blank goes on
    assert ("24.11 00:30", "24.11 06:00", "Концерт") in made.told()


def test_a_grid_of_weekdays_with_times_of_their_own() -> None:
    made = read(
        "Week of 23.11.2026\n;Monday;;Thuesday;;Wednesday\n06:00;A;07:00;B;08:00;C\n"
        "09:00;D;10:00;E;11:00;F", "g.csv",
    )  # fmt: skip
    assert made.starts() == ["23.11 06:00", "23.11 09:00", "24.11 07:00", "24.11 10:00",
                             "25.11 08:00", "25.11 11:00"]  # fmt: skip


CELLS: list[tuple[Any, int | None]] = [
    (datetime(1900, 1, 1, 5, 10), 29 * 60 + 10),  # calamine's serial past one day
    (date(1900, 1, 1), 1440),
    (time(6, 59, 59, 712_000), 420),
    (timedelta(hours=25), 1500),
    (0.25, 360),
    (1.25, 1800),
    (1000.0, 600),
    ("06:00", 360),
    (True, None),
    (None, None),
]


@pytest.mark.parametrize(("cell", "minutes"), CELLS)
def test_cells_of_spreadsheets(cell: Any, minutes: int | None) -> None:
    assert tables.time_in(cell) == minutes


def test_real_and_text_dates_in_one_column() -> None:
    rows = [
        ["Date", "Time", "Title"],
        [date(2026, 11, 12), time(6), "A"],
        ["13.11.2026", "0700", "B"],
        [datetime(2026, 11, 14), 0.25, "C"],
        [46341.0, "06:00", "D"],
    ]
    made = Read()
    tables.read(rows, Rules(channel="x"), made)
    assert [entry.title for entry in made.entries] == ["A", "B", "C", "D"]
    days = {datetime.fromtimestamp(entry.start).day for entry in made.entries}
    assert days == {12, 13, 14, 15}


def test_a_workbook_is_opened() -> None:
    """An .xlsx of the fewest parts, packed here, so that no writer of spreadsheets is needed."""
    made = read(
        workbook([["Дата", "Время", "Название"], ["23.11.2026", 1.25, "Ночь 16+"]]), "a.xlsx"
    )
    assert made.told()[0][0] == "24.11 06:00"
    assert made.events[0].age == 16


def workbook(rows: list[list[Any]]) -> bytes:
    import zipfile

    def cell(value: Any) -> str:
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        return f"<c><v>{value}</v></c>"

    lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1"'
        f' Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData>'
        "</worksheet>",
    }  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()
