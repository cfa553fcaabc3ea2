"""One-time codes as RFC 6238 has them, their sealed seed, recovery codes."""

from datetime import UTC, datetime, timedelta

import pytest

from serai.accounts.second_factor import (
    RECOVERY_CODES,
    SealBroken,
    code_at,
    key_text,
    new_recovery_codes,
    new_seed,
    otpauth,
    recovery_hash,
    seal_seed,
    step_now,
    step_of,
    unseal_seed,
)
from serai.core import clock

SEED = b"12345678901234567890"
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_of_the_rfc(second: int, code: str) -> None:
    assert code_at(SEED, second // 30, digits=8) == code


def test_a_code_holds_one_step_to_either_side() -> None:
    with clock.frozen(NOON) as hand:
        step, code = step_now(), code_at(SEED, step_now())
        assert step_of(SEED, f" {code[:3]} {code[3:]} ", 0) == step
        hand.move_to(NOON + timedelta(seconds=59))
        assert step_of(SEED, code, 0) == step
        hand.move_to(NOON + timedelta(seconds=60))
        assert step_of(SEED, code, 0) is None
        hand.move_to(NOON - timedelta(seconds=31))
        assert step_of(SEED, code, 0) is None


def test_a_used_step_is_used() -> None:
    with clock.frozen(NOON):
        code = code_at(SEED, step_now())
        assert step_of(SEED, code, step_now()) is None
        assert step_of(SEED, code, step_now() - 1) == step_now()


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "٠١٢٣٤٥", "1" * 400])
def test_no_code_at_all(typed: str) -> None:
    assert step_of(SEED, typed, 0) is None


def test_a_sealed_seed_opens_for_its_user_only() -> None:
    seed = new_seed()
    sealed = seal_seed(seed, 3)
    assert unseal_seed(sealed, 3) == seed
    assert seal_seed(seed, 3) != sealed
    for broken in (sealed[:-4] + "AAA=", "", "###", sealed[8:]):
        with pytest.raises(SealBroken):
            unseal_seed(broken, 3)
    with pytest.raises(SealBroken):
        unseal_seed(sealed, 4)


def test_another_secret_opens_nothing(settings: object) -> None:
    sealed = seal_seed(SEED, 3)
    settings.SECRET_KEY = "another secret, also long enough to be one"  # type: ignore[attr-defined]
    with pytest.raises(SealBroken):
        unseal_seed(sealed, 3)


def test_the_key_is_shown_in_groups_and_as_an_address() -> None:
    assert key_text(SEED) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert otpauth(SEED, "Анна/x").startswith("otpauth://totp/Serai:%D0%90%D0%BD%D0%BD%D0%B0%2Fx?")


def test_recovery_codes_are_many_and_hashed_per_user() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == RECOVERY_CODES
    assert recovery_hash(codes[0].lower().replace("-", " "), 3) == recovery_hash(codes[0], 3)
    assert recovery_hash(codes[0], 3) != recovery_hash(codes[0], 4)
