"""The table of authority: complete, committed, and what the newsroom does. Every row is called."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from serai.accounts.models import User
from serai.accounts.policy import ALLOWED
from serai.config import authority, authority_table
from serai.config.authority import HIDDEN, NO, REALM_OF, YES, row_for
from serai.config.newsroom import _filtered, closed
from serai.core import clock
from serai.editorial.actions import make_fronts
from serai.editorial.models import DueChange, Front, SiteIdentity
from serai.editorial.models.doors import plan
from serai.editorial.models.timing import DueKind
from serai.media.models import Image
from tests.accounts.members import member
from tests.architecture.generate import AUTHORITY, DOCS
from tests.builders import (
    make_article,
    make_event,
    make_person,
    make_picture,
    make_section,
    make_standing,
)
from tests.editorial.test_newsroom import form

#: Views that look for a workflow, a task or a lock, which the objects here do not have.
LOOKS_FURTHER = (
    "workflow", "task", "reorder", "editing_sessions", "bulk", "unschedule", "due_change",
    "multiple", "factor", "block_preview", "article_verb", "tag", "history_results",
    "revisions_compare", "error_report_done",
)  # fmt: skip


#: Models whose open doors are not walked through: another of the same realm stands for them.
ALIKE = {
    "editorial.storyline", "editorial.source", "editorial.author", "vocabulary.country",
    "vocabulary.city", "vocabulary.person", "vocabulary.organisation", "vocabulary.topic",
    "broadcast.channel", "broadcast.scheduleevent", "broadcast.series",
    "broadcast.importprofile", "broadcast.ondemandprogram", "editorial.standingpage",
}  # fmt: skip


def rows() -> Iterator[tuple[str, str, dict[str, list[str]]]]:
    """Address with what it chooses, state of the object, role -> answers to reading and writing."""
    head, *lines = AUTHORITY.read_text(encoding="utf-8").splitlines()
    roles = head.split("\t")[5:]
    for line in lines:
        address, _read, _write, _model, state, *answers = line.split("\t")
        yield address, state, {role: a.split("/") for role, a in zip(roles, answers, strict=True)}


def test_the_committed_table_is_the_one_in_force() -> None:
    assert AUTHORITY.read_text(encoding="utf-8") == authority_table.lines(), "run: make docs"
    page = (DOCS / "authority.md").read_text(encoding="utf-8")
    assert page == authority_table.markdown(), "run: make docs"


def test_every_address_has_a_row() -> None:
    """A new one needs a line in serai/config/authority.py; until then it is closed."""
    from wagtail.admin import urls as admin_urls

    from serai.config.newsroom import CLOSED

    without = []

    def walk(patterns: Any, space: str, route: str) -> None:
        for pattern in patterns:
            here = (route + str(pattern.pattern)).replace("^", "")
            if not isinstance(pattern, URLPattern):
                inner = ":".join(part for part in (space, pattern.namespace) if part)
                walk(pattern.url_patterns, inner, here)
            elif not here.startswith(CLOSED):
                name = ":".join(part for part in (space, pattern.name) if part)
                without.extend([] if row_for(name) else [f"{name} {here}"])

    walk(admin_urls.urlpatterns, "", "")
    assert without == []


def test_an_address_without_a_row_is_closed() -> None:
    def view(request: Any) -> HttpResponse:
        return HttpResponse()

    from django.urls import path

    patterns = [path("new/", view, name="new_door"), path("known/", view, name="accounts_list")]
    new, known = _filtered(patterns, "", "")
    assert new.callback is closed
    assert known.callback not in (closed, view)


def test_snippets_of_a_model_nobody_placed_have_no_row() -> None:
    assert row_for("wagtailsnippets_editorial_secret:list") is None
    assert row_for("wagtailsnippets_editorial_article:new_view") is None
    assert row_for("somewhere:else") is None


@pytest.fixture
def people(db: None) -> dict[str, User]:
    return {role: member(role) for role in ALLOWED}


@pytest.fixture
def things(people: dict[str, User], settings: Any, tmp_path: Path) -> dict[str, Any]:
    """One object of each model and state, the articles as a reporter sees them."""
    reporter, editor = people["reporter"], people["editor"]
    articles = {
        "own": make_article(live=False, owner=reporter),
        "assigned": make_article(live=False, owner=editor, assigned_to=reporter),
        "other": make_article(live=False, owner=editor),
        "live": make_article(owner=reporter),
        "embargoed": make_article(
            live=False, owner=reporter, embargo_until=clock.now() + timedelta(hours=1)
        ),
    }
    pictures = {state: make_picture() for state in ("own", "other", "live")}
    make_article(main_image=pictures["live"])
    own = [pictures["own"].pk, pictures["live"].pk]
    Image.objects.filter(pk__in=own).update(uploaded_by_user=reporter)
    event = make_event()
    return {"articles": articles, "pictures": pictures, "any": {"broadcast.scheduleevent": event}}


def object_for(things: dict[str, Any], model: str, state: str) -> Any:
    """The object of a row; made where the fixture has none."""
    realm = REALM_OF.get(model, "")
    if model == "editorial.duechange":
        return DueChange.objects.get(article=things["articles"][state])
    if state in things.get(realm, {}):
        return things[realm][state]
    found: Any = apps.get_model(model)._default_manager.first()
    if found is None:
        found = make_one(model)
    if not getattr(found, "latest_revision_id", 1):
        found.save_revision()
    return found


def make_one(model: str) -> Any:
    from serai.core.editions import locale_id
    from tests.builders import make_batch, make_country, make_on_demand, make_source, make_storyline

    made: dict[str, Any] = {
        "editorial.storyline": make_storyline,
        "editorial.section": make_section,
        "editorial.source": make_source,
        "vocabulary.person": make_person,
        "broadcast.ondemandprogram": make_on_demand,
        "broadcast.schedulebatch": make_batch,
        "vocabulary.country": make_country,
        "vocabulary.city": lambda: make_country().cities.first(),
    }
    if model in made:
        return made[model]() or apps.get_model(model)._default_manager.first()
    kind: Any = apps.get_model(model)
    columns: dict[str, Any] = {}
    names = {field.name for field in kind._meta.get_fields()}
    if "locale" in names:
        columns["locale_id"] = locale_id("ru")
    if "slug" in names:
        columns["slug"] = "made-for-a-test"
    if "title" in names:
        columns["title"] = "Сделано"
    row = kind(**columns)
    row.save()
    return row


def address_of(name: str, thing: Any, model: str, choice: str) -> str:
    """The address with whatever parts it has."""
    pk = thing.pk if thing is not None else 1
    model = model or ("wagtailcore.groupapprovaltask" if "task" in name else "media.image")
    app_label, _dot, model_name = model.partition(".")
    parts = {
        "pk": pk, "image_id": pk, "object_id": pk, "revision_id": _revision(thing),
        "name": choice or "cancel",
        "app_label": app_label, "model_name": model_name, "action": choice, "session_id": 1,
        "action_name": "approve", "task_state_id": 1, "task_id": 1, "workflow_state_id": 1,
        "page_pk": 1, "workflow_pk": 1, "app_name": "media", "filter_spec": "max-10x10",
        "revision_id_a": "earliest", "revision_id_b": "latest",
    }  # fmt: skip
    for wanted in _parts_of(name):
        try:
            return reverse(name, kwargs={part: parts[part] for part in wanted})
        except NoReverseMatch:
            continue
    raise AssertionError(f"no address for {name}")


def _revision(thing: Any) -> int:
    latest = getattr(thing, "latest_revision_id", None)
    return latest or 1


def _parts_of(name: str) -> Iterator[list[str]]:
    import re

    for found, route in authority_table.addresses():
        if found == name:
            yield re.findall(r"[<:](\w+)>", route)


def ask(client: Client, name: str, state: str, method: str, things: dict[str, Any]) -> Any:
    """Call a row's address; whatever the view writes is taken back."""
    bare, *chosen = name.split(" ")
    row = row_for(bare)
    assert row is not None
    model, choice = row.model, chosen[-1] if row.chosen_by else ""
    if "{" in model:
        model = {realm: label for label, realm in REALM_OF.items()}[chosen[0]]
    thing = None if state == "-" else object_for(things, model, state)
    address = address_of(bare, thing, model, choice)
    if row.ids and thing is not None:
        address += f"?{row.ids}={thing.pk}"
    with transaction.atomic():
        answer = client.get(address) if method == "read" else client.post(address, {})
        transaction.set_rollback(True)
    return answer


def meaning(answer: Any) -> str:
    if answer.status_code == 302 and answer["Location"].startswith("/newsroom/login/"):
        return "login"
    return {403: NO, 404: HIDDEN}.get(answer.status_code, YES)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ALLOWED)
def test_every_row_is_what_happens(
    role: str, people: dict[str, User], things: dict[str, Any]
) -> None:
    for article in things["articles"].values():
        plan(article=article, kind=DueKind.PUBLISH, at=clock.now() + timedelta(days=1))
    client = Client(raise_request_exception=False)
    wrong = []
    for name, state, answers in rows():
        bare = name.partition(" ")[0]
        if bare.startswith("(") or bare in ("wagtailadmin_logout",):
            continue
        client.force_login(people[role])
        for method, expected in zip(("read", "write"), answers[role], strict=True):
            row = row_for(bare)
            if row is None or row.read == authority.ANYONE:
                continue
            if expected == YES and row.model in ALIKE:
                continue
            found = meaning(ask(client, name, state, method, things))
            further = any(part in bare for part in LOOKS_FURTHER)
            if found != expected and not (expected == YES and found == HIDDEN and further):
                wrong.append(f"{method} {name} [{state}]: {found} instead of {expected}")
    assert wrong == []


@pytest.mark.django_db
def test_a_stranger_gets_the_login_everywhere(client: Client, things: dict[str, Any]) -> None:
    wrong = []
    for name, state, _answers in rows():
        bare = name.partition(" ")[0]
        row = row_for(bare)
        if bare.startswith("(") or row is None or row.read == authority.ANYONE:
            continue
        if state in ("any", "-", "own") and "due_change" not in bare:
            found = meaning(ask(client, name, state, "read", things))
            wrong.extend([] if found == "login" else [f"{name}: {found}"])
    assert wrong == []


def article_address(name: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_editorial_article:{name}", args=args)


@pytest.mark.django_db
def test_a_button_asks_for_its_own_right(
    client: Client, people: dict[str, User], things: dict[str, Any]
) -> None:
    client.force_login(people["reporter"])
    own = things["articles"]["own"]
    for button in authority.BUTTONS:
        for address in (article_address("edit", own.pk), article_address("add")):
            assert client.post(address, {"headline": "x", button: "1"}).status_code == 403
    own.refresh_from_db()
    assert not own.live


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["reporter", "editor", "administrator"])
def test_a_copy_is_no_way_to_write_over_its_original(
    client: Client, people: dict[str, User], things: dict[str, Any], role: str
) -> None:
    live, secret = things["articles"]["live"], things["articles"]["embargoed"]
    client.force_login(people[role])
    assert client.get(article_address("copy", live.pk)).status_code == 200
    answer = client.post(article_address("copy", live.pk), form(headline="Подмена"))
    assert answer.status_code == 403
    standing = type(live).objects.get(pk=live.pk)
    assert (standing.live, standing.headline) == (True, live.headline)
    hidden = 404 if role == "reporter" else 403
    assert client.get(article_address("copy", secret.pk)).status_code == hidden


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Front, SiteIdentity])
def test_no_bulk_action_deletes_a_front_or_the_settings(
    client: Client, people: dict[str, User], model: Any
) -> None:
    make_fronts()
    address = reverse("wagtail_bulk_action", args=["editorial", model._meta.model_name, "delete"])
    address += f"?id={model.objects.all()[0].pk}"
    for role in people:
        client.force_login(people[role])
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403
    assert model.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("model", ["front", "standingpage", "siteidentity"])
def test_a_reporter_has_no_door_to_what_stands(
    client: Client, people: dict[str, User], model: str
) -> None:
    make_fronts()
    make_standing()
    thing: Any = apps.get_model("editorial", model)._default_manager.all()[0]
    client.force_login(people["reporter"])
    space = f"wagtailsnippets_editorial_{model}"
    assert client.get(reverse(f"{space}:list")).status_code == 403
    for door in ("edit", "delete", "history"):
        address = reverse(f"{space}:{door}", args=[thing.pk])
        assert client.get(address).status_code in (403, 404)
        assert client.post(address, {"title": "x"}).status_code in (403, 404)
    assert apps.get_model("editorial", model)._default_manager.filter(pk=thing.pk).exists()


@pytest.mark.django_db
def test_a_reporter_leaves_pictures_that_readers_see_alone(
    client: Client, people: dict[str, User], things: dict[str, Any]
) -> None:
    picture = things["pictures"]["own"]
    address = reverse("wagtailimages:edit", args=[picture.pk])
    client.force_login(people["reporter"])
    body = [{"type": "image", "value": {"image": picture.pk, "alt": "", "caption": ""}}]
    article = make_article(live=False, owner=people["reporter"], body=body)
    assert client.get(address).status_code == 200
    article.save_revision().publish()
    assert client.get(address).status_code == 403
    assert client.post(address, {"title": "x"}).status_code == 403
    client.force_login(people["editor"])
    assert client.get(address).status_code == 200
    client.force_login(people["reporter"])
    article.refresh_from_db()
    article.unpublish()
    assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_bulk_actions_judge_every_id(
    client: Client, people: dict[str, User], things: dict[str, Any]
) -> None:
    articles = things["articles"]
    address = reverse("wagtail_bulk_action", args=["editorial", "article", "delete"])
    both = f"?id={articles['own'].pk}&id={articles['other'].pk}"
    client.force_login(people["reporter"])
    assert client.post(address + both).status_code == 403
    client.force_login(people["editor"])
    assert client.get(address + both).status_code == 200
    assert client.get(address + both + "&id=999999").status_code == 404
    assert client.get(address + "?id=abc").status_code == 404
    unknown = reverse("wagtail_bulk_action", args=["editorial", "article", "burn"])
    assert client.get(unknown + both).status_code == 404
    foreign = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
    assert client.post(f"{foreign}?id={people['reporter'].pk}").status_code == 404


@pytest.mark.django_db
def test_an_embargo_stands_in_no_list_of_a_reporter(
    client: Client, people: dict[str, User], things: dict[str, Any]
) -> None:
    secret = things["articles"]["embargoed"]
    secret.headline = "Канарейка под эмбарго"
    secret.save_revision()
    type(secret).objects.filter(pk=secret.pk).update(
        headline=secret.headline, headline_folded=secret.headline.casefold()
    )
    places = [
        article_address("list"),
        article_address("list_results"),
        article_address("list") + "?export=csv",
        reverse("wagtailsnippetchoosers_editorial_article:choose"),
        reverse("wagtailsnippetchoosers_editorial_article:choose_results"),
        reverse("wagtailsnippetchoosers_editorial_article:choose_results") + "?q=канарейка",
        reverse("wagtailadmin_home"),
    ]
    seen = {}
    for role in ("reporter", "editor"):
        client.force_login(people[role])
        for place in places:
            answer = client.get(place)
            body = (
                b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
            ).decode()
            escaped = "Канарейка".encode("unicode_escape").decode()
            seen[role, place] = "Канарейка" in body or escaped in body
    assert [place for place in places if seen["reporter", place]] == []
    assert seen["editor", places[0]]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["{}", " {}", "+{}", "0{}"])
def test_a_link_typed_by_its_key_shows_no_headline_under_embargo(
    client: Client, people: dict[str, User], things: dict[str, Any], typed: str
) -> None:
    own, secret = things["articles"]["own"], things["articles"]["embargoed"]
    canary = "Canary-under-embargo"
    type(secret).objects.filter(pk=secret.pk).update(headline=canary)
    link = {
        "body-0-type": "related", "body-0-value-count": "1", "body-0-value-0-deleted": "",
        "body-0-value-0-order": "0", "body-0-value-0-id": "", "body-0-value-0-type": "item",
    }  # fmt: skip
    link["body-0-value-0-value"] = typed.format(secret.pk)
    edit = article_address("edit", own.pk)
    shown = {}
    for role in ("reporter", "editor"):
        client.force_login(people[role])
        answers = [client.post(edit, form(**link, headline="")), client.post(edit, form(**link))]
        shown[role] = [canary in page.content.decode() for page in (*answers, client.get(edit))]
    assert shown["reporter"] == [False] * 3
    assert typed != "{}" or shown["editor"] == [True, False, True]


@pytest.mark.django_db
def test_nothing_is_uploaded_through_the_own_account(
    client: Client, people: dict[str, User]
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client.force_login(people["editor"])
    address = reverse("wagtailadmin_account")
    picture = SimpleUploadedFile("a.png", b"bytes", "image/png")
    assert client.post(address, {"avatar-avatar": picture}).status_code == 403


def test_the_answers_of_a_row_come_from_the_policy() -> None:
    user = SimpleNamespace(pk=1, is_authenticated=True, is_active=True, role="reporter")
    assert authority.verdict(user, {"edit"}, "articles", SimpleNamespace(owner_id=1)) == YES
    assert authority.verdict(user, {"edit"}, "articles", SimpleNamespace(owner_id=2)) == NO
    assert authority.verdict(user, {"nobody"}, "articles") == NO
