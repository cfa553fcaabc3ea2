"""What many pages of one round read alike is read once.

Twenty pages that one change touches show the same menu and the same countries, and so do those
that readers ask for after it. Within ``sharing`` a reading is kept with all that it noted in its
page's notebook; another page takes both, as long as nothing that it noted was announced in between.
Without it each page reads for itself.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar, cast

from serai.core import clock
from serai.delivery.outbox import tags_between
from serai.delivery.recording import Recording, current, record, take_over
from serai.delivery.tags import SITE

T = TypeVar("T")
#: What a process keeps between pages has an end.
_MOST: Final = 64
#: After so many changes it is quicker to read than to ask whether one of them touches the reading.
_CHANGES: Final = 50


@dataclass(frozen=True, slots=True)
class _Reading:
    value: Any
    notebook: Recording


@dataclass(slots=True)
class Readings:
    """What a process has read, by key; for one thread or several."""

    kept: dict[Hashable, _Reading] = field(default_factory=dict)
    #: The last question and its answer: a page asks the same one about each of its readings.
    _between: tuple[int, int, frozenset[str] | None] = (0, 0, None)

    def __len__(self) -> int:
        return len(self.kept)

    def untouched(self, made: Recording, seen: int) -> bool:
        """Whether nothing that a reading used was announced from its time up to ``seen``."""
        number, last, told = self._between
        if (number, last) != (made.seen, seen):
            number, last = made.seen, seen
            told = tags_between(number, last, _CHANGES)
            self._between = (number, last, told)
        return told is not None and SITE not in told and told.isdisjoint(made.tags)


_round: ContextVar[Readings | None] = ContextVar("round", default=None)


@contextmanager
def sharing(readings: Readings | None = None) -> Iterator[None]:
    """For the block, and only in this thread; with those who hold the same ``readings``."""
    token = _round.set(Readings() if readings is None else readings)
    try:
        yield
    finally:
        _round.reset(token)


def shared(key: Hashable, read: Callable[[], T]) -> T:
    """What ``read`` gives, which nobody may change. ``key`` says all that it depends on besides
    the database: names of the reading, edition, language."""
    readings, notebook = _round.get(), current()
    if readings is None or notebook is None:
        return read()
    found = readings.kept.get(key)
    if found is None or not _holds(readings, found.notebook, notebook):
        with record(notebook.seen, traced=notebook.traced) as own:
            value = read()
        if len(readings) >= _MOST:
            readings.kept.clear()
        found = readings.kept[key] = _Reading(value, own)
    take_over(found.notebook)
    return cast(T, found.value)


def _holds(readings: Readings, made: Recording, page: Recording) -> bool:
    over = made.expires is not None and made.expires <= clock.now()
    if over or made.traced != page.traced or made.seen > page.seen:
        return False
    if made.seen < page.seen:
        if not readings.untouched(made, page.seen):
            return False
        made.seen = page.seen
    return True
