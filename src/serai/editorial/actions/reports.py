"""What readers report: filed, settled, forgotten."""

import unicodedata
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from serai.core import clock
from serai.core.limits import refuse_above
from serai.editorial.models import Article, EditorialError, ErrorReport
from serai.editorial.selectors import is_public

KEEP_REPORTS: Final = timedelta(days=90)
KEEP_SENDERS: Final = timedelta(days=1)
WINDOW: Final = timedelta(hours=1)


def report_error(*, article_id: int, passage: str, note: str, sender: str) -> ErrorReport | None:
    """File what a reader says of a public article; None where there is no such article.

    Raises LimitExceeded for a long text and for too many reports, EditorialError for no words.
    """
    passage, note = _readable(passage), _readable(note)
    if not passage and not note:
        raise EditorialError(_("Nothing was said."), "empty")
    refuse_above("report_passage", len(passage))
    refuse_above("report_note", len(note))
    with transaction.atomic():
        article = Article.objects.without_body().filter(pk=article_id).first()
        if article is None or not is_public(article):
            return None
        lately = ErrorReport.objects.filter(reported_at__gt=clock.now() - WINDOW)
        refuse_above("reports_per_reader", lately.filter(sender=sender).count() + 1)
        refuse_above("reports_per_article", lately.filter(article=article).count() + 1)
        return ErrorReport.objects.create(
            article=article, passage=passage, note=note, sender=sender, reported_at=clock.now()
        )


def settle_report(*, report: ErrorReport, user: Any) -> None:
    """The desk has dealt with it; the first who says so is kept."""
    standing = ErrorReport.objects.filter(pk=report.pk, state=ErrorReport.State.OPEN)
    standing.update(state=ErrorReport.State.DONE, done_by=user, done_at=clock.now())


def forget_reports() -> int:
    """Delete reports of 90 days ago, and who sent those of yesterday; how many were deleted."""
    now = clock.now()
    ErrorReport.objects.filter(reported_at__lt=now - KEEP_SENDERS).exclude(sender="").update(
        sender=""
    )
    return ErrorReport.objects.filter(reported_at__lt=now - KEEP_REPORTS).delete()[0]


def _readable(text: str) -> str:
    """The text without what nobody can see: control characters, turners of direction."""
    lines = "\n".join(text.splitlines())
    seen = (c for c in lines if c == "\n" or c == "\xad" or unicodedata.category(c)[0] != "C")
    return "".join(seen).strip()
