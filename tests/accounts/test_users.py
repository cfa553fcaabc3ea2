"""Users of the newsroom, and the first administrator."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from serai.accounts.models import User
from serai.config import preparing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "first_login", {})


def test_the_first_administrator_can_log_in(client: Client) -> None:
    assert preparing.create_administrator() == "made"
    login = {"username": "admin", "password": preparing.first_login["password"]}
    answer = client.post(reverse("wagtailadmin_login"), login)
    assert (answer.status_code, answer["Location"]) == (302, reverse("wagtailadmin_home"))


def test_the_user_model_is_ours() -> None:
    assert get_user_model() is User


def test_a_second_start_makes_no_second_administrator() -> None:
    User.objects.create_superuser("chief", "", "a long test password")
    assert preparing.create_administrator() is None
    assert preparing.first_login == {}
    assert User.objects.get().username == "chief"


def test_the_password_is_long_and_kept_only_hashed() -> None:
    preparing.create_administrator()
    password = preparing.first_login["password"]
    user = User.objects.get()
    assert len(password) >= 16
    assert password not in user.password
    assert user.check_password(password)


def test_a_stranger_is_sent_to_the_login_and_told_nothing(client: Client) -> None:
    answer = client.post(reverse("wagtailadmin_login"), {"username": "admin", "password": "x"})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
