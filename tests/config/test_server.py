"""Real requests, byte by byte, to a real server: Granian, the shell, files."""

import gzip
import resource
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from serai.config import serving
from tests.scenarios.processes import RunningHouse


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """Only the web server; its database does not even have tables."""
    running = RunningHouse(tmp_path_factory.mktemp("server") / "var", "serve")
    static = running.var / "static"
    static.mkdir(parents=True)
    (static / "a.css").write_text("p { color: red }")
    (static / "a.css.gz").write_bytes(gzip.compress(b"p { color: red }"))
    originals = running.var / "media" / "original_images"
    originals.mkdir(parents=True)
    (originals / "a.jpg").write_bytes(b"original")
    (running.var / "media" / "images").mkdir()
    (running.var / "media" / "images" / "a.jpg").write_bytes(b"rendition")
    try:
        running.start()
        running.wait_for("/-/health")
        yield running
    finally:
        running.end()


def say(server: RunningHouse, request: bytes) -> bytes:
    """Send these bytes, read until the server closes or falls silent."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(request)
        said = b""
        while piece := line.recv(65_536):
            said += piece
        return said


def request(head: str, body: str = "") -> bytes:
    """A request that asks for the connection to be closed."""
    lines = "\r\n".join([*head.split("\n"), "Connection: close"])
    return f"{lines}\r\n\r\n{body}".encode()


GOOD = "Host: 127.0.0.1"


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (f"GET /-/health HTTP/1.1\n{GOOD}", 200),
        (f"HEAD /-/health HTTP/1.1\n{GOOD}", 200),
        ("GET /-/health HTTP/1.1\nhost: LOCALHOST:80", 200),
        (f"GET http://evil.example/-/health HTTP/1.1\n{GOOD}", 200),
        (f"GET /-/health HTTP/1.1\n{GOOD}\n{GOOD}", 400),
        (f"GET /-/health HTTP/1.1\n{GOOD}\nHost: evil.example", 400),
        ("GET /-/health HTTP/1.1", 400),
        ("GET /-/health HTTP/1.0", 400),
        ("GET /-/health HTTP/1.1\nHost: evil.example", 421),
        (f"TRACE / HTTP/1.1\n{GOOD}", 405),
        (f"OPTIONS * HTTP/1.1\n{GOOD}", 405),
        (f"DELETE / HTTP/1.1\n{GOOD}", 405),
        (f"GET /-/./health HTTP/1.1\n{GOOD}", 400),
        (f"GET /-/%2e%2e/x HTTP/1.1\n{GOOD}", 400),
        (f"GET /static/%2e%2e%2fsecret HTTP/1.1\n{GOOD}", 400),
        (f"GET /-\\health HTTP/1.1\n{GOOD}", 400),
        (f"GET //-/health HTTP/1.1\n{GOOD}", 301),
        (f"GET /{'a' * 5000} HTTP/1.1\n{GOOD}", 414),
        (f"GET / HTTP/1.1\n{GOOD}\nX: {'a' * 9000}", 431),
        (f"POST / HTTP/1.1\n{GOOD}\nContent-Length: 70000", 413),
        (f"GET / HTTP/1.1\n{GOOD}\nContent-Length: 3", 400),
        (f"GET /static/a.css HTTP/1.1\n{GOOD}", 200),
        (f"GET /static/none.css HTTP/1.1\n{GOOD}", 404),
        (f"GET /media/images/a.jpg HTTP/1.1\n{GOOD}", 200),
        (f"GET /media/original_images/a.jpg HTTP/1.1\n{GOOD}", 404),
        (f"GET /media/images/../original_images/a.jpg HTTP/1.1\n{GOOD}", 400),
    ],
)
def test_requests_as_they_come(server: RunningHouse, head: str, status: int) -> None:
    said = say(server, request(head))
    assert said.startswith(b"HTTP/1.1 %d " % status) or said.startswith(b"HTTP/1.0 %d " % status)
    assert said.count(b"content-security-policy: ") == 1
    assert server.answers("/-/health")


@pytest.mark.parametrize(
    "head",
    [
        f"POST / HTTP/1.1\n{GOOD}\nContent-Length: 1\nContent-Length: 2",
        f"GET /-/health HTTP/2.0\n{GOOD}",
        f"GET /-/health HTTP/1.1\n{GOOD}\nX : a",
        f"GET /-/health HTTP/1.1\n {GOOD}",
        f"GET /-/health HTTP/1.1\n{GOOD}\nX: a\x00b",
        "nonsense",
    ],
)
def test_what_is_not_http_never_reaches_the_shell(server: RunningHouse, head: str) -> None:
    said = say(server, request(head))
    assert said == b"" or said.startswith(b"HTTP/1.1 400 ")
    assert server.answers("/-/health")


def test_a_chunked_body_above_the_cap_is_refused_while_it_comes(server: RunningHouse) -> None:
    head = f"POST / HTTP/1.1\r\n{GOOD}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    chunk = b"1000\r\n" + b"a" * 4096 + b"\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(head + chunk * 17)
        assert line.recv(100).startswith(b"HTTP/1.1 413 ")


def test_compressed_neighbour_and_policy_of_files(server: RunningHouse) -> None:
    head = f"GET /static/a.css HTTP/1.1\n{GOOD}\nAccept-Encoding: gzip"
    headers, _, body = say(server, request(head)).partition(b"\r\n\r\n")
    assert b"content-encoding: gzip" in headers
    assert gzip.decompress(body) == b"p { color: red }"
    picture = say(server, request(f"GET /media/images/a.jpg HTTP/1.1\n{GOOD}"))
    assert b"content-security-policy: default-src 'none'; sandbox\r\n" in picture
    assert picture.endswith(b"rendition")


def test_pipelined_requests_are_answered_one_by_one(server: RunningHouse) -> None:
    one = f"GET /-/health HTTP/1.1\r\n{GOOD}\r\n\r\n".encode()
    said = say(server, one * 20 + request(f"GET /-/health HTTP/1.1\n{GOOD}"))
    assert said.count(b'{"status": "ok"}') == 21


def test_a_second_server_on_the_port_says_so(server: RunningHouse, tmp_path: Path) -> None:
    second = RunningHouse(tmp_path / "var", "serve", port=server.port)
    refused = second.run("serve")
    assert refused.returncode == 1
    assert f"port {server.port} on 127.0.0.1 is taken" in refused.stderr


def test_the_file_limit_is_raised_to_what_the_system_allows() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
        assert serving.raise_file_limit() > 256
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
