"""What a reader is told who has reported an error."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.portal.pages import Frame, Link, ToldPage
from serai.portal.selectors import addresses
from serai.portal.selectors.frames import Framing, Head

#: How it went -> headline, text.
OUTCOMES: Final = {
    "thanks": (
        gettext_lazy("Thank you"),
        gettext_lazy("The newsroom will look at what you sent."),
    ),
    "later": (
        gettext_lazy("Too many messages at once"),
        gettext_lazy("Please try again in an hour."),
    ),
    "long": (
        gettext_lazy("Too long"),
        gettext_lazy("Please name a shorter passage, or say it in fewer words."),
    ),
    "empty": (
        gettext_lazy("Nothing was said"),
        gettext_lazy("Please name the passage that is wrong."),
    ),
}


def told_page(edition: str, article_id: int, outcome: str) -> tuple[ToldPage, Frame] | None:
    """The same whatever stands, or does not stand, under this key: nothing of it is read."""
    if outcome not in OUTCOMES:
        return None
    headline, text = OUTCOMES[outcome]
    back = Link(_("Back to the article"), addresses.article_key(edition, article_id))
    page = ToldPage(str(headline), str(text), back)
    head = Head(title=page.headline, path="", noindex=True)
    return page, Framing(edition).frame(head)
