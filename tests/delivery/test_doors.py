"""Whatever door a change comes through, kept pages that show it are true after one round."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from serai.core import clock
from serai.delivery.keeping import page_store, render
from serai.delivery.refreshing import Refresher
from serai.editorial import actions
from serai.editorial.models import Article, Storyline
from serai.editorial.tasks import run_due_changes
from serai.portal.selectors import addresses
from tests.accounts.members import member
from tests.builders import make_article, make_country, make_section, make_storyline
from tests.editorial.test_newsroom import form
from tests.importing.test_import_capture import PAGE

pytestmark = pytest.mark.django_db


@dataclass
class Newsroom:
    """A live article, a draft that waits, and an editor at the desk."""

    editor: Client
    person: Any
    live: Article
    draft: Article
    storyline: Storyline
    directory: Path

    def post(self, door: str, article: Article, data: dict[str, Any] | None = None) -> None:
        address = reverse(f"wagtailsnippets_editorial_article:{door}", args=[article.pk])
        assert self.editor.post(address, data or {}).status_code == 302

    def post_bulk(self, door: str, *articles: Article) -> None:
        address = reverse("wagtail_bulk_action", args=["editorial", "article", door])
        picked = "&".join(f"id={article.pk}" for article in articles)
        assert self.editor.post(f"{address}?{picked}").status_code == 302


@pytest.fixture
def newsroom(settings: Any, tmp_path: Path) -> Iterator[Newsroom]:
    settings.PAGE_STORE = tmp_path / "pages"
    for code in ("OM", "IN", "NP"):
        make_country(code)
    actions.make_approval()
    person, editor = member("editor"), Client()
    editor.force_login(person)
    storyline = make_storyline()
    columns: dict[str, Any] = {"countries": ("OM",), "section": make_section()}
    live = make_article("Старый маяк", storyline=storyline, **columns)
    draft = make_article("Новый маяк", live=False, storyline=storyline, **columns)
    with clock.frozen(clock.now()):
        yield Newsroom(editor, person, live, draft, storyline, tmp_path)
    page_store().close()


def by_button(room: Newsroom) -> None:
    room.post("edit", room.draft, form(headline="Новый маяк", **{"action-publish": "1"}))


def by_approval(room: Newsroom) -> None:
    room.draft.get_workflow().start(room.draft, room.person)
    Article.objects.get(pk=room.draft.pk).current_workflow_task_state.approve(user=room.person)


def by_schedule(room: Newsroom) -> None:
    at = clock.now() + timedelta(minutes=5)
    actions.schedule_article(article=room.draft, at=at)
    with clock.frozen(at):
        run_due_changes.func()


def by_the_end_of_an_embargo(room: Newsroom) -> None:
    until = clock.now() + timedelta(minutes=5)
    actions.set_embargo(article=room.draft, until=until)
    actions.publish_article(article=Article.objects.get(pk=room.draft.pk))
    with clock.frozen(until):
        run_due_changes.func()


def by_command(room: Newsroom) -> None:
    page = room.directory / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    call_command("import_capture", str(page), "--publish", stdout=StringIO(), stderr=StringIO())


def by_revival(room: Newsroom) -> None:
    actions.kill_article(article=room.live, reason="Ошибка")
    actions.revive_article(article=Article.objects.get(pk=room.live.pk), reason="Правда")


DOORS: dict[str, Callable[[Newsroom], object]] = {
    "button": by_button,
    "approval": by_approval,
    "schedule": by_schedule,
    "end of an embargo": by_the_end_of_an_embargo,
    "import": by_command,
    "revival": by_revival,
    "bulk publication": lambda room: room.post_bulk("publish", room.draft),
    "bulk deletion": lambda room: room.post_bulk("delete", room.live),
    "deletion": lambda room: room.post("delete", room.live),
    "taken off": lambda room: room.post("unpublish", room.live),
    "deletion of a set": lambda room: Article.objects.filter(pk=room.live.pk).delete(),
    "deletion that leads on": lambda room: room.storyline.delete(),
    "kill": lambda room: actions.kill_article(article=room.live, reason="Ошибка"),
    "embargo": lambda room: actions.set_embargo(
        article=room.live, until=clock.now() + timedelta(days=1)
    ),
    "correction": lambda room: actions.correct_article(article=room.live, text="Иначе."),
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
def test_what_comes_through_a_door_is_on_every_page(
    newsroom: Newsroom, door: Callable[[Newsroom], object]
) -> None:
    live, home = newsroom.live, addresses.home("ru")
    own = addresses.article("ru", live.pk, live.slug)
    paths = [
        own, home, f"{home}feed.json", addresses.news("ru"), addresses.section("ru", "society"),
        addresses.country("ru", "oman"), addresses.storyline("ru", newsroom.storyline.slug),
        "/sitemap.xml", "/news-sitemap.xml",
    ]  # fmt: skip
    refresher = Refresher(made_by="the doors")
    refresher.begin()
    assert all(render(path).kept for path in paths)
    before = {path: page_store().body(path) for path in paths}
    door(newsroom)
    refresher.step()
    now = {path: (made.status, made.body) for path in paths if (made := render(path, looking=True))}
    assert any(body != before[path] for path, (_status, body) in now.items()), "nothing happened"
    for path, (status, body) in now.items():
        assert page_store().body(path) in (None, body), f"{path} is out of date ({status})"
