"""The whole suite: first the database part on PostgreSQL, then everything on SQLite.

``python -m tests.run`` runs everything but the soak; ``--soak`` the long kills and fuzzing alone.
Other arguments go to pytest. The last line is pytest's summary of the run on SQLite; a failure of
either run makes the exit code non-zero.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

#: Parts that read and write the database, run on both: there, the tests that are marked as such.
ON_POSTGRES = [
    "tests/accounts",
    "tests/core",
    "tests/vocabulary",
    "tests/editorial",
    "tests/broadcast",
    "tests/media",
    "tests/importing",
    "tests/demo",
    "tests/portal",
    "tests/ops",
    "tests/scenarios/test_worker_kills.py",
    "tests/scenarios/test_due.py",
    # What these read is HTML, whatever it came from.
    "--ignore=tests/portal/test_validator.py",
    "--ignore=tests/portal/test_contexts.py",
    "-m",
    "django_db and not soak",
]


def main() -> int:
    extra = [argument for argument in sys.argv[1:] if argument != "--soak"]
    if "--soak" in sys.argv:
        return pytest_run(["-m", "soak", *extra], {})
    from tests.postgres import server

    with (
        tempfile.TemporaryDirectory(prefix="serai-pg-") as directory,
        server(Path(directory)) as url,
    ):
        print("== PostgreSQL ==", flush=True)
        on_postgres = pytest_run([*ON_POSTGRES, "-q", *extra], {"DATABASE_URL": url})
    print("== SQLite, processes, browser ==", flush=True)
    on_sqlite = pytest_run(extra, {})
    return on_sqlite or on_postgres


def pytest_run(arguments: list[str], environ: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, env={**os.environ, **environ}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
