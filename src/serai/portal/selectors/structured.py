"""What a page says of itself to machines: schema.org as JSON, safe inside a script element."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.templatetags.static import static

from serai.portal.pages import ArticlePage, Link
from serai.portal.selectors import addresses

Data = dict[str, Any]
CONTEXT = "https://schema.org"
_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def encoded(data: Data) -> str:
    """JSON that cannot end the element it stands in, whatever a headline says."""
    text = json.dumps({"@context": CONTEXT, **data}, ensure_ascii=False)
    return "".join(_ESCAPES.get(sign, sign) for sign in text)


def organisation(name: str) -> Data:
    return {
        "@type": "NewsMediaOrganization",
        "name": name,
        "url": addresses.absolute("/"),
        "logo": {
            "@type": "ImageObject",
            "url": addresses.absolute(static("portal/icon-512.png")),
            "width": 512,
            "height": 512,
        },
    }


def breadcrumbs(crumbs: Sequence[Link], title: str, url: str) -> Data:
    """The way to a page, the page itself last."""
    places = [*((link.label, addresses.absolute(link.url)) for link in crumbs), (title, url)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": address}
            for number, (name, address) in enumerate(places, start=1)
        ],
    }


def news_article(page: ArticlePage, *, url: str, language: str, publisher: str) -> Data:
    data: Data = {
        "@type": "NewsArticle",
        "headline": page.headline[:110],
        "description": page.lead,
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": language,
        "datePublished": page.published.iso,
        "dateModified": (page.updated or page.published).iso,
        "author": _authors(page, publisher),
        "publisher": organisation(publisher),
        "isAccessibleForFree": True,
    }
    if page.section:
        data["articleSection"] = page.section.label
    if page.countries:
        data["contentLocation"] = [
            {"@type": "Country", "name": country.label} for country in page.countries
        ]
    if page.original_url:
        data["isBasedOn"] = page.original_url
    if page.picture:
        wide = page.picture.wide
        data["image"] = {
            "@type": "ImageObject",
            "url": addresses.absolute(wide.src),
            "width": wide.width,
            "height": wide.height,
            **({"creditText": page.credit} if page.credit else {}),
        }
    else:
        data["image"] = addresses.absolute(addresses.card(urlsplit(url).path))
    if page.corrections:
        data["correction"] = [
            {"@type": "CorrectionComment", "text": note.text, "datePublished": note.made.iso}
            for note in page.corrections
        ]
    return data


def _authors(page: ArticlePage, publisher: str) -> list[Data]:
    if page.authors:
        return [
            {"@type": "Person", "name": author.label, "url": addresses.absolute(author.url)}
            for author in page.authors
        ]
    if page.source:
        return [{"@type": "Organization", "name": page.source}]
    return [organisation(publisher)]


def quotation(*, text: str, speaker: str, url: str) -> Data:
    data: Data = {"@type": "Quotation", "text": text, "url": addresses.absolute(url)}
    if speaker:
        data["creator"] = {"@type": "Person", "name": speaker}
    return data
