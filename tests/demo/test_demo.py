"""The demo newsroom comes whole, stays ahead of the clock, and goes alone."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Revision

from serai.broadcast.models import ScheduleEvent
from serai.config.schedule import TABLE
from serai.demo import actions
from serai.demo.actions import load_demo, remove_demo, wants_demo
from serai.demo.models import DemoRecord
from serai.demo.schedule import DAYS_AHEAD, DAYS_BEFORE, DemoGuide
from serai.demo.selectors import USES
from serai.demo.tasks import extend_demo_schedule
from serai.editorial.actions import make_fronts
from serai.editorial.models import (
    Article,
    Front,
    Storyline,
)
from tests.builders import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "PICTURE_WIDTH", 60)


@pytest.fixture
def vocabulary() -> None:
    call_command("load_vocabulary", stdout=StringIO())


def counts() -> dict[str, int]:
    kinds = ("editorial.article", "editorial.quote", "broadcast.scheduleevent", "media.rendition")
    return {kind: apps.get_model(kind)._default_manager.count() for kind in (*USES, *kinds)}


#: What remembers that something happened; it stays when its row goes.
MEMORY = {
    "contenttypes.contenttype",
    "core.job",
    "delivery.invalidation",
    "demo.demorecord",
    "wagtailcore.modellogentry",
    "wagtailcore.revision",
}


def every_count() -> dict[str, int]:
    """Rows of every kind but those that remember what happened."""
    kinds = {model._meta.label_lower: model for model in apps.get_models() if model._meta.managed}
    return {
        kind: kinds[kind]._default_manager.count() for kind in sorted(kinds) if kind not in MEMORY
    }


def kept_files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


@pytest.mark.usefixtures("vocabulary")
def test_it_comes_and_goes_whole() -> None:
    before = counts()
    assert wants_demo()
    load_demo()
    articles = Article.objects.published()
    assert (articles.in_edition("ru").count(), articles.in_edition("en").count()) == (60, 25)
    assert sum(article.main_image is not None for article in articles) >= 50
    days = ScheduleEvent.objects.values_list("broadcast_on", flat=True).distinct()
    assert len(set(days)) == DAYS_BEFORE + DAYS_AHEAD
    assert remove_demo()["kept"] == 0
    assert counts() == before
    assert list(DemoRecord.objects.values_list("kind", flat=True)) == ["demo"]
    assert not wants_demo()  # removed is removed
    assert remove_demo() == {"removed": 0, "kept": 0}


@pytest.mark.usefixtures("vocabulary")
def test_no_row_and_no_file_of_it_is_left(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    make_fronts()
    before, files = every_count(), kept_files()
    with django_capture_on_commit_callbacks(execute=True):
        load_demo()
    assert kept_files() > files
    with django_capture_on_commit_callbacks(execute=True):
        remove_demo()
    assert {kind: n for kind, n in every_count().items() if n != before[kind]} == {}
    assert kept_files() == files
    revisions = Revision.objects.all()
    assert {one.content_object.__class__ for one in revisions} == {Front}
    slots = [slot for one in revisions for slot in one.content["slots"]]
    assert slots
    assert not any(slot["article"] for slot in slots)


def test_every_relation_that_may_need_a_demo_row_is_asked() -> None:
    """A new foreign key to a kind of the demo must be added to USES, or be a part of the row."""
    found = set()
    for kind in USES:
        for relation in apps.get_model(kind)._meta.get_fields(include_hidden=True):
            if not isinstance(relation, models.ManyToOneRel):
                continue
            column, owner = relation.field, relation.related_model
            if isinstance(column, ParentalKey) or owner._meta.auto_created:
                continue
            found.add((kind, owner._meta.label_lower, column.name))
    asked = {(kind, *use) for kind, uses in USES.items() for use in uses}
    # Parts of the row, and what only tells of an airing that is gone.
    assert found - asked == {
        ("media.image", "media.rendition", "image"),
        ("broadcast.channel", "broadcast.cancelledairing", "channel"),
        ("broadcast.programme", "broadcast.cancelledairing", "programme"),
    }
    assert asked <= found


@pytest.mark.usefixtures("vocabulary")
def test_a_load_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: DemoGuide) -> int:
        raise OSError("killed")

    before = counts()
    monkeypatch.setattr(DemoGuide, "fill", broken)
    with pytest.raises(OSError, match="killed"):
        load_demo()
    assert counts() == before
    assert wants_demo()


@pytest.mark.usefixtures("vocabulary")
def test_one_edition_has_only_its_own_articles(settings: Any) -> None:
    settings.EDITIONS = ("en",)
    load_demo()
    assert Article.objects.count() == Article.objects.in_edition("en").count() == 25
    assert Storyline.objects.values("locale").distinct().count() == 1


def test_without_a_vocabulary_it_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="serai load_vocabulary"):
        call_command("load_demo")


def test_a_newsroom_with_articles_of_its_own_gets_no_demo() -> None:
    make_article()
    assert not wants_demo()


def test_the_schedule_table_runs_it_daily() -> None:
    (entry,) = (entry for entry in TABLE if entry.task is extend_demo_schedule)
    assert entry.daily_at is not None


@pytest.mark.usefixtures("vocabulary")
def test_the_commands() -> None:
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert "85 articles" in out.getvalue()
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert out.getvalue() == "the demo stands already\n"
    out = StringIO()
    call_command("remove_demo", "--json", stdout=out)
    assert json.loads(out.getvalue())["kept"] == 0
    assert not Article.objects.exists()
