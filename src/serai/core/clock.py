"""The only clock: moments are aware and in UTC, durations come from a clock that never steps back.

Tests set it with ``frozen`` and ``ticking``. The setting holds for every thread of the process,
because workers and servers under test read the time in threads of their own.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


class NaiveMoment(ValueError):
    """A datetime without a zone was given where a moment is needed."""


def utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises NaiveMoment where the zone is missing."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise NaiveMoment(f"a moment needs a zone: {moment.isoformat()}")
    return moment.astimezone(UTC)


class Hand:
    """The hand of a clock set by a test."""

    def __init__(self, moment: datetime, *, runs: bool) -> None:
        self._lock = threading.Lock()
        self._runs = runs
        self._set(utc(moment))

    def _set(self, moment: datetime) -> None:
        self._moment = moment
        self._set_at = mono()

    def _read(self) -> datetime:
        if not self._runs:
            return self._moment
        return self._moment + timedelta(seconds=mono() - self._set_at)

    def now(self) -> datetime:
        with self._lock:
            return self._read()

    def advance(self, seconds: float) -> datetime:
        """Time passes: the moment and the monotonic clock go on together."""
        if seconds < 0:
            raise ValueError("time does not run backwards; move_to sets a clock back")
        with self._lock:
            moment = self._read() + timedelta(seconds=seconds)
            _pass(seconds)
            self._set(moment)
            return moment

    def move_to(self, moment: datetime) -> datetime:
        """Somebody sets the clock: the moment jumps, the monotonic clock does not."""
        with self._lock:
            self._set(utc(moment))
            return self._moment


_hand: Hand | None = None
_passed = 0.0
_passed_lock = threading.Lock()


def _pass(seconds: float) -> None:
    # Kept after the test, so that the monotonic clock never steps back.
    global _passed
    with _passed_lock:
        _passed += seconds


def now() -> datetime:
    """The present moment, aware and in UTC."""
    hand = _hand
    return datetime.now(UTC) if hand is None else hand.now()


def mono() -> float:
    """Seconds of a clock that never steps back; only differences mean something.

    A frozen clock does not stop it, so no deadline can hang in a test.
    """
    return time.monotonic() + _passed


def today(zone: str) -> date:
    """The date in this IANA zone."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def _shown_by(hand: Hand) -> Iterator[Hand]:
    global _hand
    before, _hand = _hand, hand
    try:
        yield hand
    finally:
        _hand = before


@contextmanager
def frozen(moment: datetime) -> Iterator[Hand]:
    """For tests: the clock stands at this moment until the hand is moved."""
    with _shown_by(Hand(moment, runs=False)) as hand:
        yield hand


@contextmanager
def ticking(moment: datetime) -> Iterator[Hand]:
    """For tests: the clock runs on from this moment."""
    with _shown_by(Hand(moment, runs=True)) as hand:
        yield hand
