"""Query budgets: every page type has one, and no page asks more where the archive is larger."""

from collections.abc import Iterator
from itertools import chain

import pytest
from django.db import connection
from django.db.models.functions import Mod
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver
from django.utils import timezone

from serai.broadcast.models import ScheduleEvent, Series
from serai.core import clock
from serai.editorial.models import Article, Storyline
from serai.ops.actions import build_archive
from serai.portal import urls
from serai.portal.selectors import addresses
from serai.vocabulary.models import Person
from tests.builders import (
    make_article,
    make_country,
    make_event,
    make_person,
    make_picture,
    make_section,
    make_series,
    make_source,
    make_standing,
    make_storyline,
)

#: View of the portal -> queries that one page may cost at any size of the archive.
BUDGETS = {
    "to_default_edition": 0,
    "home": 20,
    "article": 12,
    "article_card": 8,
    "shelf_card": 4,
    "edition_card": 1,
    "manifest": 1,
    "air": 3,
    "report": 0,
    "told": 9,
    "latest": 15,
    "news_day": 15,
    "news_month": 15,
    "section": 15,
    "section_month": 15,
    "countries": 15,
    "country": 15,
    "country_month": 15,
    "storyline": 15,
    "storyline_month": 15,
    "shelf_page": 15,
    "shelf_month": 15,
    "speaker": 15,
    "speaker_month": 15,
    "quotes": 15,
    "feed": 9,
    "robots": 1,
    "sitemap_index": 4,
    "news_sitemap": 8,
    "standing_sitemap": 6,
    "month_sitemap": 4,
    "standing": 15,
    "guide_today": 15,
    "guide": 15,
    "week": 15,
    "programme": 15,
    "programme_calendar": 10,
    "series": 15,
    "live": 12,
    "xmltv": 6,
    "xmltv_zipped": 6,
    "calendar": 6,
    "epg_channels": 4,
    "epg_now": 7,
    "epg_day": 6,
}


def views(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            yield pattern.callback.__name__


def test_every_page_type_has_a_budget() -> None:
    assert set(views(urls.urlpatterns)) == set(BUDGETS)


def furnish() -> tuple[Article, Storyline]:
    """One of everything that a page can show."""
    for code in ("OM", "IN", "NP"):
        make_country(code)
    storyline = make_storyline()
    article = make_article(
        countries=("OM", "IN"),
        section=make_section(),
        storyline=storyline,
        source=make_source(),
        main_image=make_picture(),
        body=[
            {"type": "paragraph", "value": "<p>Порт.</p>"},
            {"type": "quote", "value": {"text": "Маяк горит.", "speaker": make_person().pk}},
            {"type": "image", "value": {"image": make_picture().pk, "alt": "", "caption": ""}},
            {"type": "related", "value": [make_article("Раньше").pk, make_article("Ещё").pk]},
        ],
    )
    make_event()
    make_standing(slug="about")
    return article, storyline


def grow(size: int, storyline: Storyline) -> None:
    """Bring the archive to ``size``, a third of it in the storyline."""
    build_archive(articles=size)
    Article.objects.annotate(rest=Mod("pk", 3)).filter(rest=0).update(storyline=storyline)


def pages(article: Article, storyline: Storyline) -> dict[str, str]:
    event = ScheduleEvent.objects.all()[0]
    told = Article.objects.published().filter(storyline=storyline).newest_first()
    middle = told[told.count() // 2]
    day = timezone.localdate(middle.published_at)
    today = timezone.localdate(clock.now())
    news, story = addresses.news("ru"), addresses.storyline("ru", storyline.slug)
    country, section = addresses.country("ru", "oman"), addresses.section("ru", "society")
    speaker = addresses.person("ru", Person.objects.all()[0].slug)
    return {
        "to_default_edition": "/",
        "home": addresses.home("ru"),
        "article": addresses.article("ru", article.pk, article.slug),
        "report": addresses.report("ru", article.pk),
        "told": addresses.report("ru", article.pk, "thanks"),
        "article_card": addresses.card(addresses.article("ru", article.pk, article.slug)),
        "shelf_card": addresses.card(section),
        "edition_card": addresses.card(addresses.home("ru")),
        "manifest": addresses.manifest("ru"),
        "latest": news,
        "news_day": addresses.day(news, day),
        "news_month": addresses.month(news, day),
        "section": section,
        "section_month": addresses.month(section, day),
        "countries": addresses.countries("ru"),
        "country": country,
        "country_month": addresses.month(country, day),
        "storyline": story,
        "storyline_month": addresses.month(story, day),
        "shelf_page": addresses.source("ru", "vestnik"),
        "shelf_month": addresses.month(addresses.source("ru", "vestnik"), today),
        "speaker": speaker,
        "speaker_month": addresses.month(speaker, today),
        "quotes": addresses.quotes("ru"),
        "feed": f"{news}feed.xml",
        "robots": "/robots.txt",
        "sitemap_index": "/sitemap.xml",
        "news_sitemap": "/news-sitemap.xml",
        "standing_sitemap": "/sitemaps/ru/pages.xml",
        "month_sitemap": f"/sitemaps/ru/{day:%Y/%m}.xml",
        "standing": addresses.standing("ru", "about"),
        "guide_today": addresses.guide("ru"),
        "air": addresses.slot("ru", "air"),
        "guide": addresses.guide_day("ru", event.channel.slug, event.broadcast_on),
        "week": addresses.guide_week("ru", event.channel.slug, event.broadcast_on),
        "programme": addresses.programme("ru", event.programme.slug),
        "programme_calendar": addresses.programme_calendar("ru", event.programme.slug),
        "series": addresses.series(
            "ru", (Series.objects.first() or make_series(event.programme)).slug
        ),
        "live": addresses.live("ru"),
        "xmltv": addresses.xmltv(),
        "xmltv_zipped": addresses.xmltv(event.channel.slug, zipped=True),
        "calendar": addresses.calendar("ru", event.channel.slug),
        "epg_channels": addresses.epg_channels(),
        "epg_now": addresses.epg_now(event.channel.slug),
        "epg_day": addresses.epg_day(event.channel.slug, event.broadcast_on),
    }


def costs(found: dict[str, str]) -> dict[str, int]:
    client = Client(headers={"host": "127.0.0.1"})
    counted = {}
    for name, address in found.items():
        assert client.get(address).status_code in (200, 301, 302), (name, address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counted[name] = len(queries)
    return counted


@pytest.mark.django_db
def test_pages_keep_their_budgets_at_any_size_of_the_archive() -> None:
    with clock.frozen(clock.now()):
        article, storyline = furnish()
        grow(60, storyline)
        small = costs(pages(article, storyline))
        grow(400, storyline)
        large = costs(pages(article, storyline))
    dear = {
        name: cost for name, cost in chain(small.items(), large.items()) if cost > BUDGETS[name]
    }
    assert dear == {}
    assert set(small) == set(BUDGETS)
    grown = {name: (small[name], large[name]) for name in small if large[name] > small[name] + 2}
    assert grown == {}
