"""What the desk says about an article while it is written: remarks, never refusals."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from serai.accounts.models import User
from serai.editorial.desk import remarks_on
from serai.editorial.models import Article
from serai.editorial.models.articles import ArticleCountry
from tests.builders import (
    make_article,
    make_country,
    make_person,
    make_picture,
    make_section,
    make_source,
    make_storyline,
)
from tests.editorial.test_newsroom import form

pytestmark = pytest.mark.django_db

LEAD = "Маяк на мысе виден за сорок вёрст, и капитаны трёх стран благодарят за него смотрителя."
QUOTE = {"type": "quote", "value": {"text": "Маяк горит.", "speaker_name": "Смотритель"}}


def whole(**changes: Any) -> Article:
    """An article about which nobody would remark anything."""
    columns: dict[str, Any] = {
        "lead": LEAD,
        "countries": ("OM",),
        "section": make_section(),
        "source": make_source(),
        "main_image": make_picture(),
        "body": [QUOTE],
    }
    return make_article(**(columns | changes))


def fields(article: Article) -> list[str]:
    return [remark.field for remark in remarks_on(article)]


def test_a_whole_article_has_no_remarks() -> None:
    assert remarks_on(whole()) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"headline": "ж" * 111}, "headline"),
        ({"lead": "ж" * 79}, "lead"),
        ({"lead": "ж" * 301}, "lead"),
        ({"lead": " "}, "lead"),
        ({"countries": ()}, "countries"),
        ({"section": None}, "section"),
        ({"source": None}, "source"),
        ({"body": []}, "body"),
        ({"body": [{"type": "quote", "value": {"text": "Кто-то сказал."}}]}, "body"),
    ],
)
def test_each_thing_amiss_is_remarked_once(changes: dict[str, Any], field: str) -> None:
    assert fields(whole(**changes)) == [field]


@pytest.mark.parametrize(
    "changes",
    [{"headline": "ж" * 110}, {"lead": "ж" * 80}, {"lead": "ж" * 300}, {"main_image": None}],
)
def test_what_just_fits_is_no_remark(changes: dict[str, Any]) -> None:
    assert fields(whole(**changes)) == []


def test_a_picture_asks_for_a_credit_line_and_for_what_it_shows() -> None:
    picture = make_picture()
    picture.credit = picture.description = ""
    picture.save()
    assert fields(whole(main_image=picture, live=False)) == ["image_alt", "photo_credit"]
    own = whole(main_image=picture, photo_credit="Фото: порт", image_alt="Мыс")
    assert fields(own) == []
    inner = {"type": "image", "value": {"image": picture.pk, "alt": "", "caption": ""}}
    assert fields(whole(body=[QUOTE, inner, inner], live=False)) == ["body", "body"]
    gallery = {"type": "gallery", "value": [inner["value"], inner["value"]]}
    assert fields(whole(body=[QUOTE, gallery], live=False)) == ["body", "body"]


def test_any_kind_of_speaker_counts() -> None:
    spoken = {"type": "quote", "value": {"text": "Горит.", "speaker": make_person().pk}}
    assert fields(whole(body=[spoken])) == []


def test_a_storyline_without_background_is_remarked() -> None:
    storyline = make_storyline()
    assert fields(whole(storyline=storyline)) == []
    storyline.background = ""
    storyline.save()
    assert fields(whole(storyline=storyline)) == ["storyline"]


def test_remarks_are_made_of_a_text_in_memory() -> None:
    article = Article(headline="Порт")
    assert fields(article) == ["lead", "body", "section", "countries", "source"]
    article.countries = [ArticleCountry(country=make_country("OM"))]
    assert "countries" not in fields(article)


# In the form


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor", "", "a long test password"))
    return client


def test_the_form_shows_remarks_and_publishes_with_them(editor: Client) -> None:
    article = make_article(live=False)
    edit = reverse("wagtailsnippets_editorial_article:edit", args=[article.pk])
    page = editor.get(edit).content.decode()
    assert 'data-remark="source"' in page
    assert "newsroom/writing.js" in page
    answer = editor.post(edit, form(**{"action-publish": "1"}))
    assert answer.status_code == 302
    article.refresh_from_db()
    assert article.live


def test_the_form_of_a_whole_article_shows_none(editor: Client) -> None:
    article = whole()
    edit = reverse("wagtailsnippets_editorial_article:edit", args=[article.pk])
    assert "data-remark" not in editor.get(edit).content.decode()


def test_a_save_in_between_brings_the_remarks_anew(editor: Client) -> None:
    article = make_article(live=False)
    edit = reverse("wagtailsnippets_editorial_article:edit", args=[article.pk])
    answer = editor.post(edit, form(headline="ж" * 111), headers={"accept": "application/json"})
    assert answer.status_code == 200, answer.content
    html = answer.json()["html"]
    assert 'data-w-teleport-target-value="#desk-remarks"' in html
    assert 'data-remark="headline"' in html


def test_an_article_belongs_to_whoever_begins_it(editor: Client) -> None:
    answer = editor.post(reverse("wagtailsnippets_editorial_article:add"), form())
    assert answer.status_code == 302
    article = Article.objects.get()
    assert article.owner is not None
    assert article.owner.username == "editor"
    other = Client()
    other.force_login(User.objects.create_superuser("other", "", "a long test password"))
    edit = reverse("wagtailsnippets_editorial_article:edit", args=[article.pk])
    assert other.post(edit, form(headline="Другой заголовок")).status_code == 302
    article.refresh_from_db()
    assert article.owner.username == "editor"


def test_the_form_asks_no_more_for_more_topics(editor: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from serai.vocabulary.models import Topic, TopicName

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            editor.get(reverse("wagtailsnippets_editorial_article:add"))
        return len(queries)

    def add_topic(number: int) -> None:
        topic = Topic(code=f"medtop:{number}", slug=f"topic-{number}")
        topic.names = [TopicName(language="ru", name=f"Тема {number}")]
        topic.save()

    add_topic(0)
    cost()
    one = cost()
    for number in range(1, 20):
        add_topic(number)
    assert cost() <= one
