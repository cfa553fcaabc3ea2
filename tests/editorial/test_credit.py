"""No door publishes a picture of which nothing says whose it is."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from serai.core import clock
from serai.core.clock import frozen
from serai.editorial import actions
from serai.editorial.models import Article, DueChange, EditorialError, UncreditedError
from serai.editorial.selectors import troubled_changes
from serai.editorial.tasks import run_due_changes
from serai.media.models import Image
from tests.accounts.members import member
from tests.builders import make_article, make_picture
from tests.editorial.test_newsroom import form

pytestmark = pytest.mark.django_db
WORDS = "Не указано, чей снимок; без подписи об авторстве материал не публикуется."


@pytest.fixture
def nameless() -> Image:
    picture = make_picture()
    Image.objects.filter(pk=picture.pk).update(credit=" ")
    picture.refresh_from_db()
    return picture


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(member("editor"))
    return client


def draft(picture: Image, **columns: Any) -> Article:
    return make_article(live=False, main_image=picture, **columns)


def inner(picture: Image) -> list[dict[str, Any]]:
    return [{"type": "image", "value": {"image": picture.pk, "alt": "", "caption": ""}}]


def edit(article: Article) -> str:
    return reverse("wagtailsnippets_editorial_article:edit", args=[article.pk])


def is_live(article: Article) -> bool:
    return Article.objects.get(pk=article.pk).live


def test_the_pictures_own_credit_or_the_articles_is_enough(nameless: Image) -> None:
    actions.publish_article(article=draft(make_picture()))
    actions.publish_article(article=draft(nameless, photo_credit="Фото: порт"))
    actions.publish_article(article=make_article(live=False, body=inner(make_picture())))
    assert Article.objects.filter(live=True).count() == 3


def test_the_form_saves_a_draft_and_refuses_to_publish(editor: Client, nameless: Image) -> None:
    article = draft(nameless)
    data = form(main_image=str(nameless.pk), lead="Новый лид.")
    assert editor.post(edit(article), data).status_code == 302
    answer = editor.post(edit(article), data | {"action-publish": "1"})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"photo_credit"}
    assert WORDS in answer.content.decode()
    assert not is_live(article)
    data |= {"action-publish": "1", "photo_credit": "Фото: порт"}
    assert editor.post(edit(article), data).status_code == 302
    assert is_live(article)


def test_a_new_article_is_refused_too(editor: Client, nameless: Image) -> None:
    data = form(main_image=str(nameless.pk), **{"action-publish": "1"})
    answer = editor.post(reverse("wagtailsnippets_editorial_article:add"), data)
    assert answer.status_code == 200
    assert not Article.objects.exists()


def test_a_picture_in_the_body_counts(editor: Client, nameless: Image) -> None:
    article = make_article(live=False, body=inner(nameless), photo_credit="Фото: порт")
    with pytest.raises(UncreditedError) as refused:
        actions.publish_article(article=article)
    assert refused.value.fields == ("body",)
    block = {"body-0-type": "image", "body-0-value-image": str(nameless.pk)}
    block |= {"body-0-value-alt": "", "body-0-value-caption": ""}
    answer = editor.post(edit(article), form(**block, **{"action-publish": "1"}))
    assert answer.status_code == 200
    assert json.dumps(WORDS)[1:-1] in answer.content.decode()  # for the script of the blocks
    assert not is_live(article)


def test_approving_is_refused_and_leaves_the_task_open(editor: Client, nameless: Image) -> None:
    actions.make_approval()
    article, reporter = draft(nameless), member("reporter")
    Article.get_default_workflow().start(article, reporter)
    task = article.current_workflow_task_state
    act = reverse(
        "wagtailsnippets_editorial_article:workflow_action", args=[article.pk, "approve", task.pk]
    )
    answer = editor.post(act, {"comment": ""}, follow=True)
    assert WORDS in answer.content.decode()
    act_on_form = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    answer = editor.post(edit(article), form(main_image=str(nameless.pk), **act_on_form))
    assert answer.status_code == 200
    assert WORDS in answer.content.decode()
    task.refresh_from_db()
    assert (task.status, is_live(article)) == ("in_progress", False)
    Image.objects.filter(pk=nameless.pk).update(credit="Фото: порт")
    assert editor.post(act, {"comment": ""}).status_code == 302
    assert is_live(article)


def test_publishing_several_leaves_out_the_one_without(editor: Client, nameless: Image) -> None:
    bad, good = draft(nameless), draft(make_picture())
    address = reverse("wagtail_bulk_action", args=["editorial", "article", "publish"])
    editor.post(f"{address}?id={bad.pk}&id={good.pk}&next=/newsroom/")
    assert (is_live(bad), is_live(good)) == (False, True)


def test_a_schedule_is_refused_at_once(editor: Client, nameless: Image) -> None:
    article = draft(nameless)
    verb = reverse("article_verb", args=[article.pk, "schedule"])
    answer = editor.post(verb, {"on": "2099-01-01", "at": "12:00", "zone": "UTC"})
    assert WORDS in answer.content.decode()
    with pytest.raises(EditorialError):
        actions.schedule_article(article=article, at=clock.now() + timedelta(hours=1))
    assert not DueChange.objects.exists()


def test_a_credit_lost_since_is_a_failure_on_the_due_list() -> None:
    with frozen(clock.now()) as hand:
        picture = make_picture()
        article = draft(picture)
        actions.schedule_article(article=article, at=clock.now() + timedelta(seconds=1))
        Image.objects.update(credit="")
        hand.advance(1)
        run_due_changes.func()
        (change,) = troubled_changes(5)
        assert (change.error, is_live(article)) == ("uncredited", False)
        assert list(map(str, change.problems)) == [WORDS]
        Image.objects.update(credit="Фото: порт")
        hand.advance(10)
        run_due_changes.func()
        assert is_live(article)


def test_a_correction_publishes_no_picture_without_credit(nameless: Image) -> None:
    article = make_article()
    article.main_image = nameless
    article.save_revision()
    with pytest.raises(UncreditedError):
        actions.correct_article(article=article, text="Уточнено")
    assert Revision.objects.for_instance(article).count() == 2
    assert Article.objects.get().main_image is None


def test_taking_off_and_killing_ask_for_nothing() -> None:
    article = make_article(main_image=make_picture())
    Image.objects.update(credit="")
    actions.unpublish_article(article=article)
    actions.kill_article(article=article, reason="Ложь")
    assert not is_live(article)


@pytest.mark.parametrize(
    ("kind", "refused"), [("gallery", True), ("video", True), ("video with credit", False)]
)
def test_pictures_of_galleries_and_videos_need_a_credit_too(
    nameless: Image, kind: str, refused: bool
) -> None:
    value: Any = [{"image": nameless.pk, "alt": "Маяк"}]
    if kind != "gallery":
        value = {"address": "https://youtu.be/aB3_-dEfGhI", "title": "Маяк", "poster": nameless.pk}
        value["credit"] = "Видео: порт" if "credit" in kind else ""
    article = make_article(live=False, body=[{"type": kind.split()[0], "value": value}])
    assert article.uncredited() == (["body"] if refused else [])
