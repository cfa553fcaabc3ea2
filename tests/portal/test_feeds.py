"""Feeds and sitemaps: well-formed whatever the headline, and nothing that is not public."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from serai.core import clock
from tests.builders import make_article, make_country, make_section, make_source, make_storyline
from tests.portal.reading import at_most

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOSTILE = 'Порт ]]> </script> <b>&amp;</b> "кавычки" \x0b\x00\ufffe конец'


def read(path: str, status: int = 200) -> bytes:
    answer = Client().get(path)
    assert answer.status_code == status, path
    return answer.content


def xml(path: str) -> Any:
    return etree.fromstring(read(path), etree.XMLParser(resolve_entities=False, recover=False))


def titles(path: str) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in xml(path).iter(f"{ATOM}entry")]


def test_a_list_has_both_feeds_beside_it() -> None:
    moment = datetime(2022, 1, 7, 9, tzinfo=UTC)
    section, storyline = make_section(), make_storyline()
    article = make_article(
        "Порт построил маяк", countries=("OM",), section=section, storyline=storyline,
        source=make_source(), published_at=moment,
    )  # fmt: skip
    base = ("news", "sections/society", "countries/oman", f"stories/{storyline.slug}")
    for path in ("/ru/feed", *(f"/ru/{part}/feed" for part in base)):
        root = xml(f"{path}.xml")
        (entry,) = root.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == "Порт построил маяк"
        assert entry.findtext(f"{ATOM}published") == "2022-01-07T09:00:00Z"
        assert entry.find(f"{ATOM}category").get("term") == "Оман"
        assert entry.find(f"{ATOM}content") is None
        (item,) = json.loads(read(f"{path}.json"))["items"]
        assert item["url"].endswith(f"/ru/news/{article.pk}-{article.slug}/")
        assert item["id"] == entry.findtext(f"{ATOM}id")


def test_a_headline_cannot_break_a_feed() -> None:
    make_article(HOSTILE, lead=HOSTILE)
    (title,) = titles("/ru/feed.xml")
    assert "]]> </script> <b>&amp;</b>" in title
    assert "конец" in title
    (item,) = json.loads(read("/ru/feed.json"))["items"]
    assert "\x0b" not in item["title"]
    xml("/news-sitemap.xml")


def test_full_text_only_where_the_licence_allows_it() -> None:
    allowed, other = make_source("own", "Своё"), make_source()
    allowed.full_text_allowed = True
    allowed.save()
    body = [
        {"type": "paragraph", "value": "<p>Весь <script>x</script>текст.</p>"},
        {"type": "quote", "value": {"text": "Слова", "speaker_name": "Лоцман"}},
    ]
    make_article("Можно", source=allowed, body=body)
    make_article("Нельзя", source=other, body=body)
    items = {item["title"]: item for item in json.loads(read("/ru/feed.json"))["items"]}
    assert "Весь" in items["Можно"]["content_html"]
    assert "«Слова»" in items["Можно"]["content_html"]
    assert "script" not in items["Можно"]["content_html"]
    assert "content_html" not in items["Нельзя"]


def test_what_is_not_public_is_in_no_feed_and_no_sitemap() -> None:
    later = clock.now() + timedelta(hours=1)
    make_article("Канарейка", live=False, countries=("OM",))
    make_article("Канарейка", embargo_until=later, countries=("OM",))
    make_article("Канарейка", published_at=later, countries=("OM",))
    gone = make_article("Канарейка", countries=("OM",))
    gone.unpublish()
    month = f"{clock.now():%Y/%m}"
    for path in (
        "/ru/feed.xml",
        "/ru/feed.json",
        "/ru/countries/oman/feed.xml",
        "/news-sitemap.xml",
    ):
        assert "Канарейка" not in read(path).decode(), path
    read(f"/sitemaps/ru/{month}.xml", 404)
    assert month not in read("/sitemap.xml").decode()


def test_the_sitemap_leads_to_every_article_and_its_pair() -> None:
    russian = make_article(published_at=datetime(2022, 1, 7, tzinfo=UTC))
    english = make_article(
        "Port builds", edition="en", translation_key=russian.translation_key,
        published_at=datetime(2022, 2, 7, tzinfo=UTC),
    )  # fmt: skip
    maps = [loc.text for loc in xml("/sitemap.xml").iter(f"{MAP}loc")]
    paths = [address.split("/", 3)[3] for address in maps]
    assert paths == [
        "sitemaps/ru/pages.xml", "sitemaps/ru/2022/01.xml",
        "sitemaps/en/pages.xml", "sitemaps/en/2022/02.xml",
    ]  # fmt: skip
    text = read("/sitemaps/ru/2022/01.xml").decode()
    assert f"/ru/news/{russian.pk}-{russian.slug}/" in text
    assert f"/en/news/{english.pk}-{english.slug}/" in text
    assert 'hreflang="en"' in text
    for path in paths:
        xml(f"/{path}")


def test_every_address_of_the_standing_map_answers() -> None:
    make_country()
    make_section()
    make_storyline()
    for loc in xml("/sitemaps/ru/pages.xml").iter(f"{MAP}loc"):
        read("/" + loc.text.split("/", 3)[3])


def test_robots_name_the_maps_and_close_the_newsroom() -> None:
    text = read("/robots.txt").decode()
    assert "Disallow: /newsroom/" in text
    assert "Sitemap: http" in text


def test_feeds_and_maps_cost_the_same_at_any_size() -> None:
    own = make_source("own", "Своё")
    own.full_text_allowed = True
    own.save()
    quote = {"type": "quote", "value": {"text": "Слова", "speaker_name": "Лоцман"}}
    for number in range(12):
        make_article(f"Новость {number}", countries=("OM",), source=own, body=[quote])
    for path in (
        "/ru/feed.xml", "/ru/countries/oman/feed.json", "/sitemap.xml", "/news-sitemap.xml",
        f"/sitemaps/ru/{clock.now():%Y/%m}.xml", "/sitemaps/ru/pages.xml",
    ):  # fmt: skip
        with at_most(9):
            read(path)
