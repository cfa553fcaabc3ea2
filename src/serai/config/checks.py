"""Django system checks of the settings: what would go wrong in public, and what to do about it.

``serai check`` and ``serai doctor`` show them. They read settings only, never the database.
"""

from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from serai.config import sqlite

NO_NAMES = set("*/:")


def register_checks() -> None:
    for check in (debugging, addresses, proxies, database_journal):
        register(check)


def _address() -> tuple[str, str]:
    """Scheme and host name of the public address."""
    parts = urlsplit(settings.PUBLIC_ADDRESS)
    return parts.scheme, parts.hostname or ""


def _is_public(host: str) -> bool:
    """True where readers elsewhere use this host name."""
    try:
        return not ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host != "localhost" and not host.endswith(".localhost")


def debugging(**kwargs: Any) -> Iterable[CheckMessage]:
    host = _address()[1]
    if settings.DEBUG and _is_public(host):
        yield Error(
            f"SERAI_DEBUG shows code and settings to everybody who reads {host}.",
            hint="Unset SERAI_DEBUG.",
            id="serai.E001",
        )


def addresses(**kwargs: Any) -> Iterable[CheckMessage]:
    """The public address and the hosts answered to belong together."""
    scheme, host = _address()
    hosts = {name.lower() for name in settings.OPTIONS["SERAI_HOSTS"]}
    if host not in {name.strip("[]") for name in hosts}:
        yield Error(
            f"The portal does not answer to {host}, the host of its own public address.",
            hint=f'Set SERAI_HOSTS="{host}", and SERAI_ADDRESS to what readers type.',
            id="serai.E002",
        )
    for name in sorted(hosts):
        if not name.startswith("[") and (NO_NAMES & set(name) or name.startswith(".")):
            yield Error(
                f"SERAI_HOSTS has {name!r}, which no request can match.",
                hint="Name each host in full, without port, star or leading dot.",
                id="serai.E003",
            )
    if scheme == "http" and _is_public(host):
        yield Warning(
            f"{settings.PUBLIC_ADDRESS} carries the newsroom's passwords in the clear.",
            hint="Let a proxy end TLS, then set SERAI_ADDRESS=https://… and SERAI_PROXIES.",
            id="serai.W001",
        )


def proxies(**kwargs: Any) -> Iterable[CheckMessage]:
    """Serai speaks HTTP; where the public address is https, somebody before it ends TLS."""
    given = settings.OPTIONS["SERAI_PROXIES"]
    if _address()[0] == "https" and not given:
        yield Warning(
            "The public address is https, but no proxy is believed: every request looks like http.",
            hint="Set SERAI_PROXIES to the address of the proxy, for example 127.0.0.1.",
            id="serai.W002",
        )
    for name in given:
        try:
            ip_address(name)
        except ValueError:
            yield Error(
                f"SERAI_PROXIES has {name!r}, which is not an IP address.",
                hint="Give the addresses that the connections come from; networks are not read.",
                id="serai.E004",
            )


def database_journal(**kwargs: Any) -> Iterable[CheckMessage]:
    version = sqlite.library_version()
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") and not sqlite.wal_is_safe(
        version
    ):
        yield Warning(
            f"SQLite {'.'.join(map(str, version))} can corrupt a WAL database; the slower rollback"
            " journal is used.",
            hint="Install the pysqlite3 wheel, or use PostgreSQL.",
            id="serai.W003",
        )
