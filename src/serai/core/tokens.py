"""Sealed tokens: what a link in a letter or an address carries to prove that we made it.

Each purpose has a key of its own, derived from the secret, so a token of one purpose is noise in
every other. Fields are length-prefixed, so two of them never run together. The secret may be a
list: the first one seals, all of them open, and the id of the key stands in the token.

A token is signed, not encrypted: whoever holds it can read its subject.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from serai.core import clock
from serai.core.limits import limit, refuse_above

Secret = bytes | str

_VERSION: Final = b"\x01"
_KEY_ID_BYTES: Final = 4
_MAC_BYTES: Final = 32
_SHORTEST_SECRET: Final = 16
_TEXT: Final = re.compile(r"[A-Za-z0-9_-]+")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Purpose(StrEnum):
    """What tokens are for. A closed list: a new purpose is a line here."""

    NEWSLETTER_FORM = "newsletter_form"
    NEWSLETTER_CONFIRM = "newsletter_confirm"
    NEWSLETTER_UNSUBSCRIBE = "newsletter_unsubscribe"
    PREVIEW = "preview"
    INVITATION = "invitation"
    PASSWORD_RESET_HINT = "password_reset_hint"  # noqa: S105


ENDLESS: Final = frozenset({Purpose.NEWSLETTER_UNSUBSCRIBE})
"""Purposes whose tokens may live for ever: a reader can always leave."""


class TokenError(ValueError):
    """The token does not hold. ``reason``: malformed, forged or expired."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"token refused: {reason}")
        self.reason = reason


def seal(
    purpose: Purpose,
    subject: str,
    expires_at: datetime | None,
    *,
    secret: Secret | Sequence[Secret],
) -> str:
    """A token for this subject, URL-safe; it opens for this purpose until ``expires_at``."""
    purpose = Purpose(purpose)
    if expires_at is None and purpose not in ENDLESS:
        raise ValueError(f"a token for {purpose} must expire")
    written = subject.encode()
    refuse_above("token_subject_bytes", len(written))
    expiry = b"" if expires_at is None else _pack_moment(expires_at)
    key = _secrets(secret)[0]
    signed = _VERSION + _key_id(key) + _field(written) + _field(expiry)
    return base64.urlsafe_b64encode(signed + _mac(key, purpose, signed)).rstrip(b"=").decode()


def unseal(purpose: Purpose, token: str, *, secret: Secret | Sequence[Secret]) -> str:
    """The subject of a token that holds now. Raises TokenError."""
    sealed = _decode(token)
    signed, mac = sealed[:-_MAC_BYTES], sealed[-_MAC_BYTES:]
    if not _is_ours(Purpose(purpose), signed, mac, _secrets(secret)):
        raise TokenError("forged")
    subject, expiry = _fields(signed[len(_VERSION) + _KEY_ID_BYTES :])
    if expiry and clock.now() >= _EPOCH + int.from_bytes(expiry, signed=True) * _MICROSECOND:
        raise TokenError("expired")
    return subject.decode()


def _decode(token: str) -> bytes:
    if len(token) > limit("token_characters") or not _TEXT.fullmatch(token):
        raise TokenError("malformed")
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except binascii.Error:
        raise TokenError("malformed") from None
    # Spare bits at the end would let one token be written in several ways.
    if base64.urlsafe_b64encode(sealed).rstrip(b"=").decode() != token:
        raise TokenError("malformed")
    if len(sealed) < len(_VERSION) + _KEY_ID_BYTES + _MAC_BYTES or sealed[:1] != _VERSION:
        raise TokenError("malformed")
    return sealed


def _is_ours(purpose: Purpose, signed: bytes, mac: bytes, secrets: list[bytes]) -> bool:
    key_id = signed[len(_VERSION) : len(_VERSION) + _KEY_ID_BYTES]
    return any(
        hmac.compare_digest(mac, _mac(key, purpose, signed))
        for key in secrets
        if hmac.compare_digest(key_id, _key_id(key))
    )


def _secrets(secret: Secret | Sequence[Secret]) -> list[bytes]:
    several = [secret] if isinstance(secret, bytes | str) else list(secret)
    keys = [one.encode() if isinstance(one, str) else one for one in several]
    if not keys or any(len(key) < _SHORTEST_SECRET for key in keys):
        raise ValueError(f"a secret has at least {_SHORTEST_SECRET} bytes")
    return keys


def _derived(secret: bytes, label: bytes) -> bytes:
    """HKDF with SHA-256 (RFC 5869), one block."""
    extracted = hmac.digest(b"serai.core.tokens", secret, sha256)
    return hmac.digest(extracted, label + b"\x01", sha256)


def _key_id(secret: bytes) -> bytes:
    return _derived(secret, _field(b"key id"))[:_KEY_ID_BYTES]


def _mac(secret: bytes, purpose: Purpose, signed: bytes) -> bytes:
    key = _derived(secret, _field(b"purpose") + _field(purpose.encode()))
    return hmac.digest(key, signed, sha256)


def _field(value: bytes) -> bytes:
    return len(value).to_bytes(2) + value


def _fields(packed: bytes) -> tuple[bytes, bytes]:
    """Subject and expiry; the signature has been checked, so the lengths are ours."""
    length = int.from_bytes(packed[:2])
    return packed[2 : 2 + length], packed[4 + length :]


def _pack_moment(moment: datetime) -> bytes:
    return ((clock.utc(moment) - _EPOCH) // _MICROSECOND).to_bytes(8, signed=True)
