"""The front: filled by rule, nothing twice, complete in an empty newsroom."""

from datetime import timedelta

import pytest

from serai.core import clock
from serai.editorial.models import Article
from tests.builders import (
    make_article,
    make_event,
    make_person,
    make_picture,
    make_section,
    make_source,
    make_storyline,
)
from tests.portal.reading import Page, at_most, location

pytestmark = pytest.mark.django_db


def make_front(count: int = 40) -> list[Article]:
    pictures = [make_picture(), None, None]
    sections = [make_section(slug=slug, name=slug) for slug in ("economy", "society", "culture")]
    return [
        make_article(
            f"Заголовок {number}",
            countries=("OM",),
            section=sections[number % 3],
            main_image=pictures[number % 3],
            source=make_source(),
            published_at=clock.now() - timedelta(minutes=number + 1),
        )
        for number in range(count)
    ]


def test_the_most_urgent_story_leads() -> None:
    make_front(12)
    urgent = make_article(
        "Главное",
        urgency=1,
        published_at=clock.now() - timedelta(hours=2),
        main_image=make_picture(),
    )
    page = Page("/ru/")
    assert page.articles()[0] == urgent.pk
    assert len(page.root.xpath("//h1")) == 1


def test_nothing_stands_twice() -> None:
    make_front()
    keys = Page("/ru/").articles()
    assert len(keys) == len(set(keys))
    assert len(keys) >= 30


def test_a_young_newsroom_has_a_front_too() -> None:
    for number in range(4):
        make_article(f"Первая {number}")
    assert len(set(Page("/ru/").articles())) == 4


def test_an_empty_newsroom_answers() -> None:
    assert Page("/ru/").articles() == []
    assert Page("/en/").articles() == []


def test_it_costs_twenty_queries_with_everything() -> None:
    storyline = make_storyline()
    articles = make_front()
    pilot = make_person()
    quote = {"text": "Свет видно", "speaker": pilot.pk}
    make_article(
        "С цитатой", urgency=1, storyline=storyline, main_image=articles[0].main_image,
        body=[{"type": "quote", "id": "6e9e3cbb-0000-4000-8000-000000000001", "value": quote}],
    )  # fmt: skip
    make_article("Из сюжета", storyline=storyline)
    event = make_event(starts_at=clock.now() + timedelta(hours=2))
    event.programme.image = articles[0].main_image
    event.programme.save()
    with at_most(20):
        page = Page("/ru/")
    assert "«Свет видно»" in page.text
    assert "Маяки побережья" in page.text


def test_the_root_leads_to_the_default_edition() -> None:
    assert location("/") == (302, "/ru/")


def test_both_editions_name_each_other() -> None:
    page = Page("/en/")
    assert page.root.get("lang") == "en"
    hreflangs = page.root.xpath("//link[@hreflang]/@hreflang")
    assert {"ru", "en"} <= set(hreflangs)
