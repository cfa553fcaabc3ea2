"""The newsroom's lists of pictures: words in any case, what is lacking, what is withdrawn."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from serai.media.actions import withdraw_picture
from serai.media.models import Image
from tests.accounts.members import member
from tests.builders import make_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(member("editor"))
    return client


def make(title: str, credit: str = "Фото: порт", **columns: str) -> Image:
    picture = make_picture()
    Image.objects.filter(pk=picture.pk).update(title=title, credit=credit, **columns)
    picture.refresh_from_db()
    return picture


def found(client: Client, name: str, **query: str) -> set[str]:
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    context = answer.context
    rows = context["images"] if "images" in context else context["results"]
    return {row.title for row in rows}


@pytest.mark.parametrize(
    "name",
    ["wagtailimages:index", "wagtailimages:index_results", "wagtailimages_chooser:choose_results"],
)
def test_a_picture_is_found_by_words_of_its_title_and_rights(editor: Client, name: str) -> None:
    make("Маяк у моря", creator="Анна Морева")
    make("Порт ночью", credit="Фото: Восток")
    assert found(editor, name, q="маяк") == {"Маяк у моря"}
    assert found(editor, name, q="МОРЯ маяк") == {"Маяк у моря"}
    assert found(editor, name, q="морева") == {"Маяк у моря"}
    assert found(editor, name, q="восток порт") == {"Порт ночью"}
    assert found(editor, name, q='" % _ \\') == set()
    assert found(editor, name, q="верблюд") == set()
    assert found(editor, name) == {"Маяк у моря", "Порт ночью"}


def test_what_lacks_a_credit_line_and_what_is_withdrawn_is_found(editor: Client) -> None:
    make("С подписью")
    make("Без подписи", credit="")
    withdraw_picture(image=make("Снятый"))
    assert found(editor, "wagtailimages:index", state="nameless") == {"Без подписи"}
    assert found(editor, "wagtailimages:index", state="withdrawn") == {"Снятый"}
    assert len(found(editor, "wagtailimages:index")) == 3


def test_the_list_costs_the_same_for_many(editor: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            found(editor, "wagtailimages:index", q="снимок")
        return len(asked)

    for number in range(3):
        make(f"Снимок {number}")
    cost()
    few = cost()
    for number in range(9):
        make(f"Снимок ещё {number}")
    # The thumbnails of new pictures are made on the way, once.
    cost()
    assert cost() <= few
