"""The desk in a real Chromium: a front, a link, the preview; and what readers see of it."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import opened
from tests.scenarios.processes import RunningHouse

pytestmark = pytest.mark.browser

LIST = "/newsroom/snippets/editorial"


@pytest.fixture(scope="module")
def desk(chromium: Browser, address: str, house: RunningHouse) -> Iterator[Page]:
    """A page of the newsroom, logged in; what its console complains of is in ``complaints``."""
    said = re.search(r"login +(\S+) +(\S+)", house.said())
    assert said, house.said()
    context = chromium.new_context(viewport={"width": 1600, "height": 1000}, locale="ru-RU")
    page = context.new_page()
    page.goto(address + "/newsroom/login/")
    page.fill("#id_username", said[1])
    page.fill("#id_password", said[2])
    page.click("button[type=submit]")
    page.wait_for_url("**/newsroom/")
    yield page
    context.close()


def first_article(desk: Page, address: str, edition: str = "ru") -> tuple[str, str]:
    """Path and headline of the last story on the home page."""
    desk.goto(f"{address}/{edition}/")
    link = desk.locator(f"main a[href*='/{edition}/news/']:not([href$='/news/'])").last
    return str(link.get_attribute("href")), link.inner_text()


def open_form(desk: Page, address: str, model: str) -> None:
    """The first row of this kind, which is of the Russian edition."""
    desk.goto(f"{address}{LIST}/{model}/edit/1/")
    desk.wait_for_load_state("networkidle")


def test_an_article_is_chosen_by_its_address_and_leads_the_home_page(
    desk: Page, address: str
) -> None:
    path, _headline = first_article(desk, address)
    open_form(desk, address, "front")
    slot = desk.locator("#inline_child_slots-1")
    # The demo has filled the slot: there the button stands in a menu.
    slot.locator("[data-chooser-action-choose]").first.evaluate("button => button.click()")
    desk.fill(".modal-body input[name=q]", address + path)
    choice = desk.locator(".modal-body a[data-chooser-modal-choice]")
    expect(choice).to_have_count(1)
    choice.click()
    desk.wait_for_selector(".modal-body", state="detached")
    # By keyboard: up from the second slot to the first.
    up = slot.locator("[data-inline-panel-child-move-up]")
    up.focus()
    desk.keyboard.press("Enter")
    desk.locator("[name=action-publish]").first.evaluate("button => button.click()")
    desk.wait_for_selector(".messages .success")
    desk.goto(f"{address}/ru/")
    first = desk.locator("main a[href*='/ru/news/']").first
    assert first.get_attribute("href") == path


def test_the_link_button_opens_one_field(desk: Page, address: str) -> None:
    path, _headline = first_article(desk, address)
    complaints: list[str] = []
    desk.on("pageerror", lambda error: complaints.append(str(error)))
    open_form(desk, address, "standingpage")
    desk.locator(".public-DraftEditor-content").first.click()
    desk.keyboard.press("Control+A")
    desk.keyboard.press("Control+K")
    desk.wait_for_selector(".modal-body input[name=link-url]")
    assert desk.locator(".modal-body .link-types").count() == 0
    desk.fill(".modal-body input[name=link-url]", address + path)
    desk.locator(".modal-body button[type=submit]").click()
    desk.wait_for_selector(".modal-body", state="detached")
    desk.wait_for_function(
        "path => [...document.querySelectorAll('input[type=hidden]')]"
        ".some(field => field.value.includes(path))",
        arg=path,
    )
    assert complaints == []


@pytest.mark.parametrize("kind", ["article", "front"])
def test_the_preview_shows_the_real_page_with_its_styles(
    desk: Page, address: str, kind: str
) -> None:
    complaints: list[str] = []
    desk.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    open_form(desk, address, kind)
    desk.locator("[data-side-panel-toggle=preview]").click()
    frame = desk.frame_locator("iframe[data-w-preview-target=iframe], .w-preview__iframe").first
    frame.locator("h1").first.wait_for(state="attached", timeout=15_000)
    face = frame.locator("body").evaluate("body => getComputedStyle(body).fontFamily")
    assert "Source Sans 3" in face
    for size in ("mobile", "desktop"):
        button = desk.locator(f"[data-device-width][value='{size}'], [name=preview-size]").first
        assert button.count() == 1
    assert [said for said in complaints if "Content Security Policy" in said] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("path", ["/ru/pages/about/", "/en/pages/newsroom/", "/ru/pages/contacts/"])
def test_a_standing_page_has_nothing_to_complain_about(
    chromium: Browser, address: str, path: str, width: int, scheme: str
) -> None:
    with opened(chromium, address + path, width=width, scheme=scheme) as seen:
        assert seen.complaints == []
        result = Axe().run(seen.page)
        assert result.violations_count == 0, result.generate_report()
        assert seen.page.evaluate("window.shifted") <= 0.01


def test_the_urgent_bar_is_accessible(chromium: Browser, desk: Page, address: str) -> None:
    open_form(desk, address, "siteidentity")
    desk.fill("[name=urgent_text]", "Порт закрыт из-за шторма")
    desk.fill("[name=legal_notice]", "Свидетельство о регистрации № 1")
    desk.locator("form[data-edit-form] button[type=submit]").first.evaluate("b => b.click()")
    desk.wait_for_selector(".messages .success")
    for scheme in ("light", "dark"):
        for width in (390, 1440):
            with opened(chromium, f"{address}/ru/", width=width, scheme=scheme) as seen:
                assert "Порт закрыт" in seen.page.locator("aside.urgent").inner_text()
                result = Axe().run(seen.page)
                assert result.violations_count == 0, result.generate_report()
