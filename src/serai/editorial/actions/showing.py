"""What the refresher reports, written into the history of an article."""

from datetime import datetime

from wagtail.log_actions import log

from serai.editorial.models import Article


def note_visible(*, article_id: int, at: datetime, pages: int, seconds: float) -> None:
    """A change of the article is on every page of this node. Nothing for one that was deleted."""
    article = Article.objects.without_body().filter(pk=article_id).first()
    if article is not None:
        told = {
            "at": f"{at:%H:%M:%S}.{at.microsecond // 1000:03d}",
            "pages": pages,
            "seconds": f"{seconds:.2f}",
        }
        log(instance=article, action="serai.visible", data=told)
