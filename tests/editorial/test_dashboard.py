"""The newsroom's first page, and the way of a text from reporter to editor."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from wagtail.models import Workflow, WorkflowState
from wagtail.users.models import UserProfile

from serai.accounts.models import User
from serai.config.newsroom import closed
from serai.core import clock
from serai.editorial.actions import assign_article, make_approval, schedule_article, set_embargo
from serai.editorial.models import Article, DueChange
from tests.builders import make_article, make_channel, make_event, make_section, make_source
from tests.editorial.test_lists import logged_in, make_author, member
from tests.editorial.test_newsroom import form

pytestmark = pytest.mark.django_db

HOME = "wagtailadmin_home"


def panels(client: Client) -> dict[str, Any]:
    answer = client.get(reverse(HOME))
    assert answer.status_code == 200
    return {panel.name: panel for panel in answer.context["panels"]}


def workflow() -> Workflow:
    found: Workflow = Article.get_default_workflow()
    return found


def headlines(panel: Any) -> list[str]:
    return [row.article.headline for row in panel.rows]


def failed_change(article: Article) -> DueChange:
    return DueChange.objects.create(
        article=article,
        kind="publish",
        due_at=clock.now(),
        next_try_at=clock.now(),
        zone="UTC",
        local_text="10:00",
        state="failed",
        error="headline blank",
        made_at=clock.now(),
    )


def furnish(user: User) -> None:
    """Something in every panel."""
    other = member("reporter", "other")
    later = clock.now() + timedelta(days=1)
    make_article("Мой черновик", live=False, owner=user)
    given = make_article("Порученная", live=False, owner=other)
    assign_article(article=given, to=user, user=other)
    ahead = make_article("Завтрашняя", live=False)
    schedule_article(article=ahead, at=later, zone="UTC", entered="завтра", user=user)
    under = make_article("Под эмбарго", live=False)
    set_embargo(article=under, until=later, zone="UTC", user=user)
    make_article("Вышедшая", countries=("OM",), section=make_section(), source=make_source())
    failed_change(make_article("Сорванная", live=False))
    make_approval()
    submitted = make_article("На утверждение", live=False, owner=other)
    workflow().start(submitted, other)
    back = make_article("Возвращённая", live=False, owner=user)
    state = workflow().start(back, user)
    state.current_task_state.task.specific.on_action(
        state.current_task_state, member("editor", "chief"), "reject", comment="Проверьте дату."
    )
    make_channel()
    make_event(starts_at=clock.now() + timedelta(hours=5))


def test_the_dashboard_shows_what_waits_for_whoever_looks() -> None:
    user = member("editor")
    furnish(user)
    client = logged_in(user)
    found = panels(client)
    assert "Мой черновик" in headlines(found["mine"])
    assert headlines(found["given"]) == ["Порученная"]
    assert headlines(found["published"]) == ["Вышедшая"]
    assert {change.article.headline for change in found["ahead"].rows} == {
        "Завтрашняя",
        "Под эмбарго",
    }
    assert [change.article.headline for change in found["failed"].rows] == ["Сорванная"]
    assert [row.article.headline for row, _ in found["approve"].rows] == ["На утверждение"]
    assert [state.comment for _, state in found["back"].rows] == ["Проверьте дату."]
    assert found["holes"].rows[0].minutes >= 299
    page = client.get(reverse(HOME)).content.decode()
    assert "Проверьте дату." in page
    assert reverse("due_change", args=[found["failed"].rows[0].pk, "retry"]) in page


def test_the_dashboard_keeps_its_budget() -> None:
    user = member("editor")
    furnish(user)
    client = logged_in(user)
    client.get(reverse(HOME))
    for number in range(10):
        make_article(f"Ещё {number}", owner=user, live=number % 2 == 0)
        failed_change(make_article(f"Сорванная {number}", live=False))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(HOME))
    assert len(queries) <= 26, [query["sql"][:90] for query in queries]


def test_a_failure_is_tried_again_from_the_dashboard() -> None:
    change = failed_change(make_article(live=False))
    client = logged_in(member("editor"))
    assert client.post(reverse("due_change", args=[change.pk, "retry"])).status_code == 302
    assert "failed" not in panels(client)


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("reporter", {"mine", "published"}),
        ("editor", {"mine", "approve", "ahead", "published", "holes"}),
        ("scheduler", {"holes"}),
        ("administrator", {"mine", "approve", "ahead", "published", "holes"}),
    ],
)
def test_each_role_has_its_panels(role: str, names: set[str]) -> None:
    make_channel()
    assert set(panels(logged_in(member(role)))) == names


def test_a_reporter_sees_nothing_under_embargo() -> None:
    reporter = member("reporter")
    make_article("Тайная", live=False, owner=reporter, embargo_until=clock.now() + timedelta(1))
    page = logged_in(reporter).get(reverse(HOME)).content.decode()
    assert "Тайная" not in page


def test_a_day_without_airings_is_one_hole() -> None:
    make_channel()
    rows = panels(logged_in(member("scheduler")))["holes"].rows
    assert [row.minutes for row in rows] == [3 * 24 * 60]


@pytest.mark.parametrize("role", ["reporter", "editor", "scheduler", "administrator"])
def test_no_link_of_the_dashboard_is_dead(role: str) -> None:
    user = member(role)
    if role == "editor":
        furnish(user)
    client = logged_in(user)
    page = client.get(reverse(HOME)).content.decode()
    links = set(re.findall(r'(?:href|"url"|action)(?:=|: )"(/newsroom/[^"?#]*)', page))
    assert links
    for link in links:
        view = resolve(link).func
        assert view is not closed, link
        if "/due/" not in link and "logout" not in link:
            assert client.get(link).status_code in (200, 302), link


# From reporter to editor


def test_an_editor_approves_and_the_article_is_public() -> None:
    assert make_approval()
    reporter, editor = member("reporter"), member("editor")
    for user, language in ((reporter, "ru"), (editor, "en")):
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = language
        profile.save()
    answer = logged_in(reporter).post(
        reverse("wagtailsnippets_editorial_article:add"), form(**{"action-submit": "1"})
    )
    assert answer.status_code == 302
    article = Article.objects.get()
    assert not article.live
    assert [letter.to for letter in mail.outbox] == [["editor@example.org"]]
    assert "submitted" in mail.outbox[0].subject.casefold() + mail.outbox[0].body.casefold()
    client = logged_in(editor)
    row, state = panels(client)["approve"].rows[0]
    assert (row.pk, state.by) == (article.pk, "reporter")
    task = article.current_workflow_task_state.pk
    act = reverse(
        "wagtailsnippets_editorial_article:workflow_action", args=[article.pk, "approve", task]
    )
    assert client.post(act, {"comment": ""}).status_code in (200, 302)
    article.refresh_from_db()
    assert article.live
    assert mail.outbox[-1].to == ["reporter@example.org"]
    assert re.search("[а-я]", mail.outbox[-1].subject)


def test_a_text_comes_back_with_a_comment() -> None:
    make_approval()
    reporter, editor = member("reporter"), member("editor")
    article = make_article("Рано", live=False, owner=reporter)
    workflow().start(article, reporter)
    task = article.current_workflow_task_state.pk
    act = reverse(
        "wagtailsnippets_editorial_article:workflow_action", args=[article.pk, "reject", task]
    )
    logged_in(editor).post(act, {"comment": "Проверьте дату."})
    article.refresh_from_db()
    assert not article.live
    assert article.workflow_states.get().status == WorkflowState.STATUS_NEEDS_CHANGES
    assert "Проверьте дату." in mail.outbox[-1].body
    assert mail.outbox[-1].to == ["reporter@example.org"]
    rows = panels(logged_in(reporter))["back"].rows
    assert [state.comment for _, state in rows] == ["Проверьте дату."]


def test_a_reporter_cannot_approve() -> None:
    make_approval()
    reporter = member("reporter")
    article = make_article("Рано", live=False, owner=reporter)
    workflow().start(article, reporter)
    task = article.current_workflow_task_state.pk
    act = reverse(
        "wagtailsnippets_editorial_article:workflow_action", args=[article.pk, "approve", task]
    )
    assert logged_in(reporter).post(act, {"comment": ""}).status_code in (302, 403, 404)
    article.refresh_from_db()
    assert not article.live


def test_approval_under_an_embargo_waits_for_its_end() -> None:
    make_approval()
    reporter, editor = member("reporter"), member("editor")
    article = make_article("Рано", live=False, owner=reporter)
    state = workflow().start(article, reporter)
    set_embargo(article=article, until=clock.now() + timedelta(days=1), zone="UTC", user=editor)
    state.current_task_state.approve(user=editor)
    article.refresh_from_db()
    assert not article.live
    assert article.due_changes.filter(kind="publish", state="waiting").exists()


def test_a_workflow_is_made_once_and_never_again() -> None:
    assert make_approval()
    made = Workflow.objects.count()
    Workflow.objects.update(active=False)
    assert not make_approval()
    assert Workflow.objects.count() == made


def test_an_author_row_is_no_owner() -> None:
    make_author("Анна Ключевая")
    assert headlines(panels(logged_in(member("reporter")))["mine"]) == []


def test_what_is_under_embargo_is_in_no_panel_of_a_reporter(client: Client) -> None:
    """Sent back to its author before the embargo was set."""
    reporter, chief = member("reporter", "author"), member("editor", "chief")
    make_approval()
    back = make_article("Возвращённая", live=False, owner=reporter)
    state = workflow().start(back, reporter)
    state.current_task_state.task.specific.on_action(
        state.current_task_state, chief, "reject", comment="Проверьте дату."
    )
    client.force_login(reporter)
    assert "Возвращённая" in client.get(reverse(HOME)).content.decode()
    until = clock.now() + timedelta(hours=1)
    set_embargo(article=back, until=until, zone="UTC", user=chief)
    assert "Возвращённая" not in client.get(reverse(HOME)).content.decode()
