"""The calendar writer keeps RFC 5545: folding, escaping, what is cancelled."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from serai.broadcast.formats.icalendar import (
    Calendar,
    CalendarEvent,
    folded,
    moment,
    text,
    write_calendar,
)

NINE = datetime(2026, 3, 5, 9, tzinfo=UTC)


def event(**columns: object) -> CalendarEvent:
    told = {"uid": "airing-1@news.example", "stamp": NINE, "start": NINE}
    told |= {"stop": NINE + timedelta(minutes=30), "summary": "Новости порта", **columns}
    return CalendarEvent(**told)  # type: ignore[arg-type]


def lines(content: bytes) -> list[str]:
    """Unfolded, as a reader has them."""
    assert content.endswith(b"\r\n")
    assert content.replace(b"\r\n", b"").count(b"\n") == 0
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


def value(content: bytes, name: str) -> str:
    (found,) = (line for line in lines(content) if line.startswith(f"{name}:"))
    return found.removeprefix(f"{name}:")


def plain(escaped: str) -> str:
    """What a reader makes of TEXT."""
    found, letters = "", iter(escaped)
    for letter in letters:
        following = next(letters) if letter == "\\" else ""
        found += {"n": "\n", "N": "\n"}.get(following, following) if following else letter
    return found


def test_a_calendar_has_what_readers_ask_for() -> None:
    content = write_calendar(
        Calendar("Большая Азия", "Europe/Moscow", "https://news.example/ru/tv/"),
        [event(description="О море", categories=("фильм", "a,b"), url="https://news.example/#s1")],
    )
    assert lines(content) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Serai//TV guide//EN", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", "NAME:Большая Азия", "X-WR-CALNAME:Большая Азия",
        "X-WR-TIMEZONE:Europe/Moscow", "URL:https://news.example/ru/tv/",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VEVENT", "UID:airing-1@news.example", "DTSTAMP:20260305T090000Z", "SEQUENCE:0",
        "DTSTART:20260305T090000Z", "DTEND:20260305T093000Z", "SUMMARY:Новости порта",
        "DESCRIPTION:О море", "CATEGORIES:фильм,a\\,b", "URL:https://news.example/#s1",
        "STATUS:CONFIRMED", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip


def test_times_are_in_utc_whatever_their_zone() -> None:
    moscow = NINE.astimezone(timezone(timedelta(hours=3)))
    assert moment(moscow) == "20260305T090000Z"


def test_marks_of_the_format_are_escaped_and_controls_go() -> None:
    assert text("a,b;c\\n\r\nd\ne\x00\x1b\x85") == "a\\,b\\;c\\\\n\\nd\\ne"
    hostile = "x\r\nEND:VEVENT\r\nBEGIN:VALARM\u2028y"
    content = write_calendar(Calendar("к"), [event(summary=hostile, url="https://a/\r\nX-EVIL:1")])
    assert [line for line in lines(content) if line.startswith(("X-EVIL", "BEGIN:VALARM"))] == []
    assert plain(value(content, "SUMMARY")) == "x\nEND:VEVENT\nBEGIN:VALARM\ny"


def test_what_is_cancelled_says_so_under_its_name() -> None:
    content = write_calendar(Calendar("к"), [event(cancelled=True, sequence=3)])
    assert value(content, "STATUS") == "CANCELLED"
    assert value(content, "SEQUENCE") == "3"
    assert value(content, "UID") == "airing-1@news.example"


def test_cyrillic_is_folded_at_75_octets_and_never_inside_a_letter() -> None:
    for first in range(8):
        content = folded("S" * first + ":" + "Ж" * 200)
        pieces = content.removesuffix(b"\r\n").split(b"\r\n")
        assert all(len(piece) <= 75 for piece in pieces)
        assert all(len(piece) >= 74 for piece in pieces[:-1])
        assert all(piece.startswith(b" ") for piece in pieces[1:])
        for piece in pieces:
            piece.decode()
    assert folded("x" * 75) == b"x" * 75 + b"\r\n"
    assert folded("x" * 76) == b"x" * 75 + b"\r\n x\r\n"


@given(st.text(max_size=300))
def test_any_text_comes_back_as_it_was_but_for_controls(told: str) -> None:
    content = write_calendar(Calendar("к"), [event(summary=told)])
    for piece in content.split(b"\r\n"):
        assert len(piece) <= 75
        piece.decode()
    assert "\n".join(plain(value(content, "SUMMARY")).split("\n")) == plain(text(told))
    kept = "".join(letter for letter in told if letter.isprintable())
    assert set(kept) <= set(plain(value(content, "SUMMARY")))
