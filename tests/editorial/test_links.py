"""Links to our own articles: pasted, chosen, and resolved when a page is made."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from serai.accounts.models import User
from serai.core import clock
from serai.editorial.actions import kill_article, unpublish_article
from serai.editorial.blocks import linked_article, own_path
from serai.editorial.choosers import LinkForm
from serai.editorial.models import Article
from serai.portal.selectors.cards import article_url
from serai.vocabulary.actions import make_person
from serai.vocabulary.models import Organisation, OrganisationName
from tests.builders import make_article, make_picture, make_source, make_storyline
from tests.portal.reading import Page, at_most, clean

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor", "", "a long test password"))
    return client


def told(*hrefs: str, **columns: Any) -> Article:
    """An article whose one paragraph links to these addresses."""
    links = " ".join(f'<a href="{href}">слово {n}</a>' for n, href in enumerate(hrefs))
    body = [{"type": "paragraph", "value": f"<p>Начало {links} конец.</p>"}]
    return make_article("Со ссылкой", body=body, **columns)


def hrefs_of(article: Article) -> list[str]:
    page = Page(article_url(article.edition, article))
    return [str(href) for href in page.root.xpath("//*[@data-part='body']//a/@href")]


def test_a_link_follows_its_article_to_a_new_address(settings: Any) -> None:
    target = make_article("Старый заголовок")
    path = article_url("ru", target)
    linking = told(path, settings.PUBLIC_ADDRESS + path)
    assert hrefs_of(linking) == [path, path]
    target.slug = "novyj-adres"
    target.save_revision().publish()
    assert hrefs_of(linking) == [f"/ru/news/{target.pk}-novyj-adres/"] * 2


def withdraw(article: Article, how: str) -> None:
    if how == "killed":
        kill_article(article=article, reason="ошибка")
    elif how == "unpublished":
        unpublish_article(article=article)
    elif how == "embargoed":
        Article.objects.filter(pk=article.pk).update(embargo_until=clock.now() + timedelta(hours=1))
    else:
        article.delete()


@pytest.mark.parametrize("how", ["killed", "unpublished", "embargoed", "deleted"])
def test_a_link_to_what_is_withdrawn_is_plain_text(how: str) -> None:
    target = make_article("Цель")
    linking = told(article_url("ru", target))
    withdraw(target, how)
    assert hrefs_of(linking) == []
    page = Page(article_url("ru", linking))
    assert clean(page.part("body")) == "Начало слово 0 конец."


def test_a_link_may_lead_to_the_other_edition() -> None:
    english = make_article("Lighthouse", edition="en")
    wrong = f"/ru/news/{english.pk}-whatever/"
    assert hrefs_of(told(wrong)) == [article_url("en", english)]


def test_other_links_stay_what_they_are(settings: Any) -> None:
    given = ["https://example.org/ru/news/1-a/", f"{settings.PUBLIC_ADDRESS}/ru/tv/", "/ru/quotes/"]
    assert hrefs_of(told(*given)) == [given[0], "/ru/tv/", "/ru/quotes/"]


def test_links_cost_no_query_of_their_own() -> None:
    targets = [make_article(f"Цель {n}") for n in range(3)]
    body = [
        {"type": "paragraph", "value": f'<p><a href="{article_url("ru", row)}">слово</a></p>'}
        for row in targets
    ]
    body.append({"type": "related", "value": [make_article("Ещё").pk]})
    article = make_article(
        "Полная", countries=("OM",), source=make_source(), storyline=make_storyline(),
        main_image=make_picture(), body=body,
    )  # fmt: skip
    path = article_url("ru", article)
    Page(path)
    with at_most(12):
        Page(path)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("/ru/news/12-port/", 12), ("/en/news/12/", 12), ("  /ru/news/12-port/#part ", 12),
        ("http://127.0.0.1/ru/news/7-a/?x=1", 7), ("https://elsewhere.example/ru/news/7-a/", None),
        ("/ru/news/2022/01/", None), ("/ru/news/012-a/", None), ("//127.0.0.1/ru/news/7-a/", None),
        ("/ru/countries/oman/", None), ("http://[::1/ru/news/7/", None), ("", None),
        ("https://127.0.0.1@evil.example/ru/news/7/", None), ("/ru/news/" + "9" * 19 + "/", None),
    ],
)  # fmt: skip
def test_which_addresses_are_articles(url: str, key: int | None) -> None:
    assert linked_article(url) == key


def test_only_our_own_hosts_become_paths() -> None:
    assert own_path("http://127.0.0.1:8000/ru/tv/?a=1#b") == "/ru/tv/?a=1#b"
    assert own_path("ftp://127.0.0.1/ru/") == ""


def results(editor: Client, model: str, query: str) -> str:
    app = "vocabulary" if model in ("person", "organisation") else "editorial"
    address = reverse(f"wagtailsnippetchoosers_{app}_{model}:choose_results")
    answer = editor.get(address, {"q": query})
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_article_is_chosen_by_words_or_by_its_pasted_address(editor: Client) -> None:
    wanted, other = make_article("Паром вышел из Маската"), make_article("Другое")
    for query in (
        "ПАРОМ маската", article_url("ru", wanted),
        f"http://127.0.0.1:8000{article_url('ru', wanted)}",
    ):  # fmt: skip
        shown = results(editor, "article", query)
        assert wanted.headline in shown
        assert other.headline not in shown
    assert wanted.headline not in results(editor, "article", "/ru/countries/oman/")


def test_a_storyline_is_chosen_by_words_or_by_its_pasted_address(editor: Client) -> None:
    wanted, other = make_storyline("Маяки побережья"), make_storyline("Паромы")
    for query in ("маяки", f"/ru/stories/{wanted.slug}/"):
        shown = results(editor, "storyline", query)
        assert wanted.title in shown
        assert other.title not in shown


def test_a_speaker_is_chosen_by_any_name_or_role(editor: Client) -> None:
    names = {
        "ru": {"name": "Омар Аль-Бахри", "role": "начальник порта"},
        "en": {"name": "Omar Al Bahri", "role": "harbour master"},
    }
    make_person(slug="omar", names=names)
    make_person(slug="other", names={"ru": {"name": "Иван Петров", "role": ""}})
    for query in ("омар", "БАХРИ", "al bahri", "Начальник"):
        shown = results(editor, "person", query)
        assert "Петров" not in shown, query
        assert "начальник порта" in shown or "harbour master" in shown, query
    assert "Аль-Бахри" not in results(editor, "person", "петров")


def test_an_organisation_is_chosen_by_its_abbreviation(editor: Client) -> None:
    union = Organisation(slug="union", kind="union")
    union.names = [OrganisationName(language="ru", name="Союз портов", abbreviation="СПА")]
    union.save()
    assert "Союз портов" in results(editor, "organisation", "спа")
    assert "Союз портов" not in results(editor, "organisation", "банк")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("http://127.0.0.1:8000/ru/news/7-a/", "/ru/news/7-a/"), ("/ru/tv/", "/ru/tv/"),
        ("desk@example.org", "mailto:desk@example.org"), ("example.org/a", "https://example.org/a"),
        ("https://example.org/a?b=1", "https://example.org/a?b=1"), ("javascript:alert(1)", None),
        ("//example.org/", None), ("", None), ("слово", None), ("a b@c", None),
    ],
)  # fmt: skip
def test_what_may_be_typed_as_a_link(typed: str, kept: str | None) -> None:
    form = LinkForm({"url": typed, "link_text": ""})
    assert form.is_valid() == (kept is not None), form.errors
    if kept is not None:
        assert form.cleaned_data["url"] == kept


def test_the_link_button_opens_one_field_and_no_page_tree(editor: Client) -> None:
    window = editor.get(reverse("link_chooser"), {"link_text": "слово"}).json()
    assert window["step"] == "external_link"
    assert "choose-page" not in window["html"]
    answer = editor.post(
        reverse("link_chooser"), {"link-url": "/ru/news/7-a/", "link-link_text": "слово"}
    ).json()
    assert answer["step"] == "external_link_chosen"
    assert answer["result"]["url"] == "/ru/news/7-a/"
    form = editor.get(reverse("wagtailsnippets_editorial_article:add")).content.decode()
    assert "choose-page" not in form
    assert editor.get("/newsroom/choose-page/").status_code == 404


def test_a_pasted_own_address_survives_the_editor_and_links_in_feeds_do_not_lead_astray(
    editor: Client,
) -> None:
    target = make_article("Цель")
    told(article_url("ru", target))
    assert article_url("ru", target) in Client().get("/ru/news/feed.xml").content.decode()
    unpublish_article(article=target)
    shown = Client().get("/ru/news/feed.xml").content.decode()
    assert "слово 0" in shown
    assert article_url("ru", target) not in shown
