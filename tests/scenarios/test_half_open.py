"""Thousands of half-sent requests do not stop the site, and do not stay."""

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from serai.config.serving import raise_file_limit
from serai.core.limits import limit
from tests.scenarios.processes import RunningHouse

COUNT = 2000
HALF_HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: "
HALF_BODY = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nhalf"


@pytest.fixture(autouse=True)
def many_files() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert raise_file_limit() > COUNT + 100, "this machine opens too few files for the test"
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@contextmanager
def half_open(port: int, half: bytes) -> Iterator[list[socket.socket]]:
    """Connections that sent half a request, from forty addresses of this machine."""
    with ExitStack() as stack:
        lines = []
        for number in range(COUNT):
            source = (f"127.0.1.{number % 40 + 1}", 0)
            line = stack.enter_context(
                socket.create_connection(("127.0.0.1", port), timeout=15, source_address=source)
            )
            line.sendall(half)
            lines.append(line)
        yield lines


def what_is_left(line: socket.socket) -> bytes:
    """What the server says until it closes the connection."""
    said = b""
    try:
        while piece := line.recv(65_536):
            said += piece
    except ConnectionResetError:
        pass
    return said


def test_half_heads(house: RunningHouse) -> None:
    with half_open(house.port, HALF_HEAD) as lines:
        assert {house.get("/ru/") for _ in range(20)} == {200}
        for line in lines:
            assert not what_is_left(line).startswith(b"HTTP/1.1 200")
    assert house.is_whole()
    assert house.get("/ru/") == 200


def test_half_bodies(house: RunningHouse) -> None:
    assert limit("body_deadline_seconds") < 15
    with half_open(house.port, HALF_BODY) as lines:
        assert {house.get("/ru/") for _ in range(20)} == {200}
        ends = {what_is_left(line).partition(b"\r\n")[0] for line in lines}
    assert ends == {b"HTTP/1.1 408 Request Timeout"}
    assert house.is_whole()
    assert house.get("/ru/") == 200
