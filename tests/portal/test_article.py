"""The article page: its parts, who may see it, and what it costs."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from serai.core import clock
from serai.editorial.models import Article, ArticleAuthor, Author, AuthorName, Correction
from tests.builders import (
    make_article,
    make_event,
    make_person,
    make_picture,
    make_section,
    make_source,
    make_storyline,
)
from tests.portal.reading import Page, at_most, clean, location

pytestmark = pytest.mark.django_db


def url(article: Article) -> str:
    return f"/{article.edition}/news/{article.pk}-{article.slug}/"


def full_article(**columns: Any) -> Article:
    """An article that has every part."""
    picture = make_picture()
    pilot = make_person()
    related = make_article("Прежний рассказ о маяке")
    hidden = make_article("Тайный черновик", live=False)
    body = [
        {"type": "paragraph", "value": '<p>Башня <b>выросла</b> за год "сама".</p>'},
        {"type": "heading", "value": "Свет"},
        {
            "type": "quote",
            "id": "6e9e3cbb-0000-4000-8000-000000000001",
            "value": {"text": "Свет видно всем", "speaker": pilot.pk, "cue": "говорит",
                      "said_on": "2022-01-05"},
        },
        {"type": "image", "value": {"image": picture.pk, "alt": "Линза", "caption": "Линза маяка"}},
        {"type": "fact_box", "value": {"title": "Цифры", "items": ["Высота 40 м", "Вес 3 т"]}},
        {"type": "table", "value": {"caption": "Маяки", "columns": ["Год", "Число"],
                                    "rows": [["1990", "3"], ["2020", "9"]]}},
        {"type": "background", "value": {"text": "Раньше порт обходился без маяка."}},
        {"type": "related", "value": [related.pk, hidden.pk]},
    ]  # fmt: skip
    author = Author(slug="ivanova")
    author.names = [AuthorName(language="ru", name="Анна Иванова")]
    author.save()
    article = make_article(
        countries=("OM", "IN"),
        body=body,
        section=make_section(),
        source=make_source(),
        storyline=make_storyline(),
        main_image=picture,
        image_alt="Башня маяка",
        image_caption="Маяк на рассвете",
        photo_credit="knews.example",
        legacy_views=1204,
        age_rating=16,
        published_at=datetime(2022, 1, 7, 13, 40, tzinfo=UTC),
        **columns,
    )
    article.authors = [ArticleAuthor(author=author)]
    article.corrections = [Correction(text="Высота указана верно: 40 метров.")]
    article.save()
    return article


def test_every_part_stands_on_the_page() -> None:
    make_event(starts_at=clock.now() + timedelta(hours=1))
    page = Page(url(full_article()))
    assert page.part("headline") == "Порт построил маяк"
    assert page.part("published") == "7 января 2022, 16:40"
    assert "Демо-вестник" in page.part("source")
    assert page.part("views") == "1 204 просмотра"
    assert "Фото: knews.example" in page.part("photo-credit")
    assert page.part("lead") == "Маяк виден за сорок вёрст."
    assert "Башня выросла за год «сама»." in page.part("body")
    assert "Раньше порт обходился без маяка." in page.part("background")
    assert "Оман" in page.part("countries")
    text = clean(page.root.text_content())
    for said in (
        "«Свет видно всем»", "Демо Собеседник", "лоцман", "5 января 2022", "Линза маяка",
        "Высота 40 м", "1990", "Прежний рассказ о маяке", "Анна Иванова", "16+",
        "Высота указана верно: 40 метров.", "Маяк на рассвете", "Маяки побережья",
    ):  # fmt: skip
        assert said in text, said
    assert "Тайный черновик" not in text
    assert (
        page.root.xpath("string(//time[ancestor-or-self::*[@data-part='published']]/@datetime)")
        == "2022-01-07T16:40:00+03:00"
    )


def test_it_costs_twelve_queries_with_every_part() -> None:
    make_event(starts_at=clock.now() + timedelta(hours=1))
    address = url(full_article())
    for number in range(8):
        make_article(f"Ещё о стране {number}", countries=("OM",))
    with at_most(12):
        Page(address)


def test_parts_without_content_have_no_mark() -> None:
    page = Page(url(make_article(lead="", body=[])))
    assert (
        page.parts() & {"source", "views", "photo", "photo-credit", "lead", "background"} == set()
    )


def test_a_credit_without_a_picture_is_shown() -> None:
    page = Page(url(make_article(photo_credit='Кадры из программы "Порт"')))
    assert page.part("photo-credit") == "Кадры из программы «Порт»"
    assert "photo" not in page.parts()


def test_another_slug_or_edition_leads_to_the_address() -> None:
    article = make_article()
    target = (301, url(article))
    assert location(f"/ru/news/{article.pk}-something-else/") == target
    assert location(f"/ru/news/{article.pk}/") == target
    assert location(f"/en/news/{article.pk}-{article.slug}/") == target


def test_what_is_not_public_is_not_there() -> None:
    later = clock.now() + timedelta(hours=1)
    hidden = [
        make_article("Канарейка-черновик", live=False),
        make_article("Канарейка-эмбарго", embargo_until=later),
        make_article("Канарейка-завтра", published_at=later),
    ]
    for article in hidden:
        page = Page(url(article), status=404)
        assert "Канарейка" not in page.text
    for path in ("/ru/", "/ru/news/"):
        assert "Канарейка" not in Page(path).text


def test_an_embargo_ends_by_itself() -> None:
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    with clock.frozen(start) as hand:
        article = make_article(embargo_until=start + timedelta(minutes=5))
        Page(url(article), status=404)
        hand.advance(300)
        Page(url(article))


def test_a_withdrawn_article_is_gone() -> None:
    article = make_article("Снятая статья")
    article.unpublish()
    page = Page(url(article), status=410)
    assert "Снятая статья" not in page.text
    assert page.meta("robots") == "noindex"


def test_foreign_markup_stays_text() -> None:
    evil = '</script><script>alert(1)</script><img src=x onerror="alert(2)">'
    body = [
        {"type": "paragraph", "value": f"<p>{evil}<a href='javascript:alert(3)'>щёлкни</a></p>"},
        {"type": "heading", "value": evil},
        {"type": "quote", "value": {"text": evil, "speaker_name": evil}},
        {"type": "fact_box", "value": {"title": evil, "items": [evil]}},
    ]
    page = Page(url(make_article(evil[:200], body=body, lead=evil, photo_credit=evil)))
    assert not page.root.xpath("//script[not(@src) and not(@type='application/ld+json')]")
    assert not page.root.xpath("//@onerror | //@onclick")
    assert not page.root.xpath("//a[starts-with(@href, 'javascript')]")


def test_a_broken_body_value_does_not_break_the_page() -> None:
    body = [
        {"type": "related", "value": [None, 999_999]},
        {"type": "image", "value": {"image": 999_999}},
        {"type": "quote", "value": {"text": "Слова", "speaker": 999_999}},
        {"type": "paragraph", "value": ""},
    ]
    assert "«Слова»" in Page(url(make_article(body=body))).part("body")


def test_the_pair_is_named_in_both_editions() -> None:
    russian = make_article()
    english = make_article(
        "Port builds a lighthouse", edition="en", translation_key=russian.translation_key
    )
    page = Page(url(russian))
    pairs = dict(
        zip(page.root.xpath("//link[@hreflang]/@hreflang"),
            page.root.xpath("//link[@hreflang]/@href"), strict=True)
    )  # fmt: skip
    assert pairs["en"].endswith(url(english))
    assert pairs["ru"].endswith(url(russian))
    assert url(english) in page.every_link()


def test_a_draft_pair_is_not_named() -> None:
    russian = make_article()
    english = make_article(
        "Secret pair", edition="en", live=False, translation_key=russian.translation_key
    )
    page = Page(url(russian))
    assert url(english) not in page.text
    assert not page.root.xpath("//link[@hreflang]")


def test_english_page_speaks_english() -> None:
    article = make_article(
        "Port builds a lighthouse", edition="en", legacy_views=1, photo_credit="knews.example",
        published_at=datetime(2022, 1, 7, 13, 40, tzinfo=UTC),
    )  # fmt: skip
    page = Page(url(article))
    assert page.root.get("lang") == "en"
    assert page.part("published") == "7 January 2022, 16:40"
    assert page.part("views") == "1 view"
    assert page.part("photo-credit") == "Photo: knews.example"


def test_a_maintained_background_stands_where_the_article_has_none() -> None:
    article = make_article(storyline=make_storyline())
    assert "Маяки строят с прошлого века." in Page(url(article)).part("background")


def test_preview_shows_the_draft(admin_client: Any) -> None:
    article = make_article("Заметка для показа", live=False, countries=("OM",))
    answer = admin_client.get(
        reverse("wagtailsnippets_editorial_article:revisions_view",
                args=[article.pk, article.latest_revision_id])
    )  # fmt: skip
    assert answer.status_code == 200
    assert "Заметка для показа" in answer.content.decode()
    assert "noindex" in answer.content.decode()


def test_it_can_be_passed_on_by_plain_links(settings: Any) -> None:
    article = make_article('Порт & "маяк" + 1')
    page = Page(url(article))
    links = page.root.xpath("//*[@data-part='share']//a")
    assert [link.text for link in links] == ["Telegram", "WhatsApp", "ВКонтакте", "Почта"]
    assert all(set(link.get("rel").split()) == {"noopener", "nofollow"} for link in links)
    told = settings.PUBLIC_ADDRESS + url(article)
    telegram, whatsapp, vk, mail = (parse_qs(urlsplit(link.get("href")).query) for link in links)
    assert (telegram["url"], telegram["text"]) == ([told], [article.headline])
    assert whatsapp["text"] == [f"{article.headline} {told}"]
    assert (vk["url"], vk["title"]) == ([told], [article.headline])
    assert (mail["subject"], mail["body"]) == ([article.headline], [told])
    assert "+" not in links[3].get("href").partition("?")[2]
    (button,) = page.root.xpath("//button[@data-copy]")
    assert button.get("data-copy") == told
    assert button.get("hidden") is not None
