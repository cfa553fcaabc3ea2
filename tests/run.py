"""The whole suite: everything on SQLite, and beside it the database part on PostgreSQL.

Other arguments go to pytest. The last line is pytest's summary of the run on SQLite; a failure of
either run makes the exit code non-zero.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

#: Parts that read and write the database, run on both: there, the tests that are marked as such.
ON_POSTGRES = [
    "tests/accounts",
    "tests/core",
    "tests/vocabulary",
    "tests/editorial",
    "tests/broadcast",
    "tests/media",
    "tests/importing",
    # A load of the demo is dear: that it comes and goes whole is enough.
    "tests/demo/test_demo.py::test_it_comes_and_goes_whole",
    "tests/demo/test_demo.py::test_no_row_and_no_file_of_it_is_left",
    "tests/portal",
    "tests/ops",
    "tests/scenarios/test_worker_kills.py",
    "tests/scenarios/test_due.py",
    "tests/architecture/test_freshness.py",
    "tests/delivery",
    # A thread of it keeps its connection, which ends with the process.
    "--ignore=tests/delivery/test_bridge.py",
    # What these read is HTML, whatever it came from.
    "--ignore=tests/portal/test_validator.py",
    "--ignore=tests/portal/test_contexts.py",
    "-m",
    "django_db and not soak",
]

#: What compares the clock with the kernel's, which ``--at`` cannot set: Varnish waits by it, and
#: files get their times from it.
BY_THE_KERNELS_CLOCK = [
    "--ignore=tests/delivery/test_varnish.py",
    "--deselect=tests/ops/test_doctor.py::test_a_clock_behind_the_files",
]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.run", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--soak", action="store_true", help="the long kills and fuzzing alone")
    parser.add_argument(
        "--at",
        metavar="MOMENT",
        type=datetime.fromisoformat,
        help="at another time, as 2026-12-31T20:40 (UTC); needs a C compiler and Linux",
    )
    told, extra = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="serai-clock-") as directory:
        if told.at:
            set_clock(told.at.replace(tzinfo=told.at.tzinfo or UTC), Path(directory))
            extra += BY_THE_KERNELS_CLOCK
        return run(["-m", "soak", *extra]).wait() if told.soak else whole(extra)


def set_clock(moment: datetime, directory: Path) -> None:
    """What is started from now on, and its children, begin at this moment."""
    compiler, library = shutil.which("cc"), directory / "other_time.so"
    if not compiler:
        sys.exit("--at needs a C compiler (cc); on Debian: apt-get install gcc libc6-dev")
    source = Path(__file__).with_name("other_time.c")
    command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(source)]
    subprocess.run(command, check=True)
    os.environ["CLOCK_OFFSET"] = str(round(moment.timestamp() - time.time()))
    os.environ["LD_PRELOAD"] = str(library)


def whole(extra: list[str]) -> int:
    from tests.postgres import server

    with (
        tempfile.TemporaryDirectory(prefix="serai-pg-") as directory,
        tempfile.TemporaryFile() as log,
    ):
        on_sqlite = run(extra, output=log)
        try:
            with server(Path(directory)) as url:
                print("== PostgreSQL (SQLite beside it) ==", flush=True)
                arguments = [*ON_POSTGRES, "-q", "-p", "no:cacheprovider", *extra]
                failed = run(arguments, environ={"DATABASE_URL": url}).wait()
            print("== SQLite, processes, browser ==", flush=True)
            return follow(on_sqlite, log) or failed
        finally:
            on_sqlite.terminate()


def run(
    arguments: list[str],
    *,
    environ: dict[str, str] | None = None,
    output: IO[bytes] | None = None,
) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "pytest", *arguments]
    env = {**os.environ, "PYTHONUNBUFFERED": "1", **(environ or {})}
    return subprocess.Popen(command, env=env, stdout=output, stderr=output and subprocess.STDOUT)


def follow(process: "subprocess.Popen[bytes]", log: IO[bytes]) -> int:
    """Print what a run has said and says, until it ends; its exit code."""
    place = 0
    while True:
        code = process.poll()  # before the look: nothing is said after the end
        place += sys.stdout.buffer.write(os.pread(log.fileno(), 1 << 24, place))
        sys.stdout.flush()
        if code is not None:
            return code
        time.sleep(1)


if __name__ == "__main__":
    sys.exit(main())
