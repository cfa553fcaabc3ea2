"""What all views share: the language of an edition, a page shown in its frame."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from serai.core.editions import ALL
from serai.delivery.recording import LONG_TAIL, matters
from serai.portal.pages import Frame

Answer = HttpResponse
XML = "application/xml; charset=utf-8"
View = Callable[..., Answer]
#: Views whose pages are replaced when something changes, the first ones first. Pages of the others
#: are dropped and made when somebody asks.
IMPORTANCE = {
    "home": 100,
    "air": 95,
    "article": 90,
    "latest": 80,
    "section": 75,
    "country": 75,
    "storyline": 70,
    "quotes": 60,
    "guide_today": 60,
    "live": 60,
    "countries": 50,
    "feed": 40,
}
#: An article shows the newest ones of its country, so each of them touches all the older ones:
#: these are made when somebody asks.
ARTICLE_IS_FRESH: Final = timedelta(days=2)


def in_edition(view: View) -> View:
    """The view speaks the language of the edition in its address."""

    @wraps(view)
    def spoken(request: HttpRequest, edition: str, **kwargs: Any) -> Answer:
        matters(IMPORTANCE.get(view.__name__, LONG_TAIL))
        with translation.override(ALL[edition].language):
            return view(request, edition, **kwargs)

    return spoken


def show(
    request: HttpRequest, template: str, made: tuple[Any, Frame] | None, status: int = 200
) -> HttpResponse:
    """Render a page in its frame. Raises Http404 for None."""
    if made is None:
        raise Http404
    page, frame = made
    context = {"page": page, "frame": frame}
    # Without the request: what a page shows may depend on its address only.
    answer = render(None, f"portal/{template}.html", context, status=status)
    if any(block.kind == "video" for block in getattr(page, "body", ())):
        answer["X-Serai-Video"] = "1"  # read by delivery.headers, which lets the players be framed
    if getattr(page, "stream_url", ""):
        answer["X-Serai-Stream"] = "1"  # and lets the stream be fetched
    return answer
