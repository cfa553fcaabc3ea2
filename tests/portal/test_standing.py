"""Standing pages, the name and marks of the site, its menus and the urgent news bar."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from serai.core import clock
from serai.core.editions import locale_id
from serai.editorial.actions import make_fronts
from serai.editorial.models import MenuLink, SiteIdentity
from tests.builders import make_article, make_picture, make_section, make_standing
from tests.portal.reading import Page, at_most, clean

pytestmark = pytest.mark.django_db


def identity(edition: str = "ru", **columns: Any) -> SiteIdentity:
    make_fronts()
    site: SiteIdentity = SiteIdentity.objects.get(locale_id=locale_id(edition))
    for name, value in columns.items():
        setattr(site, name, value)
    site.save()
    return site


def test_a_standing_page_stands_in_the_footer_and_at_its_address() -> None:
    standing = make_standing()
    MenuLink.objects.create(identity=identity(), page=standing)
    page = Page("/ru/")
    path = f"/ru/pages/{standing.slug}/"
    assert path in page.root.xpath("//footer//a/@href")
    shown = Page(path)
    assert clean(shown.root.xpath("//h1")[0].text_content()) == "О канале"
    assert "Мы рассказываем об Азии." in shown.part("body")
    assert clean(shown.meta("description")) == "Мы рассказываем об Азии."


def test_pages_of_two_editions_name_each_other() -> None:
    russian = make_standing()
    english = make_standing("About us", "en", translation_key=russian.translation_key)
    links = Page(f"/ru/pages/{russian.slug}/").root.xpath("//link[@hreflang]/@href")
    assert any(link.endswith(f"/en/pages/{english.slug}/") for link in links)


def test_a_draft_has_no_page_and_no_link() -> None:
    draft = make_standing(live=False)
    MenuLink.objects.create(identity=identity(), page=draft)
    Page(f"/ru/pages/{draft.slug}/", status=404)
    assert "О канале" not in Page("/ru/").text


def test_the_site_carries_its_name_and_marks() -> None:
    identity(
        name="Караван", description="Новости из первых рук", age_rating=16,
        legal_notice="Свидетельство № 1\nУчредитель: редакция",
    )  # fmt: skip
    page = Page("/ru/news/")
    assert page.root.xpath("//title")[0].text.endswith("· Караван")
    assert page.meta("og:site_name") == "Караван"
    assert "Караван" in page.root.xpath("//header")[0].text_content()
    footer = clean(page.root.xpath("//footer")[0].text_content())
    assert "Учредитель: редакция" in footer
    assert "16+" in footer
    assert clean(Page("/ru/").meta("description")) == "Новости из первых рук"
    assert "Караван" not in Page("/en/").text


def test_the_logo_stands_for_the_name() -> None:
    identity(name="Караван", logo=make_picture())
    with at_most(20):
        page = Page("/ru/")
    shown = page.root.xpath("//header//a[@class='brand']/img")[0]
    assert shown.get("alt") == "Караван"
    assert shown.get("src").endswith(".webp")


def test_menus_lead_to_sections_and_paths_of_their_own_edition() -> None:
    site = identity()
    section, foreign = make_section(slug="society"), make_section("en", "world", "World")
    entries: list[dict[str, Any]] = [
        {"section": section, "place": "footer"},
        {"section": foreign, "place": "footer"},
        {"path": "/ru/countries/oman/", "label": "Оман", "place": "header"},
    ]
    for order, columns in enumerate(entries):
        MenuLink.objects.create(identity=site, sort_order=order, **columns)
    page = Page("/ru/countries/")
    assert "/ru/countries/oman/" in page.root.xpath("//nav//a/@href")
    assert "/ru/sections/society/" in page.root.xpath("//footer//ul[@class='foot__more']//@href")
    assert "World" not in page.text


def test_search_engines_stay_away_while_the_switch_is_on() -> None:
    make_article("Текст")
    identity(noindex=True)
    assert Page("/ru/").meta("robots") == "noindex"
    assert Page("/ru/news/").meta("robots") == "noindex"
    assert Page("/en/").meta("robots") == ""
    client = Client()
    robots = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /ru/" in robots
    assert "Disallow: /en/" not in robots
    assert b"/sitemaps/ru/" not in client.get("/sitemap.xml").content
    assert b"/ru/news/" not in client.get("/news-sitemap.xml").content


def test_urgent_news_stand_on_every_page_until_their_end() -> None:
    identity(urgent_text="В порту шторм", urgent_until=clock.now() + timedelta(hours=1))
    make_article("Текст")
    for path in ("/ru/", "/ru/news/", "/ru/tv/"):
        bar = Page(path).root.xpath("//aside[contains(@class, 'urgent')]")[0]
        assert "В порту шторм" in clean(bar.text_content())
        assert bar.get("aria-label")
    assert "шторм" not in Page("/en/").text
    with clock.frozen(clock.now() + timedelta(hours=1, seconds=1)):
        assert "шторм" not in Page("/ru/").text


def test_markup_in_the_settings_is_text() -> None:
    identity(name="<b>К</b>", urgent_text="<script>1</script>", legal_notice="<img src=x>")
    page = Page("/ru/")
    assert "<script>1" not in page.text
    assert not page.root.xpath("//img[@src='x']")


def test_a_site_without_settings_has_a_name() -> None:
    assert Page("/ru/news/").meta("og:site_name") == "Serai"


def test_standing_pages_are_in_the_sitemap_and_cost_little() -> None:
    standing = make_standing()
    listed = Client().get("/sitemaps/ru/pages.xml").content.decode()
    assert f"/ru/pages/{standing.slug}/" in listed
    with at_most(10):
        Page(f"/ru/pages/{standing.slug}/")
