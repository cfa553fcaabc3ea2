"""Sealed tokens by purpose."""

import base64
import itertools
import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.core import clock
from serai.core.limits import LimitExceeded, limit
from serai.core.tokens import Purpose, TokenError, seal, unseal

SECRET = "a secret for these tests only"
OTHER = b"another secret, never the same"
NOW = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=7)
CONFIRM = Purpose.NEWSLETTER_CONFIRM


def make_token(subject: str = "reader:812", purpose: Purpose = CONFIRM) -> str:
    return seal(purpose, subject, LATER, secret=SECRET)


def refusal(token: str, purpose: Purpose = CONFIRM, secret: bytes | str = SECRET) -> str:
    with clock.frozen(NOW), pytest.raises(TokenError) as refused:
        unseal(purpose, token, secret=secret)
    return refused.value.reason


def test_what_was_sealed_comes_back() -> None:
    with clock.frozen(NOW):
        assert unseal(CONFIRM, make_token(), secret=SECRET) == "reader:812"


@settings(deadline=None)
@given(subject=st.text(st.characters(codec="utf-8"), max_size=100))
def test_any_subject_comes_back(subject: str) -> None:
    with clock.frozen(NOW):
        assert unseal(CONFIRM, make_token(subject), secret=SECRET) == subject


def test_a_token_can_stand_in_an_address() -> None:
    token = make_token("Ünïcode / & ? =")
    assert set(token) <= set(string.ascii_letters + string.digits + "-_")


@pytest.mark.parametrize(("made", "used"), list(itertools.permutations(Purpose, 2)))
def test_a_token_of_one_purpose_fails_in_all_others(made: Purpose, used: Purpose) -> None:
    assert refusal(make_token(purpose=made), used) == "forged"


@pytest.mark.parametrize("purpose", list(Purpose))
def test_every_purpose_opens_its_own(purpose: Purpose) -> None:
    with clock.frozen(NOW):
        assert unseal(purpose, make_token(purpose=purpose), secret=SECRET) == "reader:812"


def test_purposes_are_a_closed_list() -> None:
    with pytest.raises(ValueError, match="letters"):
        seal("letters", "1", LATER, secret=SECRET)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="letters"):
        unseal("letters", make_token(), secret=SECRET)  # type: ignore[arg-type]


def test_every_changed_character_is_noticed() -> None:
    token = make_token()
    for place, letter in enumerate(token):
        for other in "A_z9":
            if other != letter:
                assert refusal(token[:place] + other + token[place + 1 :]) in {
                    "malformed",
                    "forged",
                }


def test_every_changed_bit_is_noticed() -> None:
    sealed = base64.urlsafe_b64decode(make_token() + "==")
    for place, bit in itertools.product(range(len(sealed)), range(8)):
        changed = bytearray(sealed)
        changed[place] ^= 1 << bit
        text = base64.urlsafe_b64encode(changed).rstrip(b"=").decode()
        assert refusal(text) == ("malformed" if place == 0 else "forged")


def test_spare_bits_give_no_second_spelling() -> None:
    token = next(token for size in range(3) if len(token := make_token("x" * size)) % 4)
    alphabet = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
    twin = alphabet[alphabet.index(token[-1]) ^ 1]
    assert refusal(token[:-1] + twin) == "malformed"


def test_every_cut_and_every_tail_is_noticed() -> None:
    token = make_token()
    for length in range(len(token)):
        assert refusal(token[:length]) in {"malformed", "forged"}
    for tail in ("A", "AAAA", "=", "==", "\n", " ", "%00", "."):
        assert refusal(token + tail) in {"malformed", "forged"}


@pytest.mark.parametrize("noise", ["", "A", "%", "é" * 80, "AQ" * 40, "\x00" * 80, "A" * 1025])
def test_noise_is_refused(noise: str) -> None:
    assert refusal(noise) in {"malformed", "forged"}


def test_fields_never_run_together() -> None:
    """Moving bytes between neighbours (purpose, subject, expiry) never gives the same token."""
    tokens = {
        seal(purpose, subject, LATER, secret=SECRET)
        for purpose in (Purpose.PREVIEW, CONFIRM)
        for subject in ("", "1", "11", "1\x00", "\x001", "preview1", "newsletter_confirm1")
    }
    assert len(tokens) == 14


def test_a_token_opens_until_its_last_moment() -> None:
    token = make_token()
    with clock.frozen(LATER - timedelta(microseconds=1)) as hand:
        assert unseal(CONFIRM, token, secret=SECRET) == "reader:812"
        hand.move_to(LATER)
        with pytest.raises(TokenError) as refused:
            unseal(CONFIRM, token, secret=SECRET)
    assert refused.value.reason == "expired"


def test_a_forged_token_is_not_called_expired() -> None:
    token = seal(CONFIRM, "1", NOW - timedelta(days=1), secret=OTHER)
    assert refusal(token) == "forged"


def test_only_leaving_never_expires() -> None:
    token = seal(Purpose.NEWSLETTER_UNSUBSCRIBE, "1", None, secret=SECRET)
    with clock.frozen(NOW.replace(year=2999)):
        assert unseal(Purpose.NEWSLETTER_UNSUBSCRIBE, token, secret=SECRET) == "1"
    for purpose in set(Purpose) - {Purpose.NEWSLETTER_UNSUBSCRIBE}:
        with pytest.raises(ValueError, match="must expire"):
            seal(purpose, "1", None, secret=SECRET)


def test_a_naive_expiry_is_refused() -> None:
    with pytest.raises(clock.NaiveMoment):
        seal(CONFIRM, "1", datetime(2031, 5, 6), secret=SECRET)


def test_secrets_rotate() -> None:
    old, new = make_token(), seal(CONFIRM, "new", LATER, secret=[OTHER, SECRET])
    with clock.frozen(NOW):
        assert unseal(CONFIRM, old, secret=[OTHER, SECRET]) == "reader:812"
        assert unseal(CONFIRM, new, secret=[OTHER, SECRET]) == "new"
        assert unseal(CONFIRM, new, secret=OTHER) == "new"
    assert refusal(new) == "forged"
    assert refusal(old, secret=OTHER) == "forged"


@pytest.mark.parametrize("secret", ["", b"", "short", [], ["long enough to be one", "short"]])
def test_weak_secrets_are_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        seal(CONFIRM, "1", LATER, secret=secret)


def test_text_and_bytes_are_the_same_secret() -> None:
    with clock.frozen(NOW):
        assert unseal(CONFIRM, make_token(), secret=SECRET.encode()) == "reader:812"


def test_long_subjects_are_refused_when_sealing() -> None:
    longest = "x" * limit("token_subject_bytes")
    with clock.frozen(NOW):
        assert unseal(CONFIRM, make_token(longest), secret=SECRET) == longest
    with pytest.raises(LimitExceeded):
        make_token(longest + "x")
