"""Granian with our settings: HTTP/1 only, deadlines for heads, workers that end with their main.

Granian alone has no deadline for bodies and can be stopped by half-sent requests; the shell
(delivery/edge.py) has one. Here is the rest: room for thousands of open connections, a deadline
for heads, and a file limit that lets them be.
"""

import resource
import socket
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any, Final

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from serai.core.clock import mono
from serai.core.family import adopt_by_this_process, die_with_parent
from serai.core.limits import limit

BACKLOG: Final = 8192
KILL_SECONDS: Final = 2


class PortTaken(Exception):
    """Another process listens on the port."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the server listens, and with how many workers."""

    bind: str
    port: int
    workers: int = 1


def check_port(bind: str, port: int, *, patience: float = 0.0) -> None:
    """Raise PortTaken where somebody listens; ``patience`` for a predecessor that is just ending.

    Granian's workers share a port on purpose, so it would not notice a stranger by itself.
    """
    until = mono() + patience
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    while True:
        with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((bind, port))
                return
            except OSError as error:
                if mono() >= until:
                    raise PortTaken(f"port {port} on {bind} is taken ({error.strerror})") from error
        threading.Event().wait(0.1)


def raise_file_limit() -> int:
    """Let this process and its children open as many files as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 1_048_576 if hard == resource.RLIM_INFINITY else hard
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def load_in_worker() -> Callable[..., Any]:
    """In a web worker: tie it to Granian's main process, then give it the application."""
    die_with_parent()
    from serai.config.server import application

    return application()


def serve(place: Place) -> None:
    """Run the web server until a signal ends it. Raises PortTaken."""
    raise_file_limit()
    check_port(place.bind, place.port, patience=1.5)
    _load_before_fork()
    adopt_by_this_process()
    server = Granian(
        "serai.config.server:application",
        address=place.bind,
        port=place.port,
        interface=Interfaces.ASGI,
        workers=place.workers,
        loop=Loops.auto,
        http=HTTPModes.http1,
        websockets=False,
        backlog=BACKLOG,
        backpressure=BACKLOG,
        http1_settings=HTTP1Settings(
            header_read_timeout=limit("header_deadline_seconds") * 1000, max_buffer_size=65_536
        ),
        log_level=LogLevels.warning,
        log_dictconfig={"loggers": {"_granian": {"propagate": True}}},
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_SECONDS,
    )
    server.serve(target_loader=load_in_worker, wrap_loader=False)


def _load_before_fork() -> None:
    from django.db import connections

    from serai.config import server

    server.application()
    connections.close_all()  # a connection must not be shared by two processes
