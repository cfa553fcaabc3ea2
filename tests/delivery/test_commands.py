"""serai pages and serai audit."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from serai.delivery.keeping import page_store, render
from serai.delivery.refreshing import Refresher
from serai.delivery.store import Page
from serai.portal.selectors import addresses
from tests.builders import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> Iterator[list[str]]:
    settings.PAGE_STORE = tmp_path / "pages"
    Refresher().once()
    article = make_article("Порт открыт", countries=("OM",))
    Refresher().once()
    paths = [addresses.article("ru", article.pk, article.slug), addresses.home("ru")]
    assert all(render(path).kept for path in paths)
    yield paths
    page_store().close()


def say(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_why_names_every_tag_and_who_asked_for_it(kept: list[str]) -> None:
    said = json.loads(say("pages", "why", kept[0], "--json"))
    key = kept[0].split("/")[3].split("-")[0]
    assert said["kept"]
    assert "editorial.selectors.reading.article_with_pair" in said["tags"][f"article:{key}"]
    assert all(askers for askers in said["tags"].values())
    assert f"article:{key}" in say("pages", "why", kept[0])


def test_pages_are_listed_shown_made_anew_and_cleared(kept: list[str]) -> None:
    listed = json.loads(say("pages", "list", "--json"))
    assert [row["path"] for row in listed] == sorted(kept)
    assert "Порт открыт" in say("pages", "show", kept[0])
    assert "200, kept" in say("pages", "refresh", kept[0])
    assert "1 pages" in say("pages", "list", "/ru/news/")
    assert "1 pages cleared" in say("pages", "clear", "/ru/news/")
    say("pages", "clear")
    assert json.loads(say("pages", "list", "--json")) == []


def test_addresses_that_are_no_pages_are_refused() -> None:
    for words in (("pages", "why"), ("pages", "why", "/newsroom/"), ("pages", "show", "/ru/x/")):
        with pytest.raises(CommandError):
            call_command(*words)
    assert "404" in say("pages", "why", "/ru/x/")


def test_the_audit_finds_replaces_and_names_a_page_that_is_wrong(kept: list[str]) -> None:
    assert json.loads(say("audit", "--all", "--json")) == {"looked_at": 2, "different": []}
    page_store().put(kept[1], Page(200, "text/html", b"wrong"), {"article:1"}, number=1)
    out = StringIO()
    with pytest.raises(CommandError, match="out of date"):
        call_command("audit", "--all", "--json", stdout=out)
    (found,) = json.loads(out.getvalue())["different"]
    assert (found["path"], found["tags"]) == (kept[1], ["article:1"])
    assert b"wrong" not in (page_store().body(kept[1]) or b"wrong")
