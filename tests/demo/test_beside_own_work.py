"""The demo beside what editors make of it: loaded once, and as new for each of these tests."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from serai.broadcast.models import Channel, Programme, ScheduleEvent
from serai.core import clock
from serai.demo import actions
from serai.demo.actions import extend_schedule, load_demo, remove_demo
from serai.demo.models import DemoRecord
from serai.demo.schedule import DAYS_AHEAD
from serai.demo.tasks import extend_demo_schedule
from serai.demo.texts import read
from serai.editorial.actions import feature_on_front
from serai.editorial.models import (
    Article,
    ArticleAuthor,
    Author,
    FrontSlot,
    Source,
    Storyline,
)
from serai.media.models import Image
from serai.vocabulary.models import Person
from tests.builders import make_article, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def demo(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Half a minute, so it stands in a transaction round all tests; each is a savepoint in it."""
    own = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("demo") / "media", PAGE_STORE=None)
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), own:
        patch.setattr(actions, "PICTURE_WIDTH", 60)
        with transaction.atomic():
            call_command("load_vocabulary", stdout=StringIO())
            load_demo()
            yield
            transaction.set_rollback(True)


def of_the_demo(model: type[models.Model]) -> Any:
    """A row that the demo made."""
    keys = DemoRecord.objects.filter(kind=model._meta.label_lower).values_list("key", flat=True)
    return model._default_manager.filter(pk__in=list(keys)).order_by("pk")[0]


def test_the_fronts_show_what_the_demo_chose() -> None:
    for edition in ("ru", "en"):
        row = read("site")[edition]
        slots = FrontSlot.objects.filter(front__locale__language_code=edition)
        shown = [slot.article.headline for slot in slots.order_by("sort_order") if slot.article]
        headlines = {one["key"]: one["headline"] for one in read(f"articles_{edition}")}
        assert shown == [headlines[key] for key in (row["lead"], *row["seconds"])]


def test_what_an_editor_put_on_the_front_stays() -> None:
    own = make_article()
    feature_on_front(article=own, place=2)
    remove_demo()
    slots = FrontSlot.objects.filter(front__locale_id=own.locale_id, article__isnull=False)
    assert [(slot.article, slot.sort_order) for slot in slots] == [(own, 1)]


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


def test_what_is_needed_no_longer_goes_with_the_next_removal() -> None:
    row = use_storyline()
    remove_demo()
    Article.objects.all().delete()
    assert remove_demo() == {"removed": 1, "kept": 0}
    assert not Storyline.objects.filter(pk=row.pk).exists()


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


def test_loading_again_after_a_removal_makes_nothing_twice() -> None:
    use_storyline()
    use_person()
    remove_demo()
    load_demo()
    slugs = list(Storyline.objects.values_list("slug", "locale_id"))
    assert len(slugs) == len(set(slugs))
    assert Channel.objects.count() == 1
    assert Article.objects.published().count() == 87


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
