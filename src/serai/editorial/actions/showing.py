"""What the refresher reports, written into the history of an article."""

from datetime import datetime

from wagtail.log_actions import log

from serai.editorial.models import Article


def note_visible(
    *, article_id: int, at: datetime, pages: int, seconds: float, unpurged: str = ""
) -> None:
    """A change of the article is on every page of this node; ``unpurged`` names outer caches that
    did not answer. Nothing for one that was deleted."""
    article = Article.objects.without_body().filter(pk=article_id).first()
    if article is not None:
        told = {
            "at": f"{at:%H:%M:%S}.{at.microsecond // 1000:03d}",
            "pages": pages,
            "seconds": f"{seconds:.2f}",
        }
        action = "serai.visible"
        if unpurged:
            action, told = "serai.visible_here", {**told, "caches": unpurged}
        log(instance=article, action=action, data=told)
