"""The safety net: a kept page is compared with a fresh render; a difference is an error.

It should never find anything. When it does, the log names the page, its tags and the last changes,
and the page is replaced.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from serai.core import clock
from serai.delivery.keeping import page_store, render
from serai.delivery.models import Invalidation
from serai.delivery.outbox import newer_than

log = logging.getLogger("serai.delivery")


@dataclass(frozen=True, slots=True)
class Difference:
    """A kept page that is not what a render makes now."""

    path: str
    tags: list[str]
    #: The last changes that were announced, newest first, in words.
    changes: list[str]


def audit(paths: Iterable[str]) -> Iterator[Difference | None]:
    """One answer for each page that is kept: None where it is as it should be."""
    store = page_store()
    for path in paths:
        kept = store.body(path)
        entry, number = store.entry(path), int(store.state("number") or 0)
        made = render(path, looking=True)
        if kept is None or entry is None or newer_than(number, 1) or store.body(path) != kept:
            continue  # a change is on its way; this page is looked at another time
        if entry.expires is not None and entry.expires <= clock.now():
            continue  # so it is here, by the clock
        if made.status >= 500:
            continue  # nothing to compare with
        if made.status in (200, 410) and made.body == kept:
            yield None
            continue
        found = Difference(path, store.tags_of(path), _last_changes())
        log.error(
            "a kept page is out of date: %s, tags %s, last changes: %s",
            path,
            " ".join(found.tags),
            "; ".join(found.changes),
        )
        store.drop([path])
        render(path)
        yield found


def _last_changes() -> list[str]:
    rows = Invalidation.objects.filter(due_at__isnull=True).order_by("-number")[:5]
    return [f"{row.number} {row.cause}: {' '.join(row.tags[:20])}" for row in rows]
