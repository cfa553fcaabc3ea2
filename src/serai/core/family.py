"""One family of processes: every child ends within a second of its parent's death.

A parent starts a child with ``child_environ()``; the child calls ``die_with_parent()`` before
anything else. Two walls: on Linux the kernel kills the child; everywhere a watcher thread looks
whether the parent is still the parent. A process started by hand has no family and lives on.
"""

import ctypes
import os
import signal
import sys
import threading
from typing import Final

PARENT: Final = "SERAI_PARENT_PID"
ORPHANED: Final = 113
_PR_SET_PDEATHSIG: Final = 1


def child_environ() -> dict[str, str]:
    """The environment for a child process of this one; glibc's allocator keeps a pool for each
    thread otherwise, and a web worker with eight threads tens of megabytes in them."""
    return {"MALLOC_ARENA_MAX": "2", **os.environ, PARENT: str(os.getpid())}


def adopt_by_this_process() -> None:
    """Children forked from now on belong to this process, not to its own parent."""
    os.environ[PARENT] = str(os.getpid())


def die_with_parent(poll_seconds: float = 0.25) -> bool:
    """Tie this process to the parent that started it; False where no parent claimed it.

    A parent that is gone already is not missed: its number stands in the environment, and a
    process whose parent has another number is an orphan.
    """
    claimed = os.environ.get(PARENT, "")
    if not claimed.isdigit():
        return False
    parent = int(claimed)
    if sys.platform == "linux":
        _ask_the_kernel()
    if os.getppid() != parent:
        os._exit(ORPHANED)
    _watch(parent, poll_seconds)
    return True


def _ask_the_kernel() -> None:
    # The signal comes when the *thread* that forked ends; every parent of ours forks from main.
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


def _watch(parent: int, poll_seconds: float) -> None:
    pause = threading.Event()

    def look() -> None:
        while not pause.wait(poll_seconds):
            if os.getppid() != parent:
                os._exit(ORPHANED)

    threading.Thread(target=look, name="family", daemon=True).start()
