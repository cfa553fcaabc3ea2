"""Sitemaps for search engines, split by edition and month; the news sitemap; robots.txt."""

from collections.abc import Iterable

from lxml import etree

from serai.core.editions import ALL, editions
from serai.portal.feeds import add, moment, written
from serai.portal.selectors import addresses
from serai.portal.selectors.feeding import Place, months_of
from serai.portal.selectors.sites import kept_from_search, site_names

MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def index() -> bytes:
    root = etree.Element(f"{{{MAP}}}sitemapindex", nsmap={None: MAP})
    kept = kept_from_search()
    for edition in (row for row in editions() if row.code not in kept):
        paths = [f"/sitemaps/{edition.code}/pages.xml"]
        paths += [
            f"/sitemaps/{edition.code}/{month.replace('-', '/')}.xml"
            for month in months_of(edition.code)
        ]
        for path in paths:
            add(add(root, f"{{{MAP}}}sitemap"), f"{{{MAP}}}loc", addresses.absolute(path))
    return written(root)


def urlset(places: Iterable[Place]) -> bytes:
    root = etree.Element(f"{{{MAP}}}urlset", nsmap={None: MAP, "xhtml": XHTML})
    for place in places:
        url = add(root, f"{{{MAP}}}url")
        add(url, f"{{{MAP}}}loc", place.url)
        if place.changed:
            add(url, f"{{{MAP}}}lastmod", moment(place.changed))
        for pair in place.pairs:
            add(url, f"{{{XHTML}}}link", rel="alternate", hreflang=pair.language, href=pair.url)
    return written(root)


def news(places: Iterable[Place]) -> bytes:
    root = etree.Element(f"{{{MAP}}}urlset", nsmap={None: MAP, "news": NEWS})
    names = site_names()
    for place in places:
        url = add(root, f"{{{MAP}}}url")
        add(url, f"{{{MAP}}}loc", place.url)
        told = add(url, f"{{{NEWS}}}news")
        publication = add(told, f"{{{NEWS}}}publication")
        add(publication, f"{{{NEWS}}}name", names[place.language])
        add(publication, f"{{{NEWS}}}language", ALL[place.language].language)
        if place.published:
            add(told, f"{{{NEWS}}}publication_date", moment(place.published))
        add(told, f"{{{NEWS}}}title", place.title)
    return written(root)


def robots() -> str:
    """What crawlers may read: everything public but an edition that is kept from them."""
    lines = ["User-agent: *", "Disallow: /newsroom/", "Disallow: /-/"]
    lines += [f"Disallow: {addresses.home(code)}" for code in sorted(kept_from_search())]
    lines.append("")
    maps = ("/sitemap.xml", "/news-sitemap.xml")
    lines += [f"Sitemap: {addresses.absolute(path)}" for path in maps]
    return "\n".join(lines) + "\n"
