"""No page of the demo newsroom has a dead link, and every page keeps the form of a page."""

from itertools import pairwise

import pytest
from django.core.management import call_command
from django.test import Client

from tests.portal.reading import Page

pytestmark = pytest.mark.django_db


def test_every_link_of_the_demo_leads_somewhere(tmp_path_factory: pytest.TempPathFactory) -> None:
    call_command("load_vocabulary", verbosity=0)
    call_command("load_demo", verbosity=0)
    waiting, seen = ["/ru/", "/en/"], set()
    while waiting:
        path = waiting.pop()
        if path in seen or not path.startswith("/"):
            continue
        seen.add(path)
        if path.endswith(".ics"):
            assert Client(headers={"host": "127.0.0.1"}).get(path).status_code == 200
            continue
        page = Page(path)
        has_form_of_a_page(path, page)
        waiting += sorted(page.every_link() - seen)
    assert len(seen) > 150


def has_form_of_a_page(path: str, page: Page) -> None:
    root = page.root
    assert len(root.xpath("//h1")) == 1, path
    assert root.get("lang") == path.split("/")[1], path
    assert root.xpath("count(//main)") == 1, path
    assert root.xpath("string(//link[@rel='canonical']/@href)").startswith("http"), path
    assert page.meta("og:title"), path
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids)), (path, ids)
    assert not root.xpath(
        "//@style | //style | //script[not(@src or @type='application/ld+json')]"
    ), path
    assert not root.xpath("//img[not(@alt) or not(@width) or not(@height)]"), path
    assert not [time for time in root.xpath("//time") if not time.get("datetime")], path
    levels = [int(heading.tag[1]) for heading in root.xpath("//h1|//h2|//h3|//h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels)), path
