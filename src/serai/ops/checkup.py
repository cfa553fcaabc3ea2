"""The doctor's examinations: each looks at one thing and says what to do about it."""

import os
import platform
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
import wagtail
from django.conf import settings
from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from serai import __version__
from serai.core import clock
from serai.core.models import Job

LOW_DISK_BYTES = 2 * 1024**3
WAITING_TOO_LONG = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """``state`` is ok, warning or error; ``remedy`` says what to do where it is not ok."""

    subject: str
    state: str
    found: str
    remedy: str = ""


def examine() -> list[Finding]:
    """All examinations; one that fails itself becomes an error, the others go on."""
    findings = []
    for look in LOOKS:
        try:
            findings.append(look())
        except Exception as error:
            findings.append(
                Finding(look.__name__, "error", f"{type(error).__name__}: {error}", "see above")
            )
    return findings


def as_dicts(findings: list[Finding]) -> list[dict[str, Any]]:
    return [asdict(finding) for finding in findings]


def versions() -> Finding:
    found = (
        f"Serai {__version__}, Python {platform.python_version()}, Django {django.__version__},"
        f" Wagtail {wagtail.__version__}"
    )
    return Finding("versions", "ok", found)


def settings_look() -> Finding:
    messages = checks.run_checks(include_deployment_checks=False)
    serious = [message for message in messages if message.level >= checks.WARNING]
    if serious:
        return Finding(
            "settings",
            "error" if any(m.level >= checks.ERROR for m in serious) else "warning",
            "; ".join(f"{message.id}: {message.msg}" for message in serious),
            "; ".join(str(message.hint) for message in serious if message.hint) or "serai check",
        )
    if settings.DEBUG:
        return Finding("settings", "warning", "SERAI_DEBUG is on", "never in public: switch it off")
    return Finding("settings", "ok", f"public address {settings.PUBLIC_ADDRESS}")


def database() -> Finding:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA quick_check(1)")
            healthy = cursor.fetchone()[0]
            cursor.execute("PRAGMA journal_mode")
            mode = cursor.fetchone()[0]
            cursor.execute("SELECT sqlite_version()")
            found = f"SQLite {cursor.fetchone()[0]}, journal {mode}, check {healthy}"
            if healthy != "ok":
                return Finding("database", "error", found, "restore the last backup")
            if mode != "wal":
                remedy = "install the pysqlite3 wheel: this SQLite cannot use WAL safely"
                return Finding("database", "warning", found, remedy)
            return Finding("database", "ok", found)
        cursor.execute("SHOW server_version")
        return Finding("database", "ok", f"{connection.vendor} {cursor.fetchone()[0]}")


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        return Finding(
            "migrations", "error", f"{len(plan)} not applied", "serai migrate, or serai up"
        )
    return Finding("migrations", "ok", "all applied")


def queue() -> Finding:
    now = clock.now()
    states = {state: Job.objects.filter(state=state).count() for state in ("ready", "running")}
    lost = Job.objects.filter(state__in=("quarantined", "failed")).count()
    late = Job.objects.filter(state="ready", run_after_at__lt=now - WAITING_TOO_LONG).count()
    found = f"{states['ready']} ready, {states['running']} running, {lost} failed"
    if late:
        remedy = "is the worker running? serai up starts it, serai work alone too"
        return Finding("queue", "error", f"{found}, {late} waiting over 5 minutes", remedy)
    if lost:
        return Finding("queue", "warning", found, "serai jobs list, then serai jobs retry ID")
    return Finding("queue", "ok", found)


def disk() -> Finding:
    free = shutil.disk_usage(settings.VAR).free
    writable = os.access(settings.VAR, os.W_OK)
    found = f"{free / 1024**3:.1f} GB free in the var directory"
    if not writable:
        return Finding("disk", "error", "the var directory cannot be written", "chown it to us")
    if free < LOW_DISK_BYTES:
        return Finding("disk", "warning", found, "make room: under 2 GB are left")
    secret = Path(settings.VAR) / "secret"
    if secret.exists() and secret.stat().st_mode & 0o077:
        return Finding("disk", "warning", "others may read var/secret", "chmod 600 var/secret")
    return Finding("disk", "ok", found)


def clock_look() -> Finding:
    """The machine's clock against the newest file we wrote, and zones against the wheel."""
    newest = max((p.stat().st_mtime for p in Path(settings.VAR).iterdir()), default=0.0)
    ahead = newest - clock.now().timestamp()
    found = f"{clock.now():%Y-%m-%d %H:%M:%S} UTC, zone {settings.NEWSROOM_ZONE}"
    if ahead > 60:
        return Finding(
            "clock", "error", f"{found}; files are {ahead:.0f} s in the future", "set the clock"
        )
    if time.get_clock_info("time").adjustable is False:
        return Finding("clock", "warning", found, "the clock cannot be set by this system")
    return Finding("clock", "ok", found)


LOOKS: tuple[Callable[[], Finding], ...] = (
    versions,
    settings_look,
    database,
    migrations,
    queue,
    disk,
    clock_look,
)
