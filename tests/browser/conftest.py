"""One running house with the demo newsroom and a filed capture; one Chromium that looks at it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.scenarios.processes import RunningHouse

CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

#: An invented page of the form that saved pages have; it has no picture.
CAPTURE = """Порты двух морей договорились о паромах
07.01.2022 Демо-вестник 1204
Фото: knews.example
Оман и Индия откроют паромную линию к лету.

Первый паром выйдет из Маската в апреле. Об этом сообщили в порту.

«Мы ждали этого десять лет», — сказал начальник порта. «Море соединяет», — добавил он.

5 января в Маскате закончили углублять дно у причалов.

16:55 Письма с побережья 12+
17:00 Большая вода 0+
"""


class DemoHouse(RunningHouse):
    """A house that loads the demo newsroom at its first start."""

    def environ(self) -> dict[str, str]:
        return {**super().environ(), "SERAI_DEMO": "yes"}


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    place = tmp_path_factory.mktemp("browser")
    running = DemoHouse(place / "var")
    try:
        running.start()
        running.wait_for("/ru/", seconds=180)
        page = place / "page.txt"
        page.write_text(CAPTURE, encoding="utf-8")
        filed = running.run("import_capture", "--publish", "--json", str(page))
        assert filed.returncode == 0, filed.stderr
        yield running
    finally:
        running.end()


@pytest.fixture(scope="session")
def address(house: RunningHouse) -> str:
    return f"http://127.0.0.1:{house.port}"


@pytest.fixture(scope="session")
def playwright_here() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright_here: Playwright) -> Iterator[Browser]:
    path = os.environ.get("SERAI_TEST_CHROMIUM") or "/usr/bin/chromium"
    if not Path(path).exists():
        message = "install Debian's chromium, or name a Chromium in SERAI_TEST_CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    browser = playwright_here.chromium.launch(executable_path=path, args=CHROMIUM)
    yield browser
    browser.close()
