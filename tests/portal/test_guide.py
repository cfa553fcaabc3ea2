"""The guide and the strip, complete in the channel's time."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from serai.core import clock
from serai.portal.selectors import addresses
from tests.builders import make_channel, make_event, make_series
from tests.portal.reading import Page, clean

pytestmark = pytest.mark.django_db

EVENING = datetime(2022, 1, 7, 13, 50, tzinfo=UTC)  # 16:50 in Moscow


def test_a_day_in_parts_complete_without_a_clock() -> None:
    with clock.frozen(EVENING):
        make_event("Утренний караван", starts_at=datetime(2022, 1, 7, 4, tzinfo=UTC))
        make_event("Сейчас", starts_at=EVENING - timedelta(minutes=20), minutes=40, age_rating=12)
        make_event("История дракона", starts_at=EVENING + timedelta(minutes=20), age_rating=16)
        make_event("За полночь", starts_at=datetime(2022, 1, 7, 22, tzinfo=UTC))
        page = Page("/ru/tv/bigasia/2022-01-07/")
        text = clean(page.root.xpath("//main")[0].text_content())
        for said in ("Утро", "Ночь", "07:00", "16:30", "17:10", "01:00", "12+", "16+"):
            assert said in text, said
        assert page.root.xpath("//main//progress[not(@value)]")
        assert not page.root.xpath("//main//*[@data-past or @data-now or @data-next]")
        shows = page.root.xpath("//main//li[@id]")
        assert [row.get("data-starts") for row in shows][:2] == [
            "2022-01-07T07:00:00+03:00",
            "2022-01-07T16:30:00+03:00",
        ]


def test_the_strip_shows_the_next_four() -> None:
    with clock.frozen(EVENING):
        for number in range(6):
            make_event(
                f"Передача {number}", starts_at=EVENING + timedelta(minutes=30 * number - 10)
            )
        strip = Page(addresses.slot("ru", "air")).root.xpath("//*[@data-part='tv-strip']")[0]
        assert strip.xpath(".//time/text()") == ["17:10", "17:40", "18:10", "18:40"]


def test_no_age_mark_is_invented() -> None:
    with clock.frozen(EVENING):
        make_event("Без знака", starts_at=EVENING + timedelta(minutes=5), age_rating=None)
        make_event("Ноль", starts_at=EVENING + timedelta(minutes=45), age_rating=0)
        strip = Page(addresses.slot("ru", "air")).root.xpath("//*[@data-part='tv-strip']")[0]
        assert [clean(mark.text_content()) for mark in strip.xpath(".//*[@class='age']")] == ["0+"]


def test_a_day_without_a_schedule_is_404_but_today_is_not() -> None:
    with clock.frozen(EVENING):
        make_channel()
        Page("/ru/tv/bigasia/2022-02-01/", status=404)
        assert "пока" in Page("/ru/tv/").text
        Page("/ru/tv/other/", status=404)


def test_without_a_channel_the_guide_says_so() -> None:
    page = Page("/ru/tv/")
    assert page.meta("robots") == "noindex"


def test_both_editions_show_the_same_day() -> None:
    with clock.frozen(EVENING):
        make_event("Новости порта", starts_at=EVENING)
        page = Page("/en/tv/bigasia/2022-01-07/")
        assert "Friday" in page.text
        assert "16:50" in page.text


def test_a_week_a_programme_a_cycle_and_what_runs_now() -> None:
    with clock.frozen(EVENING):
        event = make_event("Сейчас", starts_at=EVENING - timedelta(minutes=20), minutes=40)
        make_event("История дракона", starts_at=EVENING + timedelta(minutes=20), age_rating=16)
        make_event("Сейчас", starts_at=EVENING - timedelta(days=3))
        make_series(event.programme)
        week = Page(addresses.guide_week("ru", "bigasia", EVENING.date()))
        assert len(week.root.xpath("//main//section")) == 7
        assert "Пятница 7 января" in clean(week.root.xpath("//main")[0].text_content())
        page = Page(addresses.programme("ru", event.programme.slug))
        shown = clean(page.root.xpath("//main")[0].text_content())
        assert "Сказки степи" in shown
        assert len(page.root.xpath("//main//ol[@class='sched']")) == 2
        series = Page(addresses.series("en", "steppe-tales"))
        assert "Tales of the steppe" in clean(series.root.xpath("//h1")[0].text_content())
        live = Page(addresses.live("ru"))
        text = clean(live.root.xpath("//main")[0].text_content())
        assert text.index("Сейчас") < text.index("История дракона")
        for path in ("/ru/tv/bigasia/week/2022-W60/", "/ru/tv/bigasia/week/2022-W1/",
                     "/ru/tv/bigasia/week/2023-W10/", "/ru/tv/programmes/nothing/",
                     "/ru/tv/series/nothing/"):  # fmt: skip
            Page(path, status=404)


def test_airings_have_names_that_stay_for_machines() -> None:
    with clock.frozen(EVENING):
        event = make_event("Сейчас", starts_at=EVENING, is_live=True, age_rating=12)
        page = Page("/ru/tv/bigasia/2022-01-07/")
        scripts = page.root.xpath("//script[@type='application/ld+json']/text()")
        data = list(map(json.loads, scripts))
        (graph,) = [one["@graph"] for one in data if "@graph" in one]
        (said,) = graph
        assert said["@type"] == "BroadcastEvent"
        assert said["@id"].endswith(f"/tv/bigasia#{event.uid}")
        assert "url" not in said
        assert said["startDate"].endswith("+03:00")
        assert said["isLiveBroadcast"] is True
        assert said["workPerformed"]["url"].endswith(f"/ru/tv/programmes/{event.programme.slug}/")
        assert said["workPerformed"]["@id"] != said["@id"]
