"""What goes to the child and what comes back; what comes back is not trusted."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serai.core.sandbox import run_in_child
from serai.importing.formats import envelope
from serai.importing.formats.capture import Capture, CaptureError
from serai.importing.formats.dateline import MOST_VIEWS
from serai.importing.formats.envelope import (
    READER,
    Names,
    Sheet,
    capture_from,
    pack,
    read_envelope,
)
from tests.importing.pages import (
    BODY,
    FORMS,
    HEADLINE,
    LEAD,
    SCHEDULE,
    SOURCES,
    make_lines,
    make_site,
    make_text,
    parse,
)

NAMES = Names(FORMS, SOURCES, date(2026, 1, 2))
PAGE = make_text()


def read(*sheets: Sheet, names: Names = NAMES) -> list[Any]:
    """The answer as it comes through the pipe."""
    answer: list[Any] = json.loads(json.dumps(read_envelope(pack(sheets, names))))
    return answer


def row_with(**changed: Any) -> dict[str, Any]:
    row: dict[str, Any] = read(Sheet("a.txt", PAGE))[0]
    row["capture"].update(changed)
    return row


def test_a_file_goes_to_the_child_and_comes_back_as_its_capture() -> None:
    sheets = [Sheet("a.txt", PAGE), Sheet("b.html", make_site().encode())]
    rows = run_in_child(READER, pack(sheets, NAMES))
    captures = [capture_from(row) for row in rows]
    assert captures == [parse(PAGE), parse(make_site(), "b.html")]


def test_every_file_has_its_row_in_order() -> None:
    other = make_text(headline="Лаос открыл мост через реку")
    rows = read(Sheet("a", PAGE), Sheet("b", b""), Sheet("c", other), Sheet("d", b"\n\n{}"))
    assert [set(row) for row in rows] == [{"capture"}, {"error"}, {"capture"}, {"error"}]
    assert [row.get("capture", {}).get("headline") for row in rows][::2] == [
        HEADLINE, "Лаос открыл мост через реку",
    ]  # fmt: skip
    assert read() == []


def test_names_travel_with_the_files() -> None:
    line = make_text(dateline="14.03.2023 Al Hudhud 27")
    capture = capture_from(read(Sheet("a", line))[0])
    assert (capture.source, capture.byline) == ("Al Hudhud", None)
    assert capture.about == ("IN", "NP")
    stranger = Names([], [], date(2022, 1, 2))
    capture = capture_from(read(Sheet("a", line), names=stranger)[0])
    assert (capture.source, capture.byline) == (None, "Al Hudhud")
    assert (capture.about, capture.countries_index) == ((), ())
    assert "date-in-future" in capture.warnings


@pytest.mark.parametrize("name", ["a\nb.txt", 'a"b.txt', "а б.txt", "a\udcff.txt", ""])
def test_odd_file_names_do_no_harm(name: str) -> None:
    assert capture_from(read(Sheet(name, PAGE))[0]).headline == HEADLINE


def test_a_slip_of_the_parser_costs_its_own_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def slips(data: bytes, **options: Any) -> Capture:
        raise KeyError("a slip" if data == b"bad" else "another")

    monkeypatch.setattr(envelope, "parse_capture", slips)
    rows = read(Sheet("a", b"bad"), Sheet("b", b"good"))
    assert [row["error"] for row in rows] == [
        "the reader broke down: KeyError: 'a slip'",
        "the reader broke down: KeyError: 'another'",
    ]


def test_memory_that_ends_is_for_the_sandbox_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    def devours(data: bytes, **options: Any) -> Capture:
        raise MemoryError

    monkeypatch.setattr(envelope, "parse_capture", devours)
    with pytest.raises(MemoryError):
        read(Sheet("a", PAGE))


def test_a_refusal_comes_back_as_one() -> None:
    with pytest.raises(CaptureError, match="not an article: no line with a full date"):
        capture_from(read(Sheet("a", b"Prose only."))[0])


@pytest.mark.parametrize(
    "row",
    [
        None, [], "capture", 5, {}, {"capture": None}, {"capture": []}, {"capture": {}},
        {"capture": {"headline": "x"}}, {"other": 1}, {"capture": {}, "error": ""},
    ],
)  # fmt: skip
def test_a_row_of_another_kind_is_refused(row: Any) -> None:
    with pytest.raises(CaptureError, match="no sensible answer"):
        capture_from(row)


@pytest.mark.parametrize("error", ["", "\u202e", 5, None, "a\nb\x00c", "x" * 10_000])
def test_an_error_is_one_short_clean_line(error: Any) -> None:
    with pytest.raises(CaptureError) as refused:
        capture_from({"error": error})
    assert 0 < len(str(refused.value)) <= 300
    assert not set("\n\x00\u202e") & set(str(refused.value))


LONG = "а" * 20_001


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("headline", ""),
        ("headline", None),
        ("headline", 5),
        ("headline", "x" * 301),
        ("headline", "a\nb"),
        ("headline", "a\x07b"),
        ("headline", "a\u202eb"),
        ("headline", "a\ud800b"),
        ("headline", " a"),
        ("published_on", "2023-02-31"),
        ("published_on", "14.03.2023"),
        ("published_on", "20230314"),
        ("published_on", None),
        ("published_on", 20230314),
        ("source", ""),
        ("source", "x" * 261),
        ("source", ["Интерфакс"]),
        ("byline", 5),
        ("views", -1),
        ("views", MOST_VIEWS + 1),
        ("views", 1.5),
        ("views", True),
        ("views", "27"),
        ("photo_credit", "x" * 301),
        ("lead", ""),
        ("lead", None),
        ("lead", LONG),
        ("body", None),
        ("body", "text"),
        ("body", [5]),
        ("body", [""]),
        ("body", [LONG]),
        ("body", ["x"] * 2001),
        ("background", ["x"] * 2000),
        ("schedule", None),
        ("schedule", [{"time": "25:00", "title": "x", "age_rating": 6}]),
        ("schedule", [{"time": "9:05", "title": "x", "age_rating": 6}]),
        ("schedule", [{"time": "09:05\n", "title": "x", "age_rating": 6}]),
        ("schedule", [{"time": "09:05", "title": "", "age_rating": 6}]),
        ("schedule", [{"time": "09:05", "title": "x", "age_rating": 99}]),
        ("schedule", [{"time": "09:05", "title": "x"}]),
        ("schedule", [{"time": "09:05", "title": "x", "age_rating": None}] * 501),
        ("countries_index", ["x" * 201]),
        ("countries_index", {"a": "b"}),
        ("mentioned", ["cn"]),
        ("mentioned", ["CHN"]),
        ("mentioned", [["CN"]]),
        ("has_weather", 1),
        ("has_weather", None),
        ("has_newsletter", "yes"),
        ("warnings", ["x" * 61]),
        ("warnings", ["x"] * 21),
        ("language", "fr"),
        ("language", None),
        ("another", 1),
    ],
)
def test_a_capture_that_no_rule_would_give_is_refused(part: str, value: Any) -> None:
    with pytest.raises(CaptureError, match="no sensible answer"):
        capture_from(row_with(**{part: value}))


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "data:text/html,x", "/road/", "//zarya.example/",
        "mailto:a@b.example", "https://user:word@zarya.example/", "https://", "", 5,
        "https://zarya.example/" + "a" * 500,
        ["https://zarya.example/"], "https://zarya.example/\u202ea", "https://zarya.example/<b>",
    ],
)  # fmt: skip
def test_an_address_that_may_stand_in_no_link_is_left_out(address: Any) -> None:
    assert capture_from(row_with(original_url=address)).original_url is None


def test_a_web_address_stays() -> None:
    address = "https://zarya.example/road/?id=5"
    assert capture_from(row_with(original_url=address)).original_url == address


def test_parts_that_may_be_missing() -> None:
    row = row_with(source=None, byline=None, views=None, photo_credit=None, body=[], background=[])
    assert capture_from(row).source is None


_PIECES = st.sampled_from(
    [
        HEADLINE, "14.03.2023 Вера Ким, студия «Заря» 5", "14.03.2023", LEAD, *BODY, *SCHEDULE,
        "Фото:", "Фото: \u202eзаря", "09:05", "12+", "25:99 Ночь 6+", "Читайте также", "<p>",
        "<h1>", "</h1>", "<a href=x>", "&#7;", "\x07", "\u2028", "\u200f", "Индия Непал Лаос",
        "а" * 400, "—", "\ue001",
    ]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=20), st.sampled_from(["\n", "\n\n", " ", "<br>"]))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=200)
def test_what_the_parser_gives_always_passes_the_check(pieces: list[str], joint: str) -> None:
    page = joint.join([HEADLINE, *make_lines()[1:4], *pieces]).encode("utf-8", "replace")
    row = read(Sheet("a.txt", page))[0]
    if "capture" in row:
        told = asdict(capture_from(row))
        assert told["headline"] == row["capture"]["headline"]
        assert list(told["body"]) == row["capture"]["body"]
