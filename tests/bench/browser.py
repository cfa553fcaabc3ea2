"""A slow phone: a demo house, Chromium slowed as Lighthouse slows it, then Lighthouse itself.

``python -m tests.bench.browser`` measures this part alone. Figures begin with ``browser_``; a part
that cannot be measured says what to install and gives none.
"""

import contextlib
import html
import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM, DemoHouse
from tests.browser.looking import SHIFTS
from tests.scenarios.processes import RunningHouse

Say = Callable[[str], None]

LIGHTHOUSE = "lighthouse@12.2.3"
ROUNDS, LIGHTHOUSE_ROUNDS = 5, 3
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}

PAINTS = """() => { new PerformanceObserver(list => {
  const last = list.getEntries().at(-1);
  window.largest = [last.startTime, last.element ? last.element.tagName.toLowerCase() : 'gone'];
}).observe({type: 'largest-contentful-paint', buffered: true}); }"""

#: Asked when the page has come to rest. What is sent before the first paint is not all waited for:
#: ``blocking`` counts the page itself and what the browser would not paint without.
FIGURES = """() => {
  const page = performance.getEntriesByType('navigation')[0];
  const files = performance.getEntriesByType('resource');
  const first = performance.getEntriesByName('first-contentful-paint')[0].startTime;
  const sum = (list, key) => list.reduce((total, entry) => total + entry[key], 0);
  const text = files.filter(file => /[.](css|js)$/.test(file.name.split('?')[0]));
  return {
    lcp_ms: window.largest[0], lcp_of: window.largest[1], fcp_ms: first, cls: window.shifted,
    bytes: page.transferSize + sum(files, 'transferSize'),
    text_bytes: page.encodedBodySize + sum(text, 'encodedBodySize'),
    sent_first: 1 + files.filter(file => file.startTime < first).length,
    blocking: 1 + files.filter(file => file.renderBlockingStatus === 'blocking').length,
  };
}"""


class ScratchHouse(DemoHouse):
    """On a database of its own, whatever the archive stands on that is measured beside it."""

    def environ(self) -> dict[str, str]:
        return {name: value for name, value in super().environ().items() if name != "DATABASE_URL"}


def measure_browser(say: Say) -> dict[str, Any]:
    chromium = os.environ.get("SERAI_TEST_CHROMIUM") or "/usr/bin/chromium"
    if not Path(chromium).exists():
        say("  no browser: install Debian's chromium, or name a Chromium in SERAI_TEST_CHROMIUM")
        return {}
    with tempfile.TemporaryDirectory(prefix="serai-bench-browser-") as directory:
        house = ScratchHouse(Path(directory) / "var")
        try:
            say("  a house with the demo newsroom, for the browser")
            house.start()
            house.wait_for("/ru/", seconds=180)
            pages = chosen_paths(house)
            figures: dict[str, Any] = {"browser_load": round(os.getloadavg()[0], 1)}
            figures |= measure_paints(house, pages, chromium, say)
            return figures | measure_lighthouse(house, pages, chromium, say)
        finally:
            house.end()


def chosen_paths(house: RunningHouse) -> dict[str, str]:
    home = read(house, "/ru/")
    articles = re.findall(r'href="(/ru/news/\d+-[^"]+)"', home + read(house, "/ru/news/"))
    pictured = {path: 'data-part="photo"' in read(house, path) for path in dict.fromkeys(articles)}
    storyline = re.search(r'href="(/ru/stories/[^"]+)"', home)
    assert storyline, "the demo's home page shows a running story"
    return {
        "home": "/ru/",
        "article_photo": next(path for path, has in pictured.items() if has),
        "article_plain": next(path for path, has in pictured.items() if not has),
        "country": "/ru/countries/uzbekistan/",
        "storyline": storyline[1],
        "guide": "/ru/tv/",
    }


def read(house: RunningHouse, path: str) -> str:
    with contextlib.closing(
        http.client.HTTPConnection("127.0.0.1", house.port, timeout=20)
    ) as line:
        line.request("GET", path)
        answer = line.getresponse()
        assert answer.status == 200, (path, answer.status)
        return html.unescape(answer.read().decode())


def measure_paints(
    house: RunningHouse, pages: dict[str, str], chromium: str, say: Say
) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=CHROMIUM)
        for name, path in pages.items():
            say(f"  browser, {name} {path}")
            url = f"http://127.0.0.1:{house.port}{path}"
            looked(browser, url, slow=False)  # the house has made its pictures and its files ready
            figures |= {
                f"browser_{name}_{what}": value
                for what, value in medians([looked(browser, url) for _ in range(ROUNDS)]).items()
            }
        browser.close()
    return figures


def looked(browser: Browser, url: str, *, slow: bool = True) -> dict[str, Any]:
    """One look with a phone that has never been here."""
    with contextlib.closing(
        browser.new_context(
            viewport={"width": 390, "height": 844},
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
        )
    ) as context:
        page = context.new_page()
        page.add_init_script(f"({SHIFTS})(); ({PAINTS})()")
        if slow:
            wire = context.new_cdp_session(page)
            wire.send("Network.enable")
            wire.send("Network.emulateNetworkConditions", SLOW_4G)
            wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(url, wait_until="networkidle")
        page.wait_for_function("window.largest")
        seen: dict[str, Any] = page.evaluate(FIGURES)
        return seen


def medians(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """The median of each figure; of a word, the one said most often."""
    return {
        what: statistics.mode(seen[what] for seen in rounds)
        if isinstance(rounds[0][what], str)
        else round(statistics.median(seen[what] for seen in rounds), 4 if what == "cls" else None)
        for what in rounds[0]
    }


def measure_lighthouse(
    house: RunningHouse, pages: dict[str, str], chromium: str, say: Say
) -> dict[str, Any]:
    if not shutil.which("npx"):
        say(f"  no Lighthouse: install Node 18 or newer with npx, which fetches {LIGHTHOUSE}")
        return {}
    figures: dict[str, Any] = {}
    for name in ("home", "article_photo"):
        say(f"  Lighthouse, {name}")
        url = f"http://127.0.0.1:{house.port}{pages[name]}"
        reports = [lighthouse(url, chromium, say) for _ in range(LIGHTHOUSE_ROUNDS)]
        scores = [marks(report) for report in reports if report]
        if not scores:
            return {}
        figures |= {f"lighthouse_{name}_{what}": mark for what, mark in medians(scores).items()}
        for lost in losses(reports[-1]):
            say(f"    {lost}")
    return figures


def lighthouse(url: str, chromium: str, say: Say) -> dict[str, Any]:
    """The report, empty when Lighthouse gave none; mobile is its own default."""
    done = subprocess.run(
        ["npx", "--yes", LIGHTHOUSE, url, "--output=json", "--quiet",
         f"--chrome-flags=--headless {' '.join(CHROMIUM)}"],
        env={**os.environ, "CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )  # fmt: skip
    if done.returncode:
        say(f"    Lighthouse failed: {done.stderr.strip()[-300:]}")
        return {}
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def marks(report: dict[str, Any]) -> dict[str, float]:
    return {
        name.replace("-", "_"): round((found["score"] or 0) * 100)
        for name, found in report["categories"].items()
    }


def losses(report: dict[str, Any]) -> list[str]:
    """What took a mark away."""
    return [
        f"{name}: {audit['title']} ({audit.get('displayValue') or audit['score']})"
        for name, category in report.get("categories", {}).items()
        for ref in category["auditRefs"]
        if ref["weight"] and (audit := report["audits"][ref["id"]])["score"] not in (None, 1)
    ]


if __name__ == "__main__":
    print(json.dumps(measure_browser(lambda text: print(text, file=sys.stderr, flush=True))))
