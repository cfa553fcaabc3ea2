"""Title cards of pages that have no photograph, and the manifest of an edition."""

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext as _

from serai.editorial.models import Article
from serai.portal.drawing.cards import title_card
from serai.portal.selectors import addresses
from serai.portal.selectors.cards import Cards
from serai.portal.selectors.frames import Framing
from serai.portal.selectors.sites import site_names
from serai.portal.selectors.words import Words


def article_card(edition: str, article: Article) -> bytes:
    framing = Framing(edition)
    kicker = Cards(framing, [article]).kicker(article)
    headline = framing.words.text(article.headline)
    return title_card(headline=headline, kicker=kicker, site=framing.site.name)


def list_card(edition: str, name: str) -> bytes:
    """Of a section, a country, a storyline: its name."""
    return title_card(headline=Words.of(edition).text(name), kicker="", site=site_names()[edition])


def edition_card(edition: str) -> bytes:
    site = site_names()[edition]
    return title_card(headline=_("%(site)s: news of Asia") % {"site": site}, kicker="", site=site)


def manifest(edition: str) -> dict[str, Any]:
    """The web app manifest (W3C) of an edition."""
    name, words = site_names()[edition], Words.of(edition)
    return {
        "id": addresses.home(edition),
        "name": name,
        "short_name": name[:12],
        "lang": words.language,
        "dir": "ltr",
        "start_url": addresses.home(edition),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fbf7ee",
        "theme_color": "#fbf7ee",
        "icons": [
            {
                "src": static(f"portal/icon-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
            }
            for size in (192, 512)
        ],
    }
