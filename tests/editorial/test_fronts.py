"""Fronts in the newsroom: made at start-up, edited in their order, an article put into a slot."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from serai.accounts.models import User
from serai.core.editions import locale_id
from serai.editorial.actions import FrontError, feature_on_front, kill_article, make_fronts
from serai.editorial.models import Article, EditorialError, Front, SiteIdentity
from tests.accounts.members import member
from tests.builders import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor", "", "a long test password"))
    return client


def front_of(edition: str = "ru") -> Front:
    front: Front = Front.objects.get(locale_id=locale_id(edition))
    return front


def chosen(front: Front) -> list[int | None]:
    return [slot.article_id for slot in front.slots.all()]


def form(front: Front, *articles: Article | None) -> dict[str, Any]:
    """What the form of a front posts, its slots moved into the order of ``articles``."""
    slots = list(front.slots.all())
    data: dict[str, Any] = {
        "title": front.title,
        "slots-TOTAL_FORMS": len(slots),
        "slots-INITIAL_FORMS": len(slots),
        "slots-MIN_NUM_FORMS": 0,
        "slots-MAX_NUM_FORMS": 9,
    }
    for number, slot in enumerate(slots):
        article = articles[number] if number < len(articles) else None
        data |= {
            f"slots-{number}-id": slot.pk,
            f"slots-{number}-ORDER": number + 1,
            f"slots-{number}-article": article.pk if article else "",
            f"slots-{number}-pinned_until": "",
        }
    return data


def test_an_article_is_put_into_a_slot_and_stands_there_at_once() -> None:
    article = make_article()
    front = feature_on_front(article=article, place=2)
    assert chosen(front) == [None, article.pk, *[None] * 7]
    front = feature_on_front(article=article, place=1)  # it leaves the slot where it stood
    assert chosen(front) == [article.pk, *[None] * 8]
    assert front.live
    assert not front.has_unpublished_changes


def test_every_edition_gets_a_front_and_settings_once() -> None:
    assert make_fronts() == 4
    assert make_fronts() == 0
    fronts = list(Front.objects.all())
    assert len({front.translation_key for front in fronts}) == 1
    assert all(front.live and front.slots.count() == 9 for front in fronts)
    assert SiteIdentity.objects.count() == 2


def test_a_front_in_preparation_keeps_its_changes() -> None:
    make_fronts()
    front, prepared, article = front_of(), make_article("К вечеру"), make_article("Сейчас")
    slots = list(front.slots.all())
    slots[4].article = prepared
    front.slots.set(slots)
    front.save_revision()
    feature_on_front(article=article, place=1)
    front = front_of()
    assert chosen(front) == [article.pk, *[None] * 8]
    assert front.has_unpublished_changes
    draft = front.get_latest_revision_as_object()
    assert [slot.article_id for slot in draft.slots.all()][:5] == [
        article.pk, None, None, None, prepared.pk,
    ]  # fmt: skip


def test_an_english_article_goes_to_the_english_front() -> None:
    feature_on_front(article=make_article(edition="en"), place=1)
    assert chosen(front_of("ru")) == [None] * 9


@pytest.mark.parametrize("place", [0, 10, -1])
def test_there_are_nine_slots(place: int) -> None:
    with pytest.raises(FrontError):
        feature_on_front(article=make_article(), place=place)


def test_a_killed_article_is_refused() -> None:
    article = make_article()
    kill_article(article=article, reason="ошибка")
    article.refresh_from_db()
    with pytest.raises(EditorialError):
        feature_on_front(article=article, place=1)


def test_slots_are_moved_in_the_form_and_published_by_its_button(editor: Client) -> None:
    make_fronts()
    front, first, second = front_of(), make_article("Первая"), make_article("Вторая")
    edit = reverse("wagtailsnippets_editorial_front:edit", args=[front.pk])
    shown = editor.get(edit).content.decode()
    for control in ("move-up", "move-down", "drag"):
        assert f"data-inline-panel-child-{control}" in shown
    assert editor.post(edit, form(front, first, second)).status_code == 302
    assert chosen(front_of()) == [None] * 9  # a draft so far
    data = form(front, first, second)
    data |= {"slots-0-ORDER": 2, "slots-1-ORDER": 1, "action-publish": "1"}
    assert editor.post(edit, data).status_code == 302
    assert chosen(front_of())[:3] == [second.pk, first.pk, None]


@pytest.mark.parametrize("model", ["front", "siteidentity"])
def test_nobody_adds_or_deletes_a_front_or_the_settings(editor: Client, model: str) -> None:
    make_fronts()
    pk = {"front": Front, "siteidentity": SiteIdentity}[model].objects.all()[0].pk
    name = f"wagtailsnippets_editorial_{model}"
    assert editor.get(reverse(f"{name}:add")).status_code == 403
    editor.post(reverse(f"{name}:delete", args=[pk]))
    assert Front.objects.count() == SiteIdentity.objects.count() == 2
    for page in (reverse(f"{name}:list"), reverse(f"{name}:edit", args=[pk])):
        shown = editor.get(page).content.decode()
        assert reverse(f"{name}:add") not in shown
        assert reverse(f"{name}:delete", args=[pk]) not in shown


def test_featuring_stands_in_the_history(editor: Client) -> None:
    article = make_article()
    feature_on_front(article=article, place=3)
    history = reverse("wagtailsnippets_editorial_article:history", args=[article.pk])
    assert "3" in editor.get(history).content.decode()


def test_an_article_is_featured_by_its_verb(client: Client) -> None:
    article, chief = make_article(), member("editor")
    address = reverse("article_verb", args=[article.pk, "feature"])
    client.force_login(chief)
    edit = client.get(reverse("wagtailsnippets_editorial_article:edit", args=[article.pk]))
    assert address in edit.content.decode()
    assert client.get(address).status_code == 200
    pin = {"on": "2099-01-02", "at": "10:00", "zone": "UTC"}
    for wrong in ({"place": "10"}, {**pin, "at": ""}, {**pin, "on": "2001-01-02"}):
        assert client.post(address, {"place": "3", **pin, **wrong}).status_code == 200
    assert not Front.objects.exists()
    assert client.post(address, {"place": "3", **pin}).status_code == 302
    slot = front_of().slots.all()[2]
    assert slot.article_id == article.pk
    assert slot.pinned_until == datetime(2099, 1, 2, 10, tzinfo=UTC)
    entry = ModelLogEntry.objects.get(action="serai.feature")
    assert (entry.user, entry.object_id) == (chief, str(article.pk))
    assert client.post(address, {"place": "1", "zone": "UTC"}).status_code == 302
    slots = front_of().slots.all()
    assert (slots[0].article_id, slots[0].pinned_until, slots[2].article_id) == (
        article.pk, None, None,
    )  # fmt: skip


def test_a_reporter_features_nothing(client: Client) -> None:
    reporter = member("reporter")
    article = make_article(live=False, owner=reporter)
    address = reverse("article_verb", args=[article.pk, "feature"])
    client.force_login(reporter)
    assert client.get(address).status_code == 403
    assert client.post(address, {"place": "1", "zone": "UTC"}).status_code == 403
    edit = client.get(reverse("wagtailsnippets_editorial_article:edit", args=[article.pk]))
    assert address not in edit.content.decode()
