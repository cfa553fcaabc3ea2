"""What many pages of one round read alike is read once.

Twenty pages that one change touches show the same menu and the same countries, and so do those
that readers ask for between two changes. Within ``sharing`` a reading is kept with all that it
noted in its page's notebook; another page takes both, as long as nothing at all was announced in
between. Without it each page reads for itself.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from serai.core import clock
from serai.delivery.recording import Recording, current, record, take_over

T = TypeVar("T")
#: What a web worker keeps between requests has an end.
_MOST: Final = 64


@dataclass(frozen=True, slots=True)
class _Reading:
    value: Any
    notebook: Recording


Readings = dict[Hashable, _Reading]
_round: ContextVar[Readings | None] = ContextVar("round", default=None)


@contextmanager
def sharing(readings: Readings | None = None) -> Iterator[None]:
    """For the block, and only in this thread; with those who hold the same ``readings``."""
    token = _round.set({} if readings is None else readings)
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
    found = readings.get(key)
    if found is None or not _holds(found.notebook, notebook):
        with record(notebook.seen, traced=notebook.traced) as own:
            value = read()
        if len(readings) >= _MOST:
            readings.clear()
        found = readings[key] = _Reading(value, own)
    take_over(found.notebook)
    return cast(T, found.value)


def _holds(made: Recording, page: Recording) -> bool:
    over = made.expires is not None and made.expires <= clock.now()
    return made.seen == page.seen and made.traced == page.traced and not over
