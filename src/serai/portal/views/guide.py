"""The TV guide's addresses: pages, XMLTV, calendars, JSON."""

import json
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from serai.broadcast.formats.icalendar import Calendar, CalendarEvent, write_calendar
from serai.delivery.keeping import packed
from serai.delivery.recording import do_not_store
from serai.portal import feeds
from serai.portal.selectors import addresses, listings
from serai.portal.selectors.guide import guide_page
from serai.portal.selectors.programmes import live_page, programme_page, series_page, week_page
from serai.portal.views.answers import XML, Answer, in_edition, show


@in_edition
def guide_today(request: HttpRequest, edition: str, channel: str | None = None) -> Answer:
    return show(request, "guide", guide_page(edition, channel, None))


@in_edition
def guide(request: HttpRequest, edition: str, channel: str, on: date) -> Answer:
    return show(request, "guide", guide_page(edition, channel, on))


@in_edition
def week(request: HttpRequest, edition: str, channel: str, first: date) -> Answer:
    return show(request, "week", week_page(edition, channel, first))


@in_edition
def programme(request: HttpRequest, edition: str, slug: str) -> Answer:
    return show(request, "programme", programme_page(edition, slug))


@in_edition
def programme_calendar(request: HttpRequest, edition: str, slug: str) -> Answer:
    return _calendar(listings.programme_calendar(edition, slug))


@in_edition
def series(request: HttpRequest, edition: str, slug: str) -> Answer:
    return show(request, "programme", series_page(edition, slug))


@in_edition
def live(request: HttpRequest, edition: str) -> Answer:
    return show(request, "live", live_page(edition))


def xmltv(request: HttpRequest, channel: str = "", on: date | None = None) -> Answer:
    """XMLTV of all channels, of one, or of one of its broadcast days."""
    if on is not None:
        found = listings.day_listing(channel, on)
    else:
        found = listings.channel_listing(channel) if channel else listings.whole_listing()
    if found is None:
        raise Http404
    return HttpResponse(feeds.xmltv(found), content_type=XML)


def xmltv_zipped(request: HttpRequest, channel: str = "") -> Answer:
    """The same as a file that readers of XMLTV unpack themselves."""
    do_not_store("the store's own name for the packed twin of a page")
    content = packed(addresses.xmltv(channel))
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="application/gzip")


@in_edition
def calendar(request: HttpRequest, edition: str, channel: str) -> Answer:
    return _calendar(listings.channel_calendar(edition, channel))


def _calendar(made: tuple[Calendar, list[CalendarEvent]] | None) -> Answer:
    if made is None:
        raise Http404
    return HttpResponse(write_calendar(*made), content_type="text/calendar; charset=utf-8")


def epg_channels(request: HttpRequest) -> Answer:
    return _json(feeds.channels(listings.channel_rows()))


def epg_now(request: HttpRequest, channel: str) -> Answer:
    found = listings.now_and_next(channel)
    return _json(feeds.on_air(found) if found else None)


def epg_day(request: HttpRequest, channel: str, on: date) -> Answer:
    found = listings.day_listing(channel, on)
    return _json(feeds.broadcast_day(found, on) if found else None)


def _json(whole: dict[str, Any] | None) -> Answer:
    """Raises Http404 for None."""
    if whole is None:
        raise Http404
    content = json.dumps(whole, ensure_ascii=False)
    return HttpResponse(content, content_type="application/json")
