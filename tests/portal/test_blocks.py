"""Blocks of a body that bring more than text: galleries, videos."""

from typing import Any

import pytest
from django.test import Client
from wagtail.blocks.struct_block import StructBlockValidationError

from serai.core import clock
from serai.editorial.blocks import VideoBlock
from serai.media.actions import withdraw_picture
from serai.media.models import Image
from tests.builders import make_article, make_picture
from tests.portal.reading import Page, at_most, clean

pytestmark = pytest.mark.django_db


def page_with(*blocks: dict[str, Any]) -> Page:
    article = make_article(body=list(blocks), published_at=clock.now())
    return Page(f"/ru/news/{article.pk}-{article.slug}/")


def plate(picture: Image, caption: str = "") -> dict[str, Any]:
    return {"image": picture.pk, "alt": f"Что на снимке {picture.pk}", "caption": caption}


def gallery(*plates: dict[str, Any], wrapped: bool = True) -> dict[str, Any]:
    """As the newsroom's form stores it: each item wrapped; an import may store them bare."""
    value = [{"type": "item", "value": one, "id": str(n)} for n, one in enumerate(plates)]
    return {"type": "gallery", "value": value if wrapped else list(plates)}


@pytest.mark.parametrize("wrapped", [True, False])
def test_a_gallery_shows_every_picture_with_its_words(wrapped: bool) -> None:
    pictures = [make_picture() for _ in range(3)]
    page = page_with(gallery(*(plate(p, f"Вид {p.pk}") for p in pictures), wrapped=wrapped))
    figures = page.root.xpath("//*[@class='gallery']/figure")
    assert [clean(figure.text_content()) for figure in figures] == [
        f"Вид {picture.pk}. Рисунок: тест" for picture in pictures
    ]
    said = page.root.xpath("//*[@class='gallery']//img/@alt")
    assert [clean(alt) for alt in said] == [f"Что на снимке {picture.pk}" for picture in pictures]
    sizes = page.root.xpath("//*[@class='gallery']//img/@sizes")
    assert "44rem" in sizes[0]
    assert ["21.5rem" in one for one in sizes[1:]] == [True, True]


def test_an_even_number_of_pictures_has_no_wide_one() -> None:
    page = page_with(gallery(plate(make_picture()), plate(make_picture())))
    assert all("21.5rem" in one for one in page.root.xpath("//*[@class='gallery']//img/@sizes"))


def test_all_pictures_of_a_page_cost_one_query() -> None:
    pictures = [make_picture() for _ in range(7)]
    article = make_article(
        main_image=pictures[0],
        body=[
            gallery(*map(plate, pictures[1:4])),
            gallery(*map(plate, pictures[4:6])),
            {"type": "image", "value": plate(pictures[6])},
        ],
    )
    with at_most(12) as queries:
        page = Page(f"/ru/news/{article.pk}-{article.slug}/")
    assert len(page.root.xpath("//*[@data-part='body']//img")) == 6
    assert sum('filter_spec" IN' in query["sql"] for query in queries) == 1


def test_withdrawn_and_missing_pictures_do_not_show() -> None:
    shown, withdrawn, other = (make_picture() for _ in range(3))
    withdraw_picture(image=withdrawn)
    lost = {"image": 999_999, "alt": "", "caption": "Потерянный"}
    values = plate(shown), plate(withdrawn, "Снятый"), lost, plate(other)
    page = page_with(gallery(*values))
    assert len(page.root.xpath("//*[@class='gallery']/figure")) == 2
    assert "Снятый" not in page.text
    assert "Потерянный" not in page.text
    withdraw_picture(image=other)
    one = page_with(gallery(*values))
    assert len(one.root.xpath("//figure[@class='inset']//img")) == 1
    withdraw_picture(image=shown)
    assert page_with(gallery(*values)).part("body") == ""


TUBE = "aB3_-dEfGhI"


def video(**more: Any) -> dict[str, Any]:
    value = {"address": f"https://youtu.be/{TUBE}", "title": "Маяк с воздуха"}
    return {"type": "video", "value": {**value, **more}}


def test_a_video_is_a_link_until_a_reader_asks_for_it() -> None:
    poster = make_picture()
    page = page_with(video(poster=poster.pk, credit="Видео: порт"))
    (link,) = page.root.xpath("//figure[contains(@class, 'video')]/a")
    assert link.get("href") == f"https://www.youtube.com/watch?v={TUBE}"
    assert link.get("data-player").startswith("https://www.youtube-nocookie.com/embed/")
    assert set(link.get("rel").split()) == {"noopener", "nofollow"}
    assert "Маяк с воздуха" in clean(link.text_content())
    assert link.xpath(".//img/@src")[0].startswith("/media/")
    said = clean(page.root.xpath("string(//figure[contains(@class, 'video')]/figcaption)"))
    assert "YouTube узнает ваш сетевой адрес" in said
    assert said.endswith("Видео: порт. Рисунок: тест")
    assert not page.root.xpath("//iframe")
    loaded = page.root.xpath("//@src | //link[@rel!='alternate' and @rel!='canonical']/@href")
    assert all(str(address).startswith("/") for address in loaded)


def test_a_video_without_a_poster_and_an_unknown_one() -> None:
    page = page_with(video(), video(address="https://example.org/v", title="Чужое"))
    assert len(page.root.xpath("//figure[contains(@class, 'video--plain')]")) == 1
    assert "Чужое" not in page.text


def test_only_pages_with_a_video_may_frame_players() -> None:
    for blocks, marked in (([video()], True), ([], False)):
        article = make_article(body=blocks)
        answer = Client().get(f"/ru/news/{article.pk}-{article.slug}/")
        assert ("X-Serai-Video" in answer.headers) is marked


def test_a_wrong_address_is_told_in_the_form() -> None:
    block = VideoBlock()
    with pytest.raises(StructBlockValidationError) as wrong:
        block.clean(block.to_python({"address": "https://example.org/v", "title": "Чужое"}))
    assert list(wrong.value.block_errors) == ["address"]
    value = block.to_python({"address": f"youtu.be/{TUBE}", "title": "Маяк"})
    assert block.clean(value)["title"] == "Маяк"
