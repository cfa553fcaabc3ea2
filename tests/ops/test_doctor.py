"""The doctor: what is well, what is not, and what to do about it."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from serai.core import clock
from serai.core.models import Job, State
from serai.ops import checkup
from serai.ops.checkup import Finding

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    return tmp_path


def run(*arguments: str) -> tuple[str, int]:
    out, code = StringIO(), 0
    try:
        call_command("doctor", *arguments, stdout=out)
    except SystemExit as stop:
        code = int(stop.code or 0)
    return out.getvalue(), code


def test_a_healthy_house() -> None:
    said, code = run("--json")
    findings = {row["subject"]: row for row in json.loads(said)}
    assert list(findings) == [
        "versions", "settings", "database", "migrations", "queue", "disk", "clock",
    ]  # fmt: skip
    wrong = {subject: row for subject, row in findings.items() if row["state"] != "ok"}
    assert not wrong
    assert code == 0


def test_a_sick_house_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    sick = Finding("queue", "error", "9 ready", "start the worker")
    monkeypatch.setattr(checkup, "LOOKS", (lambda: sick, checkup.versions))
    said, code = run()
    lines = said.splitlines()
    assert lines[0].split() == ["ERROR", "queue", "9", "ready"]
    assert lines[1].split() == ["->", "start", "the", "worker"]
    assert lines[2].startswith("ok")
    assert code == 1
    assert run("--json")[1] == 1


def test_warnings_leave_the_exit_code_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "LOOKS", (lambda: Finding("disk", "warning", "little", "tidy"),))
    said, code = run()
    assert said.startswith("warning disk")
    assert code == 0


def test_an_examination_that_fails_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> Finding:
        raise OSError("no such device")

    monkeypatch.setattr(checkup, "LOOKS", (broken, checkup.versions))
    first, second = checkup.examine()
    assert (first.subject, first.state, first.found) == (
        "broken",
        "error",
        "OSError: no such device",
    )
    assert second.state == "ok"


def test_settings_in_debug(settings: Any) -> None:
    settings.DEBUG = True
    assert checkup.settings_look().state == "warning"


def test_settings_that_system_checks_refuse(settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "https://news.example.org"
    finding = checkup.settings_look()
    assert finding.state == "error"
    assert "serai.E002" in finding.found
    assert "SERAI_HOSTS" in finding.remedy


def test_settings_that_system_checks_doubt(settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "https://localhost"
    finding = checkup.settings_look()
    assert (finding.state, finding.found.partition(":")[0]) == ("warning", "serai.W002")


class OtherDatabase:
    """A connection that answers from a list."""

    def __init__(self, vendor: str, *answers: str) -> None:
        self.vendor = vendor
        self.answers = list(answers)

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        yield SimpleNamespace(execute=lambda sql: None, fetchone=lambda: [self.answers.pop(0)])


@pytest.mark.parametrize(
    ("other", "state", "word"),
    [
        (OtherDatabase("sqlite", "ok", "wal", "3.53.0"), "ok", "journal wal"),
        (OtherDatabase("sqlite", "ok", "delete", "3.40.1"), "warning", "journal delete"),
        (OtherDatabase("sqlite", "row 7 missing", "wal", "3.53.0"), "error", "row 7 missing"),
        (OtherDatabase("postgresql", "17.2"), "ok", "postgresql 17.2"),
    ],
)
def test_database(
    other: OtherDatabase, state: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "connection", other)
    finding = checkup.database()
    assert (finding.state, bool(finding.remedy)) == (state, state != "ok")
    assert word in finding.found


def test_migrations_that_wait() -> None:
    MigrationRecorder(connection).migration_qs.filter(app="demo").delete()
    finding = checkup.migrations()
    assert (finding.state, finding.found) == ("error", "1 not applied")


def make_job(state: str, minutes_ago: int) -> None:
    moment = clock.now() - timedelta(minutes=minutes_ago)
    Job.objects.create(
        task_path="x.y", queue="default", priority=0, state=state, max_attempts=3,
        enqueued_at=moment, run_after_at=moment,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "minutes_ago", "expected"),
    [
        (State.READY, 4, "ok"),
        (State.READY, 6, "error"),
        (State.DONE, 600, "ok"),
        (State.FAILED, 600, "warning"),
        (State.QUARANTINED, 600, "warning"),
    ],
)
def test_queue(state: str, minutes_ago: int, expected: str) -> None:
    make_job(state, minutes_ago)
    assert checkup.queue().state == expected


def test_disk_with_little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1024**3))
    assert checkup.disk().state == "warning"


def test_a_var_directory_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert checkup.disk().state == "error"


def test_a_secret_that_others_may_read(var: Path) -> None:
    (var / "secret").write_text("hush")
    (var / "secret").chmod(0o644)
    assert checkup.disk().remedy == "chmod 600 var/secret"
    (var / "secret").chmod(0o600)
    assert checkup.disk().state == "ok"


def test_a_clock_behind_the_files(var: Path) -> None:
    (var / "file").touch()
    with clock.frozen(clock.now() - timedelta(hours=1)):
        assert checkup.clock_look().state == "error"


def test_a_clock_that_nobody_can_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "get_clock_info", lambda name: SimpleNamespace(adjustable=False))
    assert checkup.clock_look().state == "warning"


@pytest.mark.parametrize("look", checkup.LOOKS, ids=lambda look: look.__name__)
def test_what_is_not_well_has_a_remedy(look: Callable[[], Finding]) -> None:
    finding = look()
    assert finding.state == "ok" or finding.remedy
