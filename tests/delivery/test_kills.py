"""The refresher killed with -9 at every step it takes: whoever comes after leaves nothing old."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from serai.config.refresher import tell_the_desk
from serai.delivery.caches import DummyPurger
from serai.delivery.keeping import page_store, render
from serai.delivery.models import Invalidation, Refresh
from serai.delivery.outbox import last_number
from serai.delivery.refreshing import Refresher
from serai.editorial import actions
from serai.editorial.models import Article
from serai.portal.selectors import addresses
from tests.builders import make_article, make_section
from tests.delivery.trouble import killed_at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("page_directory")]
#: Every step in the long run; otherwise some of them.
strides = pytest.mark.parametrize("stride", [9, pytest.param(1, marks=pytest.mark.soak)])


def told(row: Invalidation, done: Refresh) -> None:
    tell_the_desk(row, done)


def worker() -> Refresher:
    return Refresher(made_by="1", node="here", told=told, purgers=[DummyPurger()])


def lines_of(article: Article) -> "QuerySet[Any]":
    from wagtail.models import ModelLogEntry

    return ModelLogEntry.objects.filter(action="serai.visible", object_id=str(article.pk))


def assert_nothing_old() -> None:
    store = page_store()
    for entry in store.entries():
        kept = store.body(entry.path)
        if kept is not None:
            assert kept == render(entry.path, looking=True).body, entry.path
    assert store.sweep() == 0
    assert store.state("number") == str(last_number()) == store.state("purged:dummy")


def kept_pages(article: Article) -> list[str]:
    day = addresses.day(addresses.news("ru"), timezone.localdate(article.first_published_at))
    own = addresses.article("ru", article.pk, article.slug)
    paths = [own, addresses.home("ru"), day]
    assert all(render(path).kept for path in paths)
    return paths


def at_every_step(
    stride: int, make: Callable[[], Article], change: Callable[[Article, int], None]
) -> Iterator[Article]:
    step, killed = 1 - stride, True
    while killed:
        step += stride
        article = make()
        page_store().clear()
        worker().once()
        paths = kept_pages(article)
        before = last_number()
        lines = lines_of(article).count()
        change(article, step)
        changes = Invalidation.objects.filter(number__gt=before, subject=f"article:{article.pk}")
        killed = killed_at(step, lambda: worker().step())
        worker().once()
        assert_nothing_old()
        assert lines_of(article).count() == lines + changes.count()
        for path in paths:
            render(path)
        assert_nothing_old()
        yield article
    assert step > 20, step


@strides
def test_a_change_outlives_kills_at_every_step(stride: int) -> None:
    article = make_article("Порт открыт", section=make_section())

    def rename(_article: Article, step: int) -> None:
        fresh = Article.objects.get(pk=article.pk)
        fresh.headline = f"Порт {step}"
        fresh.save_revision().publish()

    for count, _ in enumerate(at_every_step(stride, lambda: article, rename)):
        assert (
            f"Порт {1 + count * stride}"
            in (page_store().body(addresses.home("ru")) or b"").decode()
        )


@strides
def test_a_killed_article_is_gone_after_kills_at_every_step(stride: int) -> None:
    section = make_section()

    def make() -> Article:
        return make_article("Порт открыт", section=section)

    def kill(article: Article, _step: int) -> None:
        actions.kill_article(article=Article.objects.get(pk=article.pk), reason="Ошибка")

    for _ in at_every_step(stride, make, kill):
        pages = [page_store().body(entry.path) or b"" for entry in page_store().entries()]
        assert not any("Порт открыт" in page.decode() for page in pages)


@strides
def test_an_emptied_store_outlives_kills_at_every_step(stride: int) -> None:
    from serai.core.editions import locale_id
    from serai.editorial.models import SiteIdentity

    actions.make_fronts()
    article = make_article("Порт открыт", section=make_section())
    worker().once()
    step, killed = 1 - stride, True
    while killed:
        step += stride
        kept_pages(article)
        site = SiteIdentity.objects.get(locale_id=locale_id("ru"))
        site.name = f"Канал {step}"
        site.save()
        killed = killed_at(step, lambda: worker().step())
        worker().once()
        assert_nothing_old()
    assert step > 10, step
