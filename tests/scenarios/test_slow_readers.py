"""Readers who ask for the largest kept page and hardly take it hold up nobody and cost little."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from serai.core.limits import MIB, limit
from tests.scenarios.processes import SERAI, RunningHouse, wait_until

COUNT = 200
LARGE = "/tv/xmltv.xml"
SECONDS = 10
#: What the web worker may need for all of them; a copy for each would be three times as much.
ROOM = 400 * MIB
FILL = """
from datetime import timedelta
from serai.broadcast.models import ScheduleEvent
from serai.core import clock
from serai.delivery.outbox import invalidate
from serai.delivery.tags import SITE
from tests.builders import make_event
first = make_event("Степь", source_id="slow readers")
start = clock.now() + timedelta(hours=2)
moments = [start + timedelta(minutes=5 * number) for number in range(3_000)]
ScheduleEvent.objects.bulk_create(
    ScheduleEvent(
        channel=first.channel, programme=first.programme, source_id="slow readers",
        starts_at=moment, ends_at=moment + timedelta(minutes=5), broadcast_on=moment.date(),
        sub_titles={"ru": "Караван идёт через степь к морю. " * 30},
    )
    for moment in moments
)
invalidate({SITE})
"""
EMPTY = """
from serai.broadcast.models import ScheduleEvent
from serai.delivery.outbox import invalidate
from serai.delivery.tags import SITE
airings = ScheduleEvent.objects.filter(source_id="slow readers")
airings._raw_delete(airings.db)  # announced below, for all at once
invalidate({SITE})
"""


def carry_out(house: RunningHouse, script: str) -> None:
    environ = {**house.environ(), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [*SERAI, "shell", "-c", script], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def is_kept(house: RunningHouse, path: str) -> bool:
    status, headers, _body = house.ask(path, SECONDS)
    return status == 200 and headers["cache-status"] == "serai; hit"


@pytest.fixture
def large(house: RunningHouse) -> Iterator[bytes]:
    """The large page as it is kept; larger than what the kernel takes off a server's hands."""
    carry_out(house, FILL)
    try:
        wait_until(lambda: len(house.ask(LARGE)[2]) > 6 * MIB, "the guide is large")
        wait_until(lambda: is_kept(house, LARGE), "the guide is kept")
        yield house.ask(LARGE)[2]
    finally:
        carry_out(house, EMPTY)


def ask(house: RunningHouse, stack: ExitStack) -> socket.socket:
    """Ask for the large page; nothing of the answer is read."""
    line = stack.enter_context(socket.socket())
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.settimeout(SECONDS)
    line.connect(("127.0.0.1", house.port))
    line.sendall(f"GET {LARGE} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    return line


@contextmanager
def slow_readers(house: RunningHouse) -> Iterator[list[socket.socket]]:
    """Every other one reads a few bytes a second, the others nothing; those are handed out."""
    stopping = threading.Event()
    with ExitStack() as stack:
        lines = [ask(house, stack) for _ in range(COUNT)]

        def sip() -> None:
            while not stopping.wait(1):
                for line in lines[::2]:
                    line.recv(8)

        sipping = threading.Thread(target=sip)
        sipping.start()
        try:
            yield lines[1::2]
        finally:
            stopping.set()
            sipping.join()


def memory(pid: int) -> int:
    """Bytes that the process has in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def drain(line: socket.socket, pause: float = 0.0) -> bytes:
    """The body that comes until the server closes the connection."""
    said = bytearray()
    while piece := line.recv(65_536):
        said += piece
        time.sleep(pause)
    return bytes(said).partition(b"\r\n\r\n")[2]


def test_slow_readers_of_a_large_page_hold_up_nobody_and_cost_little(
    house: RunningHouse, large: bytes
) -> None:
    worker = house.pid("web worker")
    assert len(large) * COUNT > 3 * ROOM
    before = memory(worker)
    with slow_readers(house):
        for number in range(20):
            assert house.ask(LARGE, SECONDS)[2] == large
            assert is_kept(house, "/ru/")
            assert house.get("/newsroom/login/", SECONDS) == 200
            assert house.get(f"/ru/nothing-{number}/", SECONDS) == 404
        assert memory(worker) - before < ROOM
    assert is_kept(house, LARGE)
    assert memory(worker) - before < ROOM
    assert house.is_whole()
    assert house.pid("web worker") == worker


def test_who_takes_nothing_is_cut_off_and_who_is_only_slow_gets_all(
    house: RunningHouse, large: bytes
) -> None:
    with slow_readers(house) as silent, ExitStack() as stack:
        started = time.monotonic()
        assert drain(ask(house, stack), pause=0.02) == large
        time.sleep(max(0.0, started + limit("send_stall_seconds") + 5 - time.monotonic()))
        got = {len(drain(line)) for line in silent[:10]}
    assert max(got) < len(large)
    assert house.is_whole()
    assert is_kept(house, LARGE)
