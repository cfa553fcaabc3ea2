"""The person who enters the schedule: tomorrow's list, pasted, looked at, published."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from serai.core import clock
from tests.browser.looking import Seen, opened
from tests.scenarios.processes import RunningHouse, wait_until

pytestmark = pytest.mark.browser

#: Invented. The second 10:30 says the same once more, the documentary ends after the next start,
#: one line has no time, and the night belongs to the same day.
LIST = """
06:00 Новости порта 12+
06:20 Утренний берег 0+
07:00 М/ф «Кит и фонарь» 0+
07:30 Новости порта 12+
07:50 Рецепты двух рек 6+
08:20-09:30 Д/ф «Соль и ветер» 6+
09:15 Т/с «Паромщик», 3-я серия 16+
10:00 Новости порта 12+
10:30 Ремёсла 0+
10:30 Ремёсла 0+
11:00 Прямая трансляция. Регата 0+
13:00 Новости порта 12+
13:20 Х/ф «Последний смотритель» 12+
15:10 Дорога на перевал 6+
16:00 Новости порта 12+
16:30 Т/с «Паромщик», 4-я серия 16+
17:20 Беседы у причала 12+
18:00 Новости порта 12+
реклама
18:40 Премьера. Д/ф «Город на сваях» 12+
19:40 Вечерний берег 6+
20:00 Новости порта 12+
20:40 Х/ф «Письмо из Сура» 16+
22:30 Разговор 12+
23:10 Концерт на крыше 6+
00:30 Новости порта. Повтор 12+
01:00 Профилактика
"""
PASSWORD = "berth-lantern-17"
ACCOUNT = f"""
from serai.accounts.models import User
user = User.objects.filter(username="berth").first() or User(username="berth", role="scheduler")
user.set_password("{PASSWORD}")
user.save()
"""


class Scheduler:
    """Counts what a person does at the desk: a click, or one field filled."""

    def __init__(self, page: Page) -> None:
        self.page, self.done = page, 0

    def does(self, act: Callable[[], object]) -> None:
        self.done += 1
        act()


@pytest.fixture
def seen(chromium: Browser, house: RunningHouse, address: str) -> Iterator[Seen]:
    """An account of the role, made by a command, at the newsroom's first page."""
    made = house.run("shell", "-c", ACCOUNT)
    assert made.returncode == 0, made.stderr
    with opened(chromium, f"{address}/newsroom/login/", locale="ru-RU") as at_desk:
        at_desk.page.fill("#id_username", "berth")
        at_desk.page.fill("#id_password", PASSWORD)
        at_desk.page.click("button[type=submit]")
        at_desk.page.wait_for_url("**/newsroom/")
        yield at_desk


def test_tomorrows_day_is_entered_from_a_pasted_list_in_under_two_minutes(
    seen: Seen, house: RunningHouse, address: str
) -> None:
    page, scheduler = seen.page, Scheduler(seen.page)
    # Far enough ahead that nobody else looks at it; the form offers tomorrow by itself.
    day = timezone.localdate(clock.now()) + timedelta(days=25)
    started = time.monotonic()
    scheduler.does(page.get_by_role("link", name="Внести сетку").first.click)
    offered = page.input_value("[name=day]")
    assert offered == str((clock.now() + timedelta(hours=3 - 6)).date() + timedelta(days=1))
    scheduler.does(lambda: page.fill("[name=day]", str(day)))
    scheduler.does(lambda: page.fill("[name=text]", LIST))
    scheduler.does(page.get_by_role("button", name="Посмотреть").first.click)
    rows = page.locator("table.listing tbody tr")
    expect(rows).to_have_count(24)
    assert set(column(page, "изменение")) == {"новая"}
    overlap = rows.filter(has_text="Соль и ветер")
    expect(overlap).to_contain_text("08:20–09:15")
    assert [text for text in column(page, "замечания") if text] == [
        overlap.locator("td").last.inner_text().strip()
    ]
    assert "15 мин" in overlap.locator("td").last.inner_text()
    told = page.locator(".desk-remarks").inner_text()
    for words in ("повторяет строку 9", "'реклама'", "Профилактика"):
        assert words in told
    scheduler.does(page.get_by_role("button", name="Опубликовать").click)
    expect(page.locator(".messages .success").first).to_be_visible()
    path = f"/ru/tv/bigasia/{day}/"
    wait_until(lambda: "Последний смотритель" in house.ask(path)[2].decode(), "the day is public")
    assert time.monotonic() - started < 120
    assert scheduler.done <= 6
    assert seen.complaints == []
    with_night = house.ask(path)[2].decode()
    assert with_night.count("Новости порта") >= 8
    assert "Профилактика" not in with_night


def test_a_day_entered_once_more_shows_what_changes_before_it_does(
    seen: Seen, house: RunningHouse, address: str, tmp_path: Path
) -> None:
    """One show moves, one gives way to another; the rest stands in the preview without a word."""
    page, scheduler = seen.page, Scheduler(seen.page)
    day = timezone.localdate(clock.now()) + timedelta(days=26)
    path = f"/ru/tv/bigasia/{day}/"
    before = tmp_path / "day.txt"
    before.write_text(LIST, encoding="utf-8")
    filed = house.run(
        "import_schedule", "--channel", "bigasia", "--date", str(day), "--publish", str(before)
    )
    assert filed.returncode == 0, filed.stderr
    wait_until(lambda: "Концерт на крыше" in house.ask(path)[2].decode(), "the day is public")
    corrected = LIST.replace("15:10 Дорога", "15:15 Дорога").replace(
        "Концерт на крыше", "Серенада у маяка"
    )
    scheduler.does(page.get_by_role("link", name="Внести сетку").first.click)
    scheduler.does(lambda: page.fill("[name=day]", str(day)))
    scheduler.does(lambda: page.fill("[name=text]", corrected))
    scheduler.does(page.get_by_role("button", name="Посмотреть").first.click)
    expect(page.locator("table.listing tbody tr")).to_have_count(24 + 1)  # and what goes
    titles, changes = column(page, "название"), column(page, "изменение")
    told = {title: change for title, change in zip(titles, changes, strict=True) if change}
    assert told == {
        "Последний смотритель": "изменена",  # it ends later
        "Дорога на перевал": "изменена",
        "Серенада у маяка": "новая",
        "Концерт на крыше": "уходит",
    }
    assert "Концерт на крыше" in house.ask(path)[2].decode()
    scheduler.does(page.get_by_role("button", name="Опубликовать").click)
    expect(page.locator(".messages .success").first).to_be_visible()
    wait_until(
        lambda: "Серенада у маяка" in house.ask(path)[2].decode(), "the correction is public"
    )
    assert "Концерт на крыше" not in house.ask(path)[2].decode()
    assert scheduler.done <= 6
    assert seen.complaints == []


def column(page: Page, name: str) -> list[str]:
    """The texts of a column of the preview."""
    heads = [head.strip().lower() for head in page.locator("table.listing th").all_inner_texts()]
    cells = page.locator(f"table.listing tbody td:nth-child({heads.index(name) + 1})")
    return [text.strip() for text in cells.all_inner_texts()]
