"""The worker: threads that lease jobs and run them, a keeper of leases, and the schedule.

The main thread waits at the door, looks at the schedule and takes back abandoned jobs. With two
threads or more, one is kept free for publishing and confirmations, so that neither waits behind
a feed or a picture. While one of them publishes, the others begin nothing that is not urgent.
"""

import logging
import os
import secrets
import select
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from traceback import format_exception
from types import TracebackType
from typing import Any, Final, Protocol, Self

from django.core.exceptions import ObjectDoesNotExist
from django.db import Error, close_old_connections, connections
from django_tasks.base import TaskContext
from django_tasks.utils import get_module_path, normalize_json

from serai.core import clock, queue, schedule
from serai.core.backend import result_of, task_at
from serai.core.limits import limit, refuse_above
from serai.core.models import State

logger = logging.getLogger(__name__)

POLL_SECONDS: Final = 0.5
TICK_SECONDS: Final = 1.0
GRACE_SECONDS: Final = 1.5
PAUSE_AFTER_ERROR_SECONDS: Final = 1.0


def default_lease() -> timedelta:
    return timedelta(seconds=limit("job_lease_seconds"))


def worker_name() -> str:
    return f"{socket.gethostname()[:80]}:{os.getpid()}:{secrets.token_hex(2)}"


class Door:
    """Where the worker sleeps until somebody rings: a commit with a job in it, or ``ring``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._inner, self._outer = socket.socketpair()
        self._bell: socket.socket | None = None
        self._inode = 0

    def __enter__(self) -> Self:
        bell = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            self._path.unlink(missing_ok=True)
            bell.bind(str(self._path))
            self._path.chmod(0o600)
        except OSError as error:
            bell.close()
            logger.info("no bell at the door (%s); looking every %g s", error, POLL_SECONDS)
        else:
            self._bell, self._inode = bell, self._path.stat().st_ino
        for line in (bell, self._inner, self._outer):
            if line.fileno() >= 0:
                line.setblocking(False)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bell is not None:
            self._bell.close()
            with suppress(OSError):
                if self._path.stat().st_ino == self._inode:  # not the door of a newer worker
                    self._path.unlink()
        self._inner.close()
        self._outer.close()

    def ring(self) -> None:
        """Wake the sleeper of this process; safe in a signal handler."""
        with suppress(OSError):
            self._outer.send(b"!")

    def wait(self, seconds: float) -> None:
        lines = [line for line in (self._inner, self._bell) if line is not None]
        for line in select.select(lines, [], [], seconds)[0]:
            with suppress(BlockingIOError):
                while line.recv(64):
                    pass


class Companion(Protocol):
    """Work of another kind in a thread of the worker, woken by the same bell."""

    alarm: threading.Event

    def run(self, stopping: threading.Event) -> None: ...

    def once(self) -> None: ...


@dataclass
class Held:
    """The leases that this worker holds now."""

    _leases: dict[int, queue.Lease] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, lease: queue.Lease) -> None:
        with self._lock:
            self._leases[id(lease)] = lease

    def remove(self, lease: queue.Lease) -> None:
        with self._lock:
            self._leases.pop(id(lease), None)

    def all(self) -> list[queue.Lease]:
        with self._lock:
            return list(self._leases.values())


class Worker:
    """Runs jobs until ``stop``; ``run_one`` and ``run_all`` run them in the calling thread."""

    def __init__(
        self,
        *,
        table: Sequence[schedule.Entry] = (),
        zone: str = "UTC",
        concurrency: int = 2,
        lease: timedelta | None = None,
        companions: Sequence[Companion] = (),
    ) -> None:
        self._companions = companions
        self.name = worker_name()
        self._table = table
        self._zone = zone
        self._concurrency = concurrency
        self._lease = lease or default_lease()
        self._held = Held()
        self._stopping = threading.Event()
        self._alarms: list[threading.Event] = []
        self._door: Door | None = None

    def stop(self) -> None:
        """Claim nothing more and come to an end; safe in a signal handler."""
        self._stopping.set()
        if self._door is not None:
            self._door.ring()

    # -- one job -----------------------------------------------------------------------------

    def run_one(self, *, urgent_only: bool = False, stand_back: bool = False) -> bool:
        """Run the first due job; False where none is due."""
        lease = queue.claim(
            self.name, lease=self._lease, urgent_only=urgent_only, stand_back=stand_back
        )
        if lease is None:
            return False
        self._held.add(lease)
        try:
            self._run(lease)
        finally:
            self._held.remove(lease)
        return True

    def _run(self, lease: queue.Lease) -> None:
        started = clock.mono()
        try:
            value = call(lease)
        except KeyboardInterrupt:
            queue.release(lease)
            raise
        except BaseException as error:
            word = _say_failed(lease, error)
        else:
            word = "ok" if queue.finish(lease, value) else _REFUSED
        milliseconds = round((clock.mono() - started) * 1000)
        # Quiet where all is well: a first start runs hundreds, and the login must stay in sight.
        level = logging.DEBUG if word == "ok" else logging.WARNING
        logger.log(level, "job %s %d ms %s", lease.job.task_path, milliseconds, word)

    # -- until there is nothing to do ----------------------------------------------------------

    def run_all(self) -> int:
        """Look at the schedule once, then run what is due; the number of jobs that ran."""
        count = 0
        with self._keeping_leases():
            self.look_around()
            while not self._stopping.is_set() and self.run_one():
                count += 1
            for companion in self._companions:
                companion.once()
        return count

    def look_around(self) -> None:
        """The schedule, and jobs whose workers fell silent."""
        schedule.tick(self._table, self._zone)
        queue.take_back(lease=self._lease)

    # -- until somebody stops it ---------------------------------------------------------------

    def run(self) -> bool:
        """Run until ``stop``. False where jobs were still running and have been given back."""
        with Door(queue.door()) as self._door:
            runners = self._start_runners()
            logger.info("worker %s runs %d jobs at a time", self.name, self._concurrency)
            with self._keeping_leases():
                self._attend(self._door)
                self._wait_for(runners)
                given_back = self._give_back()
        self._door = None
        return not given_back

    def _attend(self, door: Door) -> None:
        next_look = clock.mono()
        while not self._stopping.is_set():
            if clock.mono() >= next_look:
                _carefully(self.look_around)
                next_look = clock.mono() + TICK_SECONDS
            for alarm in self._alarms:
                alarm.set()
            door.wait(POLL_SECONDS)

    def _start_runners(self) -> list[threading.Thread]:
        runners = []
        for number in range(self._concurrency):
            alarm = threading.Event()
            self._alarms.append(alarm)
            # Daemons: a job that does not end must not keep a stopped worker alive.
            runners.append(
                threading.Thread(
                    target=self._runner,
                    args=(alarm, number == 1),
                    name=f"jobs-{number}",
                    daemon=True,
                )
            )
            runners[-1].start()
        for companion in self._companions:
            self._alarms.append(companion.alarm)
            name = type(companion).__name__.lower()
            runners.append(
                threading.Thread(
                    target=companion.run, args=(self._stopping,), name=name, daemon=True
                )
            )
            runners[-1].start()
        return runners

    def _runner(self, alarm: threading.Event, urgent_only: bool) -> None:
        def drain() -> None:
            while not self._stopping.is_set() and self.run_one(
                urgent_only=urgent_only, stand_back=True
            ):
                close_old_connections()

        while not self._stopping.is_set():
            alarm.wait()
            alarm.clear()  # before the look, so that no ring is lost
            _carefully(drain)
        connections.close_all()

    def _wait_for(self, runners: Sequence[threading.Thread]) -> None:
        until = clock.mono() + GRACE_SECONDS
        for alarm in self._alarms:
            alarm.set()
        for runner in runners:
            runner.join(max(until - clock.mono(), 0))

    def _give_back(self) -> list[queue.Lease]:
        given_back = [lease for lease in self._held.all() if queue.release(lease)]
        for lease in given_back:
            logger.warning("job %s %s given back", lease.job.task_path, lease.job.pk)
        return given_back

    # -- leases --------------------------------------------------------------------------------

    def renew(self) -> None:
        """Renew all leases held; a lost one is said and no longer renewed."""
        for lost in queue.renew(self._held.all(), lease=self._lease):
            self._held.remove(lost)
            logger.warning("job %s %s: the lease is lost", lost.job.task_path, lost.job.pk)

    def _keeping_leases(self) -> "_Keeper":
        return _Keeper(self.renew, self._lease.total_seconds() / 3)


class _Keeper:
    """Renews in a thread of its own, for as long as the block runs."""

    def __init__(self, renew: Callable[[], None], every: float) -> None:
        self._renew = renew
        self._every = every
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="leases", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        self._thread.join(GRACE_SECONDS / 5)

    def _keep(self) -> None:
        while not self._end.wait(self._every):
            _carefully(self._renew)
        connections.close_all()


_REFUSED: Final = "refused: the lease is lost"


def call(lease: queue.Lease) -> Any:
    """Call the task of the job; the value as the database can keep it."""
    job = lease.job
    task = task_at(job.task_path)
    context = [TaskContext(task_result=result_of(job, task))] if task.takes_context else []
    try:
        value = normalize_json(task.call(*context, *job.args, **job.kwargs))
    except ObjectDoesNotExist:
        if not job.task_path.startswith("wagtail."):
            raise
        return None  # Wagtail looks after an object that was deleted meanwhile: nothing to do
    refuse_above("job_payload_bytes", len(queue.as_json(value)))
    return value


def _say_failed(lease: queue.Lease, error: BaseException) -> str:
    """Write the failure. The log names the class only: a message may carry what is private."""
    name = get_module_path(type(error))
    state = queue.fail(lease, name, "".join(format_exception(error)))
    if state is None:
        return _REFUSED
    return f"{name}, {'tried again later' if state == State.READY else 'failed for good'}"


def _carefully(step: Callable[[], None]) -> None:
    """A step that the database refuses is said and tried again; the worker lives on."""
    close_old_connections()
    try:
        step()
    except Error as error:
        logger.error("database: %s", type(error).__name__)
        connections.close_all()
        threading.Event().wait(PAUSE_AFTER_ERROR_SECONDS)
    except Exception:
        logger.exception("the worker stumbled")
        threading.Event().wait(PAUSE_AFTER_ERROR_SECONDS)
