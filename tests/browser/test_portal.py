"""Every kind of page in a real Chromium: both editions, phone and desktop, light and dark."""

import gzip
import http.client
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.looking import opened
from tests.scenarios.processes import RunningHouse

pytestmark = pytest.mark.browser

#: What is looked at: a path, or where on the home page a way leads.
KINDS = (
    "/ru/", "/en/", "article:/ru/", "article:/en/", "capture", "/ru/news/", "/ru/news/2022/01/07/",
    "/ru/news/2022/01/", "/ru/countries/", "/ru/countries/uzbekistan/", "/en/countries/oman/",
    "/ru/sections/science/", "story:/ru/", "/ru/tv/", "/en/tv/", "/ru/tv/bigasia/2022-01-07/",
    "/ru/tv/bigasia/week/2022-W01/", "/en/tv/programmes/demo-teahouse/", "/ru/tv/live/",
    "/ru/quotes/", "/en/quotes/", "speaker:/ru/", "/ru/missing/", "/en/missing/",
)  # fmt: skip


def fetched(house: RunningHouse, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode()
    finally:
        connection.close()


@cache
def path_of(house: RunningHouse, kind: str) -> str:
    if kind == "capture":
        found = re.search(r'href="(/ru/news/\d+-[^"]+)"', fetched(house, "/ru/news/2022/01/07/"))
    elif kind.startswith("article:"):
        found = re.search(r'href="(/\w\w/news/\d+-[^"]+)"', fetched(house, kind[8:]))
    elif kind.startswith("speaker:"):
        found = re.search(r'href="(/\w\w/people/[^"]+)"', fetched(house, kind[8:] + "quotes/"))
    elif kind.startswith("story:"):
        found = re.search(r'href="(/\w\w/stories/[^"]+)"', fetched(house, kind[6:]))
    else:
        return kind
    assert found, kind
    return found.group(1)


@pytest.fixture(params=KINDS)
def path(request: pytest.FixtureRequest, house: RunningHouse) -> str:
    return path_of(house, request.param)


def expected(complaints: list[str], path: str) -> list[str]:
    """The browser notes a 404 page itself as an error; that one is asked for."""
    return [said for said in complaints if not ("404" in said and "missing" in path)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_to_complain_about(
    chromium: Browser, address: str, path: str, scheme: str, width: int
) -> None:
    with opened(chromium, address + path, scheme=scheme, width=width) as seen:
        assert expected(seen.complaints, path) == []
        result = Axe().run(seen.page)
        assert result.violations_count == 0, result.generate_report()
        assert seen.page.evaluate("window.shifted") <= 0.01


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_sticks_out(chromium: Browser, address: str, path: str, width: int) -> None:
    with opened(chromium, address + path, width=width) as seen:
        size = seen.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert size[0] <= size[1], f"{size[0] - size[1]} px too wide"


def test_it_is_complete_without_scripts(chromium: Browser, address: str, path: str) -> None:
    read = "els => els.map(el => el.dataset.part).sort()"
    with opened(chromium, address + path) as seen:
        with_scripts = seen.page.eval_on_selector_all("[data-part]", read)
    with opened(chromium, address + path, scripts=False) as seen:
        without = seen.page.eval_on_selector_all("[data-part]", read)
        assert without == with_scripts
        if "tv-strip" in without:  # what ages by the minute is a link to the guide then
            links = seen.page.locator("[data-part='tv-strip'] a[href$='/tv/']")
            assert links.count() >= 1
        assert seen.page.locator("h1").count() == 1


def page_of_today(house: RunningHouse) -> str:
    """The address of today's date in the guide."""
    found = re.search(
        r'href="(/ru/tv/bigasia/[\d-]+/)"[^>]*aria-current', fetched(house, "/ru/tv/")
    )
    assert found
    return found[1]


def test_the_readers_clock_marks_what_runs(
    chromium: Browser, address: str, house: RunningHouse
) -> None:
    """The page of a date carries instants only; today's day and show are found in the browser."""
    today = page_of_today(house)
    marks = "[data-past], [data-now], [data-next]"
    with opened(chromium, address + today, scripts=False) as seen:
        assert seen.page.locator(f"main :is({marks})").count() == 0
        assert seen.page.locator("main progress:visible").count() == 0
    noon = datetime.fromisoformat(f"{today[-11:-1]}T12:10+03:00")
    with opened(chromium, address + today, before=reading_at(noon)) as seen:
        assert seen.page.locator(".days a[data-now][aria-current]").count() == 1
        assert seen.page.locator(".sched [data-now]").count() == 1
        assert seen.page.locator(".sched [data-next]").count() == 1
        assert seen.page.locator(".sched [data-now] progress").evaluate("bar => bar.value") > 0
    # What follows the last show stands on tomorrow's page.
    last = noon.replace(hour=5, minute=58) + timedelta(days=1)
    with opened(chromium, address + today, before=reading_at(last)) as seen:
        assert seen.page.locator(".days a[data-now][aria-current]").count() == 1
        assert seen.page.locator(".sched [data-now]").count() == 1
        assert seen.page.locator(".sched [data-next]").count() == 0
    with opened(chromium, address + today, before=reading_at(noon + timedelta(days=1))) as seen:
        assert seen.page.locator(".days a[data-now]:not([aria-current])").count() == 1
        assert seen.page.locator(".sched [data-past]").count() > 0
        assert seen.page.locator(".sched :is([data-now], [data-next])").count() == 0


def reading_at(moment: datetime) -> Callable[[Page], None]:
    """The reader's clock stands at this moment."""
    return lambda page: page.clock.set_fixed_time(moment)


def test_a_reader_elsewhere_may_have_the_guide_in_his_own_time(
    chromium: Browser, address: str, house: RunningHouse
) -> None:
    today = page_of_today(house)
    for path in (today, "/ru/tv/live/", "/ru/tv/programmes/demo-teahouse/"):
        with opened(chromium, address + path, timezone_id="Europe/Moscow") as seen:
            assert seen.page.locator("[data-zone]").is_hidden()
        with opened(chromium, address + path, timezone_id="Asia/Vladivostok") as seen:
            turn, times = seen.page.locator("[data-zone]"), seen.page.locator("main .sched time")
            theirs = times.all_inner_texts()
            turn.click()
            hours = [int(text[:2]) for text in theirs]
            told = times.all_inner_texts()
            assert [int(text[:2]) for text in told] == [(hour + 7) % 24 for hour in hours]
            assert ["," in text for text in told] == [hour >= 17 for hour in hours]
            assert seen.page.get_by_text("Время московское").is_hidden()
            turn.click()
            assert times.all_inner_texts() == theirs
            assert seen.page.get_by_text("Время московское").is_visible()
            assert seen.complaints == []


def test_an_article_keeps_to_its_budget(
    chromium: Browser, address: str, house: RunningHouse
) -> None:
    path = path_of(house, "article:/ru/")
    with opened(chromium, address + path) as seen:
        kinds = {".css", ".js"}
        files = {url.split("?")[0] for url in seen.requests}
        weighed = [url for url in files if any(url.endswith(kind) for kind in kinds)]
        sizes = {url: len(_compressed(house, url.split(str(house.port))[1])) for url in weighed}
        page = len(gzip.compress(fetched(house, path).encode()))
        assert page + sum(sizes.values()) <= 50 * 1024, (page, sizes)
        assert sum(size for url, size in sizes.items() if url.endswith(".js")) <= 12 * 1024


def _compressed(house: RunningHouse, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=20)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        return connection.getresponse().read()
    finally:
        connection.close()


def test_the_capture_has_its_parts(chromium: Browser, address: str, house: RunningHouse) -> None:
    with opened(chromium, address + path_of(house, "capture"), scripts=False) as seen:
        text = seen.page.locator("[data-part='photo-credit']").inner_text()
        assert "knews.example" in text
        assert "1 204" in seen.page.locator("[data-part='views']").inner_text().replace("\xa0", " ")
        parts = ("headline", "published", "source", "lead", "body", "background", "countries")
        for part in (*parts, "tv-strip"):
            assert seen.page.locator(f"[data-part='{part}']").count() == 1, part
    with opened(chromium, address + path_of(house, "capture")) as seen:
        assert seen.page.locator("[data-part='tv-strip'] time").count() == 4


def test_the_newsroom_opens_with_the_login_shown(
    chromium: Browser, address: str, house: RunningHouse
) -> None:
    said = re.search(r"login +(\S+) +(\S+)", house.said())
    assert said, house.said()
    with opened(chromium, address + "/newsroom/") as seen:
        seen.page.fill("#id_username", said[1])
        seen.page.fill("#id_password", said[2])
        seen.page.click("button[type=submit]")
        seen.page.wait_for_url("**/newsroom/")
        seen.page.goto(address + "/newsroom/snippets/editorial/article/")
        assert seen.page.locator("table a", has_text="паромах").count() >= 1
        assert [said for said in seen.complaints if "off the host" in said] == []
