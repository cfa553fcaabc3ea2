"""The desk's front: chosen, pinned, filled by rule; nothing twice; nothing that is not public."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import RequestFactory

from serai.core import clock
from serai.core.editions import locale_id
from serai.editorial.actions import kill_article, make_fronts, unpublish_article
from serai.editorial.models import Article, Front
from tests.builders import (
    make_article,
    make_event,
    make_person,
    make_picture,
    make_section,
    make_source,
    make_storyline,
)
from tests.portal.reading import Page, at_most

pytestmark = pytest.mark.django_db


def make_news(count: int, **columns: Any) -> list[Article]:
    return [
        make_article(
            f"Новость {number}",
            published_at=clock.now() - timedelta(minutes=number + 1),
            **columns,
        )
        for number in range(count)
    ]


def front_with(*articles: Article | None, edition: str = "ru", publish: bool = True) -> Front:
    make_fronts()
    front: Front = Front.objects.get(locale_id=locale_id(edition))
    slots = list(front.slots.all())
    for slot, article in zip(slots, articles, strict=False):
        slot.article = article
    front.slots.set(slots)
    revision = front.save_revision()
    if publish:
        revision.publish()
    front.refresh_from_db()
    return front


def test_the_desk_chooses_and_the_rule_fills_the_rest() -> None:
    news = make_news(30, main_image=make_picture())
    front_with(news[20], None, news[25])
    keys = Page("/ru/").articles()
    assert keys[0] == news[20].pk
    assert keys[2] == news[25].pk
    assert keys[1] == news[0].pk  # filled by rule: the newest that is left
    assert len(keys) == len(set(keys))


def test_nine_slots_stand_in_reading_order() -> None:
    news = make_news(40)
    chosen = news[30:39]
    front_with(*chosen)
    page = Page("/ru/")
    keys = [key for key in page.articles() if key in {row.pk for row in chosen}]
    assert keys == [row.pk for row in chosen]


def killed() -> Article:
    article = make_article("Снятое")
    kill_article(article=article, reason="ошибка")
    return article


def unpublished() -> Article:
    article = make_article("Убранное")
    unpublish_article(article=article)
    return article


HIDDEN: dict[str, Callable[[], Article]] = {
    "draft": lambda: make_article("Черновик", live=False),
    "embargoed": lambda: make_article(
        "Под эмбарго", embargo_until=clock.now() + timedelta(hours=1)
    ),
    "ahead of its date": lambda: make_article(
        "Завтрашнее", published_at=clock.now() + timedelta(days=1)
    ),
    "of another edition": lambda: make_article("Elsewhere", edition="en"),
    "killed": killed,
    "unpublished": unpublished,
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_is_not_public_leaves_its_slot_to_the_rule(kind: str) -> None:
    news = make_news(20)
    hidden = HIDDEN[kind]()
    front_with(hidden)
    page = Page("/ru/")
    assert page.articles()[0] == news[0].pk
    assert hidden.headline not in page.text


def test_a_pin_ends_at_its_moment() -> None:
    news = make_news(20)
    front = front_with(news[15])
    slot = front.slots.all()[0]
    slot.pinned_until = clock.now() + timedelta(hours=2)
    slot.save()
    assert Page("/ru/").articles()[0] == news[15].pk
    with clock.frozen(clock.now() + timedelta(hours=2, seconds=1)):
        assert Page("/ru/").articles()[0] == news[0].pk


def test_an_article_chosen_twice_stands_once() -> None:
    news = make_news(20)
    front_with(news[9], news[9], news[9])
    assert Page("/ru/").articles().count(news[9].pk) == 1


@pytest.mark.parametrize("count", [0, 1, 2, 4, 7, 11, 16, 24, 33])
@pytest.mark.parametrize("pictured", [False, True])
def test_nothing_stands_twice_in_a_newsroom_of_any_age(count: int, pictured: bool) -> None:
    image = make_picture() if pictured else None
    storyline = make_storyline()
    news = make_news(count, main_image=image, section=make_section(), storyline=storyline)
    keys = Page("/ru/").articles()
    assert len(keys) == len(set(keys))
    assert len(keys) >= min(count, 9)
    assert set(keys) <= {row.pk for row in news}


def test_a_draft_front_changes_nothing_until_it_is_published() -> None:
    news = make_news(20)
    front = front_with(news[12], publish=False)
    assert Page("/ru/").articles()[0] == news[0].pk
    draft = front.get_latest_revision_as_object()
    shown = draft.serve_preview(RequestFactory().get("/"), "")
    assert shown.content.decode().index("Новость 12<") < shown.content.decode().index("Новость 0<")
    assert 'name="robots" content="noindex"' in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    front.latest_revision.publish()
    assert Page("/ru/").articles()[0] == news[12].pk


def test_a_front_with_everything_costs_twenty_queries() -> None:
    storyline, image = make_storyline(), make_picture()
    for slug in ("politics", "economy", "society", "culture", "science", "travel"):
        make_section(slug=slug, name=slug)
    news = make_news(60, main_image=image, section=make_section(), source=make_source(),
                     countries=("OM",), storyline=storyline)  # fmt: skip
    quote = {"text": "Свет видно", "speaker": make_person().pk}
    make_article("С цитатой", body=[{"type": "quote", "value": quote}])
    event = make_event(starts_at=clock.now() + timedelta(hours=2))
    event.programme.image = image
    event.programme.save()
    front_with(*news[40:49])
    with at_most(20):
        page = Page("/ru/")
    assert page.articles()[0] == news[40].pk


def test_each_edition_has_its_own_front() -> None:
    english = make_article("Lead", edition="en")
    make_article("Later", edition="en", urgency=1)
    front_with(english, edition="en")
    assert Page("/en/").articles()[0] == english.pk
    assert Page("/ru/").articles() == []
