"""What a page says of itself to machines: schema.org as JSON, safe inside a script element."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.templatetags.static import static

from serai.broadcast.models import Channel, Programme
from serai.broadcast.selectors import Titled
from serai.portal.pages import ArticlePage, Link, ProgrammePage
from serai.portal.selectors import addresses

Data = dict[str, Any]
CONTEXT = "https://schema.org"
#: Longest description of a work, after Google's media catalogue.
DESCRIPTION_LETTERS = 300
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


def broadcasts(channel: Channel, name: str, airings: Sequence[Titled], edition: str) -> list[Data]:
    """Airings with names that stay, and works that are others' names; one graph for a day.

    After Google's live TV specification: no ``url`` on the event, its ``@id`` is not the work's.
    """
    if not airings:
        return []
    guide = addresses.absolute(addresses.guide_channel(edition, channel.slug))
    zone = ZoneInfo(channel.zone)
    service = _service(channel, name, guide)
    return [{"@graph": [broadcast(one, guide, zone, service, edition) for one in airings]}]


def broadcast(titled: Titled, guide: str, zone: ZoneInfo, service: Data, edition: str) -> Data:
    data = _event(titled, guide, zone, service)
    event = titled.event
    work = addresses.absolute(addresses.programme(edition, event.programme.slug))
    data["workPerformed"] = _work(event.programme.kind, work, titled.title)
    return data


def _work(kind: str, url: str, name: str) -> Data:
    return {
        "@type": _WORKS.get(kind, "CreativeWork"), "@id": f"{url}#work", "name": name, "url": url,
    }  # fmt: skip


def programme(
    page: ProgrammePage,
    shown: Programme,
    path: str,
    coming: Sequence[Titled],
    channels: Mapping[int, str],
    edition: str,
) -> Data:
    """The work itself, with its coming airings."""
    data = _work(shown.kind, addresses.absolute(path), page.title)
    if page.description:
        data["description"] = page.description[:DESCRIPTION_LETTERS]
    if page.picture:
        data["image"] = addresses.absolute(page.picture.wide.src)
    if page.age:
        data["contentRating"] = page.age.label
    if page.series:
        url = addresses.absolute(page.series.url)
        data["partOfSeries" if data["@type"] == "TVEpisode" else "isPartOf"] = {
            "@type": "CreativeWorkSeries", "name": page.series.label, "url": url,
        }  # fmt: skip
    for role, name in shown.credits:
        person = {"@type": "Person", "name": name}
        if role in _PEOPLE and person not in data.setdefault(role, []):
            data[role].append(person)
    if page.countries:
        data["about"] = [{"@type": "Country", "name": row.label} for row in page.countries]
    data["publication"] = [
        _event(titled, guide, ZoneInfo(channel.zone), _service(channel, name, guide))
        for titled in coming
        for channel in [titled.event.channel]
        for name in [channels.get(channel.pk, "")]
        for guide in [addresses.absolute(addresses.guide_channel(edition, channel.slug))]
    ]
    return data


def _service(channel: Channel, name: str, guide: str) -> Data:
    return {
        "@type": "BroadcastService",
        "@id": f"{guide}#channel",
        "name": name,
        "broadcastDisplayName": name,
        "broadcastTimezone": channel.zone,
    }


def _event(titled: Titled, guide: str, zone: ZoneInfo, service: Data) -> Data:
    event = titled.event
    start, stop = (moment.astimezone(zone) for moment in (event.starts_at, event.ends_at))
    data: Data = {
        "@type": "BroadcastEvent",
        # One in all editions, and the same when the airing is moved.
        "@id": addresses.absolute(addresses.airing(event.channel.slug, event.uid)),
        "name": titled.title,
        "startDate": start.isoformat(),
        "endDate": stop.isoformat(),
        "isLiveBroadcast": event.is_live,
        "publishedOn": service,
    }
    if event.age_rating is not None:
        data["typicalAgeRange"] = f"{event.age_rating}-"
    return data


#: Roles of XMLTV that Schema.org knows of every creative work.
_PEOPLE = {"director", "actor", "producer", "editor"}
_WORKS = {"film": "Movie", "series": "TVEpisode"}


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
