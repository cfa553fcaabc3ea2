"""What the newsroom is told: since when a change is visible everywhere, and where."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max, Min, Sum

from serai.core import clock
from serai.delivery.models import Invalidation, Node, Refresh

#: A node that was not heard of for so long serves nobody.
SILENT: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Visible:
    """A change that every node shows: since when, how many pages, after how many seconds."""

    at: datetime
    pages: int
    seconds: float
    #: Names of outer caches that have not been purged of it.
    unpurged: str = ""


def visible(subject: str) -> Visible | None:
    """The last change of an object, once every living node shows it; None before that."""
    row = Invalidation.objects.filter(subject=subject, due_at__isnull=True).last()
    if row is None:
        return None
    nodes = Node.objects.filter(seen_at__gt=clock.now() - SILENT)
    behind = nodes.aggregate(least=Min("number"))["least"]
    done = Refresh.objects.filter(number=row.number).aggregate(
        at=Max("visible_at"), pages=Sum("pages"), spent=Max("milliseconds")
    )
    if done["at"] is None or behind is None or behind < row.number:
        return None
    names = Refresh.objects.filter(number=row.number).exclude(unpurged="")
    late = {name for said in names.values_list("unpurged", flat=True) for name in said.split()}
    return Visible(done["at"], done["pages"], done["spent"] / 1000, " ".join(sorted(late)))


def wait_until_visible(subject: str, seconds: float) -> Visible | None:
    """As ``visible``, with a little patience: the refresher takes a moment."""
    if not Node.objects.filter(seen_at__gt=clock.now() - SILENT).exists():
        return None  # no worker runs: nobody would tell
    until = clock.mono() + seconds
    while True:
        found = visible(subject)
        if found is not None or clock.mono() >= until:
            return found
        threading.Event().wait(0.05)
