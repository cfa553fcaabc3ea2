"""The refresher of this house: its store, its outer caches, and whom it tells."""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings

from serai.delivery.caches import (
    CloudflarePurger,
    DummyPurger,
    FastlyPurger,
    Purger,
    VarnishPurger,
)
from serai.delivery.keeping import made_by
from serai.delivery.models import Invalidation, Refresh
from serai.delivery.refreshing import Refresher
from serai.editorial.actions import note_visible


def refreshers() -> list[Refresher]:
    """One; none where nothing is kept, because then a change is visible as soon as it is made."""
    if settings.PAGE_STORE is None:
        return []
    return [Refresher(made_by=made_by(), told=tell_the_desk, purgers=purgers())]


def purgers() -> list[Purger]:
    """The outer caches that the options name."""
    options, public = settings.OPTIONS, settings.PUBLIC_ADDRESS
    found: list[Purger] = []
    for kind, place in options["SERAI_CACHES"]:
        if kind == "varnish":
            found.append(VarnishPurger(place, urlsplit(public).netloc))
        elif kind == "fastly":
            found.append(FastlyPurger(place, options["SERAI_FASTLY_TOKEN"]))
        elif kind == "cloudflare":
            found.append(CloudflarePurger(place, options["SERAI_CLOUDFLARE_TOKEN"], public))
        else:
            found.append(DummyPurger())
    return found


def tell_the_desk(row: Invalidation, done: Refresh) -> None:
    """The line «Visible everywhere at …» of an article's history."""
    kind, _colon, key = row.subject.partition(":")
    if kind != "article" or not key.isdecimal():
        return
    note_visible(
        article_id=int(key),
        at=done.visible_at.astimezone(ZoneInfo(settings.NEWSROOM_ZONE)),
        pages=done.pages,
        seconds=done.milliseconds / 1000,
        unpurged=done.unpurged,
    )
