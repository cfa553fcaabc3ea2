"""What the newsroom says of its site: one query for identity, menus and logo."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from serai.core import clock
from serai.core.editions import editions, locale_id
from serai.delivery.recording import depend_on, expires_at
from serai.editorial.models import SiteIdentity
from serai.media.models import Image, Rendition
from serai.media.shapes import spec
from serai.portal.pages import Link, Logo, Site
from serai.portal.selectors import addresses
from serai.portal.selectors.airings import age_mark
from serai.portal.selectors.words import Words

Row = dict[str, Any]
COLUMNS = (
    "pk", "name", "description", "legal_notice", "age_rating", "noindex", "urgent_text",
    "urgent_until", "logo_id",
)  # fmt: skip
#: Columns of a menu entry: what it leads to must be of this edition and public.
ENTRY = {
    "place": "place", "label": "label", "path": "path",
    "page": "page__title", "page_slug": "page__slug", "page_live": "page__live",
    "page_locale": "page__locale_id", "section": "section__name", "section_slug": "section__slug",
    "section_locale": "section__locale_id",
}  # fmt: skip


def site_of(words: Words) -> Site:
    """Identity and menus of an edition; one that has none yet gets what every site begins with."""
    locale = locale_id(words.edition)
    picture = Rendition.objects.filter(
        image=OuterRef("logo"), filter_spec=spec("wide-840", "webp")
    ).values(found=JSONObject(file="file", width="width", height="height"))
    entries = {key: f"menu_links__{column}" for key, column in ENTRY.items()}
    rows: Sequence[Row] = (
        SiteIdentity.objects.filter(locale_id=locale)
        .annotate(logo_file=Subquery(picture[:1]))
        .order_by("pk", "menu_links__sort_order", "menu_links__pk")
        .values(*COLUMNS, "logo_file", *entries.values())
    )
    rows = [row for row in rows if row["pk"] == rows[0]["pk"]]
    if not rows:
        return Site()
    first, text = rows[0], words.text
    if first["logo_id"] is not None:
        depend_on(Image.tag_of(first["logo_id"]))
    if first["urgent_until"] is not None and first["urgent_until"] > clock.now():
        expires_at(first["urgent_until"])
    stands = first["urgent_until"] is None or first["urgent_until"] > clock.now()
    menu = [{key: row[column] for key, column in entries.items()} for row in rows]
    return Site(
        name=text(first["name"]),
        description=text(first["description"]),
        legal=tuple(text(line) for line in first["legal_notice"].splitlines() if line.strip()),
        age=age_mark(first["age_rating"]),
        noindex=first["noindex"],
        urgent=text(first["urgent_text"]) if stands else "",
        logo=_logo(first["logo_file"]),
        header=tuple(_links(words, menu, "header", locale)),
        footer=tuple(_links(words, menu, "footer", locale)),
    )


def kept_from_search() -> set[str]:
    """Codes of the editions that search engines are to leave alone."""
    locales = set(SiteIdentity.objects.filter(noindex=True).values_list("locale_id", flat=True))
    return {row.code for row in editions() if locales and locale_id(row.code) in locales}


def site_names() -> dict[str, str]:
    """Name of the site by edition."""
    names = dict(SiteIdentity.objects.order_by("-pk").values_list("locale_id", "name"))
    return {row.code: names.get(locale_id(row.code), Site().name) for row in editions()}


def _links(words: Words, menu: Iterable[Row], place: str, locale: int) -> Iterable[Link]:
    edition = words.edition
    for row in menu:
        if row["place"] != place:
            continue
        if row["page_slug"]:
            if row["page_live"] and row["page_locale"] == locale:
                url = addresses.standing(edition, row["page_slug"])
                yield Link(words.text(row["label"] or row["page"]), url)
        elif row["section_slug"]:
            if row["section_locale"] == locale:
                url = addresses.section(edition, row["section_slug"])
                yield Link(words.text(row["label"] or row["section"]), url)
        elif row["path"]:
            yield Link(words.text(row["label"]), row["path"])


def _logo(found: Row | None) -> Logo | None:
    if not found:
        return None
    return Logo(default_storage.url(found["file"]), found["width"], found["height"])
