"""Atom (RFC 4287), JSON Feed 1.1, XMLTV and the guide as JSON, written by encoders, never by
pasting text."""

import io
import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from serai.broadcast.formats.writing import ListedAiring, ListedChannel, write_xmltv
from serai.core.editions import editions
from serai.portal.selectors import addresses
from serai.portal.selectors.feeding import Entry, Feed
from serai.portal.selectors.listings import ChannelRow, Listing, OnAir

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


def xmltv(listing: Listing) -> bytes:
    file = io.BytesIO()
    write_xmltv(file, listing.channels, listing.airings, source=addresses.absolute("/"))
    return file.getvalue()


def channels(rows: Sequence[ChannelRow]) -> dict[str, Any]:
    """All channels and where their schedules are."""
    return {"channels": [_channel_row(row) for row in rows]}


def _channel_row(row: ChannelRow) -> dict[str, Any]:
    calendars = {
        edition.language: addresses.absolute(addresses.calendar(edition.code, row.slug))
        for edition in editions()
    }
    return _channel(row.listed) | {
        "slug": row.slug,
        "default": row.is_default,
        "day_starts": row.day_starts,
        "first_day": row.first.isoformat() if row.first else None,
        "last_day": row.last.isoformat() if row.last else None,
        "now": addresses.absolute(addresses.epg_now(row.slug)),
        "xmltv": addresses.absolute(addresses.xmltv(row.slug)),
        "calendars": calendars,
    }


def on_air(found: OnAir) -> dict[str, Any]:
    """Now and next of a channel."""
    return {
        "channel": _channel(found.channel),
        "now": _airing(found.now, found.channel.zone) if found.now else None,
        "next": _airing(found.next, found.channel.zone) if found.next else None,
    }


def broadcast_day(found: Listing, on: date) -> dict[str, Any]:
    """A broadcast day of the one channel of a listing."""
    (channel,) = found.channels
    airings = [_airing(row, channel.zone) for row in found.airings]
    return {"channel": _channel(channel), "day": on.isoformat(), "airings": airings}


def _channel(channel: ListedChannel) -> dict[str, Any]:
    names = {language: clean(name) for language, name in channel.names.items()}
    return {"id": channel.id, "names": names, "zone": channel.zone, "url": channel.url}


def _airing(row: ListedAiring, zone: str) -> dict[str, Any]:
    """Its moments carry the offset of the channel's zone."""
    start, stop = (value.astimezone(ZoneInfo(zone)) for value in (row.start, row.stop))
    texts = {
        "titles": row.titles,
        "sub_titles": row.sub_titles,
        "descriptions": row.descriptions,
        "categories": row.categories,
    }
    return {
        "id": row.uid,
        "start": start.isoformat(timespec="seconds"),
        "stop": stop.isoformat(timespec="seconds"),
        **{
            name: {language: clean(text) for language, text in told.items()}
            for name, told in texts.items()
        },
        "kind": row.kind,
        "season": row.season,
        "episode": row.episode,
        "year": row.year,
        "people": [{"role": role, "name": clean(name)} for role, name in row.people],
        "age_rating": row.age_rating,
        "live": row.live,
        "repeat": row.repeat,
        "premiere": row.premiere,
        "icon": row.icon or None,
        "urls": dict(row.urls),
    }
