"""Login attempts: counted per account and network, and per network, never per account alone."""

from datetime import UTC, datetime, timedelta

import pytest

from serai.accounts.models import LoginFailure
from serai.accounts.tasks import clear_login_failures
from serai.accounts.throttle import (
    PER_ACCOUNT,
    PER_NETWORK,
    WINDOW,
    blocked_until,
    forget_failures,
    network_of,
    note_failure,
)
from serai.core import clock

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
HERE = "10.1.2.0/24"


def fail(times: int, account: str = "anna", network: str = HERE) -> None:
    for _attempt in range(times):
        note_failure(account, network)


def test_the_fifth_failure_closes_the_door_for_ten_minutes() -> None:
    with clock.frozen(NOON) as hand:
        fail(PER_ACCOUNT - 1)
        assert blocked_until("anna", HERE) is None
        fail(1)
        assert blocked_until("anna", HERE) == NOON + WINDOW
        hand.advance(WINDOW.total_seconds())
        assert blocked_until("anna", HERE) is None


def test_the_account_is_open_from_elsewhere() -> None:
    fail(PER_ACCOUNT)
    assert blocked_until("anna", "10.1.3.0/24") is None
    assert blocked_until("boris", HERE) is None


def test_a_name_written_otherwise_is_the_same_account() -> None:
    fail(PER_ACCOUNT, "Анна")
    assert blocked_until(" аННа ", HERE) is not None


def test_twenty_failures_close_the_network_for_all_names() -> None:
    for place in range(PER_NETWORK - 1):
        note_failure(f"name-{place}", HERE)
    assert blocked_until("anna", HERE) is None
    note_failure("one more", HERE)
    assert blocked_until("anna", HERE) is not None
    assert blocked_until("anna", "10.1.3.0/24") is None


def test_waiting_grows_with_the_failures() -> None:
    waits = []
    with clock.frozen(NOON) as hand:
        for _round in range(4):
            fail(PER_ACCOUNT)
            until = blocked_until("anna", HERE)
            assert until is not None
            waits.append(until - clock.now())
            hand.move_to(until)
            assert blocked_until("anna", HERE) is None
    assert waits == [timedelta(minutes=minutes) for minutes in (10, 10, 20, 40)]


def test_a_right_login_forgets_what_was_mistyped_there() -> None:
    fail(PER_ACCOUNT)
    fail(PER_ACCOUNT, network="10.9.9.0/24")
    forget_failures("ANNA", HERE)
    assert blocked_until("anna", HERE) is None
    assert blocked_until("anna", "10.9.9.0/24") is not None


def test_old_failures_are_deleted() -> None:
    with clock.frozen(NOON) as hand:
        fail(3)
        hand.advance(timedelta(hours=11).total_seconds())
        fail(2)
        assert clear_login_failures.call() == 3
    assert LoginFailure.objects.count() == 2


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("", "unknown"),
        ("not an address", "not an address"),
    ],
)
def test_networks(address: str, network: str) -> None:
    assert network_of(address) == network
