"""The preview: what stands in the form, as the real page, through the newsroom's own addresses."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from serai.accounts.models import User
from serai.core import clock
from serai.core.editions import locale_id
from serai.editorial.actions import find_or_make_author, make_fronts
from serai.editorial.models import Article, ArticleAuthor, Front, StandingPage
from tests.accounts.members import member
from tests.builders import make_article, make_country, make_person, make_storyline
from tests.editorial.test_newsroom import form
from tests.portal.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor", "", "a long test password"))
    return client


def preview(editor: Client, row: Any, data: dict[str, Any], mode: str = "") -> HttpResponse:
    """Post the form as the side panel does, then fetch the page in its frame."""
    name = f"wagtailsnippets_editorial_{row._meta.model_name}:preview_on_edit"
    address = reverse(name, args=[row.pk])
    answer = editor.post(address, data)
    assert answer.json() == {"is_valid": True, "is_available": True}
    shown = editor.get(address, {"mode": mode, "in_preview_panel": "true"})
    assert shown.status_code == 200
    assert "no-store" in shown.headers["Cache-Control"]
    assert 'name="robots" content="noindex"' in shown.content.decode()
    assert 'rel="canonical"' not in shown.content.decode()
    return shown


def test_the_preview_is_the_real_page_with_what_is_not_saved_yet(editor: Client) -> None:
    make_country("OM")
    article = make_article("Опубликованный заголовок")
    author, _ = find_or_make_author(name="Анна Демина", language="ru")
    old, _ = find_or_make_author(name="Пётр Старый", language="ru")
    article.authors.add(ArticleAuthor(author=old))
    article.save()
    pk = article.authors.get().pk
    data = form(
        headline="Несохранённый заголовок",
        **{
            "countries-TOTAL_FORMS": "1", "countries-0-country": "OM", "countries-0-id": "",
            "authors-TOTAL_FORMS": "2", "authors-INITIAL_FORMS": "1",
            "authors-0-id": str(pk), "authors-0-author": str(old.pk), "authors-0-DELETE": "on",
            "authors-1-id": "", "authors-1-author": str(author.pk),
            "body-count": "2", "body-1-deleted": "", "body-1-order": "1", "body-1-type": "quote",
            "body-1-id": "", "body-1-value-text": "Море соединяет",
            "body-1-value-speaker": str(make_person("Омар Моряк").pk),
        },
    )  # fmt: skip
    text = preview(editor, article, data).content.decode()
    for part in ("Несохранённый заголовок", "Оман", "Анна Демина", "Омар Моряк", "Море соединяет"):
        assert part in text.replace("\xa0", " "), part
    assert "Пётр Старый" not in text
    assert "Несохранённый" not in Page(f"/ru/news/{article.pk}-{article.slug}/").text


def test_the_other_edition_is_a_mode_of_the_preview(editor: Client) -> None:
    article = make_article("Русский заголовок")
    assert [mode for mode, _label in article.preview_modes] == [""]
    pair = make_article("English headline", edition="en", translation_key=article.translation_key)
    pair.headline = "Newest English draft"
    pair.save_revision()
    assert [mode for mode, _label in article.preview_modes] == ["", "en"]
    shown = preview(editor, article, form(), "en").content.decode()
    assert "Newest English draft" in shown
    assert '<html lang="en"' in shown


def test_a_pair_under_embargo_is_in_no_preview_of_a_reporter(client: Client) -> None:
    """The own draft opens its preview, not that of the pair."""
    reporter = member("reporter")
    article = make_article("Свой черновик", live=False, owner=reporter)
    pair = make_article(
        "Canary abroad", edition="en", live=False, translation_key=article.translation_key
    )
    address = reverse("wagtailsnippets_editorial_article:preview_on_edit", args=[article.pk])
    client.force_login(reporter)
    assert client.post(address, form()).json()["is_valid"]
    assert "Canary abroad" in client.get(address, {"mode": "en"}).content.decode()
    Article.objects.filter(pk=pair.pk).update(embargo_until=clock.now() + timedelta(hours=1))
    answer = client.get(address, {"mode": "en"})
    assert answer.status_code == 404
    assert "Canary abroad" not in answer.content.decode()


def test_a_new_article_is_previewed_before_it_is_saved(editor: Client) -> None:
    address = reverse("wagtailsnippets_editorial_article:preview_on_add")
    assert editor.post(address, form(headline="Ещё нигде")).json()["is_valid"]
    shown = editor.get(address, {"mode": ""})
    assert "Ещё нигде" in shown.content.decode().replace("\xa0", " ")
    assert not Article.objects.exists()
    english = editor.get(address, {"mode": "en"}).content.decode()
    assert '<html lang="en"' in english


def test_a_storyline_and_a_standing_page_have_previews(editor: Client) -> None:
    storyline = make_storyline()
    data = {"title": "Новое имя", "background": "Новая предыстория", "slug": storyline.slug}
    text = preview(editor, storyline, data).content.decode().replace("\xa0", " ")
    assert "Новая предыстория" in text
    standing = StandingPage.objects.create(title="О нас", locale_id=locale_id("ru"))
    data = {"title": "Контакты", "slug": standing.slug, "body-count": "0"}
    assert "Контакты" in preview(editor, standing, data).content.decode()


def test_a_front_is_previewed_as_the_home_page(editor: Client) -> None:
    make_fronts()
    front = Front.objects.get(locale_id=locale_id("ru"))
    make_article("Свежая", urgency=1)
    article = make_article("Выбранная", urgency=9)
    slot = front.slots.all()[0]
    data = {
        "title": front.title,
        "slots-TOTAL_FORMS": 1, "slots-INITIAL_FORMS": 1, "slots-MIN_NUM_FORMS": 0,
        "slots-MAX_NUM_FORMS": 9, "slots-0-id": slot.pk, "slots-0-ORDER": 1,
        "slots-0-article": article.pk, "slots-0-pinned_until": "",
    }  # fmt: skip
    text = preview(editor, front, data).content.decode()
    main = text[text.index("<main") :]
    assert main.index("Выбранная") < main.index("Свежая")
    assert Page("/ru/").articles()[0] != article.pk


def test_the_background_of_a_storyline_is_edited_once_and_stands_everywhere() -> None:
    storyline = make_storyline()
    articles = [make_article(f"Глава {n}", storyline=storyline) for n in range(2)]
    storyline.background = "Новая общая предыстория."
    storyline.save_revision().publish()
    for article in articles:
        page = Page(f"/ru/news/{article.pk}-{article.slug}/")
        assert "Новая общая предыстория." in page.part("background")
    assert "Новая общая предыстория." in Page(f"/ru/stories/{storyline.slug}/").part("background")


def test_a_stranger_sees_no_preview(client: Client) -> None:
    article = make_article("Тайна", live=False)
    address = reverse("wagtailsnippets_editorial_article:preview_on_edit", args=[article.pk])
    answer = client.get(address)
    assert answer.status_code == 302
    assert "Тайна" not in answer.content.decode()
