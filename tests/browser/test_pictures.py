"""Pictures in a real Chromium: uploaded in the article's chooser, refused, several at once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.media import samples
from tests.scenarios.processes import RunningHouse

pytestmark = pytest.mark.browser

ADD = "/newsroom/snippets/editorial/article/add/"
TAB = "image-chooser-upload"
IS_DRAWN = "image => image.complete && image.naturalWidth > 0"


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def desk(
    chromium: Browser, address: str, house: RunningHouse, complaints: list[str]
) -> Iterator[Page]:
    """A page of the newsroom, logged in; what its console complains of is in ``complaints``."""
    said = re.search(r"login +(\S+) +(\S+)", house.said())
    assert said, house.said()
    context = chromium.new_context(viewport={"width": 1500, "height": 1000}, locale="ru-RU")
    page = context.new_page()
    page.goto(address + "/newsroom/login/")
    page.fill("#id_username", said[1])
    page.fill("#id_password", said[2])
    page.click("button[type=submit]")
    page.wait_for_url("**/newsroom/")
    page.on(
        "console",
        lambda told: complaints.append(told.text) if told.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((address, "data:", "blob:"))
            else complaints.append(f"off the host: {asked.url}")
        ),
    )
    yield page
    context.close()


def open_upload(desk: Page, address: str) -> None:
    """The upload tab of the chooser of the article's main picture."""
    desk.goto(address + ADD)
    desk.wait_for_load_state("networkidle")
    chooser = desk.locator("#id_main_image-chooser")
    chooser.locator("[data-chooser-action-choose]").first.click()
    desk.locator("#tab-label-upload").click()
    expect(desk.locator(f"#id_{TAB}-file")).to_be_visible()


def send(desk: Page, file: Path) -> None:
    desk.set_input_files(f"#id_{TAB}-file", str(file))
    desk.locator("#tab-upload form [type=submit]").click()


def test_a_picture_is_uploaded_in_the_chooser_of_an_article(
    desk: Page, address: str, tmp_path: Path, complaints: list[str]
) -> None:
    bad, good = tmp_path / "чертёж.jpg", tmp_path / "DSC_0042.JPG"
    bad.write_bytes(samples.SVG)
    good.write_bytes(samples.camera_jpeg())
    open_upload(desk, address)
    desk.fill(f"#id_{TAB}-credit", "Фото: набрано «здесь»")
    send(desk, bad)
    refusal = desk.locator("#tab-upload .error-message")
    expect(refusal).to_contain_text("JPEG, PNG, WebP, GIF, AVIF")
    expect(desk.locator(f"#id_{TAB}-credit")).to_have_value("Фото: набрано «здесь»")
    send(desk, good)
    desk.wait_for_selector(".modal-body", state="detached", timeout=30_000)
    preview = desk.locator("#id_main_image-chooser img[data-chooser-image]")
    expect(preview).to_be_visible()
    expect(preview).to_have_attribute("src", re.compile("/media/images/"))
    assert preview.evaluate(IS_DRAWN)
    source = str(preview.get_attribute("src"))
    assert samples.SECRET.encode() not in desk.request.get(address + source).body()
    assert not complaints


def test_several_pictures_are_dropped_and_their_notes_stand_in_the_forms(
    desk: Page, address: str, tmp_path: Path, complaints: list[str]
) -> None:
    files = []
    for number, colour in enumerate((samples.RED, samples.GREEN)):
        pixels = samples.Pixels.new("RGB", (300 + number, 200), colour)
        file = tmp_path / f"порт {number}.png"
        file.write_bytes(samples.written(pixels, "PNG", pnginfo=None))
        files.append(str(file))
    noted = tmp_path / "маяк.jpg"
    noted.write_bytes(
        samples.written(samples.quarters(90, 60), xmp=samples.xmp(credit="Море Пресс"))
    )
    desk.goto(address + "/newsroom/images/multiple/add/")
    desk.wait_for_load_state("networkidle")
    desk.set_input_files("#fileupload", [*files, str(noted)])
    forms = desk.locator("#upload-list li form")
    expect(forms).to_have_count(3, timeout=30_000)
    credits = forms.locator("input[name$=credit]")
    values = {credits.nth(number).input_value() for number in range(3)}
    assert values == {"", "Море Пресс"}
    desk.goto(address + "/newsroom/images/")
    desk.wait_for_load_state("networkidle")
    pictures = desk.locator(".listing img, .image-choice img, .images img")
    assert pictures.count() >= 3
    assert all(pictures.nth(number).evaluate(IS_DRAWN) for number in range(3))
    assert not complaints


def test_a_picture_s_own_page_shows_it_and_keeps_a_focal_point(
    desk: Page, address: str, complaints: list[str]
) -> None:
    desk.goto(address + "/newsroom/images/")
    desk.locator(".images a[href*='/newsroom/images/']").first.click()
    desk.wait_for_load_state("networkidle")
    picture = desk.locator(".focal-point-chooser img").last
    assert picture.evaluate(IS_DRAWN)
    drawn = picture.bounding_box()
    assert drawn
    desk.mouse.move(drawn["x"] + drawn["width"] * 0.6, drawn["y"] + drawn["height"] * 0.6)
    desk.mouse.down()
    desk.mouse.move(drawn["x"] + drawn["width"] * 0.9, drawn["y"] + drawn["height"] * 0.9)
    desk.mouse.up()
    assert desk.locator("input.focal_point_x").input_value()
    desk.locator("form[enctype] [type=submit]:visible").first.click()
    desk.wait_for_selector(".messages .success")
    assert not complaints
