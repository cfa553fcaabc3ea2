"""A reader who asks every kind of public address and notes the canary words of the answers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.test import Client
from django.urls import URLPattern, URLResolver, resolve

from serai.portal import urls

CANARY = re.compile(r"kanar\d+[vc]\d+k")
EDITIONS = ("ru", "en")
SHELVES = (
    "news/", "sections/society/", "countries/oman/", "stories/{storyline}/", "topics/arts/",
    "authors/writer/", "sources/vestnik/", "people/{person}/", "quotes/", "quotes/countries/oman/",
)  # fmt: skip
FED = ("", *SHELVES[:7])
CARDED = SHELVES[1:4]
WHOLE_SITE = (
    "/", "/robots.txt", "/sitemap.xml", "/news-sitemap.xml", "/tv/xmltv.xml", "/tv/xmltv.xml.gz",
    "/tv/bigasia/xmltv.xml", "/tv/bigasia/xmltv.xml.gz", "/api/epg/channels.json",
    "/api/epg/bigasia/now.json",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    words: frozenset[str]


def ask(address: str) -> Answer:
    """The answer at the end of all redirects; words of every step and of every header count."""
    client, words = Client(), set[str]()
    for _step in range(4):
        answer = client.get(address)
        text = answer.content.decode(errors="replace") + str(dict(answer.headers))
        words |= {match.group() for match in CANARY.finditer(text)}
        if answer.status_code not in (301, 302, 303, 307, 308):
            return Answer(answer.status_code, frozenset(words))
        address = answer.headers["Location"]
    raise AssertionError(f"{address} leads in a circle")


@dataclass(frozen=True, slots=True)
class Site:
    """What the addresses name."""

    #: Slug of the storyline by edition.
    storylines: dict[str, str]
    person: str
    days: Sequence[date]

    def lists(self, anchors: Sequence[int] = ()) -> list[str]:
        """Every address but those of articles. ``anchors`` are keys that months go on behind."""
        found = list(WHOLE_SITE)
        for on in self.days:
            found += [
                f"/tv/bigasia/{on:%Y-%m-%d}/xmltv.xml",
                f"/api/epg/bigasia/{on:%Y-%m-%d}.json",
            ]
        for edition in EDITIONS:
            found += [f"/{edition}/{path}" for path in self._of_edition(edition, anchors)]
            found += [f"/-/slots/{edition}/air/", f"/sitemaps/{edition}/pages.xml"]
            found += [f"/sitemaps/{edition}/{month}.xml" for month in self._months()]
        for key in anchors:
            found += [f"/-/errors/ru/{key}/", f"/-/errors/ru/{key}/thanks/"]
            found.append(f"/ru/news/{key}-slug/card.png")
        return found

    def _of_edition(self, edition: str, anchors: Sequence[int]) -> Iterator[str]:
        yield from ("", "countries/", "pages/about/", "tv/", "tv/main/", "tv/bigasia/calendar.ics")
        yield from ("card.png", "manifest.webmanifest", "tv/live/", "tv/series/steppe-tales/")
        yield from ("tv/programmes/programme-0/", "tv/programmes/programme-0/calendar.ics")
        names = {"storyline": self.storylines[edition], "person": self.person}
        behind = ["", *(f"after-{key}/" for key in anchors)]
        yield from (f"{shelf.format(**names)}card.png" for shelf in CARDED)
        for shelf in (shelf.format(**names) for shelf in SHELVES):
            yield shelf
            yield from (f"{shelf}{month}/{end}" for month in self._months() for end in behind)
        for on in self.days:
            yield f"tv/main/{on:%Y-%m-%d}/"
            yield f"tv/main/week/{on:%G-W%V}/"
            yield from (f"news/{on:%Y/%m/%d}/{end}" for end in behind)
        for shelf in (shelf.format(**names) for shelf in FED):
            yield from (f"{shelf}feed.{kind}" for kind in ("xml", "json"))

    def _months(self) -> list[str]:
        return sorted({f"{on:%Y/%m}" for on in self.days})


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every address of the portal as ``urls.py`` writes it."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def never_asked(addresses: Sequence[str]) -> set[str]:
    """Routes of the portal that none of these addresses takes."""
    return set(routes(urls.urlpatterns)) - {resolve(address).route for address in addresses}
