"""What ``serai up`` does before the first page: every step may run again and then does nothing."""

import hashlib
import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

Step = tuple[str, Callable[[], str | None]]


def steps() -> list[Step]:
    """The steps in order: what is said while one runs, and the step. A step returns what it did."""
    return [
        ("database", migrate),
        ("style sheets, scripts and fonts", collect_static),
        ("vocabulary", load_vocabulary),
        ("fronts and site settings", make_fronts),
        ("workflow", make_workflow),
        ("administrator", create_administrator),
        ("demo newsroom", load_demo),
    ]


def migrate() -> str | None:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return None
    call_command("migrate", interactive=False, verbosity=0)
    return f"{len(plan)} migrations"


def collect_static() -> str | None:
    """Collect and compress the static files when any of them, or Wagtail, has changed."""
    from serai.delivery.files import precompress

    stamp = Path(settings.STATIC_ROOT) / "stamp"
    wanted = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return None
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    precompress(Path(settings.STATIC_ROOT))
    stamp.write_text(wanted)
    return "collected"


def _static_fingerprint() -> str:
    import wagtail

    parts = [wagtail.__version__, settings.STATIC_URL]
    for path in sorted(settings.PACKAGE.glob("*/static/**/*")):
        if path.is_file():
            parts.append(f"{path.relative_to(settings.PACKAGE)} {path.stat().st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def load_vocabulary() -> str | None:
    """Load the data files when they changed since the last load."""
    from serai.editorial.actions import load_desk
    from serai.vocabulary import actions
    from serai.vocabulary.models import LoadedRecord

    files = sorted(settings.PACKAGE.glob("*/data/*.json"))
    content = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    record, _ = LoadedRecord.objects.get_or_create(
        kind="file", key="vocabulary", defaults={"values": ""}
    )
    if record.values == content:
        return None
    loaded = actions.load_vocabulary() + load_desk()
    record.values = content
    record.save()
    return f"{loaded.made} made, {loaded.changed} changed, {loaded.kept} kept as edited"


def make_fronts() -> str | None:
    """Give every edition its front and its site settings."""
    from serai.editorial import actions

    made = actions.make_fronts()
    return f"{made} made" if made else None


def make_workflow() -> str | None:
    """An editor approves what reporters submit, named in the language of the default edition."""
    from django.utils import translation

    from serai.editorial.actions import make_approval

    with translation.override(settings.LANGUAGE_CODE):
        return "made" if make_approval() else None


def create_administrator() -> str | None:
    """Make the first administrator with a password that is shown once and kept only hashed."""
    from serai.accounts.models import User

    if User.objects.filter(is_superuser=True).exists():
        return None
    password = secrets.token_urlsafe(12)
    User.objects.create_superuser("admin", "", password, role="administrator")
    first_login["name"], first_login["password"] = "admin", password
    return "made"


#: Login made in this very start, for the supervisor to show.
first_login: dict[str, str] = {}


def load_demo() -> str | None:
    from serai.demo.actions import extend_schedule, load_demo, wants_demo

    if not settings.OPTIONS["SERAI_DEMO"]:
        return None
    if wants_demo():
        return load_demo(say=lambda text: print(f"    {text}", flush=True))
    return extend_schedule()
