"""Children end with their parent, however it ends; one holder of a lock at a time."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from serai.core.family import ORPHANED, PARENT, child_environ, die_with_parent
from serai.core.locks import FileLock, LockHeld, holder

CHILD = """
import sys, time
from serai.core import family
if sys.argv[1] == "without the kernel":
    family._ask_the_kernel = lambda: None
assert family.die_with_parent()
print("tied", flush=True)
time.sleep(60)
"""
PARENT_OF_IT = """
import os, subprocess, sys, time
from serai.core.family import child_environ
child = subprocess.Popen([sys.executable, "-c", sys.argv[1], sys.argv[2]], env=child_environ(),
                         stdout=subprocess.PIPE)
assert child.stdout.readline() == b"tied\\n"
print(child.pid, flush=True)
time.sleep(60)
"""
HOLDS = """
import sys, time
from pathlib import Path
from serai.core.locks import FileLock
with FileLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def is_running(pid: int) -> bool:
    """True where the process exists and is not only waiting to be reaped."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize("way", ["with the kernel", "without the kernel"])
def test_a_child_ends_within_a_second_of_its_parents_death(way: str) -> None:
    command = [sys.executable, "-c", PARENT_OF_IT, CHILD, way]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    deadline = time.monotonic() + 1
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_running(child)


def test_a_child_whose_parent_is_gone_already_ends_at_once() -> None:
    environ = {**os.environ, PARENT: "1"}  # somebody else's child
    done = subprocess.run([sys.executable, "-c", CHILD, ""], env=environ, check=False, timeout=20)
    assert done.returncode == ORPHANED


def test_a_process_started_by_hand_has_no_family(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PARENT, raising=False)
    assert die_with_parent() is False
    assert child_environ()[PARENT] == str(os.getpid())


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLDS, str(tmp_path / "up.lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_a_held_lock_says_who_holds_it(tmp_path: Path, stranger: "subprocess.Popen[bytes]") -> None:
    with pytest.raises(LockHeld) as error, FileLock(tmp_path / "up.lock"):
        pass
    assert error.value.pid == stranger.pid


def test_the_death_of_the_holder_frees_the_lock(
    tmp_path: Path, stranger: "subprocess.Popen[bytes]"
) -> None:
    stranger.kill()
    stranger.wait()
    with FileLock(tmp_path / "up.lock"):
        assert holder(tmp_path / "up.lock") == os.getpid()
    assert holder(tmp_path / "up.lock") == 0
    with FileLock(tmp_path / "up.lock"):
        assert holder(tmp_path / "up.lock") == os.getpid()
