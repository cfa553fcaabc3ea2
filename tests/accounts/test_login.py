"""Coming in: password, throttling, second factor, a forgotten password."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from serai.accounts import actions
from serai.accounts.models import AuditEvent, LoginFailure, User
from serai.accounts.second_factor import code_at, new_seed, step_now
from serai.accounts.throttle import PER_ACCOUNT
from serai.core import clock
from tests.accounts.members import PASSWORD, member, member_with_password

pytestmark = pytest.mark.django_db
LOGIN, HOME, CODE, SETUP = (
    "/newsroom/login/", "/newsroom/", "/newsroom/second-factor/", "/newsroom/second-factor/set-up/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def log_in(client: Client, name: str = "anna", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"username": name, "password": password}, **more)


def with_factor(user: User) -> tuple[bytes, list[str]]:
    seed = new_seed()
    code = code_at(seed, step_now() - 1)
    return seed, actions.set_up_second_factor(user=user, seed=seed, code=code)


def test_a_member_comes_in(client: Client) -> None:
    member_with_password("reporter", "anna")
    answer = log_in(client)
    assert (answer.status_code, answer["Location"]) == (302, HOME)
    assert client.get(reverse("wagtailadmin_account")).status_code == 200
    assert AuditEvent.objects.filter(verb="login", subject="anna").exists()
    assert not LoginFailure.objects.exists()


def test_known_and_unknown_names_get_the_same_answers(client: Client) -> None:
    member_with_password("reporter", "anna")
    member_with_password("reporter", "boris", is_active=False)

    def said(name: str, address: str) -> list[str]:
        texts = []
        for _attempt in range(PER_ACCOUNT + 1):
            page = log_in(client, name, "wrong", REMOTE_ADDR=address).content.decode()
            texts.append(" ".join(re.findall(r'<li class="error">(.*?)</li>', page)))
        return texts

    with clock.frozen(clock.now()):
        first = said("anna", "10.0.1.1")
        assert first == said("boris", "10.0.2.1") == said("nobody", "10.0.3.1")
    assert len(set(first)) == 2


def test_after_five_failures_even_the_right_password_waits_but_only_here(client: Client) -> None:
    member_with_password("reporter", "anna")
    with clock.frozen(clock.now()) as hand:
        for _attempt in range(PER_ACCOUNT):
            log_in(client, password="wrong", REMOTE_ADDR="10.0.1.1")
        assert log_in(client, REMOTE_ADDR="10.0.1.200").status_code == 200
        assert log_in(Client(), REMOTE_ADDR="10.0.2.1").status_code == 302
        hand.advance(timedelta(minutes=10).total_seconds())
        assert log_in(client, REMOTE_ADDR="10.0.1.1").status_code == 302


def test_a_forgotten_password_is_set_anew_by_mail(client: Client) -> None:
    member_with_password("editor", "anna", email="anna@example.org")
    answer = client.post(reverse("wagtailadmin_password_reset"), {"email": "anna@example.org"})
    unknown = client.post(reverse("wagtailadmin_password_reset"), {"email": "no@example.org"})
    assert (answer.status_code, answer["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mail.outbox) == 1
    found = re.search(r"(/newsroom/password_reset/confirm/\S+)", str(mail.outbox[0].body))
    assert found
    form = client.get(found[1], follow=True).redirect_chain[-1][0]
    new = "quite another password"
    done = client.post(form, {"new_password1": new, "new_password2": new})
    assert done.status_code == 302
    assert log_in(client, password=new).status_code == 302


def test_with_a_second_factor_the_password_alone_opens_nothing(client: Client) -> None:
    user = member_with_password("editor", "anna")
    seed, recovery = with_factor(user)
    log_in(client)
    for address in (HOME, reverse("wagtailadmin_account"), SETUP):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, CODE)
    ajax = client.get(HOME, headers={"x-requested-with": "XMLHttpRequest"})
    assert ajax.status_code == 403
    assert client.post(CODE, {"code": "000"}).status_code == 200
    code = code_at(seed, step_now())
    assert client.post(CODE, {"code": code})["Location"] == HOME
    assert client.get(reverse("wagtailadmin_account")).status_code == 200
    other = Client()
    log_in(other)
    assert other.post(CODE, {"code": code}).status_code == 200
    assert other.post(CODE, {"code": recovery[0]}).status_code == 302
    assert other.get(reverse("wagtailadmin_account")).status_code == 200


def test_codes_cannot_be_tried_out(client: Client) -> None:
    user = member_with_password("editor", "anna")
    seed, _codes = with_factor(user)
    log_in(client)
    for _attempt in range(PER_ACCOUNT):
        client.post(CODE, {"code": "wrong"})
        log_in(client)
    assert client.post(CODE, {"code": code_at(seed, step_now())}).status_code == 200
    assert client.get(HOME)["Location"] == CODE


@pytest.mark.parametrize("role", ["editor", "scheduler", "administrator"])
def test_where_it_is_on_those_who_publish_set_it_up_first(
    client: Client, settings: Any, role: str
) -> None:
    settings.SECOND_FACTOR = True
    user = member(role)
    client.force_login(user)
    assert client.get(HOME)["Location"] == SETUP
    page = client.get(SETUP).content.decode()
    assert client.get(SETUP).content.decode().count("otpauth://") == 1
    found = re.search(r'data-part="key">([A-Z2-7 ]+)<', page)
    assert found
    from base64 import b32decode

    seed = b32decode(found[1].replace(" ", ""))
    assert client.post(SETUP, {"code": "1"}).status_code == 200
    done = client.post(SETUP, {"code": code_at(seed, step_now())}).content.decode()
    assert done.count('data-part="recovery"') == 8
    assert client.get(reverse("wagtailadmin_account")).status_code == 200
    assert client.get(SETUP)["Location"] == HOME
    user.refresh_from_db()
    assert found[1].replace(" ", "") not in user.totp_seed


def test_a_reporter_needs_none(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    client.force_login(member("reporter"))
    assert client.get(reverse("wagtailadmin_account")).status_code == 200


def test_a_session_made_before_the_switch_is_asked_too(client: Client, settings: Any) -> None:
    client.force_login(member("editor"))
    assert client.get(reverse("wagtailadmin_account")).status_code == 200
    settings.SECOND_FACTOR = True
    assert client.get(reverse("wagtailadmin_account"))["Location"] == SETUP


def test_a_stranger_has_no_second_step(client: Client) -> None:
    for address in (CODE, SETUP):
        assert client.get(address)["Location"] == LOGIN
        assert client.post(address, {"code": "123456"})["Location"] == LOGIN


def test_a_public_page_opens_no_session(client: Client) -> None:
    answer = client.get("/ru/")
    assert "Cookie" not in answer.get("Vary", "")
