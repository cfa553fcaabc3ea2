"""Coming in, as a member of the newsroom does it in a browser."""

import re
from base64 import b32decode
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from serai.accounts.second_factor import STEP_SECONDS, code_at, step_now
from serai.core import clock
from tests.browser.looking import opened
from tests.scenarios.processes import RunningHouse, wait_until

pytestmark = pytest.mark.browser
NEWSROOM = "/newsroom/"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """A house of its own without the demo: its administrator gets a second factor."""
    running = RunningHouse(tmp_path_factory.mktemp("login") / "var")
    try:
        running.start()
        running.wait_for(f"{NEWSROOM}login/", seconds=180)
        yield running
    finally:
        running.end()


@pytest.fixture(scope="module")
def address(house: RunningHouse) -> str:
    return f"http://127.0.0.1:{house.port}"


@pytest.fixture(scope="module")
def password(house: RunningHouse) -> str:
    """What the supervisor said at the first start."""
    wait_until(lambda: "login " in house.said(), "the login is shown")
    found = re.search(r"login +admin +(\S+)", house.said())
    assert found, house.said()
    return found[1]


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    with opened(chromium, f"{address}{NEWSROOM}login/") as seen:
        yield seen.page
        assert seen.complaints == []


def log_in(page: Page, name: str, password: str) -> None:
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_load_state("networkidle")


def early_in_a_step() -> int:
    """The step now, with time left in it: the code of the step before stays good while it lasts."""
    wait_until(lambda: clock.now().timestamp() % STEP_SECONDS < STEP_SECONDS / 2, "a step begins")
    return step_now()


def test_the_first_administrator_comes_in_sets_the_second_factor_up_and_uses_it(
    chromium: Browser, address: str, page: Page, password: str
) -> None:
    log_in(page, "admin", password)
    assert page.url == address + NEWSROOM
    page.goto(f"{address}{NEWSROOM}second-factor/set-up/")
    key = page.inner_text("[data-part=key]").replace(" ", "")
    seed = b32decode(key)
    assert key in page.inner_text("[data-part=address]")
    page.fill("input[name=code]", code_at(seed, early_in_a_step() - 1))
    page.click("form:has(input[name=code]) button[type=submit]")
    expect(page.locator("[data-part=recovery]")).to_have_count(8)
    codes = page.locator("[data-part=recovery]").all_inner_texts()
    page.click("main a.button")
    page.wait_for_url(address + NEWSROOM)

    with opened(chromium, f"{address}{NEWSROOM}login/") as other:
        log_in(other.page, "admin", password)
        assert other.page.url.endswith("/second-factor/")
        other.page.fill("input[name=code]", code_at(seed, step_now()))
        other.page.click("form:has(input[name=code]) button[type=submit]")
        other.page.wait_for_url(address + NEWSROOM)
        assert other.complaints == []

    with opened(chromium, f"{address}{NEWSROOM}login/") as third:
        log_in(third.page, "admin", password)
        third.page.fill("input[name=code]", codes[0])
        third.page.click("form:has(input[name=code]) button[type=submit]")
        third.page.wait_for_url(address + NEWSROOM)
        third.page.goto(f"{address}{NEWSROOM}accounts/")
        third.page.click("table a:has-text('admin')")
        third.page.click("form[action$='/second-factor/'] button")
        third.page.wait_for_load_state("networkidle")


def test_a_wrong_password_says_so_and_too_many_of_them_wait(page: Page) -> None:
    log_in(page, "nobody", "wrong")
    first = page.inner_text(".messages .error")
    for _attempt in range(5):
        log_in(page, "nobody", "wrong")
    last = page.inner_text(".messages .error")
    assert first
    assert last != first
    assert re.search(r"\d", last)


def test_a_stranger_is_sent_to_the_login(chromium: Browser, address: str) -> None:
    with opened(chromium, f"{address}{NEWSROOM}accounts/") as seen:
        assert f"{NEWSROOM}login/" in seen.page.url
        assert seen.complaints == []
