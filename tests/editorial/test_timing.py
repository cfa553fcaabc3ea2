"""Schedule, expiry, embargo: what is due happens, and nothing happens before."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.log_actions import registry
from wagtail.models import Revision, Task, Workflow, WorkflowTask

from serai.accounts.models import User
from serai.core.clock import Hand, frozen
from serai.editorial import actions
from serai.editorial.actions import due
from serai.editorial.models import Article, DueChange, DueKind, DueState, EditorialError
from serai.editorial.models.timing import end_of_day, moment_in
from serai.editorial.selectors import changes_ahead, changes_of, is_public, troubled_changes
from serai.editorial.tasks import run_due_changes
from tests.builders import make_article, make_source

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def hand() -> Iterator[Hand]:
    with frozen(NOON) as standing:
        yield standing


@pytest.fixture
def editor() -> User:
    return User.objects.create_superuser("editor", "", "a long test password")


def work() -> int:
    return int(run_due_changes.func())


def status(article: Article) -> int:
    return Client().get(f"/ru/news/{article.pk}/", follow=True).status_code


def history(article: Article) -> list[str]:
    rows = registry.get_logs_for_instance(article).order_by("pk")
    return [row.action for row in rows if row.action != "wagtail.edit"]


def write(article: Article, **columns: Any) -> Revision:
    """Another version of the text, past the checks of a form."""
    for name, value in columns.items():
        setattr(article, name, value)
    return article.save_revision(clean=False)


def test_a_scheduled_article_appears_at_its_moment(hand: Hand, editor: User) -> None:
    article = make_article(live=False, published_at=None)
    change = actions.schedule_article(article=article, at=NOON + HOUR, user=editor)
    assert (change.local_text, change.zone) == ("24.11.2026 16:00", "Europe/Moscow")
    hand.advance(3599)
    assert (work(), status(article)) == (0, 404)
    hand.advance(1)
    assert (work(), status(article)) == (1, 200)
    change.refresh_from_db()
    assert (change.state, change.attempts, change.ended_at) == ("done", 1, NOON + HOUR)
    assert work() == 0
    assert history(article) == ["serai.schedule", "wagtail.publish.scheduled"]
    entry = registry.get_logs_for_instance(article).filter(action="serai.schedule").get()
    assert entry.user == editor
    assert "24.11.2026 16:00" in entry.message


def test_rescheduling_replaces_and_calling_off_ends(hand: Hand) -> None:
    article = make_article(live=False)
    first = actions.schedule_article(article=article, at=NOON + HOUR)
    second = actions.schedule_article(article=article, at=NOON + 2 * HOUR)
    first.refresh_from_db()
    assert (first.state, changes_of(article)) == ("cancelled", [second])
    hand.advance(3700)
    assert (work(), status(article)) == (0, 404)
    actions.cancel_change(change=second)
    hand.advance(3700)
    assert (work(), status(article)) == (0, 404)
    with pytest.raises(EditorialError):
        actions.cancel_change(change=second)


def test_the_version_of_the_moment_of_scheduling_is_published(hand: Hand) -> None:
    article = make_article("Проверенный", live=False)
    actions.schedule_article(article=article, at=NOON + HOUR)
    write(article, headline="Черновик на потом")
    hand.advance(3600)
    work()
    article.refresh_from_db()
    assert article.headline == "Проверенный"
    assert article.has_unpublished_changes


def test_publishing_by_hand_ends_the_schedule_of_an_older_version(hand: Hand) -> None:
    article = make_article(live=False)
    actions.schedule_article(article=article, at=NOON + HOUR)
    write(article, headline="Новее")
    actions.publish_article(article=article)
    assert changes_of(article) == []
    later = write(article, headline="Ещё новее")
    actions.schedule_article(article=article, at=NOON + HOUR)
    article.revisions.exclude(pk=later.pk).order_by("-pk")[0].publish()
    assert [change.revision_id for change in changes_of(article)] == [later.pk]


def test_an_article_expires_and_answers_410(hand: Hand) -> None:
    article = make_article()
    actions.expire_article(article=article, at=NOON + HOUR)
    hand.advance(3600)
    assert status(article) == 200
    assert work() == 1
    article.refresh_from_db()
    assert (status(article), article.expired, article.live) == (410, True, False)
    assert history(article)[-1] == "wagtail.unpublish.scheduled"


def test_wagtails_dates_are_input_for_our_table(hand: Hand) -> None:
    article = make_article(live=False, published_at=None)
    article.go_live_at, article.expire_at = NOON + HOUR, NOON + 2 * HOUR
    article.save_revision(clean=False).publish()
    found = {change.kind: change.due_at for change in changes_of(article)}
    assert found == {"publish": NOON + HOUR, "expire": NOON + 2 * HOUR}
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    assert status(article) == 404
    hand.advance(3600)
    assert (work(), status(article)) == (1, 200)
    article.refresh_from_db()
    assert (article.go_live_at, article.expire_at) == (None, None)
    hand.advance(3600)
    assert (work(), status(article)) == (1, 410)


def test_wagtails_scheduler_refuses_to_run() -> None:
    with pytest.raises(CommandError, match="serai work"):
        call_command("publish_scheduled")


def test_an_embargo_of_a_date_ends_with_the_day_of_the_source(hand: Hand) -> None:
    source = make_source()
    article = make_article(live=False, source=source)
    change = actions.set_embargo(article=article, until=date(2026, 11, 25))
    assert change.due_at == datetime(2026, 11, 25, 21, tzinfo=UTC)  # Moscow
    assert change.local_text == "25.11.2026 24:00"
    source.zone = "Asia/Kolkata"
    source.save()
    article.refresh_from_db()
    change = actions.set_embargo(article=article, until=date(2026, 11, 25))
    assert change.due_at == datetime(2026, 11, 25, 18, 30, tzinfo=UTC)
    with pytest.raises(EditorialError):
        actions.set_embargo(article=article, until=date(2026, 11, 23))


def approve(article: Article, user: User) -> None:
    """Submitted and approved, as the workflow's last task does it."""
    workflow = Workflow.objects.create(name="Проверка")
    task = Task.objects.create(name="Редактор")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(article, user)
    step = article.current_workflow_task_state
    assert step is not None
    step.approve(user=user)


def test_every_door_publishes_at_the_end_of_the_embargo(hand: Hand, editor: User) -> None:
    doors = {
        "button": lambda row: row.latest_revision.publish(user=editor),
        "command": lambda row: actions.publish_article(article=row, user=editor),
        "schedule": lambda row: actions.schedule_article(article=row, at=NOON + SECOND),
        "approval": lambda row: approve(row, editor),
    }
    articles = []
    for open_door in doors.values():
        article = make_article(live=False, published_at=None)
        actions.set_embargo(article=article, until=NOON + HOUR)
        article.refresh_from_db()
        open_door(article)
        articles.append(article)
    hand.advance(3599)
    work()
    assert [status(article) for article in articles] == [404] * len(doors)
    assert not Article.objects.filter(live=True).exists()
    hand.advance(1)
    assert work() == 2 * len(doors)
    assert [status(article) for article in articles] == [200] * len(doors)
    assert set(Article.objects.values_list("embargo_until", flat=True)) == {None}


def test_an_embargo_hides_a_public_article_until_its_end(hand: Hand) -> None:
    article = make_article()
    actions.set_embargo(article=article, until=NOON + HOUR)
    assert status(article) == 404
    hand.advance(3600)
    assert work() == 1
    assert status(article) == 200
    assert history(article)[-2:] == ["serai.embargo", "serai.embargo_ended"]


def test_lifting_publishes_what_waited_and_nothing_with_a_later_date(hand: Hand) -> None:
    now, later = make_article(live=False), make_article(live=False)
    for article in (now, later):
        actions.set_embargo(article=article, until=NOON + 3 * HOUR)
    actions.publish_article(article=now)
    actions.schedule_article(article=later, at=NOON + HOUR)
    with pytest.raises(EditorialError):
        actions.lift_embargo(article=now, reason="  ")
    for article in (now, later):
        actions.lift_embargo(article=article, reason="Агентство разрешило")
    work()
    assert (status(now), status(later)) == (200, 404)
    hand.advance(3600)
    work()
    assert status(later) == 200
    with pytest.raises(EditorialError):
        actions.lift_embargo(article=now, reason="ещё раз")


def test_a_moved_embargo_moves_what_waits(hand: Hand) -> None:
    article = make_article(live=False)
    actions.set_embargo(article=article, until=NOON + HOUR)
    actions.publish_article(article=article)
    actions.set_embargo(article=article, until=NOON + 2 * HOUR)
    hand.advance(3600)
    assert (work(), status(article)) == (0, 404)
    hand.advance(3600)
    assert (work(), status(article)) == (2, 200)


def test_what_an_embargo_holds_beyond_its_expiry_never_appears(hand: Hand) -> None:
    article = make_article(live=False)
    actions.schedule_article(article=article, at=NOON + HOUR)
    actions.expire_article(article=article, at=NOON + 2 * HOUR)
    actions.set_embargo(article=article, until=NOON + 3 * HOUR)
    hand.advance(4 * 3600)
    work()
    assert status(article) == 404
    assert changes_of(article) == []


def test_a_failure_is_tried_again_three_times_and_stays_on_the_alert_list(hand: Hand) -> None:
    bad, good = make_article(live=False), make_article(live=False)
    secret = "Тайная канарейка " * 30
    write(bad, headline=secret)
    for article in (bad, good):
        actions.schedule_article(article=article, at=NOON + SECOND)
    hand.advance(1)
    assert (work(), status(good)) == (1, 200)
    for seconds in (10, 60, 300):
        change = troubled_changes(10)[0]
        assert change.state == DueState.WAITING
        hand.advance(seconds - 1)
        assert (work(), due.claim_due()) == (0, [])
        hand.advance(1)
        work()
    change = troubled_changes(10)[0]
    assert (change.state, change.attempts, change.article) == (DueState.FAILED, 4, bad)
    assert change.error == "headline max_length"
    assert len(change.problems) == 1
    assert "канарейка" not in change.error
    hand.advance(86400)
    assert (work(), status(bad)) == (0, 404)
    assert history(bad)[-1] == "serai.due_failed"


def test_a_failure_ends_when_the_desk_repairs_and_publishes_it(hand: Hand) -> None:
    article = make_article(live=False)
    write(article, headline="")
    change = actions.schedule_article(article=article, at=NOON + SECOND)
    hand.advance(1)
    work()
    assert "headline blank" in DueChange.objects.get().error
    assert troubled_changes(5) == [change]
    write(article, headline="Починено")
    actions.publish_article(article=article)
    assert (troubled_changes(5), status(article)) == ([], 200)


def test_a_failure_is_given_another_try(hand: Hand) -> None:
    article = make_article(live=False)
    version = write(article, headline="")
    change = actions.schedule_article(article=article, at=NOON + SECOND)
    hand.advance(1)
    for seconds in (10, 60, 300, 0):
        work()
        hand.advance(seconds)
    assert troubled_changes(5)[0].state == DueState.FAILED
    Revision.objects.filter(pk=version.pk).update(content={**version.content, "headline": "Есть"})
    actions.retry_change(change=change)
    assert (work(), status(article), troubled_changes(5)) == (1, 200, [])


def test_a_worker_that_lost_its_lease_is_refused(hand: Hand) -> None:
    article = make_article(live=False)
    actions.schedule_article(article=article, at=NOON + SECOND)
    hand.advance(1)
    (silent,) = due.claim_due()
    assert due.claim_due() == []
    hand.advance(due.LEASE.total_seconds())
    (other,) = due.claim_due()
    assert not due.carry_out(claim=silent)
    assert status(article) == 404
    assert due.carry_out(claim=other)
    assert not due.carry_out(claim=other)
    assert Article.objects.get(pk=article.pk).revisions.count() == 1


def test_a_change_that_kills_its_workers_is_put_aside(hand: Hand) -> None:
    article = make_article(live=False)
    actions.schedule_article(article=article, at=NOON + SECOND)
    hand.advance(1)
    for _ in range(4):
        assert due.claim_due()
        hand.advance(due.LEASE.total_seconds())
    work()
    assert [change.error for change in troubled_changes(5)] == ["worker_lost"]


def test_a_failed_effect_leaves_nothing_behind(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article(live=False)
    actions.schedule_article(article=article, at=NOON + SECOND)
    hand.advance(1)

    def dies_after_it(row: Article, change: DueChange) -> None:
        effect(row, change)
        raise OSError("/private/path")

    effect = due.EFFECTS[DueKind.PUBLISH]
    monkeypatch.setattr(due, "EFFECTS", {DueKind.PUBLISH: dies_after_it})
    assert work() == 0
    article.refresh_from_db()
    assert (article.live, status(article)) == (False, 404)
    assert DueChange.objects.get().error == "OSError"
    monkeypatch.undo()
    hand.advance(10)
    assert (work(), status(article)) == (1, 200)


def test_a_clock_set_back_loses_and_doubles_nothing(hand: Hand) -> None:
    done, held = make_article(live=False), make_article(live=False)
    actions.schedule_article(article=done, at=NOON + SECOND)
    actions.schedule_article(article=held, at=NOON + 2 * SECOND)
    hand.advance(1)
    assert work() == 1
    hand.advance(1)
    assert len(due.claim_due()) == 1  # and its worker dies
    hand.move_to(NOON - 5 * HOUR)
    assert due.next_due() == NOON + 2 * SECOND
    assert (work(), due.claim_due()) == (0, [])
    hand.move_to(NOON + 2 * SECOND)
    assert work() == 1
    assert is_public(Article.objects.get(pk=held.pk))
    assert DueChange.objects.filter(state=DueState.DONE).count() == 2


def test_a_clock_set_back_does_not_put_off_a_failure(hand: Hand) -> None:
    article = make_article(live=False, published_at=NOON - HOUR)
    version = write(article, headline="")
    actions.schedule_article(article=article, at=NOON + SECOND)
    hand.move_to(NOON + 9 * HOUR)  # found late: the worker stood still
    work()
    hand.move_to(NOON + HOUR)
    assert due.next_due() == NOON + HOUR
    Revision.objects.filter(pk=version.pk).update(content={**version.content, "headline": "Есть"})
    assert (work(), status(article)) == (1, 200)


def test_a_deleted_article_takes_its_changes_along(hand: Hand) -> None:
    article = make_article(live=False)
    actions.schedule_article(article=article, at=NOON + SECOND)
    hand.advance(1)
    (claim,) = due.claim_due()
    article.delete()
    assert not due.carry_out(claim=claim)
    assert (DueChange.objects.count(), work()) == (0, 0)


def test_refusals_name_the_reason(hand: Hand) -> None:
    article = make_article(live=False)
    with pytest.raises(EditorialError) as refusal:
        actions.schedule_article(article=article, at=NOON)
    assert refusal.value.code == "passed"
    with pytest.raises(EditorialError) as refusal:
        actions.expire_article(article=article, at=NOON + HOUR)
    assert refusal.value.code == "not_live"
    actions.schedule_article(article=article, at=NOON + HOUR)
    with pytest.raises(EditorialError) as refusal:
        actions.expire_article(article=article, at=NOON + HOUR)
    assert refusal.value.code == "order"
    with pytest.raises(EditorialError) as refusal:
        actions.schedule_article(article=article, at=NOON + HOUR, revision_id=10**9)
    assert refusal.value.code == "version"
    assert [change.article_id for change in changes_ahead(5)] == [article.pk]


def test_a_time_that_the_clocks_leave_out_is_refused() -> None:
    with pytest.raises(EditorialError):
        moment_in("Europe/Berlin", date(2026, 3, 29), time(2, 30))
    first = moment_in("Europe/Berlin", date(2026, 10, 25), time(2, 30))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert end_of_day(date(2026, 3, 29), "Europe/Berlin") == datetime(2026, 3, 29, 22, tzinfo=UTC)


def test_asking_costs_one_query(hand: Hand, django_assert_num_queries: Any) -> None:
    article = make_article(live=False)
    with django_assert_num_queries(1):
        assert due.next_due() is None
    actions.schedule_article(article=article, at=NOON + HOUR)
    hand.advance(3600)
    with django_assert_num_queries(1):
        assert due.next_due() == NOON + HOUR
