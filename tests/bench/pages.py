"""Which pages are measured: the deep ones stand in the middle of the archive."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count

from serai.broadcast.models import Channel
from serai.core import clock
from serai.editorial.models import Article, CountryListing, Storyline
from serai.portal.selectors import addresses
from serai.vocabulary.models import Country

EDITION = "ru"


def chosen_pages() -> dict[str, str]:
    """Name -> address."""
    articles = Article.objects.published().in_edition(EDITION).newest_first()
    newest = articles[0]
    middle = articles[articles.count() // 2]
    moment = local(middle.published_at)
    country = busiest_country()
    news = addresses.news(EDITION)
    about = addresses.country(EDITION, country.slug)
    section = addresses.section(EDITION, middle.section.slug)
    return {
        "home": addresses.home(EDITION),
        "article": addresses.article(EDITION, newest.pk, newest.slug),
        "old_article": addresses.article(EDITION, middle.pk, middle.slug),
        "news": news,
        "day": addresses.day(news, moment.date()),
        "month": addresses.month(news, moment.date()),
        "deep_month": addresses.month(news, moment.date(), deep_key(moment)),
        "countries": addresses.countries(EDITION),
        "country": about,
        "country_month": addresses.month(about, moment.date()),
        "section": section,
        "section_month": addresses.month(section, moment.date()),
        **({"storyline": addresses.storyline(EDITION, slug)} if (slug := any_storyline()) else {}),
        "tv": addresses.guide_day(EDITION, Channel.objects.all()[0].slug, today()),
    }


def local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(settings.NEWSROOM_ZONE))


def today() -> datetime:
    return Channel.objects.all()[0].broadcast_day(clock.now())


def busiest_country() -> Country:
    counts = CountryListing.objects.values("country_id").annotate(size=Count("pk"))
    return Country.objects.get(pk=counts.order_by("-size")[0]["country_id"])


def deep_key(moment: datetime) -> int:
    """An article a month's page may go on behind: the middle one of the month."""
    rows = Article.objects.published().in_edition(EDITION).newest_first()
    month = rows.filter(published_at__year=moment.year, published_at__month=moment.month)
    return int(month[month.count() // 2].pk)


def any_storyline() -> str | None:
    found = Storyline.objects.filter(live=True, articles__live=True, locale__language_code=EDITION)
    return found.values_list("slug", flat=True).first()
