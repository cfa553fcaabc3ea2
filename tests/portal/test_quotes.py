"""The quote bank, those who speak, and the lists of topics, authors and sources."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from serai.core import clock
from serai.editorial.models import Article, ArticleAuthor, Author, AuthorName
from serai.portal.selectors import quotes
from serai.vocabulary.models import Topic, TopicName
from tests.builders import make_article, make_person, make_source
from tests.portal.reading import Page, at_most, clean

pytestmark = pytest.mark.django_db

NOON = datetime(2022, 1, 7, 9, tzinfo=UTC)


def quoting(text: str, person: Any, **columns: Any) -> Article:
    value = {"text": text, "speaker": person.pk}
    body = [{"type": "quote", "id": str(uuid.uuid4()), "value": value}]
    return make_article(f"Статья: {text}", body=body, **columns)


def said(path: str) -> list[str]:
    return [clean(quote.text_content()) for quote in Page(path).root.xpath("//blockquote")]


def test_the_bank_opens_with_the_newest_quote() -> None:
    pilot = make_person()
    quoting("Море рядом", pilot, published_at=NOON, countries=("OM",))
    quoting("Ветер сменился", pilot, published_at=NOON + timedelta(hours=1), countries=("IN",))
    page = Page("/ru/quotes/")
    assert said("/ru/quotes/") == ["«Ветер сменился»", "«Море рядом»"]
    assert f"/ru/people/{pilot.slug}/" in page.links()
    assert "/ru/quotes/countries/oman/" in page.links()
    assert said("/ru/quotes/countries/oman/") == ["«Море рядом»"]


def test_a_speaker_has_a_page_with_all_that_was_said() -> None:
    pilot, other = make_person(), make_person("Демо Второй")
    article = quoting("Море рядом", pilot)
    quoting("Чужие слова", other)
    page = Page(f"/ru/people/{pilot.slug}/")
    text = clean(page.root.xpath("//main")[0].text_content())
    assert "Демо Собеседник" in text
    assert "лоцман" in text
    assert said(f"/ru/people/{pilot.slug}/") == ["«Море рядом»"]
    assert article.pk in page.articles()
    assert f"/ru/people/{pilot.slug}/" in Page(f"/ru/news/{article.pk}-{article.slug}/").links()


def test_who_said_nothing_in_public_has_no_page() -> None:
    silent = make_person()
    Page(f"/ru/people/{silent.slug}/", status=404)
    quoting("Канарейка", silent, live=False)
    quoting("Канарейка", silent, embargo_until=clock.now() + timedelta(hours=1))
    Page(f"/ru/people/{silent.slug}/", status=404)
    assert "Канарейка" not in Page("/ru/quotes/").text


def test_every_quote_is_reached_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotes, "ON_PAGE", 3)
    pilot = make_person()
    for number in range(14):
        quoting(f"Слово {number}", pilot, published_at=NOON - timedelta(days=number * 5))
    quoting("Чужое слово", make_person("Демо Второй"), published_at=NOON - timedelta(days=400))
    own = sorted(f"«Слово {number}»" for number in range(14))
    assert sorted(met_from("/ru/quotes/")) == sorted([*own, "«Чужое слово»"])
    assert sorted(met_from(f"/ru/people/{pilot.slug}/")) == own


def met_from(path: str) -> list[str]:
    """What is said on a page and on all that follow it."""
    met: list[str] = []
    while path:
        page = Page(path)
        met += [clean(quote.text_content()) for quote in page.root.xpath("//blockquote")]
        onward = page.root.xpath("//a[@rel='next']/@href")
        path = str(onward[0]) if onward else ""
    return met


def test_a_month_of_a_speaker_says_so_and_leads_back() -> None:
    pilot = make_person()
    quoting("Море рядом", pilot, published_at=NOON)
    page = Page(f"/ru/people/{pilot.slug}/2022/01/")
    assert clean(page.root.xpath("//h1")[0].text_content()) == "Демо Собеседник: январь 2022"
    assert f"/ru/people/{pilot.slug}/" in page.links()
    for nothing in ("2022/02/", "2022/13/", "2022/01/after-999/"):
        Page(f"/ru/people/{pilot.slug}/{nothing}", status=404)
    Page("/ru/people/nobody/2022/01/", status=404)


def test_topics_authors_and_sources_have_lists() -> None:
    topic = Topic(code="medtop:01", slug="arts")
    topic.names = [TopicName(language="ru", name="Искусство")]
    topic.save()
    author = Author(slug="ivanova")
    author.names = [AuthorName(language="ru", name="Анна Иванова")]
    author.save()
    article = make_article(source=make_source(), published_at=NOON)
    article.topics = [topic]
    article.authors = [ArticleAuthor(author=author)]
    article.save()
    for path in ("topics/arts", "authors/ivanova", "sources/vestnik"):
        assert Page(f"/ru/{path}/").articles() == [article.pk]
        assert Page(f"/ru/{path}/2022/01/").articles() == [article.pk]
        Page(f"/en/{path}/", status=404)
    links = Page(f"/ru/news/{article.pk}-{article.slug}/").links()
    assert {"/ru/authors/ivanova/", "/ru/sources/vestnik/"} <= set(links)
    Page("/ru/topics/nothing/", status=404)
    Page("/ru/sources/nothing/feed.xml", status=404)


def test_they_cost_the_same_at_any_size() -> None:
    people = [make_person(f"Демо {number}") for number in range(5)]
    for number in range(20):
        quoting(f"Слово {number}", people[number % 5], countries=("OM",), source=make_source())
    paths = (
        "quotes",
        "quotes/countries/oman",
        f"people/{people[0].slug}",
        "sources/vestnik",
        f"people/{people[0].slug}/{timezone.localdate(clock.now()):%Y/%m}",
    )
    for path in paths:
        with at_most(15):
            Page(f"/ru/{path}/")
