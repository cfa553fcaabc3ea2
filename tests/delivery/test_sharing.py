"""Readings shared by the pages of a round: the same page, the same tags, and never an old one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from serai.core import clock
from serai.delivery.outbox import bring_due, invalidate, last_number
from serai.delivery.recording import depend_on, do_not_store, expires_at, record
from serai.delivery.sharing import Readings, shared, sharing
from serai.delivery.tags import SITE


class Reading:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> int:
        self.count += 1
        depend_on("menu:1", f"time:{self.count}")
        return self.count


def read(reading: Reading, seen: int = 1, key: str = "menu") -> tuple[int, set[str]]:
    with record(seen) as notebook:
        value = shared(key, reading)
    return value, notebook.tags


def test_a_second_page_takes_the_reading_and_its_tags() -> None:
    reading = Reading()
    with sharing():
        assert read(reading) == read(reading) == (1, {"menu:1", "time:1"})
        assert read(reading, key="other")[0] == 2
    assert reading.count == 2


def test_outside_a_round_and_outside_a_page_everybody_reads() -> None:
    reading = Reading()
    assert [read(reading)[0], read(reading)[0]] == [1, 2]
    with sharing():
        assert [shared("menu", reading), shared("menu", reading)] == [3, 4]
        assert read(reading)[0] == 5
    with sharing():
        assert read(reading)[0] == 6


def announced(*tags: str) -> int:
    invalidate(tags)
    return last_number()


@pytest.mark.django_db
@pytest.mark.parametrize("tag", ["menu:1", "time:1", SITE])
def test_a_change_of_what_it_used_ends_it(tag: str) -> None:
    reading = Reading()
    with sharing():
        before = announced("article:1")
        assert read(reading, before)[0] == 1
        touched = announced("article:2", tag)
        after = announced("article:3")
        assert [read(reading, seen)[0] for seen in (touched, after)] == [2, 2]


@pytest.mark.django_db
def test_a_change_of_anything_else_does_not() -> None:
    reading = Reading()
    with sharing():
        before = announced("article:1")
        assert read(reading, before) == (1, {"menu:1", "time:1"})
        for number in range(120):  # one by one they may be any number
            after = announced(f"article:{number}")
            assert read(reading, after) == (1, {"menu:1", "time:1"})
        assert read(reading, announced("menu:1"))[0] == 2


@pytest.mark.django_db
def test_what_is_announced_for_a_moment_ends_it_when_the_moment_comes() -> None:
    reading = Reading()
    with clock.frozen(clock.now()) as hand, sharing():
        invalidate({"menu:1"}, ahead=[clock.now() + timedelta(minutes=5)])
        assert [read(reading, last_number())[0] for _ in range(2)] == [1, 1]
        hand.advance(301)
        assert bring_due() == 1
        assert read(reading, last_number())[0] == 2


@pytest.mark.django_db
def test_after_too_many_changes_and_in_an_older_state_it_is_read_again() -> None:
    reading = Reading()
    with sharing():
        before = announced("article:1")
        assert read(reading, before)[0] == 1
        for number in range(60):
            after = announced(f"article:{number}")
        assert read(reading, after)[0] == 2
        # A number that goes back is another database, or one from its backup.
        assert read(reading, before)[0] == 3


@pytest.mark.django_db
def test_many_readings_of_a_page_ask_once_what_changed() -> None:
    with sharing():
        before = announced("article:1")
        for key in "abcd":
            read(Reading(), before, key)
        after = announced("article:2")
        with CaptureQueriesContext(connection) as queries:
            for key in "abcd":
                assert read(Reading(), after, key)[0] == 1
        assert len(queries) == 1


def test_it_ends_with_its_time_and_hands_on_what_speaks_against_keeping() -> None:
    with clock.frozen(clock.now()) as hand, sharing():
        until = clock.now() + timedelta(seconds=10)

        def read_until() -> object:
            expires_at(until)
            do_not_store("private")
            return object()

        found = []
        for seconds in (0, 9, 2):
            hand.advance(seconds)
            with record(1) as notebook:
                found.append(shared("air", read_until))
            assert (notebook.expires, notebook.refused) == (until, "private")
        assert found[0] is found[1]
        assert found[2] is not found[1]


def test_one_that_failed_is_read_again() -> None:
    def fail() -> int:
        raise LookupError

    with sharing():
        with pytest.raises(LookupError):
            read(fail)  # type: ignore[arg-type]
        assert read(Reading())[0] == 1


def test_what_is_kept_between_requests_has_an_end() -> None:
    readings = Readings()
    reading = Reading()
    for number in range(200):
        with sharing(readings):
            read(reading, key=str(number % 100))
    assert len(readings) <= 64
    with sharing(readings):
        last = read(reading, key="99")
    with sharing(readings):
        assert read(reading, key="99") == last
