"""Addresses of the portal; selectors/addresses.py writes them."""

from datetime import date

from django.conf import settings
from django.urls import include, path, register_converter

from serai.portal.views import guide, site


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
    path("card.png", site.edition_card),
    path("manifest.webmanifest", site.manifest),
    path("news/<key:pk>-<slug:slug>/card.png", site.article_card),
    path("sections/<slug:slug>/card.png", site.shelf_card, {"shelf": "section"}),
    path("countries/<slug:slug>/card.png", site.shelf_card, {"shelf": "country"}),
    path("stories/<slug:slug>/card.png", site.shelf_card, {"shelf": "storyline"}),
    path("feed.<feed:kind>", site.feed, {"shelf": "news"}),
    path("news/feed.<feed:kind>", site.feed, {"shelf": "news"}),
    path("sections/<slug:slug>/feed.<feed:kind>", site.feed, {"shelf": "section"}),
    path("countries/<slug:slug>/feed.<feed:kind>", site.feed, {"shelf": "country"}),
    path("stories/<slug:slug>/feed.<feed:kind>", site.feed, {"shelf": "storyline"}),
    path("", site.home),
    path("news/", site.latest),
    path("news/<year:year>/<nn:month>/", site.news_month),
    path("news/<year:year>/<nn:month>/after-<key:after>/", site.news_month),
    path("news/<year:year>/<nn:month>/<nn:day>/", site.news_day),
    path("news/<year:year>/<nn:month>/<nn:day>/after-<key:after>/", site.news_day),
    path("news/<key:pk>/", site.article),
    path("news/<key:pk>-<slug:slug>/", site.article),
    path("sections/<slug:slug>/", site.section),
    path("sections/<slug:slug>/<year:year>/<nn:month>/", site.section_month),
    path("sections/<slug:slug>/<year:year>/<nn:month>/after-<key:after>/", site.section_month),
    path("countries/", site.countries),
    path("countries/<slug:slug>/", site.country),
    path("countries/<slug:slug>/<year:year>/<nn:month>/", site.country_month),
    path("countries/<slug:slug>/<year:year>/<nn:month>/after-<key:after>/", site.country_month),
    path("stories/<slug:slug>/", site.storyline),
    path("stories/<slug:slug>/<year:year>/<nn:month>/", site.storyline_month),
    path("stories/<slug:slug>/<year:year>/<nn:month>/after-<key:after>/", site.storyline_month),
    path("people/<slug:slug>/", site.speaker),
    path("people/<slug:slug>/<year:year>/<nn:month>/", site.speaker_month),
    path("people/<slug:slug>/<year:year>/<nn:month>/after-<key:after>/", site.speaker_month),
    path("quotes/", site.quotes),
    path("quotes/<year:year>/<nn:month>/", site.quotes),
    path("quotes/<year:year>/<nn:month>/after-<key:after>/", site.quotes),
    path("quotes/countries/<slug:slug>/", site.quotes),
    path("quotes/countries/<slug:slug>/<year:year>/<nn:month>/", site.quotes),
    path("quotes/countries/<slug:slug>/<year:year>/<nn:month>/after-<key:after>/", site.quotes),
    *[
        path(f"{shelf}s/<slug:slug>/{ending}", view, {"shelf": shelf})
        for shelf in ("topic", "author", "source")
        for ending, view in (
            ("", site.shelf_page),
            ("feed.<feed:kind>", site.feed),
            ("<year:year>/<nn:month>/", site.shelf_month),
            ("<year:year>/<nn:month>/after-<key:after>/", site.shelf_month),
        )
    ],
    path("pages/<slug:slug>/", site.standing),
    path("tv/", guide.guide_today),
    path("tv/live/", guide.live),
    path("tv/programmes/<slug:slug>/", guide.programme),
    path("tv/programmes/<slug:slug>/calendar.ics", guide.programme_calendar),
    path("tv/series/<slug:slug>/", guide.series),
    path("tv/<slug:channel>/week/<week:first>/", guide.week),
    path("tv/<slug:channel>/", guide.guide_today),
    path("tv/<slug:channel>/<day:on>/", guide.guide),
    path("tv/<slug:channel>/calendar.ics", guide.calendar),
]

urlpatterns = [
    path("", site.to_default_edition),
    path("-/slots/<edition:edition>/air/", site.air),
    path("robots.txt", site.robots),
    path("sitemap.xml", site.sitemap_index),
    path("news-sitemap.xml", site.news_sitemap),
    path("sitemaps/<edition:edition>/pages.xml", site.standing_sitemap),
    path("sitemaps/<edition:edition>/<year:year>/<nn:month>.xml", site.month_sitemap),
    path("tv/xmltv.xml", guide.xmltv),
    path("tv/xmltv.xml.gz", guide.xmltv_zipped),
    path("tv/<slug:channel>/xmltv.xml", guide.xmltv),
    path("tv/<slug:channel>/xmltv.xml.gz", guide.xmltv_zipped),
    path("tv/<slug:channel>/<day:on>/xmltv.xml", guide.xmltv),
    path("api/epg/channels.json", guide.epg_channels),
    path("api/epg/<slug:channel>/now.json", guide.epg_now),
    path("api/epg/<slug:channel>/<day:on>.json", guide.epg_day),
    path("-/errors/<edition:edition>/<key:pk>/", site.report),
    path("-/errors/<edition:edition>/<key:pk>/<slug:outcome>/", site.told),
    path("<edition:edition>/", include(pages)),
]
