"""The outbox: what changed is written in the transaction that changed it.

Within ``gathered()`` everything a block announces becomes one row. Numbers are taken under a lock
that lasts until the commit, so a lower number was committed earlier, and nobody compares clocks.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import Q

from serai.core import clock
from serai.core.queue import wake
from serai.delivery.models import Invalidation, Node, Refresh
from serai.delivery.tags import SITE

#: Any number will do; it only has to be ours.
_LOCK: Final = 0x5E2A1
_LAST: Final = (
    f"SELECT number FROM {Invalidation._meta.db_table} WHERE due_at IS NULL"  # noqa: S608 - ours
    " ORDER BY number DESC LIMIT 1"
)
#: Rows are kept so long: the history of an article shows them, a node that was away reads them.
KEPT: Final = timedelta(days=30)
#: A moment so far ahead of the clock means that the clock was put back.
AHEAD: Final = timedelta(seconds=2)


@dataclass(slots=True)
class _Basket:
    tags: set[str] = field(default_factory=set)
    drops: bool = False
    subject: str = ""
    ahead: dict[datetime, set[str]] = field(default_factory=dict)


_open: ContextVar[_Basket | None] = ContextVar("basket", default=None)


@contextmanager
def gathered(cause: str) -> Iterator[None]:
    """One transaction, one row, whatever stands inside announces."""
    if _open.get() is not None:
        yield
        return
    basket = _Basket()
    token = _open.set(basket)
    try:
        with transaction.atomic():
            yield
            _write(basket, cause)
    finally:
        _open.reset(token)


def invalidate(
    tags: Iterable[str],
    *,
    cause: str = "",
    subject: str = "",
    drops: bool = False,
    ahead: Iterable[datetime] = (),
) -> None:
    """Say that pages built from the tags are out of date; at each moment of ``ahead`` again."""
    basket = _open.get()
    if basket is None:
        with gathered(cause):
            invalidate(tags, subject=subject, drops=drops, ahead=ahead)
        return
    named = set(tags)
    basket.tags |= named
    basket.drops |= drops
    basket.subject = basket.subject or subject
    for moment in ahead:
        basket.ahead.setdefault(moment, set()).update(named)


def _write(basket: _Basket, cause: str) -> None:
    if not basket.tags:
        return
    now = clock.now()
    _take_number()
    Invalidation.objects.create(
        # Every page shows the site: nothing is left for the others to name.
        tags=[SITE] if SITE in basket.tags else sorted(basket.tags),
        cause=cause[:200],
        subject=basket.subject[:120],
        drops=basket.drops,
        made_at=now,
    )
    for moment, tags in basket.ahead.items():
        Invalidation.objects.create(
            tags=sorted(tags),
            cause=cause[:200],
            subject=basket.subject[:120],
            made_at=now,
            due_at=moment,
        )
    transaction.on_commit(wake, robust=True)


def _take_number() -> None:
    """SQLite has one writer at a time; PostgreSQL gets a lock until the end of the transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def last_number() -> int:
    """Asked twice by every render, so it is asked without the mapper, which costs ten times it."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST)
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def newer_than(number: int, limit: int | None = None) -> list[Invalidation]:
    rows = Invalidation.objects.filter(number__gt=number, due_at__isnull=True)
    return list(rows.order_by("number")[:limit])


def tags_between(number: int, last: int, most: int) -> frozenset[str] | None:
    """What was announced after ``number`` up to ``last``; None for more than ``most`` changes, and
    where ``number`` itself is forgotten, because others may be too."""
    rows = Invalidation.objects.filter(number__gte=number, number__lte=last, due_at__isnull=True)
    told = list(rows.order_by("number").values_list("number", "tags")[: most + 2])
    if len(told) > most + 1 or not told or told[0][0] != number:
        return None
    return frozenset(tag for _number, tags in told[1:] for tag in tags)


def bring_due() -> int:
    """Put anew what was announced for a moment that has come; how many rows."""
    now = clock.now()
    come = Q(due_at__lte=now, brought_at__isnull=True)
    # Brought in a future which the clock has left again: their moment is still to come.
    early = Q(brought_at__gt=now + AHEAD)
    if not Invalidation.objects.filter(come | early).exists():
        return 0
    with transaction.atomic():
        _take_number()
        Invalidation.objects.filter(early).update(brought_at=None)
        due = list(Invalidation.objects.select_for_update().filter(come))
        Invalidation.objects.filter(pk__in=[row.pk for row in due]).update(brought_at=now)
        for row in due:
            Invalidation.objects.create(
                tags=row.tags,
                cause=row.cause,
                subject=row.subject,
                drops=row.drops,
                made_at=now,
            )
    return len(due)


def next_due() -> datetime | None:
    rows = Invalidation.objects.filter(due_at__isnull=False, brought_at__isnull=True)
    found: datetime | None = rows.order_by("due_at").values_list("due_at", flat=True).first()
    return found


def forget_old() -> int:
    """Delete rows that no node waits for any more."""
    before = clock.now() - KEPT
    Node.objects.filter(seen_at__lt=before).delete()
    gone = Invalidation.objects.filter(due_at__lt=before).delete()[0]
    old = Invalidation.objects.filter(made_at__lt=before, due_at__isnull=True)
    newest = old.order_by("-number").values_list("number", flat=True).first()
    if newest is None:
        return gone
    Refresh.objects.filter(number__lte=newest).delete()
    # The last one stays: numbers must go on from it, in every database.
    return gone + int(old.exclude(number=last_number()).delete()[0])
