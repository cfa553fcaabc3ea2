"""What many pages of one round read alike is read once.

Twenty pages that one change touches show the same menu and the same countries. Within ``sharing``
a reading is kept with all that it noted in its page's notebook; another page takes both, as long as
nothing at all was announced in between. Without it each page reads for itself.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from serai.core import clock
from serai.delivery.recording import Recording, current, record, take_over

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Reading:
    value: Any
    notebook: Recording


_round: ContextVar[dict[Hashable, _Reading] | None] = ContextVar("round", default=None)


@contextmanager
def sharing() -> Iterator[None]:
    """For the block, and only in this thread."""
    token = _round.set({})
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
        found = readings[key] = _Reading(value, own)
    take_over(found.notebook)
    return cast(T, found.value)


def _holds(made: Recording, page: Recording) -> bool:
    over = made.expires is not None and made.expires <= clock.now()
    return made.seen == page.seen and made.traced == page.traced and not over
