"""Galleries, videos, sharing and reporting in a real Chromium."""

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from wagtail.models import Collection, Locale

from tests.browser.looking import opened
from tests.builders import make_article, make_picture

# Playwright's loop runs in this thread, where the tables are made and emptied too.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def full(live_server: Any, settings: Any, tmp_path: Path) -> str:
    """Address of an article with all of them."""
    settings.MEDIA_ROOT = tmp_path
    for language in ("ru", "en"):  # a test before this one may have emptied the tables
        Locale.objects.get_or_create(language_code=language)
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    pictures = [make_picture() for _ in range(3)]
    plates = [{"image": one.pk, "alt": "Вид", "caption": "Маяк"} for one in pictures]
    video = {"address": "https://youtu.be/aB3_-dEfGhI", "title": "Маяк с воздуха"}
    body = [
        {"type": "paragraph", "value": "<p>Башня выросла за год.</p>"},
        {"type": "gallery", "value": plates},
        {"type": "video", "value": {**video, "poster": pictures[0].pk, "credit": "Видео: порт"}},
        {"type": "video", "value": video},
    ]
    article = make_article(body=body)
    return f"{live_server.url}/ru/news/{article.pk}-{article.slug}/"


def test_nothing_to_complain_about(chromium: Browser, full: str) -> None:
    for width, scheme in ((390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")):
        with opened(chromium, full, scheme=scheme, width=width) as seen:
            assert seen.complaints == []
            assert seen.page.evaluate("window.shifted") <= 0.01
            seen.page.click(".report summary")
            result = Axe().run(seen.page)
            assert result.violations_count == 0, result.generate_report()


def test_a_click_brings_the_player_and_a_key_the_report(chromium: Browser, full: str) -> None:
    with opened(chromium, full) as seen:
        seen.page.locator(".prose p").first.select_text()
        seen.page.keyboard.press("Control+Enter")
        assert "Башня" in seen.page.input_value("[name=passage]")
        assert seen.page.evaluate("document.activeElement.name") == "note"
        assert seen.complaints == []
        seen.page.route("https://**", lambda route: route.abort())
        seen.page.locator("a[data-player]").first.click()
        assert "youtube-nocookie" in (seen.page.get_attribute("iframe", "src") or "")
        assert seen.page.locator("a[data-player]").count() == 1
