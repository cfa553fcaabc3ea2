"""Outer caches are told what changed, after the store and before the editor.

The store remembers how far each cache has been told; one that does not answer is asked again, less
and less often, and told everything that it missed. Some seconds later each is told the same once
more: an old page that was on its way to the cache in the moment of the purge came in after it.
"""

import logging
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from typing import Final

from serai.core import clock
from serai.delivery.caches import PurgeError, Purger
from serai.delivery.models import Invalidation, Refresh
from serai.delivery.store import PageStore
from serai.delivery.tags import SITE

log = logging.getLogger("serai.delivery")
#: A cache that missed more changes than this is emptied.
MISSED: Final = 500
#: Seconds of peace for a cache that does not answer, doubled each time.
PEACE: Final = 2.0
LONGEST: Final = 60.0
#: After so many seconds nothing old is on its way to a cache any more.
SETTLED: Final = 5.0


class Purging:
    """Brings every outer cache as far as the store has come."""

    def __init__(self, purgers: Sequence[Purger], store: PageStore) -> None:
        self._purgers = purgers
        self._store = store
        self._failed: dict[str, int] = {}
        self._asked_again: dict[str, float] = {}
        self._told: dict[str, deque[tuple[float, int]]] = defaultdict(deque)

    def forget(self) -> None:
        """After the store was emptied: the caches may hold anything."""
        for purger in self._purgers:
            self._store.set_state(_state(purger), "")
            self._store.set_state(_settled(purger), "")
            self._told[purger.name].clear()

    def up_to(self, number: int, touched: Mapping[str, int] | None = None) -> list[str]:
        """Purge what was announced up to ``number``; names of caches that do not answer."""
        late = []
        for purger in self._purgers:
            told = self._store.state(_state(purger))
            if told:
                self._settle(purger, int(told))
            if told and int(told) >= number:
                continue
            if clock.mono() < self._asked_again.get(purger.name, 0.0) or not self._purge(
                purger, int(told) if told else None, number, touched or {}
            ):
                late.append(purger.name)
                continue
            self._told[purger.name].append((clock.mono(), number))
            self._store.set_state(_state(purger), number)
        return late

    def _settle(self, purger: Purger, told: int) -> None:
        """The second time; a failure is no news to the editor."""
        settled = self._store.state(_settled(purger))
        tellings, now = self._told[purger.name], clock.mono()
        if not tellings and settled != str(told):
            tellings.append((now, told))  # by a worker before this one
        number: int | None = None
        while tellings and now - tellings[0][0] >= SETTLED:
            number = tellings.popleft()[1]
        if number is None:
            return
        if self._purge(purger, int(settled) if settled else None, number, {}):
            self._store.set_state(_settled(purger), number)
        else:
            tellings.appendleft((now, number))

    def _purge(
        self, purger: Purger, told: int | None, number: int, touched: Mapping[str, int]
    ) -> bool:
        try:
            purger.purge(*_missed(told, number, touched))
        except Exception as error:
            count = self._failed[purger.name] = self._failed.get(purger.name, 0) + 1
            pause = min(LONGEST, PEACE * 2 ** min(count - 1, 10))
            self._asked_again[purger.name] = clock.mono() + pause
            log.error(
                "outer cache %s was not purged (%s), tried again in %d s",
                purger.name,
                error if isinstance(error, PurgeError) else repr(error),
                pause,
            )
            return False
        if self._failed.pop(purger.name, 0):
            log.warning("outer cache %s answers again and is up to date", purger.name)
        self._asked_again.pop(purger.name, None)
        return True


def _state(purger: Purger) -> str:
    return f"purged:{purger.name}"


def _settled(purger: Purger) -> str:
    return f"settled:{purger.name}"


def _missed(
    told: int | None, number: int, touched: Mapping[str, int]
) -> tuple[list[str], list[str]]:
    """Tags and paths of what a cache has not been told; every page carries the site's tag."""
    if told is None:
        return [SITE], []
    rows = Invalidation.objects.filter(number__gt=told, number__lte=number, due_at__isnull=True)
    announced = list(rows.values_list("tags", flat=True)[: MISSED + 1])
    tags = {tag for row in announced for tag in row}
    if SITE in tags or len(announced) > MISSED:
        return [SITE], []
    paths = set(touched)
    for some in Refresh.objects.filter(number__gt=told).values_list("paths", flat=True):
        paths.update(some)
    return sorted(tags), sorted(paths)
