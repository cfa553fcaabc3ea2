"""Long kills and fuzzing, run by ``make soak`` only. SERAI_TEST_SOAK_MINUTES says how long; 5."""

import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serai.core.limits import LimitExceeded
from tests.core.test_sanitizer import PIECES, survives
from tests.scenarios.processes import SERAI, RunningHouse, wait_until

pytestmark = pytest.mark.soak

SECONDS = 60 * float(os.environ.get("SERAI_TEST_SOAK_MINUTES", "5"))
PARTS = ("supervisor", "web main", "web worker", "job worker")
PAGE = """\
Порт номер {number} открыл новый маяк

05.03.2025 Демо-вестник 12 просмотров
Фото: Демо Фотограф
Маяк номер {number} виден за сорок вёрст от берега.

Строители открыли башню маяка на дальнем мысе. Она стоит на скале над морем.

06:50 Утро у моря 0+
07:30 Кухня портов 6+
"""


class Imports:
    """``import_capture`` in processes of their own; remembers what was acknowledged."""

    def __init__(self, house: RunningHouse, directory: Path) -> None:
        self.house = house
        self.directory = directory
        self.acknowledged: list[str] = []

    def start(self, number: int) -> "subprocess.Popen[str]":
        page = self.directory / f"{number}.txt"
        page.write_text(PAGE.format(number=number), encoding="utf-8")
        return subprocess.Popen(
            [*SERAI, "import_capture", "--publish", "--json", str(page)],
            env=self.house.environ(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def hear(self, process: "subprocess.Popen[str]") -> None:
        said = process.communicate(timeout=60)[0]
        if process.returncode == 0:
            self.acknowledged.append(json.loads(said)["headline"])


def standing(house: RunningHouse) -> Counter[str]:
    """Live articles by headline, read past Django."""
    with closing(sqlite3.connect(f"file:{house.var}/serai.sqlite3?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT headline FROM editorial_article WHERE live").fetchall()
    return Counter(headline for (headline,) in rows)


def test_kills_while_captures_come_in(house: RunningHouse, tmp_path: Path) -> None:
    """Whoever is killed and whenever: what was acknowledged stands, once."""
    chance = random.Random(20250305)
    imports = Imports(house, tmp_path)
    until = time.monotonic() + SECONDS
    number = 0
    while time.monotonic() < until:
        batch = [imports.start(number + place) for place in range(3)]
        number += len(batch)
        time.sleep(chance.random() * 2)
        part = chance.choice((*PARTS, "import"))
        if part == "import":
            chance.choice(batch).kill()
        else:
            os.kill(house.pid(part), signal.SIGKILL)
        for process in batch:
            imports.hear(process)
        if part == "supervisor":
            assert house.process is not None
            house.process.wait()
            wait_until(lambda: house.listeners() == 0, "nobody listens", 5)
            house.start()
        wait_until(house.is_whole, f"one of each after {part}")
        house.wait_for("/ru/")
    articles = standing(house)
    assert len(imports.acknowledged) > number / 2
    assert [headline for headline in imports.acknowledged if articles[headline] != 1] == []
    assert {headline: count for headline, count in articles.items() if count > 1} == {}
    doctor = house.run("doctor", "--json")
    states = {row["subject"]: row["state"] for row in json.loads(doctor.stdout)}
    assert states["database"] != "error"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    running = RunningHouse(tmp_path_factory.mktemp("soak") / "var", "serve")
    try:
        running.start()
        running.wait_for("/-/health")
        yield running
    finally:
        running.end()


REQUESTS = st.sampled_from(
    [
        b"GET ", b"POST ", b"PRI * HTTP/2.0", b"/-/health", b"/", b"//..%2f", b" HTTP/1.1", b"\r\n",
        b"\n", b"\r", b"Host: 127.0.0.1", b"Host: evil", b"Content-Length: 5",
        b"Content-Length: -1", b"Transfer-Encoding: chunked", b"X_A: 1", b"5\r\nhello",
        b"Transfer-Encoding: gzip, chunked", b"0\r\n\r\n",
        b"ffffffffffffffff\r\n", b"Expect: 100-continue", b"Upgrade: h2c", b"\x00",
        b"Connection: close", b"hello", b": ", b"A" * 9000,
    ]
)  # fmt: skip


@settings(
    max_examples=int(SECONDS * 10), deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(st.lists(st.one_of(REQUESTS, st.binary(max_size=20)), max_size=20).map(b"".join))
def test_no_bytes_stop_the_server(server: RunningHouse, request_bytes: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.settimeout(0.05)
        try:
            line.sendall(request_bytes)
            line.recv(65_536)
        except (TimeoutError, ConnectionError):
            pass
    assert server.get("/-/health", timeout=5) == 200


@settings(max_examples=int(SECONDS * 40), deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=80).map("".join))
def test_any_markup_is_a_fixed_point(html: str) -> None:
    try:
        survives(html)
    except LimitExceeded as refused:
        assert refused.name.startswith("html_")  # noqa: PT017
