"""A kill takes pictures along that nothing else public shows; reviving brings them back."""

import json
from typing import Any

import pytest
from django.core.files.storage import default_storage

from serai.editorial.actions import kill_article, revive_article
from serai.editorial.models import Article
from serai.media.models import Image, Rendition
from tests.builders import make_article, make_picture

pytestmark = pytest.mark.django_db


def with_pictures(main: Image, inside: Image, **more: Any) -> Article:
    article = make_article(main_image=main, **more)
    block = {"type": "image", "value": {"image": inside.pk, "alt": "Маяк", "caption": ""}}
    article.body = json.dumps([block])
    article.save()
    return article


def names(image: Image) -> list[str]:
    return [one.file.name for one in Rendition.objects.filter(image=image)]


def test_a_kill_takes_the_files_of_its_pictures_and_reviving_makes_them_again(
    django_capture_on_commit_callbacks: Any,
) -> None:
    main, inside = make_picture(), make_picture("#aa2211")
    article = with_pictures(main, inside)
    files = [*names(main), *names(inside)]
    assert files
    assert all(default_storage.exists(name) for name in files)
    with django_capture_on_commit_callbacks(execute=True):
        kill_article(article=article, reason="Снимок поддельный")
    assert not any(default_storage.exists(name) for name in files)
    assert names(main) == names(inside) == []
    assert article.kill_reason == "Снимок поддельный"
    revive_article(article=article, reason="Снимок настоящий")
    assert names(main)
    assert names(inside)
    assert all(default_storage.exists(name) for name in [*names(main), *names(inside)])


@pytest.mark.parametrize("place", ["main", "body"])
def test_a_picture_that_another_live_article_shows_stays(place: str) -> None:
    shared, own, else_where = make_picture(), make_picture("#aa2211"), make_picture("#22aa11")
    article = with_pictures(shared, own)
    pair = (shared, else_where) if place == "main" else (else_where, shared)
    with_pictures(*pair, headline="Другая")
    kill_article(article=article, reason="Ложь")
    assert names(shared)
    assert names(own) == []


def test_a_draft_does_not_hold_the_picture_of_a_killed_article() -> None:
    shared = make_picture()
    article = with_pictures(shared, shared)
    with_pictures(shared, shared, live=False)
    kill_article(article=article, reason="Ложь")
    assert names(shared) == []


@pytest.mark.parametrize("kind", ["gallery", "video"])
def test_pictures_of_galleries_and_videos_are_pictures_too(kind: str) -> None:
    inside, shared = make_picture(), make_picture("#aa2211")

    def block(image: Image) -> dict[str, Any]:
        if kind == "gallery":
            return {"type": "gallery", "value": [{"image": image.pk, "alt": "Маяк"}]}
        film = {"address": "https://youtu.be/aB3_-dEfGhI", "title": "Маяк", "poster": image.pk}
        return {"type": "video", "value": film}

    article = make_article(body=[block(inside), block(shared)])
    make_article("Другая", body=[block(shared)])
    kill_article(article=article, reason="Ложь")
    assert names(inside) == []
    assert names(shared)
