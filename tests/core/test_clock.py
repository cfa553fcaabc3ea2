"""The only clock."""

import threading
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from serai.core import clock

NOON = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)


def test_now_is_aware_in_utc_and_goes_on() -> None:
    first = clock.now()
    assert first.tzinfo is UTC
    assert first <= clock.now()


def test_mono_never_steps_back() -> None:
    readings = [clock.mono() for _ in range(1000)]
    assert readings == sorted(readings)


def test_frozen_stands_still_and_ends() -> None:
    with clock.frozen(NOON):
        assert clock.now() == NOON
        assert clock.now() == NOON
    assert clock.now() != NOON


def test_frozen_clocks_nest() -> None:
    with clock.frozen(NOON):
        with clock.frozen(NOON + timedelta(days=1)):
            assert clock.now().day == 7
        assert clock.now() == NOON


def test_a_failure_inside_sets_the_clock_free() -> None:
    with pytest.raises(KeyError), clock.frozen(NOON):
        raise KeyError
    assert clock.now() != NOON


def test_advance_moves_both_clocks() -> None:
    with clock.frozen(NOON) as hand:
        before = clock.mono()
        assert hand.advance(90) == NOON + timedelta(seconds=90)
        assert clock.now() == NOON + timedelta(seconds=90)
        assert clock.mono() - before >= 90
    assert clock.mono() - before >= 90


def test_move_to_moves_the_wall_clock_only() -> None:
    with clock.frozen(NOON) as hand:
        before = clock.mono()
        hand.move_to(NOON - timedelta(days=3))
        assert clock.now() == NOON - timedelta(days=3)
        assert clock.mono() - before < 3600


def test_advance_refuses_to_go_back() -> None:
    with clock.frozen(NOON) as hand, pytest.raises(ValueError, match="backwards"):
        hand.advance(-1)


def test_ticking_runs_on_from_the_moment() -> None:
    with clock.ticking(NOON) as hand:
        first = clock.now()
        hand.advance(60)
        second = clock.now()
    assert NOON <= first < NOON + timedelta(minutes=1)
    assert second - first >= timedelta(seconds=60)


def test_a_set_clock_holds_in_other_threads() -> None:
    seen: list[datetime] = []
    with clock.frozen(NOON):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen == [NOON]


def test_threads_advance_without_losing_a_second() -> None:
    with clock.frozen(NOON) as hand:
        threads = [
            threading.Thread(target=lambda: [hand.advance(1) for _ in range(100)]) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert clock.now() == NOON + timedelta(seconds=400)


def test_today_depends_on_the_zone() -> None:
    with clock.frozen(datetime(2031, 5, 6, 21, 30, tzinfo=UTC)):
        assert clock.today("UTC") == date(2031, 5, 6)
        assert clock.today("Europe/Moscow") == date(2031, 5, 7)
        assert clock.today("America/New_York") == date(2031, 5, 6)


def test_naive_moments_are_refused() -> None:
    naive = datetime(2031, 5, 6)
    with pytest.raises(clock.NaiveMoment), clock.frozen(naive):
        pass
    with clock.frozen(NOON) as hand, pytest.raises(clock.NaiveMoment):
        hand.move_to(naive)
    with pytest.raises(clock.NaiveMoment):
        clock.utc(naive)


def test_utc_keeps_the_moment() -> None:
    almaty = datetime(2031, 5, 6, 17, 0, tzinfo=timezone(timedelta(hours=5)))
    assert clock.utc(almaty) == almaty
    assert clock.utc(almaty).tzinfo is UTC
    assert clock.utc(almaty).hour == 12
