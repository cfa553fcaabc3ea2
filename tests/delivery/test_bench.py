"""``serai bench_delivery``: a small run says all that it promises, and checks what it reads."""

import json
import os
import subprocess
import sys
from pathlib import Path

KEYS = {
    "hits_per_s", "nginx_per_s", "ratio_nginx", "publish_p50_s", "publish_p99_s",
    "pages_per_publish", "stale_reads", "reads_checked", "article_ms", "article_queries",
    "home_ms", "home_queries", "web_rss_mb", "articles",
}  # fmt: skip
SMALL = ["--articles", "60", "--reads", "60", "--publications", "2", "--pairs", "1"]


def run(*arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "serai.config.cli", "bench_delivery", *arguments],
        env={**os.environ, **environ}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_small_run_says_all_that_is_promised(tmp_path: Path) -> None:
    done = run(*SMALL, "--json", SERAI_VAR=str(tmp_path / "own"))
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout)
    assert said.keys() >= KEYS
    assert said["articles"] == 60
    assert said["reads_checked"] >= 60
    assert said["stale_reads"] == 0
    assert 5 <= said["pages_per_publish"] <= 60
    assert 0 < said["article_queries"] <= 12
    assert 0 < said["home_queries"] <= 20
    assert said["publish_p99_s"] >= said["publish_p50_s"] > 0
    assert said["web_rss_mb"] > 50
    assert said["hits_per_s"] > 0, done.stderr[-3000:]
    assert said["ratio_nginx"] > 0
    # Nothing of the administrator's was touched.
    assert not (tmp_path / "own" / "pages").exists()


def test_bad_numbers_are_told() -> None:
    done = run("--reads", "0")
    assert done.returncode != 0
    assert "numbers above 0" in done.stderr
