"""One-time codes of the second factor (RFC 6238), and their seed as it is kept.

The seed lies sealed under a key derived from the secret, bound to its user: the database alone
gives no codes. Recovery codes are kept as keyed hashes only.
"""

import base64
import hmac
import secrets
import struct
from collections.abc import Iterator
from hashlib import sha1, sha256
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.utils.crypto import salted_hmac

from serai.core import clock

STEP_SECONDS: Final = 30
DIGITS: Final = 6
SEED_BYTES: Final = 20
RECOVERY_CODES: Final = 8


class SealBroken(ValueError):
    """The sealed seed was made under another secret, for another user, or was changed."""


def new_seed() -> bytes:
    return secrets.token_bytes(SEED_BYTES)


def step_now() -> int:
    return int(clock.now().timestamp()) // STEP_SECONDS


def code_at(seed: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of a time step (RFC 4226, section 5.3)."""
    mac = hmac.digest(seed, struct.pack(">Q", step), sha1)
    start = mac[-1] & 0x0F
    number = int.from_bytes(mac[start : start + 4]) & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(seed: bytes, code: str, after: int) -> int | None:
    """The step whose code this is, one step before or after now, none at or before ``after``."""
    typed = "".join(code.split())
    now = step_now()
    found = None
    for step in (now - 1, now, now + 1):
        if hmac.compare_digest(code_at(seed, step).encode(), typed.encode()) and step > after:
            found = step
    return found


def key_text(seed: bytes) -> str:
    """The seed to type into an app, in groups of four."""
    text = base64.b32encode(seed).decode().rstrip("=")
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def otpauth(seed: bytes, username: str) -> str:
    """The address that an app takes, by link or typed."""
    key = key_text(seed).replace(" ", "")
    return f"otpauth://totp/Serai:{quote(username, safe='')}?secret={key}&issuer=Serai"


def seal_seed(seed: bytes, user_pk: int) -> str:
    nonce = secrets.token_bytes(16)
    hidden = _mix(seed, _key("hide"), nonce)
    return base64.b64encode(nonce + hidden + _mark(nonce + hidden, user_pk)).decode()


def unseal_seed(sealed: str, user_pk: int) -> bytes:
    try:
        whole = base64.b64decode(sealed, validate=True)
    except ValueError:
        raise SealBroken from None
    body, mark = whole[:-32], whole[-32:]
    if len(body) != 16 + SEED_BYTES or not hmac.compare_digest(mark, _mark(body, user_pk)):
        raise SealBroken
    return _mix(body[16:], _key("hide"), body[:16])


def new_recovery_codes() -> list[str]:
    return list(_codes())


def recovery_hash(code: str, user_pk: int) -> str:
    plain = code.replace("-", "").replace(" ", "").upper()
    return salted_hmac(
        "serai.accounts.recovery", f"{user_pk}:{plain}", algorithm="sha256"
    ).hexdigest()


def _codes() -> Iterator[str]:
    for _code in range(RECOVERY_CODES):
        text = base64.b32encode(secrets.token_bytes(10)).decode()[:12]
        yield f"{text[:4]}-{text[4:8]}-{text[8:]}"


def _key(label: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"serai.totp.{label}".encode(), sha256)


def _mix(text: bytes, key: bytes, nonce: bytes) -> bytes:
    stream = hmac.digest(key, nonce, sha256)  # longer than a seed, used once per nonce
    return bytes(one ^ other for one, other in zip(text, stream, strict=False))


def _mark(body: bytes, user_pk: int) -> bytes:
    return hmac.digest(_key("mark"), str(user_pk).encode() + b":" + body, sha256)
