"""The SQLite profile: WAL only where it is safe, transactions that begin as writers."""

import sqlite3
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from serai.config import sqlite
from serai.core.models import ScheduleMark

on_sqlite = pytest.mark.skipif(
    "postgres" in str(settings.DATABASES["default"]["ENGINE"]), reason="the profile of SQLite"
)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_refused_on_affected_versions(version: tuple[int, ...], safe: bool) -> None:
    assert sqlite.wal_is_safe(version) is safe
    assert sqlite.journal_mode(version) == ("WAL" if safe else "DELETE")
    command = sqlite.database_options(version)["init_command"]
    assert ("journal_mode=WAL" in command) is safe


@pytest.mark.django_db(transaction=True)
@on_sqlite
def test_the_tests_run_on_a_file_with_the_profile_of_production() -> None:
    wanted = {
        "journal_mode": sqlite.journal_mode(sqlite.library_version()).lower(),
        "synchronous": 2,
        "mmap_size": 0,
        "temp_store": 2,
        "foreign_keys": 1,
        "busy_timeout": sqlite.TIMEOUT_SECONDS * 1000,
    }
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    assert found == wanted
    assert Path(str(connection.settings_dict["NAME"])).is_file()


@on_sqlite
def test_the_library_in_use_is_safe_where_the_wheel_is_there() -> None:
    pytest.importorskip("pysqlite3")
    assert sys.modules["sqlite3"].__name__ == "pysqlite3"
    assert sqlite.wal_is_safe(sqlite.library_version())


def test_without_the_wheel_the_library_of_the_system_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pysqlite3", None)
    monkeypatch.setitem(sys.modules, "sqlite3", sqlite3)
    sqlite.install()
    assert sys.modules["sqlite3"] is sqlite3


@pytest.mark.django_db(transaction=True)
@on_sqlite
def test_read_then_write_never_fails_beside_others() -> None:
    """With deferred transactions most of these raise "database is locked"."""
    from serai.core import clock

    ScheduleMark.objects.create(name="0", next_run_at=clock.now())
    failed: list[Exception] = []

    def count_up() -> None:
        try:
            for _ in range(25):
                with transaction.atomic():
                    mark = ScheduleMark.objects.get()
                    ScheduleMark.objects.update(name=str(int(mark.name) + 1))
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert ScheduleMark.objects.get().name == "100"


def test_settings_take_the_profile(settings: Any) -> None:
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        options = settings.DATABASES["default"]["OPTIONS"]
        assert options["transaction_mode"] == "IMMEDIATE"
        assert options == sqlite.database_options(sqlite.library_version())
