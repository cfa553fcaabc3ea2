"""Pages without a date, with the same blocks as articles."""

from typing import Any

from serai.core.editions import locale_id
from serai.core.sanitizer import blocks_from_html, plain_text
from serai.delivery.recording import depend_on
from serai.delivery.tags import tag
from serai.editorial.models import StandingPage as Standing
from serai.editorial.models.tagging import pair_tag
from serai.editorial.selectors import public_articles
from serai.portal.pages import Block, Frame, StandingPage
from serai.portal.selectors import addresses
from serai.portal.selectors.bodies import Body
from serai.portal.selectors.cards import Cards
from serai.portal.selectors.frames import Framing, Head


def standing_by_slug(edition: str, slug: str) -> Standing | None:
    depend_on(tag("standing", "list", edition))
    rows = Standing.objects.filter(locale_id=locale_id(edition), slug=slug, live=True)
    found: Standing | None = rows.order_by("-pk").first()
    return found


def standing_page(
    edition: str, found: Standing, *, draft: bool = False
) -> tuple[StandingPage, Frame]:
    """``draft`` is for the newsroom's preview."""
    framing = Framing(edition)
    words = framing.words
    body = Body(words, found.body.raw_data)
    cards = Cards(framing, (), kicker="section", pictures=body.image_ids())
    page = StandingPage(
        title=words.text(found.title),
        body=body.blocks(cards, public_articles(body.article_ids())),
        demo=found.is_demo,
    )
    path = "" if draft else addresses.standing(edition, found.slug)
    head = Head(
        title=page.title,
        path=path,
        description=_first_words(page.body),
        pairs=_pairs(found) if path else {},
        noindex=draft,
    )
    return page, framing.frame(head)


def standing_paths(edition: str) -> list[str]:
    """Addresses of the public ones."""
    depend_on(tag("standing", "list", edition))
    rows = Standing.objects.filter(locale_id=locale_id(edition), live=True)
    slugs = rows.order_by("slug").values_list("slug", flat=True)
    return [addresses.standing(edition, slug) for slug in slugs]


def _pairs(found: Standing) -> dict[str, str]:
    depend_on(pair_tag(found.translation_key))
    rows: Any = Standing.objects.filter(translation_key=found.translation_key, live=True)
    pairs = {row.edition: addresses.standing(row.edition, row.slug) for row in rows.defer("body")}
    return pairs if len(pairs) > 1 else {}


def _first_words(body: tuple[Block, ...]) -> str:
    html = next((block.html for block in body if block.kind == "paragraph"), "")
    return plain_text(blocks_from_html(html))
