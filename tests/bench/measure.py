"""Measuring: pages in this process, start and memory in processes of their own."""

import statistics
import time
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.scenarios.processes import RunningHouse

ROUNDS = 30


def measure_page(client: Client, address: str, rounds: int = ROUNDS) -> dict[str, float]:
    """Median and 95th percentile in ms, the processor's share, the queries of one request.

    The share is what a busy machine leaves of the truth: SQLite works in this process.
    """
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    if answer.status_code != 200:
        return {"status": answer.status_code}
    count = len(queries)  # the next request empties the list
    times, work = [], []
    for _ in range(rounds):
        started, worked = time.perf_counter(), time.process_time()
        client.get(address)
        times.append((time.perf_counter() - started) * 1000)
        work.append((time.process_time() - worked) * 1000)
    return {
        "ms": round(statistics.median(times), 1),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 1),
        "cpu_ms": round(statistics.median(work), 1),
        "queries": count,
        "bytes": len(answer.content),
    }


def measure_process(var: Path) -> dict[str, float]:
    """Seconds until the web server answers and shows the home page; memory of its processes."""
    house = RunningHouse(var, "serve")
    started = time.perf_counter()
    try:
        house.start()
        house.wait_for("/-/health")
        alive = time.perf_counter() - started
        house.wait_for("/ru/")
        shown = time.perf_counter() - started
        for _ in range(100):
            house.get("/ru/")
        return {
            "start_s": round(alive, 2),
            "home_shown_s": round(shown, 2),
            "web_main_mb": resident_mb(house.pid("web main")),
            "web_worker_mb": resident_mb(house.pid("web worker")),
        }
    finally:
        house.end()


def resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0
