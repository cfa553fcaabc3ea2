"""For tests of delivery: processes killed at an exact step, full disks, a refresher that runs."""

import os
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

from django.db import connections

from serai.core import clock
from serai.delivery.keeping import page_store
from serai.delivery.refreshing import Refresher

#: What touches the disk of the store or its index.
_TOUCHES: Final = frozenset({"replace", "rename", "unlink", "execute", "executemany"})
#: The rounds of the refresher, and whom it tells: killed as each begins and as it ends.
_STEPS: Final = frozenset({"_refresh", "_tell", "_advance", "drop", "clear", "purge", "told"})


class Killer:
    """Kills this process, as ``kill -9`` would, at its ``at``-th step."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, frame: FrameType, event: str, arg: Any) -> None:
        if event == "c_call":
            owner = type(getattr(arg, "__self__", None)).__name__
            counts = arg.__name__ in _TOUCHES and owner in ("Connection", "module")
        else:
            name = frame.f_globals.get("__name__", "")
            counts = frame.f_code.co_name in _STEPS and "delivery" in name
        if counts:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do the work in a child that is killed at its step; False where it was done before that."""
    # Neither connection may be shared by two processes.
    page_store().close()
    connections.close_all()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            sys.setprofile(Killer(step))
            work()
            status = 0
        finally:
            sys.setprofile(None)
            os._exit(status)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.waitstatus_to_exitcode(status) == 0
    return False


@contextmanager
def full_disk(room: int = 0) -> Iterator[None]:
    """No file of this process grows beyond ``room`` bytes: writes fail as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def wait_for(condition: Callable[[], bool]) -> None:
    until = clock.mono() + 30
    while not condition():
        assert clock.mono() < until
        threading.Event().wait(0.02)


class Running:
    """A refresher in a thread, as in the worker."""

    def __init__(self, refresher: Refresher) -> None:
        self.refresher = refresher
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=refresher.run, args=(self.stopping,))

    def __enter__(self) -> "Running":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.refresher.alarm.set()
        self.thread.join(30)
        assert not self.thread.is_alive()
