"""Measuring: pages in this process, start and memory in processes of their own."""

import statistics
import time
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.scenarios.processes import RunningHouse

ROUNDS = 30


def measure_page(client: Client, address: str) -> dict[str, float]:
    """Median and 95th percentile in ms, and the number of queries of one request."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    if answer.status_code != 200:
        return {"status": answer.status_code}
    count = len(queries)  # the next request empties the list
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - started) * 1000)
    return {
        "ms": round(statistics.median(times), 1),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 1),
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
