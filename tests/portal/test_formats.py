"""Feeds and sitemaps keep the letter of their formats, whatever stands in a headline."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from serai.core import clock
from serai.core.editions import ALL
from tests.builders import make_article, make_source
from tests.portal import every_page

pytestmark = pytest.mark.django_db

SCHEMAS = Path(__file__).with_name("schemas")
ATOM = "{http://www.w3.org/2005/Atom}"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
#: What XML cannot carry, in a headline that also looks like markup.
HOSTILE = f"{every_page.WORSE}\x0b\x00\ufffe &nbsp; <![CDATA["
PARTS = ("", "news/", "sections/society/", "countries/oman/", "topics/arts/", "sources/vestnik/")
#: JSON Feed 1.1: name -> kind of what it holds, and what must be there.
OF_FEED: dict[str, type] = {
    "version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str,
    "user_comment": str, "next_url": str, "icon": str, "favicon": str, "authors": list,
    "language": str, "expired": bool, "hubs": list, "items": list,
}  # fmt: skip
OF_ITEM: dict[str, type] = {
    "id": str, "url": str, "external_url": str, "title": str, "content_html": str,
    "content_text": str, "summary": str, "image": str, "banner_image": str, "language": str,
    "date_published": str, "date_modified": str, "authors": list, "tags": list,
    "attachments": list,
}  # fmt: skip


@pytest.fixture
def newsroom() -> None:
    """Every page furnished, and in each edition hostile stories, one of them with its full text."""
    every_page.furnish()
    own = make_source("own", HOSTILE.replace("\x00", ""))
    own.full_text_allowed = True
    own.save()
    for edition in ALL:
        every_page.hostile_article(edition)
        headline = HOSTILE.replace("\x00", "")
        make_article(headline, edition=edition, source=own, lead=headline, countries=("OM",))


def answer(path: str, kind: str) -> bytes:
    got = Client().get(path)
    assert got.status_code == 200, path
    assert got.headers["Content-Type"].split(";")[0] == kind, path
    return got.content


def parsed(content: bytes) -> Any:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def held(schema: Any, root: Any, path: str) -> None:
    schema.validate(root)
    assert [f"{row.line}: {row.message}" for row in schema.error_log] == [], path


def moment(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    assert value.tzinfo is not None, text
    return value


def shaped(found: dict[str, Any], known: dict[str, type], required: tuple[str, ...]) -> None:
    """Names and kinds of JSON Feed; an extension begins with an underscore."""
    assert set(required) <= set(found)
    for name, value in found.items():
        if not name.startswith("_"):
            assert isinstance(value, known[name]), name


def atom_keeps_the_rfc() -> None:
    schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
    for path in (f"/{edition}/{part}feed.xml" for edition in ALL for part in PARTS):
        root = parsed(answer(path, "application/atom+xml"))
        held(schema, root, path)
        entries = root.findall(f"{ATOM}entry")
        ids = [row.text for row in root.iter(f"{ATOM}id")]
        assert entries, path
        assert len(set(ids)) == len(ids), path
        if path.endswith(("news/feed.xml", "oman/feed.xml")):
            assert any("]]> </script>" in (row.text or "") for row in root.iter(f"{ATOM}title"))
        for entry in entries:
            published, updated = (
                moment(entry.findtext(ATOM + name)) for name in ("published", "updated")
            )
            assert published <= updated <= moment(root.findtext(f"{ATOM}updated"))


def json_feed_keeps_version_1_1() -> None:
    for path in (f"/{edition}/{part}feed.json" for edition in ALL for part in PARTS):
        feed = json.loads(answer(path, "application/feed+json"))
        shaped(feed, OF_FEED, ("version", "title", "items"))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        items = feed["items"]
        assert items, path
        assert len({item["id"] for item in items}) == len(items), path
        for item in items:
            shaped(item, OF_ITEM, ("id",))
            assert "content_html" in item or "content_text" in item
            assert moment(item["date_published"]) <= moment(item["date_modified"])
            assert all(isinstance(tag, str) and tag for tag in item["tags"])
            for author in item.get("authors", []):
                assert set(author) & {"name", "url", "avatar"}


def sitemaps_keep_the_protocol() -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "sitemap.xsd"))
    index = parsed(answer("/sitemap.xml", "application/xml"))
    held(schema, index, "/sitemap.xml")
    paths = ["/" + loc.text.split("/", 3)[3] for loc in index.iter(LOC)]
    assert len(paths) > 2 * len(ALL)
    for path in (*paths, "/news-sitemap.xml"):
        held(schema, parsed(answer(path, "application/xml")), path)


def test_feeds_and_sitemaps_keep_their_formats(newsroom: None) -> None:
    """One test, because the newsroom takes seconds to furnish."""
    atom_keeps_the_rfc()
    json_feed_keeps_version_1_1()
    sitemaps_keep_the_protocol()


def test_a_feed_without_an_entry_keeps_the_rfc_too() -> None:
    schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
    held(schema, parsed(answer("/ru/feed.xml", "application/atom+xml")), "/ru/feed.xml")


def test_the_rules_see_what_is_wrong() -> None:
    make_article("Маяк", published_at=clock.now() - timedelta(hours=1))
    atom = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
    for name in ("id", "title", "updated", "link", "entry/id", "entry/updated", "entry/link"):
        root = parsed(answer("/ru/feed.xml", "application/atom+xml"))
        assert atom.validate(root)
        wrong = root.find("/".join(ATOM + part for part in name.split("/")))
        wrong.getparent().remove(wrong)
        assert not atom.validate(root), name
    sitemap = etree.XMLSchema(etree.parse(SCHEMAS / "sitemap.xsd"))
    for tag in ("loc", "publication_date", "title", "language"):
        root = parsed(answer("/news-sitemap.xml", "application/xml"))
        assert sitemap.validate(root)
        wrong = next(root.iter("{*}" + tag))
        wrong.getparent().remove(wrong)
        assert not sitemap.validate(root), tag
