"""Accounts made and changed, and the audit of it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from serai.accounts import actions
from serai.accounts.errors import AccountError
from serai.accounts.models import AuditEvent, User
from serai.accounts.second_factor import code_at, new_seed, step_now
from tests.accounts.members import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> User:
    return member("administrator", "chief")


def test_an_administrator_makes_and_changes_an_account(chief: User) -> None:
    user, password = actions.create_user(actor=chief, username="anna", role="reporter")
    assert user.check_password(password)
    assert len(password) >= 16
    user = actions.change_user(actor=chief, user=user, role="editor", email="a@example.org")
    assert (user.role, user.email, user.is_superuser) == ("editor", "a@example.org", False)
    assert list(user.groups.values_list("name", flat=True)) == ["editor"]
    verbs = AuditEvent.objects.values_list("verb", "actor_name", "subject")
    assert list(verbs) == [("change", "chief", "anna"), ("create", "chief", "anna")]


@pytest.mark.parametrize("role", ["reporter", "editor", "scheduler"])
def test_nobody_else_makes_accounts(role: str) -> None:
    actor, other = member(role), member("reporter", "other")
    for act in (
        lambda: actions.create_user(actor=actor, username="x", role="reporter"),
        lambda: actions.change_user(actor=actor, user=actor, role="administrator"),
        lambda: actions.give_password(actor=actor, user=other),
        lambda: actions.take_second_factor_away(actor=actor, user=other),
    ):
        with pytest.raises(AccountError):
            act()
    assert not AuditEvent.objects.exists()


def test_nobody_changes_their_own_role(chief: User) -> None:
    member("administrator", "second")
    for change in ({"role": "editor"}, {"is_active": False}):
        with pytest.raises(AccountError):
            actions.change_user(actor=chief, user=chief, **change)
    assert actions.change_user(actor=chief, user=chief, first_name="Анна").first_name == "Анна"


def test_the_last_administrator_stays(chief: User) -> None:
    second = member("administrator", "second")
    User.objects.filter(pk=chief.pk).update(is_active=False)
    with pytest.raises(AccountError):
        actions.change_user(actor=second, user=second, role="editor")
    ghost = User(pk=0, username="ghost", role="administrator", is_active=True)
    for change in ({"role": "editor"}, {"is_active": False}):
        with pytest.raises(AccountError):
            actions.change_user(actor=ghost, user=second, **change)


def test_superuser_and_role_go_together(chief: User) -> None:
    made = User.objects.create_superuser("root", "", None)
    assert (made.role, made.is_superuser) == ("administrator", True)
    lowered = actions.change_user(actor=chief, user=made, role="reporter")
    assert (lowered.role, lowered.is_superuser) == ("reporter", False)
    assert Group.objects.get(name="reporter") in lowered.groups.all()


@pytest.mark.parametrize(
    "act",
    [
        lambda chief, user: actions.change_user(actor=chief, user=user, is_active=False),
        lambda chief, user: actions.change_user(actor=chief, user=user, role="reporter"),
        lambda chief, user: actions.give_password(actor=chief, user=user),
    ],
    ids=["disabled", "new role", "new password"],
)
def test_sessions_end(client: Client, chief: User, act: Any) -> None:
    user = member("editor")
    client.force_login(user)
    assert client.get(reverse("wagtailadmin_account")).status_code == 200
    act(chief, user)
    answer = client.get(reverse("wagtailadmin_account"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("wagtailadmin_login"))


def test_a_code_works_once_and_so_does_a_recovery_code() -> None:
    user, seed = member("editor"), new_seed()
    codes = actions.set_up_second_factor(user=user, seed=seed, code=code_at(seed, step_now()))
    assert not actions.use_code(user=user, code=code_at(seed, step_now()))
    ahead = code_at(seed, step_now() + 1)
    assert actions.use_code(user=user, code=ahead)
    assert not actions.use_code(user=user, code=ahead)
    assert actions.use_code(user=user, code=codes[0])
    assert not actions.use_code(user=user, code=codes[0])
    user.refresh_from_db()
    assert len(user.recovery_codes) == len(codes) - 1
    assert not any(code in str(user.recovery_codes) for code in codes)


def test_a_wrong_first_code_sets_nothing_up(chief: User) -> None:
    with pytest.raises(AccountError):
        actions.set_up_second_factor(user=chief, seed=new_seed(), code="000")
    chief.refresh_from_db()
    assert chief.totp_seed == ""


def test_a_second_factor_is_not_set_up_twice_but_can_be_taken_away(chief: User) -> None:
    user, seed = member("editor"), new_seed()
    actions.set_up_second_factor(user=user, seed=seed, code=code_at(seed, step_now()))
    with pytest.raises(AccountError):
        actions.set_up_second_factor(user=user, seed=seed, code=code_at(seed, step_now()))
    actions.take_second_factor_away(actor=chief, user=user)
    user.refresh_from_db()
    assert (user.totp_seed, user.recovery_codes, user.totp_confirmed_at) == ("", [], None)


def test_views_of_accounts(client: Client, chief: User) -> None:
    client.force_login(chief)
    new = {"username": "anna", "role": "reporter", "email": ""}
    made = client.post(reverse("accounts_add"), new)
    assert 'data-part="password"' in made.content.decode()
    anna = User.objects.get(username="anna")
    edited = {"username": "hacked", "role": "editor", "is_active": "on"}
    answer = client.post(reverse("accounts_edit", args=[anna.pk]), edited)
    assert answer.status_code == 302
    anna.refresh_from_db()
    assert (anna.username, anna.role) == ("anna", "editor")
    refused = client.post(
        reverse("accounts_edit", args=[chief.pk]), {"role": "editor", "is_active": "on"}
    )
    assert refused.status_code == 200
    chief.refresh_from_db()
    assert chief.role == "administrator"
    for name in ("accounts_password", "accounts_factor"):
        assert client.post(reverse(name, args=[anna.pk])).status_code in (200, 302)
    listed = client.get(reverse("accounts_list")).content.decode()
    assert "anna" in listed


def test_the_audit_is_filtered(client: Client, chief: User) -> None:
    client.force_login(chief)
    actions.note(actor=chief, verb="create", subject="first-subject")
    actions.note(actor=None, verb="login", subject="second-subject")
    address = reverse("accounts_audit")
    assert "second-subject" in client.get(address).content.decode()
    found = client.get(address, {"verb": "create", "who": "chi"}).content.decode()
    assert "first-subject" in found
    assert "second-subject" not in found
    assert "first-subject" not in client.get(address, {"who": "nobody"}).content.decode()
