"""Title cards: drawn where there is no photograph, under the rules of the page they stand for."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import html
from PIL import Image

from serai.core import clock
from serai.portal.drawing.cards import HEIGHT, WIDTH, balanced, broken, clean, serif, title_card
from serai.portal.selectors import addresses
from tests.builders import make_article, make_picture, make_section, make_storyline

LONG = (
    "Порты двух морей договорились о паромной линии, которая соединит берега и рынки к началу лета"
)


def drawn(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    return image.convert("RGB")


def inked(image: Image.Image) -> int:
    """Dark pixels between kicker and foot: the headline."""
    room = image.crop((0, 150, WIDTH, HEIGHT - 140)).convert("L")
    return sum(room.histogram()[:90])


@pytest.mark.parametrize("headline", ["Порт открыт", LONG, LONG + " и дальше" * 20, "A port opens"])
def test_a_headline_of_any_length_is_drawn_within_the_card(headline: str) -> None:
    content = title_card(headline=headline, kicker="Оман, Индия", site="Serai")
    image = drawn(content)
    assert len(content) < 60_000
    assert inked(image) > 2_000
    edges = [image.crop(box) for box in ((0, 0, 60, HEIGHT), (WIDTH - 60, 0, WIDTH, HEIGHT))]
    assert all(len(edge.getcolors() or ()) == 1 for edge in edges)


@pytest.mark.parametrize("words", [*range(2, 30, 2)])
def test_no_descender_reaches_the_foot(words: int) -> None:
    image = drawn(title_card(headline="русло рдр" + " щуру" * words, kicker="", site=""))
    foot = image.crop((60, HEIGHT - 72 - 66 - 8, WIDTH - 60, HEIGHT - 72 - 66))
    assert len(foot.getcolors() or ()) == 1


@pytest.mark.parametrize(
    "headline",
    [
        "",
        "\x00\x07",
        "😀",
        "العربية",
        "\u202eпорт",
        "А" * 400,
        "e\u0301" * 50,
        "\ud800",
        "]]></title>",
    ],
)
def test_any_text_can_be_drawn(headline: str) -> None:
    drawn(title_card(headline=headline, kicker=headline, site=headline))


def test_two_scripts_stand_in_one_line_and_unknown_signs_are_left_out() -> None:
    assert clean("Порт 😀 Port\u202e\x00 №\u00a05") == "Порт Port №\u00a05"
    face = serif(60)
    assert face.width("Порт Port") > face.width("Порт") + face.width("Port")
    assert face.width("") == 0


def test_lines_are_broken_at_words_and_balanced() -> None:
    face = serif(60)
    lines = broken(face, LONG, 1056)
    assert " ".join(lines) == LONG
    even = balanced(face, LONG, 1056, len(lines))
    assert len(even) == len(lines)
    assert max(map(face.width, even)) <= max(map(face.width, lines))


def head_of(path: str) -> dict[str, str]:
    root = html.document_fromstring(Client().get(path).content.decode())
    found = root.xpath("//meta[@property or @name]")
    return {one.get("property") or one.get("name"): one.get("content") for one in found}


@pytest.mark.django_db
def test_a_page_without_a_photograph_is_shared_with_its_card() -> None:
    plain = make_article("Порт открыт", countries=("OM",))
    path = addresses.article("ru", plain.pk, plain.slug)
    head = head_of(path)
    assert head["og:image"].endswith(f"{path}card.png")
    assert (head["og:image:width"], head["og:image:height"]) == ("1200", "630")
    assert head["og:image:alt"] == "Порт открыт"
    assert head["twitter:card"] == "summary_large_image"
    answer = Client().get(f"{path}card.png")
    assert answer.headers["Content-Type"] == "image/png"
    assert inked(drawn(answer.content)) > 2_000
    pictured = make_article("С фотографией", main_image=make_picture())
    head = head_of(addresses.article("ru", pictured.pk, pictured.slug))
    assert head["og:image"].endswith(".jpg")
    assert int(head["og:image:width"]) > 0


@pytest.mark.django_db
@pytest.mark.parametrize("edition", ["ru", "en"])
def test_lists_stories_and_the_edition_have_cards(edition: str) -> None:
    section, storyline = make_section(edition), make_storyline(edition=edition)
    make_article(edition=edition, countries=("OM",), section=section, storyline=storyline)
    for base in (
        addresses.home(edition),
        addresses.section(edition, section.slug),
        addresses.country(edition, "oman"),
        addresses.storyline(edition, storyline.slug),
    ):
        url = head_of(base)["og:image"]
        assert url.endswith("/card.png"), base
        drawn(Client().get("/" + url.split("/", 3)[3]).content)


@pytest.mark.django_db
def test_a_card_betrays_nothing() -> None:
    draft = make_article("Черновик", live=False)
    secret = make_article("Под эмбарго", embargo_until=clock.now() + timedelta(hours=1))
    gone = make_article("Снятое")
    gone.unpublish()
    renamed = make_article("Порт")

    def ask(article: Any, slug: str = "") -> int:
        base = addresses.article("ru", article.pk, slug or article.slug)
        answer = Client().get(addresses.card(base))
        assert not answer.content
        return answer.status_code

    assert (ask(draft), ask(secret), ask(gone), ask(renamed, "other")) == (404, 404, 410, 301)
    assert Client().get("/ru/sections/none/card.png").status_code == 404


@pytest.mark.django_db
def test_machines_get_the_card_and_corrections_too() -> None:
    article = make_article("Порт открыт")
    path = addresses.article("ru", article.pk, article.slug)
    root = html.document_fromstring(Client().get(path).content.decode())
    found = [json.loads(one) for one in root.xpath("//script[@type='application/ld+json']/text()")]
    (data,) = [one for one in found if one["@type"] == "NewsArticle"]
    assert data["image"].endswith(f"{path}card.png")
    assert data["publisher"]["logo"]["width"] == 512


@pytest.mark.django_db
@pytest.mark.parametrize("edition", ["ru", "en"])
def test_the_manifest_names_the_edition(edition: str) -> None:
    answer = Client().get(addresses.manifest(edition))
    assert answer.headers["Content-Type"] == "application/manifest+json"
    said = json.loads(answer.content)
    assert (said["lang"], said["start_url"]) == (edition, f"/{edition}/")
    assert [icon["sizes"] for icon in said["icons"]] == ["192x192", "512x512"]
    page = Client().get(addresses.home(edition)).content.decode()
    assert f'<link rel="manifest" href="{addresses.manifest(edition)}">' in page
