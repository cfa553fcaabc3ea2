"""Atom (RFC 4287) and JSON Feed 1.1, written by encoders, never by pasting text."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from serai.portal.selectors.feeding import Entry, Feed

ATOM = "http://www.w3.org/2005/Atom"
#: What XML 1.0 has no way to carry.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Text without the characters that XML forbids."""
    return _FORBIDDEN.sub("", text)


def moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    """A child element with clean text and attributes."""
    child = etree.SubElement(parent, name, {key: clean(value) for key, value in attributes.items()})
    if text:
        child.text = clean(text)
    return child


def written(root: Any) -> bytes:
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return content


def atom(feed: Feed) -> bytes:
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", feed.language)
    add(root, "id", feed.id)
    add(root, "title", feed.title)
    add(root, "updated", moment(feed.updated))
    add(root, "link", rel="self", type="application/atom+xml", href=feed.self_url)
    add(root, "link", rel="alternate", type="text/html", href=feed.page)
    add(add(root, "author"), "name", "Serai")
    for entry in feed.entries:
        _add_entry(add(root, "entry"), entry)
    return written(root)


def _add_entry(element: Any, entry: Entry) -> None:
    add(element, "id", entry.id)
    add(element, "title", entry.title)
    add(element, "link", rel="alternate", type="text/html", href=entry.url)
    add(element, "published", moment(entry.published))
    add(element, "updated", moment(entry.updated))
    if entry.source:
        add(add(element, "author"), "name", entry.source)
    for country in entry.countries:
        add(element, "category", term=country)
    add(element, "summary", entry.summary)
    if entry.html:
        add(element, "content", entry.html, type="html")


def json_feed(feed: Feed) -> bytes:
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(feed.title),
        "home_page_url": feed.page,
        "feed_url": feed.self_url,
        "language": feed.language,
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(whole, ensure_ascii=False).encode()


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": clean(entry.title),
        "summary": clean(entry.summary),
        "date_published": moment(entry.published),
        "date_modified": moment(entry.updated),
        "tags": [clean(country) for country in entry.countries],
    }
    if entry.html:
        item["content_html"] = clean(entry.html)
    else:
        item["content_text"] = clean(entry.summary)
    if entry.source:
        item["authors"] = [{"name": clean(entry.source)}]
    return item
