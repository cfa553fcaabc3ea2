"""Data for machines in the head of pages: complete, true, and closed against any headline."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.builders import make_article, make_picture, make_section, make_source
from tests.portal.reading import Page

pytestmark = pytest.mark.django_db


def data_of(page: Page) -> dict[str, dict[str, Any]]:
    found = [
        json.loads(text) for text in page.root.xpath("//script[@type='application/ld+json']/text()")
    ]
    assert all(data["@context"] == "https://schema.org" for data in found)
    return {data["@type"]: data for data in found}


def test_an_article_says_what_it_is() -> None:
    article = make_article(
        countries=("OM", "IN"), section=make_section(), source=make_source(),
        main_image=make_picture(), photo_credit="knews.example", original_url="https://example.org/1",
        published_at=datetime(2022, 1, 7, 13, 40, tzinfo=UTC),
    )  # fmt: skip
    data = data_of(Page(f"/ru/news/{article.pk}-{article.slug}/"))
    news = data["NewsArticle"]
    assert news["headline"] == "Порт построил маяк"
    assert news["datePublished"] == "2022-01-07T16:40:00+03:00"
    assert news["inLanguage"] == "ru"
    assert news["isBasedOn"] == "https://example.org/1"
    assert [place["name"] for place in news["contentLocation"]] == ["Оман", "Индия"]
    assert news["author"] == [{"@type": "Organization", "name": "Демо-вестник"}]
    assert news["image"]["creditText"] == "Фото: knews.example"
    assert news["image"]["url"].startswith("http")
    assert news["articleSection"] == "Общество"
    names = [place["name"] for place in data["BreadcrumbList"]["itemListElement"]]
    assert names == ["Главная", "Общество", "Оман", "Порт построил маяк"]


def test_a_headline_cannot_leave_its_script() -> None:
    evil = "</script><script>alert(1)</script> \u2028 <!-- & \\"
    article = make_article(evil, lead=evil)
    page = Page(f"/ru/news/{article.pk}-{article.slug}/")
    assert "alert(1)" in data_of(page)["NewsArticle"]["headline"]
    assert len(page.root.xpath("//script[not(@src) and not(@type)]")) == 0


def test_home_names_the_house_and_errors_say_nothing() -> None:
    assert "NewsMediaOrganization" in data_of(Page("/ru/"))
    assert data_of(Page("/ru/nothing/", status=404)) == {}


def test_lists_name_their_feeds() -> None:
    make_section()
    page = Page("/ru/sections/society/")
    feeds = page.root.xpath("//link[@rel='alternate' and @type]/@href")
    assert feeds == ["/ru/sections/society/feed.xml", "/ru/sections/society/feed.json"]
