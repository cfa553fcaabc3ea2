"""Addresses of the portal; selectors/addresses.py writes them."""

from datetime import date

from django.conf import settings
from django.urls import include, path, register_converter

from serai.portal import views


class EditionConverter:
    """Code of an edition of this installation."""

    regex = "|".join(settings.EDITIONS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class KeyConverter:
    """Primary key of a row; longer numbers are nobody's."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class DayConverter:
    """A real date: 2022-01-07."""

    regex = "[12][0-9]{3}-[01][0-9]-[0-3][0-9]"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class WeekConverter:
    """Monday of a real week, in the one way to write it: 2022-W01."""

    regex = "[12][0-9]{3}-W[0-5][0-9]"

    def to_python(self, value: str) -> date:
        return date.fromisocalendar(int(value[:4]), int(value[6:]), 1)

    def to_url(self, value: date) -> str:
        return f"{value:%G-W%V}"


class NumberConverter(KeyConverter):
    """Two digits of a month or a day."""

    regex = "[0-3][0-9]"


class YearConverter(KeyConverter):
    regex = "[12][0-9]{3}"


class FeedConverter(EditionConverter):
    """Ending of a feed's address."""

    regex = "xml|json"


register_converter(EditionConverter, "edition")
register_converter(WeekConverter, "week")
register_converter(FeedConverter, "feed")
register_converter(KeyConverter, "key")
register_converter(DayConverter, "day")
register_converter(NumberConverter, "nn")
register_converter(YearConverter, "year")

pages = [
    path("card.png", views.edition_card),
    path("manifest.webmanifest", views.manifest),
    path("news/<key:pk>-<slug:slug>/card.png", views.article_card),
    path("sections/<slug:slug>/card.png", views.shelf_card, {"shelf": "section"}),
    path("countries/<slug:slug>/card.png", views.shelf_card, {"shelf": "country"}),
    path("stories/<slug:slug>/card.png", views.shelf_card, {"shelf": "storyline"}),
    path("feed.<feed:kind>", views.feed, {"shelf": "news"}),
    path("news/feed.<feed:kind>", views.feed, {"shelf": "news"}),
    path("sections/<slug:slug>/feed.<feed:kind>", views.feed, {"shelf": "section"}),
    path("countries/<slug:slug>/feed.<feed:kind>", views.feed, {"shelf": "country"}),
    path("stories/<slug:slug>/feed.<feed:kind>", views.feed, {"shelf": "storyline"}),
    path("", views.home),
    path("news/", views.latest),
    path("news/<year:year>/<nn:month>/", views.news_month),
    path("news/<year:year>/<nn:month>/after-<key:after>/", views.news_month),
    path("news/<year:year>/<nn:month>/<nn:day>/", views.news_day),
    path("news/<year:year>/<nn:month>/<nn:day>/after-<key:after>/", views.news_day),
    path("news/<key:pk>/", views.article),
    path("news/<key:pk>-<slug:slug>/", views.article),
    path("sections/<slug:slug>/", views.section),
    path("sections/<slug:slug>/<year:year>/<nn:month>/", views.section_month),
    path("sections/<slug:slug>/<year:year>/<nn:month>/after-<key:after>/", views.section_month),
    path("countries/", views.countries),
    path("countries/<slug:slug>/", views.country),
    path("countries/<slug:slug>/<year:year>/<nn:month>/", views.country_month),
    path("countries/<slug:slug>/<year:year>/<nn:month>/after-<key:after>/", views.country_month),
    path("stories/<slug:slug>/", views.storyline),
    path("stories/<slug:slug>/<year:year>/<nn:month>/", views.storyline_month),
    path("stories/<slug:slug>/<year:year>/<nn:month>/after-<key:after>/", views.storyline_month),
    path("people/<slug:slug>/", views.speaker),
    path("people/<slug:slug>/<year:year>/<nn:month>/", views.speaker_month),
    path("people/<slug:slug>/<year:year>/<nn:month>/after-<key:after>/", views.speaker_month),
    path("quotes/", views.quotes),
    path("quotes/<year:year>/<nn:month>/", views.quotes),
    path("quotes/<year:year>/<nn:month>/after-<key:after>/", views.quotes),
    path("quotes/countries/<slug:slug>/", views.quotes),
    path("quotes/countries/<slug:slug>/<year:year>/<nn:month>/", views.quotes),
    path("quotes/countries/<slug:slug>/<year:year>/<nn:month>/after-<key:after>/", views.quotes),
    *[
        path(f"{shelf}s/<slug:slug>/{ending}", view, {"shelf": shelf})
        for shelf in ("topic", "author", "source")
        for ending, view in (
            ("", views.shelf_page),
            ("feed.<feed:kind>", views.feed),
            ("<year:year>/<nn:month>/", views.shelf_month),
            ("<year:year>/<nn:month>/after-<key:after>/", views.shelf_month),
        )
    ],
    path("pages/<slug:slug>/", views.standing),
    path("tv/", views.guide_today),
    path("tv/live/", views.live),
    path("tv/programmes/<slug:slug>/", views.programme),
    path("tv/programmes/<slug:slug>/calendar.ics", views.programme_calendar),
    path("tv/series/<slug:slug>/", views.series),
    path("tv/<slug:channel>/week/<week:first>/", views.week),
    path("tv/<slug:channel>/", views.guide_today),
    path("tv/<slug:channel>/<day:on>/", views.guide),
    path("tv/<slug:channel>/calendar.ics", views.calendar),
]

urlpatterns = [
    path("", views.to_default_edition),
    path("-/slots/<edition:edition>/air/", views.air),
    path("robots.txt", views.robots),
    path("sitemap.xml", views.sitemap_index),
    path("news-sitemap.xml", views.news_sitemap),
    path("sitemaps/<edition:edition>/pages.xml", views.standing_sitemap),
    path("sitemaps/<edition:edition>/<year:year>/<nn:month>.xml", views.month_sitemap),
    path("tv/xmltv.xml", views.xmltv),
    path("tv/xmltv.xml.gz", views.xmltv_zipped),
    path("tv/<slug:channel>/xmltv.xml", views.xmltv),
    path("tv/<slug:channel>/xmltv.xml.gz", views.xmltv_zipped),
    path("tv/<slug:channel>/<day:on>/xmltv.xml", views.xmltv),
    path("api/epg/channels.json", views.epg_channels),
    path("api/epg/<slug:channel>/now.json", views.epg_now),
    path("api/epg/<slug:channel>/<day:on>.json", views.epg_day),
    path("-/errors/<edition:edition>/<key:pk>/", views.report),
    path("-/errors/<edition:edition>/<key:pk>/<slug:outcome>/", views.told),
    path("<edition:edition>/", include(pages)),
]
