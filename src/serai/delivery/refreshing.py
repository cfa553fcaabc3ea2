"""The refresher: what changed is rendered anew, put in place, purged outside, and reported.

One thread of the worker. It takes every invalidation after the last one that this store has seen;
a crash anywhere means that the same ones are taken again. Important pages are replaced, the long
tail is dropped and made when somebody asks; where something was taken off, pages go before
anything is rendered. What cannot be replaced within ``patience`` is dropped as well, so that the
change is visible, and made right after that is told. When nothing is to be done it looks whether
kept pages are right.
"""

import logging
import socket
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import Error, close_old_connections, connections, transaction

from serai.core import clock
from serai.delivery.auditing import audit
from serai.delivery.caches import Purger
from serai.delivery.keeping import KEPT_STATUSES, Rendered, page_store, render
from serai.delivery.models import Invalidation, Node, Refresh
from serai.delivery.outbox import bring_due, last_number, newer_than, next_due
from serai.delivery.purging import Purging
from serai.delivery.recording import FRONT, LONG_TAIL
from serai.delivery.sharing import Readings, sharing
from serai.delivery.store import PageStore
from serai.delivery.tags import SITE

log = logging.getLogger("serai.delivery")
BATCH: Final = 500
LISTED: Final = 200
#: After a change of everything so many of the most important pages are made anew by itself.
AFTER_SITE: Final = 300
#: Old pages stand no longer than this while new ones are rendered.
PATIENCE: Final = 0.2
SECONDS: Final = 0.5
HEARTBEAT: Final = 15.0
#: Fronts are compared with a fresh render so often, any page so often.
FRONTS_SECONDS: Final = 300.0
LOOK_SECONDS: Final = 1.0
#: A page that has stood so long is worth the time of the best compression.
RESTED_SECONDS: Final = 10.0
#: Patience doubles up to this while the same thing goes wrong again and again.
LONGEST: Final = 15.0


@dataclass(frozen=True, slots=True)
class Report:
    """What one round did."""

    invalidations: int = 0
    pages: int = 0
    rendered: int = 0
    milliseconds: int = 0


@dataclass
class Refresher:
    """``step`` does one round; ``run`` goes on until told to stop."""

    store: PageStore = field(default_factory=page_store)
    render: Callable[[str], Rendered] = render
    purgers: Sequence[Purger] = ()
    #: Told of each change that is visible on this node now.
    told: Callable[[Invalidation, Refresh], None] | None = None
    #: What makes pages look as they do besides their rows: versions and options.
    made_by: str = ""
    node: str = field(default_factory=socket.gethostname)
    alarm: threading.Event = field(default_factory=threading.Event)
    #: Seconds of rendering before a change is told; the pages that are left follow after it.
    patience: float = PATIENCE
    _left: dict[str, int] = field(default_factory=dict, init=False)
    _readings: Readings = field(default_factory=Readings, init=False)
    _stopping: threading.Event = field(default_factory=threading.Event, init=False)
    _heard: float = field(default=-1e9, init=False)
    _fronts_looked: float = field(default=-1e9, init=False)
    _looked: float = field(default=-1e9, init=False)
    _late: bool = field(default=True, init=False)
    _purging: Purging = field(init=False)

    def __post_init__(self) -> None:
        self._purging = Purging(self.purgers, self.store)

    def begin(self) -> None:
        """Once in a process, and where the directory was taken away: a store made by another
        version, or that missed too much, is emptied; files that no line knows go."""
        self.store.sweep()
        number, last = self.number(), last_number()
        oldest = Invalidation.objects.filter(due_at__isnull=True).order_by("number").first()
        missed = oldest is not None and number < oldest.number - 1 and number > 0
        strange = self.store.state("made_by") != self.made_by
        if strange or missed or number > last or not self.store.state("number"):
            self.store.clear()
            self._readings = Readings()
            self.store.set_state("made_by", self.made_by)
            self._purging.forget()
            # What is announced from here on touches pages that are kept from here on.
            self._advance(last)

    def number(self) -> int:
        return int(self.store.state("number") or 0)

    def step(self) -> Report:
        started = clock.mono()
        if not self.store.state("number"):
            self.begin()
        bring_due()
        rows = newer_than(self.number(), BATCH)
        touched: dict[str, int] = {}
        rendered = 0
        with sharing(self._readings):
            if rows:
                touched, rendered = self._refresh(rows)
            rendered += self._renew_expired()
        if rows:
            late = self._purging.up_to(rows[-1].number, touched)
            spent = round((clock.mono() - started) * 1000)
            self._tell(rows, touched, spent, late)
            self._advance(rows[-1].number)
            follow = f", {len(self._left)} follow" if self._left else ""
            log.info("invalidated %d, rendered %d, %d ms%s", len(touched), rendered, spent, follow)
        else:
            late = self._purging.up_to(self.number())
            if self._late and not late:
                Refresh.objects.filter(node=self.node).exclude(unpurged="").update(unpurged="")
        self._late = bool(late)
        with sharing(self._readings):
            rendered += self._make_left()
        return Report(len(rows), len(touched), rendered, round((clock.mono() - started) * 1000))

    def _refresh(self, rows: list[Invalidation]) -> tuple[dict[str, int], int]:
        tags = {tag for row in rows for tag in row.tags}
        if SITE in tags:
            entries = self.store.entries()
            touched = {entry.path: entry.importance for entry in entries}
            self.store.clear()
            return touched, self._make(touched, AFTER_SITE)
        dropping = {tag for row in rows if row.drops for tag in row.tags}
        gone = self.store.paths_of(dropping) if dropping else {}
        touched = self.store.paths_of(tags)
        tail = [path for path, importance in touched.items() if importance == LONG_TAIL]
        self.store.drop({*tail, *gone})
        return {**touched, **gone}, self._make({**touched, **gone})

    def _make(self, touched: dict[str, int], most: int | None = None) -> int:
        """Render what matters, the most important first, while there is patience; drop the rest.
        What cannot be made is dropped too."""
        wanted = _by_importance(touched)[:most]
        until = clock.mono() + self.patience
        for count, path in enumerate(wanted):
            if clock.mono() >= until:
                self.store.drop(wanted[count:])
                self._left.update({path: touched[path] for path in wanted[count:]})
                return count
            self._left.pop(path, None)
            self._make_one(path)
            self._beat()
        return len(wanted)

    def _make_left(self) -> int:
        """Pages that were dropped for want of time, unless a reader was quicker; a new change
        comes first."""
        started, made = clock.mono(), 0
        for path in _by_importance(self._left):
            if self._stopping.is_set() or last_number() > self.number():
                break
            del self._left[path]
            if self.store.entry(path) is None:
                self._make_one(path)
                made += 1
            self._beat()
        if made:
            log.info("rendered %d that followed, %d ms", made, (clock.mono() - started) * 1000)
        return made

    def _make_one(self, path: str) -> None:
        """Put the page anew. One that changes again and again meanwhile is dropped: old bytes must
        not stand when the change is called visible."""
        for _ in range(3):
            try:
                made = self.render(path)
            except Error:
                raise
            except Exception:
                log.exception("a page cannot be rendered: %s", path)
                break
            if made.kept:
                return
            if made.status not in KEPT_STATUSES or made.notebook.refused:
                break
        self.store.drop([path])

    def _renew_expired(self) -> int:
        expired = self.store.expired(clock.now())
        if not expired:
            return 0
        tail = [path for path, importance in expired.items() if importance == LONG_TAIL]
        self.store.drop(tail)
        return self._make(expired)

    def _tell(
        self, rows: list[Invalidation], touched: dict[str, int], spent: int, late: list[str]
    ) -> None:
        """Write what stands in the editor's line: pages of each change, and since when. Once,
        however often the round was begun."""
        now = clock.now()
        paths = sorted(touched, key=lambda path: (-touched[path], path))
        with transaction.atomic():
            known = Refresh.objects.filter(node=self.node, number__gte=rows[0].number)
            told = set(known.values_list("number", flat=True))
            for row in rows:
                if row.number in told:
                    continue
                done = Refresh.objects.create(
                    node=self.node,
                    number=row.number,
                    pages=len(paths),
                    paths=paths[:LISTED],
                    milliseconds=max(spent, round((now - row.made_at).total_seconds() * 1000)),
                    visible_at=now,
                    unpurged=" ".join(late)[:200],
                )
                if self.told is not None:
                    self.told(row, done)

    def _advance(self, number: int) -> None:
        self.store.set_state("number", number)
        Node.objects.update_or_create(
            name=self.node, defaults={"number": number, "seen_at": clock.now()}
        )

    def once(self) -> None:
        """Everything that waits, in the calling thread; nothing where another worker is at it."""
        with self.store.turn() as ours:
            if ours:
                self.begin()
                while self.step().invalidations:
                    pass

    # -- in the worker ---------------------------------------------------------------------------

    def run(self, stopping: threading.Event) -> None:
        """Until ``stopping``; woken by ``alarm``, looks by itself twice a second."""
        begun, troubles = False, 0
        self._stopping = stopping
        while not stopping.is_set():
            self.alarm.clear()
            close_old_connections()
            try:
                with self.store.turn() as ours:
                    if ours:
                        if not begun:
                            self.begin()
                            begun = True
                        while not stopping.is_set() and self.step().invalidations:
                            pass
                        self._be_heard()
                        self._use_idle_time()
                troubles = 0
            except Error as error:
                # Nothing can be published meanwhile, so what is kept stays true.
                log.error("database: %s", type(error).__name__)
                connections.close_all()
                self._beat()
                troubles += 1
            except sqlite3.DatabaseError as error:
                troubles += 1
                log.error("page store: %s", error)
                if not isinstance(error, sqlite3.OperationalError):
                    self.store.start_over()
            except Exception:
                troubles += 1
                log.exception("the refresher stumbled")
            self.alarm.wait(self._patience() if not troubles else _longer(troubles))
        self.store.close()
        connections.close_all()

    def _use_idle_time(self) -> None:
        """A page is compared with a fresh render, and one is compressed better."""
        now = clock.mono()
        if now - self._fronts_looked >= FRONTS_SECONDS:
            self._fronts_looked = now
            list(audit(self.store.important(FRONT)))
        if now - self._looked >= LOOK_SECONDS:
            self._looked = now
            path = self.store.any_path()
            list(audit([path] if path else []))
        self.store.press(RESTED_SECONDS)

    def _be_heard(self) -> None:
        """Every few seconds, so that nobody waits for a node that has gone."""
        if clock.mono() - self._heard >= HEARTBEAT:
            self._advance(self.number())
            self._heard = clock.mono()
        self._beat()

    def _beat(self) -> None:
        """The front believes a store that is kept up to date; not before all is that was missed."""
        if self._heard > 0:
            self.store.beat()

    def _patience(self) -> float:
        moments: list[datetime] = [
            moment for moment in (self.store.next_expiry(), next_due()) if moment is not None
        ]
        if not moments:
            return SECONDS
        left = (min(moments) - clock.now()) / timedelta(seconds=1)
        return max(0.0, min(SECONDS, left))


def _by_importance(paths: dict[str, int]) -> list[str]:
    """Those that matter, the most important first."""
    wanted = [path for path, importance in paths.items() if importance > LONG_TAIL]
    return sorted(wanted, key=lambda path: (-paths[path], path))


def _longer(troubles: int) -> float:
    return float(min(LONGEST, SECONDS * 2 ** min(troubles, 10)))
