"""The open notebook of one render: what the page used, until when it is true, whether it is kept.

Selectors write into it while a page is made; without an open one their words go nowhere, so the
newsroom and commands pay nothing.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

#: Replaced before it is dropped, and in this order: the higher first. 0 is the long tail.
LONG_TAIL: Final = 0
#: From here on a page is a front, compared with a fresh render every few minutes.
FRONT: Final = 95


@dataclass(slots=True)
class Recording:
    """``seen``: number of the last invalidation when the render began."""

    seen: int = 0
    traced: bool = False
    tags: set[str] = field(default_factory=set)
    expires: datetime | None = None
    refused: str = ""
    importance: int = LONG_TAIL
    #: Tag -> the places in the code that asked for it; only when traced.
    askers: dict[str, set[str]] = field(default_factory=dict)


_open: ContextVar[Recording | None] = ContextVar("recording", default=None)


@contextmanager
def record(seen: int = 0, *, traced: bool = False) -> Iterator[Recording]:
    """Open a notebook for the block."""
    notebook = Recording(seen, traced)
    token = _open.set(notebook)
    try:
        yield notebook
    finally:
        _open.reset(token)


def is_recording() -> bool:
    return _open.get() is not None


def current() -> Recording | None:
    return _open.get()


def take_over(other: Recording) -> None:
    """Note what another notebook says, as if it had been read here."""
    notebook = _open.get()
    if notebook is None:
        return
    notebook.tags |= other.tags
    for tag, askers in other.askers.items():
        notebook.askers.setdefault(tag, set()).update(askers)
    expires_at(other.expires)
    if other.refused:
        do_not_store(other.refused)


def depend_on(*tags: str) -> None:
    """The page shows, or by its absence tells of, what these tags name."""
    notebook = _open.get()
    if notebook is None:
        return
    notebook.tags.update(tags)
    if notebook.traced:
        asker = _asker()
        for tag in tags:
            notebook.askers.setdefault(tag, set()).add(asker)


def expires_at(moment: datetime | None) -> None:
    """The page is true until ``moment``; the earliest one counts."""
    notebook = _open.get()
    if notebook is None or moment is None:
        return
    if notebook.expires is None or moment < notebook.expires:
        notebook.expires = moment


def do_not_store(reason: str) -> None:
    notebook = _open.get()
    if notebook is not None:
        notebook.refused = notebook.refused or reason


def matters(importance: int) -> None:
    """The page is replaced rather than dropped, the more important ones first."""
    notebook = _open.get()
    if notebook is not None:
        notebook.importance = importance


def _asker() -> str:
    """The nearest function of Serai outside this package: ``portal.selectors.home.home_page``."""
    frame = sys._getframe(2)
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("serai.") and not module.startswith("serai.delivery"):
            return f"{module.removeprefix('serai.')}.{frame.f_code.co_qualname}"
        if frame.f_back is None:
            break
        frame = frame.f_back
    return "?"
