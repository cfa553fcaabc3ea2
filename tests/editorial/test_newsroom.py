"""The newsroom's forms: drafts, publishing, history, compare, preview."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from serai.accounts.models import User
from serai.editorial.actions import find_or_make_author
from serai.editorial.models import Article
from tests.builders import make_article, make_country, make_section, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    user = User.objects.create_superuser("editor", "", "a long test password")
    client.force_login(user)
    return client


def form(**changes: Any) -> dict[str, Any]:
    """What the article form posts."""
    empty = {
        "TOTAL_FORMS": "0",
        "INITIAL_FORMS": "0",
        "MIN_NUM_FORMS": "0",
        "MAX_NUM_FORMS": "1000",
    }
    data: dict[str, Any] = {
        "headline": "Караван пришёл в порт",
        "lead": "Порт встретил караван.",
        "kicker": "",
        "slug": "",
        "urgency": "5",
        "legacy_views": "0",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value": "Первая глава",
    }
    for formset in ("countries", "authors", "corrections"):
        data |= {f"{formset}-{key}": value for key, value in empty.items()}
    return data | changes


def test_an_editor_writes_and_publishes(editor: Client) -> None:
    answer = editor.post(reverse("wagtailsnippets_editorial_article:add"), form())
    assert answer.status_code == 302
    article = Article.objects.get()
    assert not article.live
    edit = reverse("wagtailsnippets_editorial_article:edit", args=[article.pk])
    answer = editor.post(edit, form(headline="Караван ушёл", **{"action-publish": "1"}))
    assert answer.status_code == 302
    article.refresh_from_db()
    assert article.live
    assert article.headline == "Караван ушёл"


def test_a_form_with_an_error_loses_nothing(editor: Client) -> None:
    answer = editor.post(
        reverse("wagtailsnippets_editorial_article:add"), form(headline="", lead="Оставшийся лид")
    )
    assert answer.status_code == 200
    assert "Оставшийся лид" in answer.content.decode()
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "name", ["edit", "history", "usage", "delete", "copy", "unpublish", "inspect"]
)
def test_views_of_an_article_answer(editor: Client, name: str) -> None:
    article = make_article(section=make_section(), source=make_source())
    try:
        address = reverse(f"wagtailsnippets_editorial_article:{name}", args=[article.pk])
    except Exception:
        assert name == "inspect"  # off by default
        return
    assert editor.get(address).status_code == 200


def test_revisions_are_compared(editor: Client) -> None:
    article = make_article(headline="Первая редакция")
    article.headline = "Вторая редакция"
    second = article.save_revision()
    first = article.revisions.order_by("pk").first()
    address = reverse(
        "wagtailsnippets_editorial_article:revisions_compare",
        args=[article.pk, first.pk, second.pk],
    )
    answer = editor.get(address)
    assert answer.status_code == 200
    assert "Первая" in answer.content.decode()


def test_lists_answer(editor: Client) -> None:
    make_article(section=make_section(), source=make_source())
    for app, models in {
        "editorial": ("article", "storyline", "section", "source", "author"),
        "vocabulary": ("country", "city", "person", "organisation", "topic"),
        "broadcast": ("scheduleevent", "programme", "channel"),
    }.items():
        for model in models:
            answer = editor.get(reverse(f"wagtailsnippets_{app}_{model}:list"))
            assert answer.status_code == 200, model
    assert editor.get(reverse("wagtailadmin_home")).status_code == 200


def test_a_stranger_sees_only_the_login(client: Client) -> None:
    answer = client.get(reverse("wagtailsnippets_editorial_article:list"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("wagtailadmin_login"))


def test_countries_and_authors_stand_in_the_order_of_the_form(editor: Client) -> None:
    first, second = (find_or_make_author(name=name, language="ru")[0] for name in ("Анна", "Олег"))
    rows = {"countries": ("country", ["OM", "IN"]), "authors": ("author", [second.pk, first.pk])}
    data = form()
    for name, (field, keys) in rows.items():
        data[f"{name}-TOTAL_FORMS"] = "2"
        for number, key in enumerate(keys):
            if name == "countries":
                make_country(str(key))
            data |= {f"{name}-{number}-{field}": key, f"{name}-{number}-id": ""}
            data[f"{name}-{number}-ORDER"] = str(2 - number)  # the second was moved up
    answer = editor.post(
        reverse("wagtailsnippets_editorial_article:add"), data | {"action-publish": "1"}
    )
    assert answer.status_code == 302
    article = Article.objects.get()
    assert [row.country_id for row in article.countries.all()] == ["IN", "OM"]
    assert [row.author_id for row in article.authors.all()] == [first.pk, second.pk]
    edit = editor.get(reverse("wagtailsnippets_editorial_article:edit", args=[article.pk]))
    assert "data-inline-panel-child-move-up" in edit.content.decode()
