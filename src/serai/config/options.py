"""Every option of Serai: one typed table, read from the environment.

``docs/reference/options.md`` is generated from this table. A bad value stops the start with a
sentence that names the option; nothing is guessed.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from serai.core.family import PARENT

PROJECT_DIR = Path(__file__).resolve().parents[3]


class OptionError(ValueError):
    """An option has a value that cannot be used; the message names both."""


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the table: ``read`` turns the text into the value or raises ValueError."""

    name: str
    default: str
    read: Callable[[str], Any]
    meaning: str
    also: str = ""


def _whole(lowest: int, highest: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        value = int(text)
        if not lowest <= value <= highest:
            raise ValueError(f"must lie between {lowest} and {highest}")
        return value

    return read


def _yes_or_no(text: str) -> bool:
    words = {"1": True, "yes": True, "true": True, "on": True}
    words |= {"0": False, "no": False, "false": False, "off": False, "": False}
    if text.lower() not in words:
        raise ValueError("must be yes or no")
    return words[text.lower()]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace(",", " ").split() if word)


def _zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError("is not an IANA zone such as Europe/Moscow")
    return ZoneInfo(text).key


def _address(text: str) -> str:
    """An origin without a trailing slash, or nothing: then the local address is used."""
    parts = urlsplit(text)
    if text and (
        parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/")
    ):
        raise ValueError("must look like https://news.example.org")
    return text.rstrip("/")


def _editions(text: str) -> tuple[str, ...]:
    codes = _words(text)
    unknown = set(codes) - {"ru", "en"}
    if unknown or not codes:
        raise ValueError("may name the editions ru and en, the default one first")
    return codes


def _caches(text: str) -> tuple[tuple[str, str], ...]:
    """Kind and place of each outer cache."""
    found = []
    for word in _words(text):
        kind, _colon, place = word.partition(":")
        if kind == "varnish":
            place = _address(place)
        elif kind not in ("fastly", "cloudflare", "dummy"):
            raise ValueError("may name varnish:http://HOST:PORT, fastly:SERVICE, cloudflare:ZONE")
        if not place and kind != "dummy":
            raise ValueError(f"must say which {kind}, as in {kind}:…")
        found.append((kind, place))
    return tuple(found)


OPTIONS: tuple[Option, ...] = (
    Option(
        "SERAI_VAR",
        str(PROJECT_DIR / "var"),
        lambda text: Path(text).expanduser().resolve(),
        "Directory for everything that is written: database, pictures, logs, secret, locks.",
    ),
    Option(
        "DATABASE_URL",
        "",
        str,
        "Database address, for example postgres://user@host/name. Empty: SQLite in the var"
        " directory.",
    ),
    Option("SERAI_BIND", "127.0.0.1", str, "Address the web server listens on."),
    Option("SERAI_PORT", "8000", _whole(1, 65535), "Port of the web server.", also="PORT"),
    Option(
        "SERAI_HOSTS",
        "127.0.0.1 localhost [::1]",
        _words,
        "Host names the portal answers to; a request for any other is refused.",
    ),
    Option(
        "SERAI_ADDRESS",
        "",
        _address,
        "Public address, for example https://news.example.org. Empty: http://127.0.0.1 with the"
        " port.",
    ),
    Option(
        "SERAI_PROXIES",
        "",
        _words,
        "Addresses of proxies whose forwarded headers are believed. Empty: none are.",
    ),
    Option("SERAI_ZONE", "Europe/Moscow", _zone, "IANA zone of the newsroom and its dates."),
    Option(
        "SERAI_EDITIONS",
        "ru en",
        _editions,
        "Editions of the portal, the default one first: ru, en.",
    ),
    Option(
        "SERAI_SECRET",
        "",
        str,
        "Secret for sessions and tokens, at least 32 characters. Empty: made at the first start"
        " and kept in the var directory.",
    ),
    Option("SERAI_THREADS", "4", _whole(1, 64), "Requests that Django renders at the same time."),
    Option("SERAI_WEB_WORKERS", "1", _whole(1, 32), "Web worker processes."),
    Option("SERAI_JOB_THREADS", "2", _whole(1, 16), "Jobs that the worker runs at the same time."),
    Option(
        "SERAI_PAGE_STORE",
        "yes",
        _yes_or_no,
        "Keep finished pages as files in the var directory and answer from them. No: Django makes"
        " every page anew, and outer caches are told to keep nothing.",
    ),
    Option(
        "SERAI_CACHES",
        "",
        _caches,
        "Outer caches to purge after a change, separated by spaces: varnish:http://HOST:PORT,"
        " fastly:SERVICE, cloudflare:ZONE, dummy (only writes into the log).",
    ),
    Option("SERAI_FASTLY_TOKEN", "", str, "Token that may purge the Fastly service."),
    Option("SERAI_CLOUDFLARE_TOKEN", "", str, "Token that may purge the Cloudflare zone."),
    Option(
        "SERAI_DEMO",
        "yes",
        _yes_or_no,
        "Load the demo newsroom at the first start of an empty database.",
    ),
    Option(
        "SERAI_SECOND_FACTOR",
        "off",
        _yes_or_no,
        "Ask editors, TV schedulers and administrators for a one-time code when they log in; who"
        " has none sets it up first. Who set one up is asked for it in any case.",
    ),
    Option("SERAI_DEBUG", "no", _yes_or_no, "Django's error pages with code. Never in public."),
)

BY_NAME = {option.name: option for option in OPTIONS}


def read_options(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Values of all options by name. Raises OptionError with all that is wrong, one line each."""
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for option in OPTIONS:
        text = environ.get(option.name) or (environ.get(option.also) if option.also else "")
        try:
            values[option.name] = option.read(text or option.default)
        except ValueError as error:
            wrong.append(f"{option.name}={text!r} {error}")
    for kind, _place in values.get("SERAI_CACHES", ()):
        token = f"SERAI_{kind.upper()}_TOKEN"
        if token in BY_NAME and not values[token]:
            wrong.append(f"{token} is needed for the cache {kind}")
    known = {*BY_NAME, PARENT}
    wrong += [
        f"{name} is not an option; see docs/reference/options.md"
        for name in environ
        if name.startswith("SERAI_") and not name.startswith("SERAI_TEST_") and name not in known
    ]
    if wrong:
        raise OptionError("\n".join(wrong))
    return values


def read_secret(var: Path, given: str) -> str:
    """The secret given, or the one kept in ``var``, made at the first start (mode 0600)."""
    if given:
        if len(given) < 32:
            raise OptionError("SERAI_SECRET must have at least 32 characters")
        return given
    kept = var / "secret"
    if not kept.exists():
        var.mkdir(parents=True, exist_ok=True)
        fresh = var / f"secret.{os.getpid()}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, kept)  # the first process wins; the others read its secret
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return kept.read_text().strip()


def markdown_table() -> str:
    """The table of docs/reference/options.md."""
    lines = ["| option | default | meaning |", "|---|---|---|"]
    for option in OPTIONS:
        default = option.default.replace(str(PROJECT_DIR), "").lstrip("/") or "(empty)"
        name = f"`{option.name}`" + (f" (also `{option.also}`)" if option.also else "")
        lines.append(f"| {name} | `{default}` | {option.meaning} |")
    return "\n".join(lines) + "\n"
