"""The refresher of this house: its store, its outer caches, and whom it tells."""

from zoneinfo import ZoneInfo

from django.conf import settings

from serai.delivery.keeping import made_by
from serai.delivery.models import Invalidation, Refresh
from serai.delivery.refreshing import Refresher
from serai.editorial.actions import note_visible


def refresher() -> Refresher:
    return Refresher(made_by=made_by(), told=tell_the_desk)


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
    )
