"""Pages keep what their dataclasses promise: each field is explained and shown, and templates ask
for nothing else."""

import inspect
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from django.test import Client, RequestFactory

from serai.core import clock
from serai.core.editions import ALL
from serai.portal import pages, urls
from serai.portal.templatetags.serai import _drawn
from serai.portal.views import answers, site
from tests.architecture.contexts import described, every_class
from tests.architecture.test_query_budgets import views as views_of
from tests.portal import every_page

CLASSES = {
    name: kind for name, kind in vars(pages).items() if inspect.isclass(kind) and is_dataclass(kind)
}
#: Views that answer machines.
OF_MACHINES = {
    "feed", "robots", "sitemap_index", "news_sitemap", "standing_sitemap", "month_sitemap",
    "report", "article_card", "shelf_card", "edition_card", "manifest",
    "xmltv", "xmltv_zipped", "calendar", "programme_calendar", "epg_channels", "epg_now", "epg_day",
}  # fmt: skip
#: What a template may ask of the one that includes it, which need not say it.
OPTIONS = {
    "class", "size", "picture", "dek", "meta", "wide", "mute", "eager", "newer", "older",
}  # fmt: skip
#: Fields that reach the page in its frame: as an entry of the menu, a crumb, a description.
BY_THE_FRAME = {"ArticlePage.section", "Site.description", "Site.header", "Site.noindex"}


class Asked(logging.Handler):
    """Variables that templates asked for in vain."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.missing: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple) and "while resolving variable" in record.msg:
            bit, template = map(str, record.args[:2])
            if bit not in OPTIONS:
                reason = record.exc_info[1] if record.exc_info else ""
                self.missing.add(f"{template}: {bit}: {str(reason)[:160]}")


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Asked, set[str]]]:
    """What is asked while pages are rendered: in vain, and of the dataclasses («Class.field»)."""
    seen: set[str] = set()
    rendering = []
    render = answers.render

    def rendered(*args: Any, **kwargs: Any) -> Any:
        rendering.append(True)
        try:
            return render(*args, **kwargs)
        finally:
            rendering.pop()

    def recording(self: object, name: str) -> Any:
        if rendering:
            seen.add(f"{type(self).__name__}.{name}")
        return object.__getattribute__(self, name)

    _drawn.clear()
    asked, logger = Asked(), logging.getLogger("django.template")
    with monkeypatch.context() as patch:
        for room in (answers, site):
            patch.setattr(room, "render", rendered)
        for kind in CLASSES.values():
            patch.setattr(kind, "__getattribute__", recording)
        patch.setattr(logger, "propagate", False)
        before = logger.level
        logger.setLevel(logging.DEBUG)
        logger.addHandler(asked)
        try:
            yield asked, seen
        finally:
            logger.removeHandler(asked)
            logger.setLevel(before)


def read(found: every_page.Pages) -> None:
    client = Client()
    for name, (path, status) in found.items():
        assert client.get(path).status_code == status, (name, path)


@pytest.mark.django_db
def test_templates_ask_for_all_that_is_promised_and_for_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with clock.frozen(every_page.NOON), watched(monkeypatch) as (asked, seen):
        read(every_page.bare())
        for edition in ALL:
            read(every_page.bare_article(edition))
        found = every_page.furnish()
        read(found)
        for edition in ALL:
            site.server_error(RequestFactory().get(f"/{edition}/"))
    shown = {name.split()[-1] if " " not in name else name.split()[1] for name in found}
    pages_of_people = set(views_of(urls.urlpatterns)) - OF_MACHINES
    assert pages_of_people <= shown
    assert sorted(asked.missing) == []
    promised = {f"{name}.{row.name}" for name, kind in CLASSES.items() for row in fields(kind)}
    never = ", ".join(sorted(promised - seen - BY_THE_FRAME))
    if never:
        pytest.fail(f"promised, never shown: {never}")


def test_the_watch_sees_a_variable_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.template import engines

    with watched(monkeypatch) as (asked, _seen):
        template = engines["django"].from_string("{% if page.headlin %}x{% endif %}")
        template.render({"page": pages.Link("a", "/")})
    assert len(asked.missing) == 1


def test_every_field_is_explained() -> None:
    silent = {row.name: row.unexplained() for row in every_class() if row.unexplained()}
    assert silent == {}


def test_a_field_without_a_word_is_seen() -> None:
    source = (
        'class Page:\n    """``b`` is told."""\n    #: Too.\n    a: str\n    b: str\n    c: str\n'
    )
    assert [row.unexplained() for row in described(source)] == [["c"]]
