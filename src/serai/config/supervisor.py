"""One process that starts the others, starts them again when they crash, and stops them all.

Each child has a process group of its own, so that Ctrl-C in a terminal reaches the supervisor only
and a whole group can be ended. Everything happens in the main thread: on Linux a child ends when
the *thread* that started it ends (core/family.py).
"""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from serai.core.clock import mono
from serai.core.family import child_environ

Say = Callable[[str], None]
SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: between looks, before a restart, until a crash counts as the first, until KILL."""

    look: float = 0.1
    first_delay: float = 0.2
    longest_delay: float = 10.0
    steady_after: float = 30.0
    kill_after: float = 2.5


@dataclass(slots=True)
class Child:
    """One child: what it is called, how it is started, and how it is doing."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    delay: float = 0.0
    start_at: float = 0.0


@dataclass
class Supervisor:
    """``run`` returns when a signal came and all children have ended."""

    children: list[Child]
    say: Say
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        # Not an event: a signal that comes while this thread is inside one would wait for itself.
        self.stopping = False

    def stop(self) -> None:
        self.stopping = True

    def run(self, meanwhile: Callable[[], None] | None = None) -> None:
        """Start all and keep them; ``meanwhile`` is called with every look."""
        pause = threading.Event()
        with self._signals():
            try:
                for child in self.children:
                    self._start(child)
                while not (pause.wait(self.patience.look) or self.stopping):
                    for child in self.children:
                        self._look_after(child)
                    if meanwhile is not None:
                        meanwhile()
            finally:
                self._stop_all()

    @contextmanager
    def _signals(self) -> Iterator[None]:
        heard = [number for number in SIGNALS if not _is_nohup(number)]
        before = {number: signal.signal(number, lambda *_: self.stop()) for number in heard}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _start(self, child: Child) -> None:
        child.started_at = mono()
        child.process = subprocess.Popen(
            child.command, stdin=subprocess.DEVNULL, env=child_environ(), process_group=0
        )

    def _look_after(self, child: Child) -> None:
        if child.process is None:
            if mono() >= child.start_at:
                self._start(child)
        elif _has_ended(child.process):
            end_group(child.process, signal.SIGKILL)
            code = child.process.wait()
            child.process = None
            self._plan_restart(child, code)

    def _plan_restart(self, child: Child, code: int) -> None:
        patience = self.patience
        if not child.delay or mono() - child.started_at >= patience.steady_after:
            child.delay = patience.first_delay
        else:
            child.delay = min(child.delay * 2, patience.longest_delay)
        child.start_at = mono() + child.delay
        self.say(f"{child.name} ended ({_how(code)}); starting again in {child.delay:g} s")

    def _stop_all(self) -> None:
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            end_group(process, signal.SIGTERM)
        until = mono() + self.patience.kill_after
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                _wait_unreaped(process, max(until - mono(), 0.0))
        for process in running:
            end_group(process, signal.SIGKILL)
            process.wait()


def _is_nohup(number: int) -> bool:
    return number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN


def _has_ended(process: "subprocess.Popen[bytes]") -> bool:
    """True once the process is dead; it stays unreaped, so its number names no stranger."""
    if process.returncode is not None:
        return True
    flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
    return os.waitid(os.P_PID, process.pid, flags) is not None


def _wait_unreaped(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    until, pause = mono() + seconds, threading.Event()
    while not _has_ended(process):
        if mono() >= until:
            raise subprocess.TimeoutExpired(process.args, seconds)
        pause.wait(0.02)


def end_group(process: "subprocess.Popen[bytes]", number: int) -> None:
    """Signal the child's whole group; call it before the child is reaped."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _how(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
