"""System checks of the settings: what is wrong in public, with a hint each."""

from typing import Any

import pytest
from django.core import checks as django_checks

from serai.config import checks, sqlite


@pytest.fixture
def house(settings: Any) -> Any:
    """Settings of a house in production that is in order; a test spoils one of them."""
    settings.PUBLIC_ADDRESS = "https://news.example.org"
    settings.OPTIONS = {
        **settings.OPTIONS,
        "SERAI_HOSTS": ("news.example.org", "127.0.0.1", "[::1]"),
        "SERAI_PROXIES": ("127.0.0.1", "fd00::1"),
    }
    return settings


def found() -> list[str]:
    """Ids of our own messages, each of which must carry a hint."""
    messages = [
        message
        for message in django_checks.run_checks()
        if str(message.id or "").startswith("serai.")
    ]
    assert all(message.hint for message in messages)
    return [str(message.id) for message in messages]


def options(house: Any, **changes: Any) -> None:
    house.OPTIONS = {**house.OPTIONS, **changes}


def test_a_house_in_order(house: Any) -> None:
    assert found() == []


def test_the_defaults_are_in_order() -> None:
    assert found() == []


def test_debug_in_public(house: Any) -> None:
    house.DEBUG = True
    assert found() == ["serai.E001"]


def test_debug_at_home(settings: Any) -> None:
    settings.DEBUG = True
    assert found() == []


def test_a_public_host_that_is_not_answered(house: Any) -> None:
    options(house, SERAI_HOSTS=("127.0.0.1",))
    assert found() == ["serai.E002"]


@pytest.mark.parametrize("name", ["*", ".example.org", "example.org:443", "https://example.org"])
def test_hosts_that_no_request_can_match(house: Any, name: str) -> None:
    options(house, SERAI_HOSTS=("news.example.org", name))
    assert found() == ["serai.E003"]


def test_hosts_in_capitals_are_the_same(house: Any) -> None:
    options(house, SERAI_HOSTS=("News.Example.org",))
    assert found() == []


@pytest.mark.parametrize("address", ["http://[::1]:8000", "http://localhost:8000"])
def test_addresses_of_this_machine(house: Any, address: str) -> None:
    house.PUBLIC_ADDRESS = address
    options(house, SERAI_HOSTS=("localhost", "[::1]"), SERAI_PROXIES=())
    assert found() == []


def test_passwords_in_the_clear(house: Any) -> None:
    house.PUBLIC_ADDRESS = "http://news.example.org"
    assert found() == ["serai.W001"]


def test_https_without_a_proxy(house: Any) -> None:
    options(house, SERAI_PROXIES=())
    assert found() == ["serai.W002"]


@pytest.mark.parametrize("name", ["proxy.example.org", "10.0.0.0/8", "*"])
def test_proxies_that_are_not_addresses(house: Any, name: str) -> None:
    options(house, SERAI_PROXIES=(name,))
    assert found() == ["serai.E004"]


def test_an_affected_sqlite(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "library_version", lambda: (3, 40, 1))
    monkeypatch.setitem(house.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert [message.id for message in checks.database_journal()] == ["serai.W003"]
    monkeypatch.setitem(house.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    assert list(checks.database_journal()) == []
