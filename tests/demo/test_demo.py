"""The demo newsroom comes whole, stays ahead of the clock, and goes alone."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models, transaction
from modelcluster.fields import ParentalKey
from wagtail.models import Revision

from serai.broadcast.models import Channel, Programme, ScheduleEvent
from serai.config.schedule import TABLE
from serai.core import clock
from serai.demo import actions
from serai.demo.actions import extend_schedule, load_demo, remove_demo, wants_demo
from serai.demo.models import DemoRecord
from serai.demo.schedule import DAYS_AHEAD, DAYS_BEFORE, DemoGuide
from serai.demo.selectors import USES
from serai.demo.tasks import extend_demo_schedule
from serai.demo.texts import read
from serai.editorial.actions import feature_on_front, make_fronts
from serai.editorial.models import (
    Article,
    ArticleAuthor,
    Author,
    Front,
    FrontSlot,
    Source,
    Storyline,
)
from serai.media.models import Image
from serai.vocabulary.models import Person
from tests.builders import make_article, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "PICTURE_WIDTH", 60)


@pytest.fixture
def vocabulary() -> None:
    call_command("load_vocabulary", stdout=StringIO())


@pytest.fixture
def demo(vocabulary: None) -> None:
    load_demo()


def of_the_demo(model: type[models.Model]) -> Any:
    """A row that the demo made."""
    keys = DemoRecord.objects.filter(kind=model._meta.label_lower).values_list("key", flat=True)
    return model._default_manager.filter(pk__in=list(keys)).order_by("pk")[0]


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


@pytest.mark.usefixtures("demo")
def test_the_fronts_show_what_the_demo_chose() -> None:
    for edition in ("ru", "en"):
        row = read("site")[edition]
        slots = FrontSlot.objects.filter(front__locale__language_code=edition)
        shown = [slot.article.headline for slot in slots.order_by("sort_order") if slot.article]
        headlines = {one["key"]: one["headline"] for one in read(f"articles_{edition}")}
        assert shown == [headlines[key] for key in (row["lead"], *row["seconds"])]


@pytest.mark.usefixtures("demo")
def test_what_an_editor_put_on_the_front_stays() -> None:
    own = make_article()
    feature_on_front(article=own, place=2)
    remove_demo()
    slots = FrontSlot.objects.filter(front__locale_id=own.locale_id, article__isnull=False)
    assert [(slot.article, slot.sort_order) for slot in slots] == [(own, 1)]


@pytest.mark.usefixtures("demo")
def test_its_channel_stays_where_own_airings_are_filed_on_it() -> None:
    programme = Programme.objects.create(slug="own")
    own = ScheduleEvent.objects.order_by("starts_at")[0]
    own.pk, own.is_demo, own.programme = None, False, programme
    own.starts_at -= timedelta(days=365)
    own.ends_at = own.starts_at + timedelta(minutes=20)
    own.save()
    assert remove_demo()["kept"] == 1
    assert ScheduleEvent.objects.get() == own
    assert Channel.objects.get() == own.channel
    assert own.channel.names.count() == 2
    assert extend_schedule() is None
    own.delete()
    assert remove_demo() == {"removed": 1, "kept": 0}
    assert not Channel.objects.exists()


def use_programme() -> models.Model:
    programme: Programme = of_the_demo(Programme)
    make_event(programme.names.all()[0].name, starts_at=clock.now() - timedelta(days=400))
    return programme


def use_picture_of_programme() -> models.Model:
    image: Image = of_the_demo(Image)
    Programme.objects.create(slug="own", image=image)
    return image


def use_storyline() -> models.Model:
    storyline: Storyline = of_the_demo(Storyline)
    make_article(storyline=storyline)
    return storyline


def use_storyline_in_a_draft() -> models.Model:
    article, storyline = make_article(), of_the_demo(Storyline)
    article.storyline = storyline
    article.save_revision()
    assert Article.objects.get(pk=article.pk).storyline is None
    return storyline


def use_author() -> models.Model:
    author: Author = of_the_demo(Author)
    ArticleAuthor.objects.create(article=make_article(), author=author)
    return author


def use_author_in_a_draft() -> models.Model:
    article, author = make_article(), of_the_demo(Author)
    article.authors.set([ArticleAuthor(author=author)])
    article.save_revision()
    return author


def use_source() -> models.Model:
    source: Source = of_the_demo(Source)
    make_article(source=source)
    return source


def use_person() -> models.Model:
    person: Person = of_the_demo(Person)
    make_article(body=[{"type": "quote", "value": {"text": "Так.", "speaker": person.pk}}])
    return person


def use_person_in_a_text_not_yet_public() -> models.Model:
    person: Person = of_the_demo(Person)
    quote = {"type": "quote", "value": {"text": "Так.", "speaker": person.pk}}
    make_article(live=False, body=[quote])
    return person


def use_picture() -> models.Model:
    image: Image = of_the_demo(Image)
    make_article(main_image=image)
    return image


def use_picture_in_a_draft() -> models.Model:
    article, image = make_article(), of_the_demo(Image)
    article.main_image = image
    article.save_revision()
    return image


def use_picture_in_a_body() -> models.Model:
    image: Image = of_the_demo(Image)
    make_article(body=[{"type": "image", "value": {"image": image.pk, "alt": "", "caption": ""}}])
    return image


def use_picture_in_a_gallery() -> models.Model:
    image: Image = of_the_demo(Image)
    plate = {"type": "item", "value": {"image": image.pk, "alt": "", "caption": ""}}
    make_article(body=[{"type": "gallery", "value": [plate]}])
    return image


def use_picture_in_the_body_of_a_draft() -> models.Model:
    article, image = make_article(), of_the_demo(Image)
    article.body = [("image", {"image": image, "alt": "", "caption": ""})]
    article.save_revision()
    return image


OWN_USES = (
    use_programme,
    use_picture_of_programme,
    use_storyline,
    use_storyline_in_a_draft,
    use_author,
    use_author_in_a_draft,
    use_source,
    use_person,
    use_person_in_a_text_not_yet_public,
    use_picture,
    use_picture_in_a_draft,
    use_picture_in_a_body,
    use_picture_in_a_gallery,
    use_picture_in_the_body_of_a_draft,
)


@pytest.mark.usefixtures("demo")
def test_what_the_newsroom_uses_stays() -> None:
    for use in OWN_USES:
        with transaction.atomic():
            row = use()
            kept = remove_demo()["kept"]
            # An airing keeps its channel, a programme its picture.
            expected = 2 + bool(row.image) if isinstance(row, Programme) else 1
            assert kept == expected, use.__name__
            assert type(row)._default_manager.filter(pk=row.pk).exists(), use.__name__
            assert not ScheduleEvent.objects.filter(is_demo=True).exists()
            assert not DemoRecord.objects.filter(kind="editorial.article").exists()
            transaction.set_rollback(True)


@pytest.mark.usefixtures("demo")
def test_what_is_needed_no_longer_goes_with_the_next_removal() -> None:
    row = use_storyline()
    remove_demo()
    Article.objects.all().delete()
    assert remove_demo() == {"removed": 1, "kept": 0}
    assert not Storyline.objects.filter(pk=row.pk).exists()


@pytest.mark.usefixtures("demo")
def test_a_copy_that_an_editor_made_of_a_demo_article_stays() -> None:
    pictured = Article.objects.filter(storyline__isnull=False, main_image__isnull=False)
    article: Article = pictured[0]
    article.pk, article.slug, article.translation_key = None, "copy", uuid.uuid4()
    article.save()
    remove_demo()
    standing = Article.objects.get()
    assert standing.slug == "copy"
    assert standing.storyline is not None
    assert standing.main_image is not None


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


@pytest.mark.usefixtures("demo")
def test_loading_again_after_a_removal_makes_nothing_twice() -> None:
    use_storyline()
    use_person()
    remove_demo()
    load_demo()
    slugs = list(Storyline.objects.values_list("slug", "locale_id"))
    assert len(slugs) == len(set(slugs))
    assert Channel.objects.count() == 1
    assert Article.objects.published().count() == 87


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


@pytest.mark.usefixtures("demo")
def test_the_schedule_stays_two_weeks_ahead() -> None:
    assert extend_schedule() is None
    channel = Channel.objects.get()
    last = max(ScheduleEvent.objects.values_list("broadcast_on", flat=True))
    with clock.frozen(clock.now() + timedelta(days=3)):
        assert extend_demo_schedule.func().endswith("airings scheduled")
        assert extend_demo_schedule.func() == "nothing to do"  # twice is harmless
        today = channel.broadcast_day(clock.now())
    days = set(ScheduleEvent.objects.values_list("broadcast_on", flat=True))
    assert {last + timedelta(days=number) for number in (1, 2, 3)} <= days
    assert max(days) == today + timedelta(days=DAYS_AHEAD - 1)
    events = list(ScheduleEvent.objects.order_by("starts_at"))
    assert all(one.ends_at == following.starts_at for one, following in pairwise(events))


@pytest.mark.usefixtures("demo")
def test_today_always_has_shows_around_it() -> None:
    channel = Channel.objects.get()
    start = clock.now()
    for days in (0, 1, 9, 40):  # 40: the worker stood still for a month
        with clock.frozen(start + timedelta(days=days)):
            extend_schedule()
            today = channel.broadcast_day(clock.now())
            wanted = {today + timedelta(days=offset) for offset in range(-4, 5)}
            events = ScheduleEvent.objects.filter(broadcast_on__in=wanted)
            assert set(events.values_list("broadcast_on", flat=True)) == wanted, days
            now = clock.now()
            assert events.filter(starts_at__lte=now, ends_at__gt=now).count() == 1


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
