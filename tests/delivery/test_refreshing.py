"""The refresher: what changed is brought up to date, in order, once, whatever happens meanwhile."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from serai.core import clock
from serai.core.editions import locale_id
from serai.delivery import keeping
from serai.delivery.keeping import Rendered, page_store, render
from serai.delivery.models import Invalidation, Node, Refresh
from serai.delivery.outbox import forget_old, gathered, invalidate, last_number, newer_than
from serai.delivery.recording import Recording
from serai.delivery.refreshing import Refresher
from serai.editorial import actions
from serai.editorial.models import Article, SiteIdentity
from serai.portal.selectors import addresses
from tests.builders import make_article, make_country, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_directory")]


@pytest.fixture
def refresher() -> Refresher:
    made = Refresher(made_by="this version", node="here")
    made.begin()
    return made


def url_of(article: Article) -> str:
    return addresses.article(article.edition, article.pk, article.slug)


def text(path: str) -> str:
    return (page_store().body(path) or b"").decode()


def rename(article: Article, headline: str) -> None:
    fresh = Article.objects.get(pk=article.pk)
    fresh.headline = headline
    fresh.save_revision().publish()


def test_a_published_change_is_in_place_after_one_step(refresher: Refresher) -> None:
    article = make_article("Порт открыт", countries=("OM",), section=make_section())
    refresher.step()
    country = addresses.country("ru", "oman")
    paths = [url_of(article), addresses.home("ru"), addresses.news("ru"), country]
    assert all(render(path).kept for path in paths)
    rename(article, "Порт закрыт")
    report = refresher.step()
    for path in paths:
        assert "Порт закрыт" in text(path), path
        assert "Порт открыт" not in text(path), path
    assert report.rendered >= 4
    assert refresher.number() == last_number()
    told = Refresh.objects.order_by("-number")[0]
    assert (told.pages, set(paths) <= set(told.paths), told.node) == (report.pages, True, "here")
    assert Node.objects.get(name="here").number == last_number()
    assert refresher.step().invalidations == 0


def test_the_long_tail_is_dropped_and_made_when_asked_for(refresher: Refresher) -> None:
    article = make_article("Порт открыт")
    refresher.step()
    day = addresses.day(addresses.news("ru"), timezone.localdate(clock.now()))
    assert render(day).kept
    rename(article, "Порт закрыт")
    refresher.step()
    assert page_store().body(day) is None
    assert render(day).kept
    assert "Порт закрыт" in text(day)


def test_what_there_is_no_time_for_goes_before_the_change_is_told_and_follows_after_it(
    refresher: Refresher, caplog: pytest.LogCaptureFixture
) -> None:
    article = make_article("Порт открыт")
    refresher.step()
    paths = [url_of(article), addresses.home("ru"), addresses.news("ru")]
    assert all(render(path).kept for path in paths)
    standing: list[list[str]] = []
    refresher.told = lambda row, done: standing.append([text(path) for path in paths])
    refresher.patience = 0.0
    rename(article, "Порт закрыт")
    caplog.set_level("INFO", "serai.delivery")
    report = refresher.step()
    assert standing == [["", "", ""]]  # nothing old, nothing new yet
    assert all("Порт закрыт" in text(path) for path in paths)
    assert report.rendered >= 3
    assert f"ms, {report.rendered} follow" in caplog.text
    assert f"rendered {report.rendered} that followed" in caplog.text
    assert Refresh.objects.order_by("-number")[0].pages == report.pages


def test_a_new_change_comes_before_what_still_follows(refresher: Refresher) -> None:
    article = make_article("Порт открыт")
    refresher.step()
    paths = [url_of(article), addresses.home("ru"), addresses.news("ru")]
    assert all(render(path).kept for path in paths)
    rendered: list[str] = []

    def watch(path: str) -> Rendered:
        made = render(path)
        rendered.append(path)
        if len(rendered) == 1:
            rename(article, "Порт занят")
        return made

    refresher.patience, refresher.render = 0.0, watch
    rename(article, "Порт закрыт")
    refresher.step()
    assert rendered == [addresses.home("ru")]
    refresher.step()
    assert all("Порт занят" in text(path) for path in paths)
    assert len(rendered) == len(set(rendered)) + 1  # the home page, which was old again


def test_a_page_that_a_reader_made_meanwhile_is_not_made_again(refresher: Refresher) -> None:
    article = make_article("Порт открыт")
    refresher.step()
    path = url_of(article)
    assert render(path).kept
    rendered: list[str] = []

    def watch(path: str) -> Rendered:
        rendered.append(path)
        return render(path)

    refresher.patience, refresher.render = 0.0, watch
    refresher.told = lambda row, done: render(path)  # type: ignore[assignment, func-returns-value]
    rename(article, "Порт закрыт")
    refresher.step()
    assert path not in rendered
    assert "Порт закрыт" in text(path)


def test_what_is_taken_off_goes_before_anything_is_rendered(refresher: Refresher) -> None:
    article = make_article("Порт открыт")
    refresher.step()
    paths = [url_of(article), addresses.home("ru")]
    assert all(render(path).kept for path in paths)
    standing: list[dict[str, bool]] = []

    def watch(path: str) -> Rendered:
        standing.append({path: page_store().body(path) is not None for path in paths})
        return render(path)

    actions.kill_article(article=Article.objects.get(pk=article.pk), reason="Ошибка")
    refresher.render = watch
    refresher.step()
    assert standing[0] == dict.fromkeys(paths, False)
    assert page_store().body(url_of(article)) is not None  # the page that says 410
    assert "Порт открыт" not in text(url_of(article)) + text(addresses.home("ru"))
    assert not page_store().body_file(url_of(article)).exists()


def test_a_slow_render_that_began_before_a_change_is_not_kept(monkeypatch: Any) -> None:
    article = make_article("Порт открыт")
    path = url_of(article)
    real = keeping._still_true

    def late(notebook: Recording) -> bool:
        if not late.done:  # type: ignore[attr-defined]
            late.done = True  # type: ignore[attr-defined]
            rename(article, "Порт закрыт")
        return real(notebook)

    late.done = False  # type: ignore[attr-defined]
    monkeypatch.setattr(keeping, "_still_true", late)
    made = render(path)
    assert "Порт открыт" in made.body.decode()
    assert not made.kept
    assert page_store().body(path) is None
    assert render(path).kept


def test_a_page_that_changes_while_it_is_renewed_is_never_left_old(refresher: Refresher) -> None:
    article = make_article("Самый старый")
    refresher.step()
    path = url_of(article)
    assert render(path).kept
    count = 0

    def busy(asked: str) -> Rendered:
        nonlocal count
        if asked == path:
            count += 1
            number = last_number()
            made = render(asked)
            if count < 10:
                rename(article, f"Ещё {count}")
            assert number <= last_number()
            return made
        return render(asked)

    rename(article, "Второй")
    refresher.render = busy
    refresher.step()
    assert "Самый старый" not in text(path)
    while refresher.step().invalidations:
        pass
    assert text(path) == "" or f"Ещё {min(count, 9)}" in text(path)


def test_an_article_of_the_last_days_is_replaced_and_an_older_one_dropped(
    refresher: Refresher,
) -> None:
    now = clock.now()
    fresh = make_article("Порт открыт", published_at=now - timedelta(hours=47))
    old = make_article("Мост открыт", published_at=now - timedelta(hours=49))
    refresher.step()
    assert all(render(url_of(article)).kept for article in (fresh, old))
    rename(fresh, "Порт закрыт")
    rename(old, "Мост закрыт")
    refresher.step()
    assert "Порт закрыт" in text(url_of(fresh))
    assert page_store().body(url_of(old)) is None
    assert render(url_of(old)).kept
    assert "Мост закрыт" in text(url_of(old))


def test_a_change_of_the_site_empties_the_store_and_makes_what_matters(
    refresher: Refresher,
) -> None:
    actions.make_fronts()
    article = make_article("Порт открыт")
    day = addresses.day(addresses.news("ru"), timezone.localdate(clock.now()))
    refresher.step()
    assert all(render(path).kept for path in (url_of(article), day))
    site = SiteIdentity.objects.get(locale_id=locale_id("ru"))
    site.name = "Другой канал"
    site.save()
    refresher.step()
    assert "Другой канал" in text(url_of(article))
    assert page_store().body(day) is None


def test_what_is_announced_for_a_moment_comes_at_that_moment(refresher: Refresher) -> None:
    now = clock.now()
    with clock.frozen(now):
        ahead = make_article("Завтрашний", published_at=now + timedelta(hours=1))
        refresher.step()
        assert render(addresses.home("ru")).kept
        assert "Завтрашний" not in text(addresses.home("ru"))
        refresher.step()
    with clock.frozen(now + timedelta(hours=1, seconds=1)):
        refresher.step()
        assert "Завтрашний" in text(addresses.home("ru"))
        assert render(url_of(ahead)).kept


def test_a_page_whose_time_is_over_is_made_anew(refresher: Refresher) -> None:
    now = clock.now()
    with clock.frozen(now):
        make_article("Сегодняшний", published_at=now - timedelta(minutes=1))
        refresher.step()
        assert render(addresses.news("ru")).kept
        expires = page_store().next_expiry()
        assert expires is not None
    with clock.frozen(expires + timedelta(seconds=1)):
        refresher.step()
        (entry,) = page_store().entries(addresses.news("ru"))
        assert entry.expires is None or entry.expires > expires


def test_a_page_that_cannot_be_made_is_dropped(refresher: Refresher, caplog: Any) -> None:
    article = make_article("Порт открыт")
    refresher.step()
    assert render(url_of(article)).kept

    def broken(path: str) -> Rendered:
        raise RuntimeError("no")

    rename(article, "Порт закрыт")
    refresher.render = broken
    refresher.step()
    assert page_store().body(url_of(article)) is None
    assert "cannot be rendered" in caplog.text


def test_a_store_of_another_version_begins_empty(refresher: Refresher) -> None:
    article = make_article("Порт открыт")
    refresher.step()
    assert render(url_of(article)).kept
    Refresher(made_by="this version", node="here").begin()
    assert page_store().body(url_of(article)) is not None
    Refresher(made_by="the next version", node="here").begin()
    assert page_store().body(url_of(article)) is None


def test_a_node_that_missed_too_much_begins_empty(refresher: Refresher) -> None:
    article = make_article("Порт открыт")
    refresher.step()
    assert render(url_of(article)).kept
    rename(article, "Второй")
    rename(article, "Третий")
    newest = last_number()
    Invalidation.objects.filter(number__lt=newest).delete()
    page_store().set_state("number", 1)
    Refresher(made_by="this version", node="here").begin()
    assert page_store().body(url_of(article)) is None


def test_one_transaction_is_one_row_and_a_failed_one_is_none() -> None:
    before = last_number()
    with gathered("both"):
        invalidate({"article:1"})
        invalidate({"article:2"}, drops=True)
    (row,) = newer_than(before)
    assert (row.tags, row.drops, row.cause) == (["article:1", "article:2"], True, "both")
    with suppress(RuntimeError), gathered("never"):
        invalidate({"article:3"})
        raise RuntimeError
    assert newer_than(row.number) == []


def test_a_draft_of_a_public_article_announces_nothing() -> None:
    article = make_article("Порт открыт")
    before = last_number()
    article.headline = "Черновик"
    article.save_revision()
    draft = make_article("Только черновик", live=False)
    draft.save()
    draft.save_revision()
    make_country("NP")
    causes = {row.cause for row in newer_than(before)}
    assert not any("стать" in cause or "матери" in cause for cause in causes), causes


def test_old_rows_are_forgotten_but_the_last() -> None:
    now = clock.now()
    with clock.frozen(now - timedelta(days=40)):
        invalidate({"article:1"})
        invalidate({"article:2"})
    last = last_number()
    assert forget_old() >= 1
    assert last_number() == last
