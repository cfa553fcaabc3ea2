"""XMLTV as it is found: broken, packed, in odd zones; every programme right or told."""

import gzip
import io
import zipfile

import pytest

from serai.broadcast.formats import xmltv
from serai.broadcast.formats.entries import Rules
from serai.broadcast.formats.mending import Mended, mended
from serai.broadcast.formats.opening import OpeningError
from tests.broadcast.reading import Read, read

FILE = """<?xml version="1.0" encoding="windows-1251"?>
<!DOCTYPE tv SYSTEM "xmltv.dtd" [<!ENTITY a "&b;&b;&b;">]>
<tv><channel id="Первый"><display-name lang="ru">Первый & Ко</display-name></channel>
<channel id="a.b"><display-name>A</display-name></channel>
<channel id="a.b"><display-name>A</display-name></channel>
<programme start="20261123060000 +0300" stop="20261123235959 +0300" channel="Первый">
 <desc>Раньше &nbsp;названия &amp;quot;x&amp;quot;</desc>
 <title lang="ru">Х/ф «Техас A&M» (16+)</title>
 <episode-num system="xmltv_ns">1.4/9.</episode-num>
 <rating system="RU"><value>12+</value></rating><rating system="MPAA"><value>R</value></rating>
</programme>
<programme start="20261124000000" channel="Первый"><title><![CDATA[A & B]]></title>
 <rating>16+</rating></programme>
<programme start="2026112406420" channel="a.b"><title>stamp of 13 digits</title></programme>
<programme start="20261124290000 BST" stop="20261124280000 BST" channel="a.b"><title>late</title>
</programme>
<programme start="20261125000000 +0545" channel="unknown"><title>Непал</title></programme>
<programme start="20261125010000 +0545" channel="unknown"><title> </title></programme>
</tv>"""


def test_a_hard_file_is_read_whole() -> None:
    made = read(FILE.encode("cp1251"))
    assert made.channels["Первый"] == {"ru": "Первый & Ко"}
    titles = {event.title: event for event in made.events}
    assert set(titles) == {"Техас A&M", "A & B", "late", "Непал"}
    film = titles["Техас A&M"]
    assert (film.kind, film.age, film.rating_source) == ("film", 12, "RU:12+; MPAA:R")
    assert (film.season, film.episode, film.raw_title) == (2, 5, "Х/ф «Техас A&M» (16+)")
    assert film.descriptions == {"": 'Раньше названия "x"'}
    assert (film.stop or 0) % 86400 == 21 * 3600  # midnight in Moscow, not a second before
    assert titles["A & B"].age == 16
    assert made.counts["dropped"] == 2
    assert made.words() >= {
        "badstart", "emptytitle", "unknownid", "invalidid", "duplicateid", "missingtimezone",
        "badentity", "rating_conflict", "age_in_title", "double_escaped", "stop_before_start",
    }  # fmt: skip


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_the_size_of_pieces_changes_nothing(size: int) -> None:
    data = FILE.encode("cp1251")
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    whole, parts = Read(), Read()
    xmltv.read(iter([data]), data, Rules(), whole)
    xmltv.read(iter(pieces), data, Rules(), parts)
    assert parts.entries == whole.entries
    assert parts.issues == whole.issues


@pytest.mark.parametrize(
    ("stamp", "start"),
    [("20261123060000 +0300", "23.11 06:00"), ("202611230600 +0300", "23.11 06:00"),
     ("20261123060000 ", "23.11 06:00"), ("20261123240000 +0300", "24.11 00:00"),
     ("20261123291000 +0300", "24.11 05:10"), ("20261123060000 MSK", "23.11 06:00"),
     ("20261123060000 +0545", "23.11 06:00"), ("20260228240000 +0000", "01.03 00:00")],
)  # fmt: skip
def test_stamps(stamp: str, start: str) -> None:
    made = read(f'<tv><programme start="{stamp}" channel="a.b"><title>T</title></programme></tv>')
    assert made.starts() == [start]


@pytest.mark.parametrize(
    "stamp",
    ["", "20261123", "20261323060000", "2026112306000", "20261123066000", "x", "20261123060000 Q"],
)
def test_stamps_that_are_none_are_told(stamp: str) -> None:
    made = read(f'<tv><programme start="{stamp}" channel="a.b"><title>T</title></programme></tv>')
    assert (made.counts["dropped"], made.events) == (1, [])
    assert "badstart" in made.words()


def test_naive_times_are_of_the_channels_zone_and_that_is_told() -> None:
    text = '<tv><programme start="20261123060000" channel="a.b"><title>T</title></programme></tv>'
    assert read(text, zone="Asia/Almaty").entries[0].offset == 300
    assert "missingtimezone" in read(text).words()


def test_a_file_that_is_cut_off_gives_what_it_has() -> None:
    data = FILE.encode("cp1251")
    made = read(data[: data.index(b"13 digits")])
    assert [event.title for event in made.events][:2] == ["Техас A&M", "A & B"]
    assert "notwell" in made.words()
    made = read(gzip.compress(data)[:-200])
    assert made.rows >= 1


def test_broken_markup_is_told_and_the_rest_is_read() -> None:
    made = read(
        '<tv><programme start="20261123060000 +0000" channel="a.b"><title>A</titel></programme>'
        '<programme start="20261123070000 +0000" channel="a.b"><title>B</title></programme></tv>'
    )
    assert "notwell" in made.words()
    assert "B" in {event.title for event in made.events}


def test_packed_files_and_bombs() -> None:
    text = '<programme start="20261123060000 +0000" channel="a.b"><title>T</title></programme>'
    small = f"<tv>{text}</tv>".encode()
    assert read(gzip.compress(small), "a.xml.gz").counts["events"] == 1
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("guide.xml", small)
    assert read(packed.getvalue(), "a.zip").counts["events"] == 1
    assert read(small.decode().encode("utf-16")).counts["events"] == 1
    assert read(b"\xef\xbb\xbf" + small).counts["events"] == 1
    with pytest.raises(OpeningError, match="larger than any schedule"):
        read(gzip.compress(b"<tv>" + b" " * 60_000_000))
    with pytest.raises(OpeningError, match="empty"):
        read(b" \n ")
    laughs = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 60))
    made = read(f'<!DOCTYPE tv [<!ENTITY a0 "ha">{laughs}]><tv><channel id="a.b">'
                "<display-name>&a59;</display-name></channel></tv>")  # fmt: skip
    assert made.channels == {"a.b": {"": "&a59;"}}
    assert made.words() >= {"noprogrammes", "channelnoprogramme"}


def test_only_ampersands_that_begin_nothing_are_mended() -> None:
    count = Mended()
    text = "<a>A&B &amp; &eacute; &#38; &#xZ; &nothing; <![CDATA[x & y]]> &</a>"
    assert "".join(mended([text.encode()], "utf-8", count)) == (
        "<a>A&amp;B &amp; &#233; &#38; &amp;#xZ; &amp;nothing; x &amp; y &amp;</a>"
    )
    assert (count.ampersands, count.entities) == (4, 1)


def slot(start: str, stop: str, title: str) -> str:
    end = f' stop="202611{stop} +0000"' if stop else ""
    head = f'<programme start="202611{start} +0000"{end} channel="a.b">'
    return f"{head}<title>{title}</title></programme>"


def arranged(*slots: str) -> Read:
    return read(f"<tv>{''.join(slots)}</tv>", zone="UTC")


def test_duplicates_languages_overlaps_and_holes() -> None:
    made = arranged(
        slot("23060000", "23070000", "Новости"), slot("23060000", "23070000", "News"),
        slot("23060000", "23070000", "новости"), slot("23065900", "23080000", "C"),
        slot("23090000", "23100000", "D"), slot("23093000", "23110000", "E"),
        slot("23093000", "23110000", "Another"),
    )  # fmt: skip
    assert [title for _s, _e, title in made.told()] == ["Новости", "C", "D", "E"]
    assert made.events[0].titles == {"": "Новости", "en": "News"}
    assert made.told()[0][1] == "23.11 06:59"
    assert made.counts == {"events": 4, "duplicates": 2, "dropped": 1, "inferred_stops": 0}
    assert made.words() >= {
        "duplicate", "languages_merged", "overlap", "overlap_small", "gap", "same_start",
    }  # fmt: skip


def test_a_missing_end_is_the_next_start_or_the_end_of_the_day() -> None:
    made = arranged(slot("23060000", "", "A"), slot("23070000", "", "B"), slot("28070000", "", "C"))
    assert made.told() == [
        ("23.11 06:00", "23.11 07:00", "A"), ("23.11 07:00", "24.11 06:00", "B"),
        ("28.11 07:00", "29.11 06:00", "C"),
    ]  # fmt: skip
    assert all(event.stop_inferred for event in made.events)


def test_a_block_that_others_fill_goes() -> None:
    made = arranged(
        slot("23060000", "23080000", "Утренний блок"), slot("23060100", "23070000", "A"),
        slot("23070000", "23080000", "B"),
    )  # fmt: skip
    assert [title for _s, _e, title in made.told()] == ["A", "B"]
    assert "container" in made.words()


def test_closedown_is_a_hole() -> None:
    made = arranged(
        slot("23010000", "", "Ночь"),
        slot("23020000", "", "Closedown"),
        slot("23060000", "23070000", "A"),
    )
    assert made.told()[0] == ("23.11 01:00", "23.11 02:00", "Ночь")
    assert made.counts["closedown"] == 1
