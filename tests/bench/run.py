"""``make bench``: an invented archive in a directory of its own, then times, queries, memory:
first the portal's pages, then the newsroom's lists as each role (``newsroom_<role>_<page>_ms``),
then delivery (``delivery_…``: what ``serai bench_delivery`` says), last a slow phone and Lighthouse
(``browser_<page>_lcp_ms``, ``lighthouse_<page>_performance``).

``python -m tests.bench.run --articles 100000 --json`` prints one flat JSON object.
A page that does not answer 200 stands there with its status, and the exit code is 1.
"""

import argparse
import io
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.run")
    parser.add_argument("--articles", type=int, default=100_000, metavar="N")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--var", type=Path, help="keep the archive in this directory, or use it")
    parser.add_argument("--no-browser", action="store_true", help="leave out Chromium's part")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="serai-bench-") as directory:
        var = chosen.var or Path(directory)
        set_up(var)
        figures = run(var, chosen.articles)
        figures |= measure_delivery(chosen.articles)
    if not chosen.no_browser:
        from tests.bench.browser import measure_browser

        figures |= measure_browser(say)
    broken = [name for name in figures if name.endswith("_status")]
    if chosen.json:
        print(json.dumps(figures))
    else:
        print_table(figures)
    sys.exit(1 if broken else 0)


def measure_delivery(articles: int) -> dict[str, Any]:
    from django.core.management import call_command

    told = io.StringIO()
    call_command("bench_delivery", articles=articles, json=True, stdout=told)
    return {f"delivery_{name}": value for name, value in json.loads(told.getvalue()).items()}


def set_up(var: Path) -> None:
    """Django on ``var``, with everything that ``serai up`` prepares."""
    os.environ["SERAI_VAR"] = str(var)
    os.environ["DJANGO_SETTINGS_MODULE"] = "serai.config.settings"
    from serai.config import sqlite

    sqlite.install()
    import django

    django.setup()


def run(var: Path, articles: int) -> dict[str, Any]:
    from django.db import connections
    from django.test import Client

    from serai.config.launch import prepare
    from serai.config.preparing import steps
    from serai.ops.actions import build_archive
    from tests.bench.desk import fill_desk
    from tests.bench.measure import measure_page, measure_process
    from tests.bench.newsroom import measure_newsroom
    from tests.bench.pages import chosen_pages
    from tests.bench.pictures import measure_pictures
    from tests.bench.publishing import DUE, measure_due

    say("  a picture of 12 million pixels")
    pictures = measure_pictures()
    prepare(steps(), say)
    started = time.perf_counter()
    made = build_archive(articles=articles, say=lambda text: None)
    seconds = time.perf_counter() - started
    say(f"  {made} articles made ({seconds:.1f} s)")
    figures: dict[str, Any] = {"articles": articles, "articles_made": made}
    figures["build_s"] = round(seconds, 1)
    figures |= pictures
    client = Client(headers={"host": "127.0.0.1"})
    for name, address in chosen_pages().items():
        say(f"  {name} {address}")
        for what, value in measure_page(client, address).items():
            figures[f"{name}_{what}"] = value
    say(f"  {DUE} articles due at once")
    figures |= measure_due()
    figures |= measure_newsroom(fill_desk(), say)
    connections.close_all()
    figures |= measure_process(var)
    figures["database_mb"] = round(sum(map(size_of, var.glob("serai.sqlite3*"))) / 2**20, 1)
    return figures


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def size_of(path: Path) -> int:
    return path.stat().st_size


def print_table(figures: dict[str, Any]) -> None:
    names = [name.removesuffix("_queries") for name in figures if name.endswith("_queries")]
    print(f"{'page':<46} {'median ms':>10} {'p95 ms':>8} {'cpu ms':>8} {'queries':>8} {'bytes':>8}")
    for name in names:
        ms, p95, cpu, queries, size = (
            figures.pop(f"{name}_{what}") for what in ("ms", "p95_ms", "cpu_ms", "queries", "bytes")
        )
        print(f"{name:<46} {ms:>10} {p95:>8} {cpu:>8} {queries:>8} {size:>8}")
    print_paints(figures)
    for name, value in figures.items():
        print(f"{name:<46} {value:>10}")


def print_paints(figures: dict[str, Any]) -> None:
    names = [name.removesuffix("_lcp_ms") for name in figures if name.endswith("_lcp_ms")]
    columns = ("lcp_ms", "lcp_of", "fcp_ms", "cls", "bytes", "text_bytes", "sent_first", "blocking")
    if names:
        print(f"{'slow phone':<24}" + "".join(f" {column:>10}" for column in columns))
    for name in names:
        row = [figures.pop(f"{name}_{column}") for column in columns]
        print(f"{name:<24}" + "".join(f" {value:>10}" for value in row))


if __name__ == "__main__":
    main()
