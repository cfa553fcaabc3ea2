"""Addresses in, pages out. The edition comes from the path only."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.http import HttpResponsePermanentRedirect as Moved
from django.http import HttpResponseRedirect as SeeAlso
from django.shortcuts import render
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt

from serai.accounts.throttle import network_of
from serai.core import clock
from serai.core.editions import ALL, default_edition
from serai.core.limits import LimitExceeded
from serai.delivery.recording import LONG_TAIL, do_not_store, matters
from serai.editorial.actions import report_error
from serai.editorial.models import Article, EditorialError, Front, Quote, Storyline
from serai.editorial.models import StandingPage as Standing
from serai.editorial.selectors import (
    article_by_key,
    article_with_pair,
    author_by_slug,
    is_public,
    quote_by_key,
    section_by_slug,
    source_by_slug,
    storyline_by_slug,
)
from serai.portal import feeds, sitemaps
from serai.portal.pages import Frame
from serai.portal.selectors import addresses, cards_drawn, feeding, lists
from serai.portal.selectors import quotes as quotes_of
from serai.portal.selectors.articles import article_page
from serai.portal.selectors.cards import article_url
from serai.portal.selectors.countries import country_index_page, country_page
from serai.portal.selectors.errors import bare_error, error_page
from serai.portal.selectors.former import present_address
from serai.portal.selectors.home import home_page
from serai.portal.selectors.reports import told_page
from serai.portal.selectors.slots import air_slot
from serai.portal.selectors.standing import standing_by_slug, standing_page
from serai.portal.views.answers import ARTICLE_IS_FRESH, XML, Answer, View, in_edition, show
from serai.vocabulary.selectors import (
    CountryCard,
    country_by_slug,
    country_cards,
    organisation_by_slug,
    person_by_slug,
    topic_by_slug,
)

#: Lists by a reference object: the address's word -> how it is found, its list.
OTHER_SHELVES: dict[str, tuple[Callable[[str], Any], Callable[..., lists.Shelved]]] = {
    "topic": (topic_by_slug, lists.topic_shelved),
    "author": (author_by_slug, lists.author_shelved),
    "source": (source_by_slug, lists.source_shelved),
}


def in_its_edition(preview: View) -> View:
    """The preview speaks the language of the object that it shows."""

    @wraps(preview)
    def spoken(request: HttpRequest, found: Any) -> Answer:
        with translation.override(ALL[found.edition].language):
            return preview(request, found)

    return spoken


def to_default_edition(request: HttpRequest) -> Answer:
    return SeeAlso(addresses.home(default_edition().code))


@in_edition
def home(request: HttpRequest, edition: str) -> Answer:
    return show(request, "home", home_page(edition))


@in_edition
def article(request: HttpRequest, edition: str, pk: int, slug: str = "") -> Answer:
    """A public article; 410 for a withdrawn one; another slug or edition leads to its address."""
    found, pair = article_with_pair(pk)
    if found is None or not is_public(found):
        if found is not None and found.is_withdrawn:
            if (found.slug, found.edition) != (slug, edition):
                do_not_store("another address of a withdrawn article")
            return show(request, "error", error_page(edition, 410), status=410)
        raise Http404
    if (found.slug, found.edition) != (slug, edition):
        return Moved(article_url(found.edition, found))
    if found.published_at is not None and found.published_at < clock.now() - ARTICLE_IS_FRESH:
        matters(LONG_TAIL)
    return show(request, "article", article_page(edition, found, pair))


@in_edition
def article_card(request: HttpRequest, edition: str, pk: int, slug: str) -> Answer:
    """The title card of a public article, under the same rules as its page."""
    found = article_by_key(pk)
    if found is None or not is_public(found):
        do_not_store("a card that is not there")
        return HttpResponse(status=410 if found is not None and found.is_withdrawn else 404)
    if (found.slug, found.edition) != (slug, edition):
        return Moved(addresses.card(article_url(found.edition, found)))
    return _card(cards_drawn.article_card(edition, found))


@in_edition
def shelf_card(request: HttpRequest, edition: str, shelf: str, slug: str) -> Answer:
    return _card(cards_drawn.list_card(edition, _shelved(edition, shelf, slug).name))


@in_edition
def edition_card(request: HttpRequest, edition: str) -> Answer:
    return _card(cards_drawn.edition_card(edition))


def _card(content: bytes) -> Answer:
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": "max-age=300"})


@in_edition
def manifest(request: HttpRequest, edition: str) -> Answer:
    content = json.dumps(cards_drawn.manifest(edition), ensure_ascii=False)
    return HttpResponse(content, content_type="application/manifest+json")


@csrf_exempt
@in_edition
def report(request: HttpRequest, edition: str, pk: int) -> Answer:
    """An error in the text, from a reader's form on our own page; no cookie is asked for."""
    if request.method != "POST":
        return SeeAlso(addresses.article_key(edition, pk))
    if not _from_here(request):
        return HttpResponse(status=403)
    outcome = "thanks"
    try:
        if not request.POST.get("website"):  # nobody sees this field; machines fill it
            report_error(
                article_id=pk,
                passage=request.POST.get("passage", ""),
                note=request.POST.get("note", ""),
                sender=_sender(request),
            )
    except LimitExceeded as above:
        outcome = "later" if above.name.startswith("reports_per") else "long"
    except EditorialError:
        outcome = "empty"
    return HttpResponse(status=303, headers={"Location": addresses.report(edition, pk, outcome)})


def _from_here(request: HttpRequest) -> bool:
    """Whether a page of ours sent it; browsers of before 2023 send Origin only."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()


def _sender(request: HttpRequest) -> str:
    """The reader's address as a keyed hash; of IPv6, the network of one household."""
    network = network_of(request.META.get("REMOTE_ADDR", ""), v4=32, v6=64)
    return salted_hmac("serai.portal.report", network, algorithm="sha256").hexdigest()


@in_edition
def told(request: HttpRequest, edition: str, pk: int, outcome: str) -> Answer:
    return show(request, "told", told_page(edition, pk, outcome))


@in_edition
def air(request: HttpRequest, edition: str) -> Answer:
    """The slot of what ages by the minute; a piece of a page."""
    return render(None, "portal/slots/air.html", {"page": air_slot(edition)})


@in_edition
def latest(request: HttpRequest, edition: str) -> Answer:
    return show(request, "list", lists.first_page(edition, lists.latest_shelved(edition)))


@in_edition
def news_month(request: HttpRequest, edition: str, **place: int) -> Answer:
    return _month(request, edition, lists.latest_shelved(edition), **place)


@in_edition
def news_day(
    request: HttpRequest, edition: str, year: int, month: int, day: int, after: int | None = None
) -> Answer:
    on = _real_date(year, month, day)
    return show(request, "list", lists.day_page(edition, on, _anchor(after)))


@in_edition
def section(request: HttpRequest, edition: str, slug: str) -> Answer:
    return show(request, "list", lists.first_page(edition, _section(edition, slug)))


@in_edition
def section_month(request: HttpRequest, edition: str, slug: str, **place: int) -> Answer:
    return _month(request, edition, _section(edition, slug), **place)


@in_edition
def countries(request: HttpRequest, edition: str) -> Answer:
    return show(request, "countries", country_index_page(edition))


@in_edition
def country(request: HttpRequest, edition: str, slug: str) -> Answer:
    found = country_by_slug(slug)
    return show(request, "country", country_page(edition, found) if found else None)


@in_edition
def country_month(request: HttpRequest, edition: str, slug: str, **place: int) -> Answer:
    card = _country_card(edition, slug)
    return _month(request, edition, lists.country_shelved(edition, card), **place)


@in_edition
def storyline(request: HttpRequest, edition: str, slug: str) -> Answer:
    return show(request, "storyline", lists.storyline_page(edition, _storyline(edition, slug)))


@in_edition
def storyline_month(request: HttpRequest, edition: str, slug: str, **place: int) -> Answer:
    shelved = lists.storyline_shelved(edition, _storyline(edition, slug))
    return _month(request, edition, shelved, **place)


@in_edition
def shelf_page(request: HttpRequest, edition: str, shelf: str, slug: str) -> Answer:
    """Articles of a topic, an author or a source; nothing public is no page."""
    page, frame = lists.first_page(edition, _shelved(edition, shelf, slug))
    return show(request, "list", (page, frame) if page.groups else None)


@in_edition
def shelf_month(request: HttpRequest, edition: str, shelf: str, slug: str, **place: int) -> Answer:
    return _month(request, edition, _shelved(edition, shelf, slug), **place)


@in_edition
def speaker(request: HttpRequest, edition: str, slug: str) -> Answer:
    found = person_by_slug(slug) or organisation_by_slug(slug)
    return show(request, "speaker", quotes_of.speaker_page(edition, found) if found else None)


@in_edition
def speaker_month(
    request: HttpRequest, edition: str, slug: str, year: int, month: int, after: int | None = None
) -> Answer:
    found = person_by_slug(slug) or organisation_by_slug(slug)
    if found is None:
        raise Http404
    place = _month_of_quotes(year, month, after)
    return show(request, "speaker", quotes_of.speaker_page(edition, found, *place))


@in_edition
def quotes(
    request: HttpRequest,
    edition: str,
    slug: str = "",
    year: int = 0,
    month: int = 0,
    after: int | None = None,
) -> Answer:
    """The quote bank, of a country or of all, newest or of a month."""
    country = _country_card(edition, slug) if slug else None
    if not year:
        return show(request, "quotes", quotes_of.quotes_page(edition, country))
    place = _month_of_quotes(year, month, after)
    return show(request, "quotes", quotes_of.quotes_page(edition, country, *place))


@in_edition
def standing(request: HttpRequest, edition: str, slug: str) -> Answer:
    found = standing_by_slug(edition, slug)
    return show(request, "standing", standing_page(edition, found) if found else None)


@in_edition
def feed(request: HttpRequest, edition: str, shelf: str, kind: str, slug: str = "") -> Answer:
    """Atom or JSON Feed beside a list."""
    shelved = _shelved(edition, shelf, slug)
    made = feeding.feed_of(edition, shelved, f"feed.{kind}")
    if kind == "json":
        return HttpResponse(feeds.json_feed(made), content_type="application/feed+json")
    return HttpResponse(feeds.atom(made), content_type="application/atom+xml; charset=utf-8")


def robots(request: HttpRequest) -> Answer:
    return HttpResponse(sitemaps.robots(), content_type="text/plain; charset=utf-8")


def sitemap_index(request: HttpRequest) -> Answer:
    return HttpResponse(sitemaps.index(), content_type=XML)


def news_sitemap(request: HttpRequest) -> Answer:
    return HttpResponse(sitemaps.news(feeding.news_places()), content_type=XML)


def standing_sitemap(request: HttpRequest, edition: str) -> Answer:
    places = feeding.standing_places(edition)
    return HttpResponse(sitemaps.urlset(places), content_type=XML)


def month_sitemap(request: HttpRequest, edition: str, year: int, month: int) -> Answer:
    _real_date(year, month, 1)
    places = feeding.month_places(edition, year, month)
    if not places:
        raise Http404
    return HttpResponse(sitemaps.urlset(places), content_type=XML)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> Answer:
    edition = _edition_of(request)
    present = present_address(edition, request.path_info)
    if present:
        return Moved(present)
    with translation.override(ALL[edition].language):
        return show(request, "error", error_page(edition, 404), status=404)


def server_error(request: HttpRequest) -> Answer:
    """Asks nothing of the database, which may be what broke."""
    edition = _edition_of(request)
    with translation.override(ALL[edition].language):
        context = {
            "page": bare_error(edition, 500),
            "language": ALL[edition].language,
            "home_url": addresses.home(edition),
        }
        return render(None, "portal/bare.html", context, status=500)


@in_its_edition
def preview_article(request: HttpRequest, found: Article) -> HttpResponse:
    """The page that a reader would see, of a draft in memory; for the newsroom only."""
    return show(request, "article", article_page(found.edition, found, draft=True))


@in_its_edition
def preview_storyline(request: HttpRequest, found: Storyline) -> HttpResponse:
    page, frame = lists.storyline_page(found.edition, found)
    return show(request, "storyline", (page, _of_draft(frame)))


def _of_draft(frame: Frame) -> Frame:
    """What a draft says of itself to machines: nothing."""
    return replace(frame, noindex=True, canonical="", alternates=(), structured=(), feed="")


@in_its_edition
def preview_standing(request: HttpRequest, found: Standing) -> HttpResponse:
    return show(request, "standing", standing_page(found.edition, found, draft=True))


@in_its_edition
def preview_front(request: HttpRequest, found: Front) -> HttpResponse:
    """The home page as the slots of a front in memory would make it."""
    return show(request, "home", home_page(found.edition, found))


def _edition_of(request: HttpRequest) -> str:
    first = request.path_info.split("/")[1:2]
    default = default_edition().code
    return first[0] if first and first[0] in ALL else default


def _section(edition: str, slug: str) -> lists.Shelved:
    found = section_by_slug(edition, slug)
    if found is None:
        raise Http404
    return lists.section_shelved(edition, found)


def _shelved(edition: str, shelf: str, slug: str) -> lists.Shelved:
    """The list that an address names. Raises Http404 where there is none."""
    if shelf == "section":
        return _section(edition, slug)
    if shelf == "storyline":
        return lists.storyline_shelved(edition, _storyline(edition, slug))
    if shelf in OTHER_SHELVES:
        find, shelved = OTHER_SHELVES[shelf]
        found = find(slug)
        if found is None:
            raise Http404
        return shelved(edition, found)
    if shelf == "country":
        return lists.country_shelved(edition, _country_card(edition, slug))
    return lists.latest_shelved(edition)


def _country_card(edition: str, slug: str) -> CountryCard:
    cards = country_cards(ALL[edition].language)
    card = next((card for card in cards.values() if card.slug == slug), None)
    if card is None:
        raise Http404
    return card


def _storyline(edition: str, slug: str) -> Storyline:
    found = storyline_by_slug(edition, slug)
    if found is None:
        raise Http404
    return found


def _month(
    request: HttpRequest,
    edition: str,
    shelved: lists.Shelved,
    year: int,
    month: int,
    after: int | None = None,
) -> Answer:
    _real_date(year, month, 1)
    made = lists.month_page(edition, shelved, year, month, _anchor(after))
    return show(request, "list", made)


def _anchor(key: int | None) -> Article | None:
    """The article behind which a list goes on. Raises Http404 where it is gone."""
    if key is None:
        return None
    found = article_by_key(key)
    if found is None or found.published_at is None:
        raise Http404
    return found


def _month_of_quotes(
    year: int, month: int, after: int | None
) -> tuple[tuple[int, int], Quote | None]:
    """The month and the quote behind which it goes on. Raises Http404 where one is none."""
    _real_date(year, month, 1)
    anchor = quote_by_key(after) if after is not None else None
    if after is not None and anchor is None:
        raise Http404
    return (year, month), anchor


def _real_date(year: int, month: int, day: int) -> date:
    try:
        on = date(year, month, day)
    except ValueError as error:
        raise Http404 from error
    if not 1900 <= on.year < 2999:
        raise Http404
    return on
