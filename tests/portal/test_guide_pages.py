"""Pages of the guide beside its days, and what a kept page may say of the time."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from serai.broadcast.models import (
    NOT_CHANNELS,
    Channel,
    ChannelName,
    Programme,
    ScheduleEvent,
)
from serai.core import clock
from serai.delivery.recording import Recording, record
from serai.portal import urls
from serai.portal.selectors import addresses
from tests.builders import make_channel, make_country, make_event, make_picture, make_series
from tests.portal.reading import Page, clean, location

pytestmark = pytest.mark.django_db

EVENING = datetime(2022, 1, 7, 13, 50, tzinfo=UTC)  # 16:50 in Moscow, a Friday
DAY = "/ru/tv/bigasia/2022-01-07/"
NEXT_DAY = datetime(2022, 1, 8, 3, tzinfo=UTC)  # 06:00 in Moscow
STREAM = "https://stream.example/live.m3u8"


def main_of(path: str) -> str:
    return clean(Page(path).root.xpath("//main")[0].text_content())


def recorded(path: str) -> Recording:
    with record(0) as notebook:
        Page(path)
    return notebook


def shows() -> ScheduleEvent:
    """One that runs, one that follows."""
    event = make_event("Сейчас", starts_at=EVENING - timedelta(minutes=20), minutes=40)
    make_event("История дракона", starts_at=EVENING + timedelta(minutes=20), age_rating=16)
    return event


def second_channel(zone: str = "Asia/Muscat") -> Channel:
    channel = Channel(slug="second", zone=zone, day_starts=time(6))
    channel.names = [ChannelName(language=code, name="Второй") for code in ("ru", "en")]  # type: ignore[misc]
    channel.save()
    return channel


def test_the_page_of_a_date_is_the_same_whenever_it_is_made() -> None:
    with clock.frozen(EVENING):
        shows()
        make_event("Завтра", starts_at=NEXT_DAY)
    told = []
    for hours in (-24 * 3, 0, 1, 24 * 3):
        with clock.frozen(EVENING + timedelta(hours=hours)):
            told.append(Client().get(DAY).content)
    assert len(set(told)) == 1


def test_the_page_of_a_date_does_not_age_and_that_of_today_does() -> None:
    with clock.frozen(EVENING):
        shows()
        ages = {path: recorded(path).expires for path in (DAY, "/ru/tv/", "/ru/tv/bigasia/")}
    year = datetime(2022, 12, 31, 21, tzinfo=UTC)  # dates get their year then
    boundary = EVENING + timedelta(minutes=20)
    assert ages == {DAY: year, "/ru/tv/": boundary, "/ru/tv/bigasia/": boundary}


def test_today_ends_where_the_next_broadcast_day_begins() -> None:
    with clock.frozen(EVENING):
        make_channel()
        assert recorded("/ru/tv/").expires == NEXT_DAY
        assert recorded(DAY).expires == NEXT_DAY  # an empty day has a page today only
        assert recorded(addresses.guide_week("ru", "bigasia", EVENING.date())).expires == NEXT_DAY


def test_what_runs_now_stands_where_the_address_means_today() -> None:
    with clock.frozen(EVENING):
        shows()
        (now,) = Page("/ru/tv/").root.xpath("//main//*[@class='live']/following-sibling::h2")
        assert clean(now.text_content()) == "Сейчас"
        assert not Page(DAY).root.xpath("//main//*[@class='live']")


def test_days_in_the_row_are_instants() -> None:
    with clock.frozen(EVENING):
        shows()
        make_event("Завтра", starts_at=NEXT_DAY)
        days = Page(DAY).root.xpath("//nav[@class='days']//a")
    assert [(day.get("data-starts"), day.get("data-ends")) for day in days] == [
        ("2022-01-07T03:00Z", "2022-01-08T03:00Z"),
        ("2022-01-08T03:00Z", "2022-01-09T03:00Z"),
    ]


def test_a_week_has_seven_days_in_parts() -> None:
    with clock.frozen(EVENING):
        shows()
        make_event("Раньше", starts_at=datetime(2022, 1, 2, 9, tzinfo=UTC))
        make_event("Ночью", starts_at=datetime(2022, 1, 3, 22, tzinfo=UTC))
        page = Page("/ru/tv/bigasia/week/2022-W01/")
        days = page.root.xpath("//main//section")
        told = [clean(day.text_content()) for day in days]
        assert len(told) == 7
        assert told[0] == "Понедельник 3 января Ночь 01:00Ночью"
        assert "Пока ничего не известно" in told[1]
        assert "16:30Сейчас" in told[4]
        assert "17:10История дракона 16+" in told[4]
        heads = [day.xpath("./header//a/@href") for day in days]
        assert heads == [["/ru/tv/bigasia/2022-01-03/"], [], [], [], [DAY], [], []]
        assert "Программа на неделю, 3–9 января" in clean(page.text)
        assert "Московское время." in page.text or "Время московское." in page.text
        assert page.root.xpath("//a[@rel='prev']/@href") == ["/ru/tv/bigasia/week/2021-W52/"]
        assert not page.root.xpath("//a[@rel='next']")
        assert not page.root.xpath("//main//*[@data-past or @data-now]")
        assert addresses.guide_week("ru", "bigasia", date(2022, 1, 7)) in Page(DAY).links()


def test_a_week_of_two_years_and_one_that_is_none() -> None:
    with clock.frozen(EVENING):
        shows()
        make_event("Новый год", starts_at=datetime(2020, 12, 31, 9, tzinfo=UTC))
        text = clean(Page("/en/tv/bigasia/week/2020-W53/").text)
        assert "28 December 2020 – 3 January 2021" in text
        for week in ("2021-W53", "2022-W00", "2022-W02", "2022-W1"):
            Page(f"/en/tv/bigasia/week/{week}/", status=404)
        Page("/en/tv/other/week/2022-W01/", status=404)


def test_a_programme_says_when_it_is_shown_and_was_shown() -> None:
    with clock.frozen(EVENING):
        event = make_event("Степь", starts_at=EVENING + timedelta(days=1), is_premiere=True)
        make_event("Степь", starts_at=EVENING - timedelta(days=1), is_repeat=True)
        programme = event.programme
        programme.kind, programme.age_rating, programme.image = "film", 12, make_picture()
        programme.countries = [make_country("OM")]
        programme.save()
        path = addresses.programme("ru", programme.slug)
        page, text = Page(path), main_of(path)
        assert clean(page.root.xpath("//h1")[0].text_content()) == "Степь 12+"
        coming, past = page.root.xpath("//ol[@class='sched']")
        for said in ("16:50", "Суббота, 8 января", "Премьера"):
            assert said in clean(coming.text_content())
        for said in ("Четверг, 6 января", "Повтор"):
            assert said in clean(past.text_content())
        assert "Рисунок: тест" in text
        assert addresses.country("ru", "oman") in page.links()
        assert (
            addresses.programme("ru", programme.slug)
            in Page(addresses.guide_day("ru", "bigasia", event.broadcast_on)).links()
        )
        assert recorded(path).expires == event.starts_at
    with clock.frozen(EVENING + timedelta(days=30)):
        assert "Когда покажут, пока не известно" in main_of(path)


def test_country_pages_lead_to_the_programme() -> None:
    with clock.frozen(EVENING):
        event = make_event("Степь", starts_at=EVENING + timedelta(days=1))
        event.programme.countries = [make_country("OM")]
        event.programme.save()
        path = addresses.country("ru", "oman")
        assert addresses.programme("ru", event.programme.slug) in Page(path).links()
        assert "Завтра" in main_of(path)
        midnight = datetime(2022, 1, 7, 21, tzinfo=UTC)
        assert recorded(path).expires == midnight  # tomorrow it is today


def test_airings_on_channels_of_two_zones_name_them() -> None:
    with clock.frozen(EVENING):
        event = make_event("Степь", starts_at=EVENING + timedelta(days=1))
        ScheduleEvent(
            channel=second_channel(), programme=event.programme, starts_at=EVENING,
            ends_at=EVENING + timedelta(hours=1),
        ).save()  # fmt: skip
        text = main_of(addresses.programme("ru", event.programme.slug))
    assert "Второй, Asia/Muscat" in text
    assert "17:50" in text
    assert ", Europe/Moscow" in text


def test_a_programme_without_a_name_or_an_airing_has_no_page() -> None:
    with clock.frozen(EVENING):
        Programme(slug="never").save()
        event = make_event("Степь")
        event.programme.names = []  # type: ignore[misc]
        event.programme.save()
        Page(addresses.programme("ru", "never"), status=404)
        Page(addresses.programme("ru", event.programme.slug), status=404)
        assert not Page(DAY).root.xpath("//main//li[@id]//h3/a")


def test_a_renamed_programme_and_cycle_are_found() -> None:
    with clock.frozen(EVENING):
        programme = make_event("Степь").programme
        series = make_series(programme)
        old = programme.slug
        programme.slug, series.slug = "steppe", "tales"
        programme.save()
        series.save()
        assert location(f"/ru/tv/programmes/{old}/") == (301, "/ru/tv/programmes/steppe/")
        assert location("/en/tv/series/steppe-tales/") == (301, "/en/tv/series/tales/")
        assert "/ru/tv/programmes/steppe/" in Client().get("/sitemaps/ru/pages.xml").text


def test_no_channel_takes_the_address_of_a_page() -> None:
    patterns = {str(row.pattern) for row in urls.pages}
    taken = {parts[1] for row in patterns if (parts := row.split("/"))[0] == "tv" and parts[1:]}
    assert {part for part in taken if part and "<" not in part} == set(NOT_CHANNELS)
    channel = second_channel()
    for slug in NOT_CHANNELS:
        channel.slug = slug
        with pytest.raises(ValidationError, match="slug"):
            channel.full_clean()


def test_live_says_what_runs_and_that_it_cannot_be_watched_yet() -> None:
    with clock.frozen(EVENING):
        assert Page("/ru/tv/live/").meta("robots") == "noindex"
        make_channel()
        assert "Сейчас эфира нет" in main_of("/ru/tv/live/")
        shows()
        text = main_of("/ru/tv/live/")
        assert text.index("Сейчас") < text.index("История дракона")
        assert "Смотреть эфир здесь пока нельзя" in text
        page = Page("/ru/tv/live/")
        assert not page.root.xpath("//video")
        assert "X-Serai-Stream" not in Client().get("/ru/tv/live/").headers
        assert recorded("/ru/tv/live/").expires == EVENING + timedelta(minutes=20)
        assert addresses.live("ru") not in Page("/ru/tv/").links()


def test_a_stream_is_played_by_the_browser_itself_when_asked() -> None:
    with clock.frozen(EVENING):
        event = shows()
        event.programme.image = make_picture()
        event.programme.save()
        event.channel.stream_url = STREAM
        event.channel.save()
        (video,) = Page("/en/tv/live/").root.xpath("//video")
        assert (video.get("preload"), video.get("autoplay")) == ("none", None)
        assert video.get("poster", "").startswith("/media/")
        assert video.xpath("source/@src") == [STREAM]
        assert Client().get("/en/tv/live/").headers["X-Serai-Stream"] == "1"
        assert addresses.live("en") in Page("/en/tv/").links()


def test_a_work_says_when_it_is_broadcast() -> None:
    with clock.frozen(EVENING):
        event = make_event("Степь", starts_at=EVENING, is_live=True)
        event.programme.kind, event.programme.age_rating = "film", 12
        event.programme.save()
        path = addresses.programme("ru", event.programme.slug)
        work = data_of(path)["Movie"]
        assert work["@id"].endswith(f"{path}#work")
        assert work["url"].endswith(path)
        assert work["contentRating"] == "12+"
        (said,) = work["publication"]
        graph = next(one["@graph"] for one in read_data(DAY) if "@graph" in one)
        assert [one["@id"] for one in graph] == [said["@id"]]
        assert graph[0]["workPerformed"]["@id"] == work["@id"]
        assert said["startDate"] == "2022-01-07T16:50:00+03:00"
        assert said["publishedOn"]["@type"] == "BroadcastService"
        assert "url" not in said


def read_data(path: str) -> list[dict[str, Any]]:
    scripts = Page(path).root.xpath("//script[@type='application/ld+json']/text()")
    return [json.loads(text) for text in scripts]


def data_of(path: str) -> dict[str, dict[str, Any]]:
    return {one["@type"]: one for one in read_data(path) if "@type" in one}


def test_a_programme_says_who_made_it_and_an_airing_which_episode_it_is() -> None:
    with clock.frozen(EVENING):
        event = make_event(
            "Степь",
            starts_at=EVENING,
            season=2,
            episode=14,
            is_repeat=True,
            sub_titles={"ru": "Дождь"},
        )
        path = addresses.programme("ru", event.programme.slug)
        assert "Режиссёр" not in main_of(path)
        event.programme.kind = "film"
        event.programme.credits = [
            ["actor", "Б. Речной"], ["director", "А. Степная"], ["actor", "В. Горная"],
            ["actor", "Б. Речной"], ["adapter", "Никто"],
        ]  # fmt: skip
        event.programme.save()
        text = main_of(path)
        assert text.index("РежиссёрА. Степная") < text.index("В роляхБ. Речной, В. Горная")
        assert "Никто" not in text
        assert "Дождь, сезон 2, серия 14, повтор" in text
        assert "CastБ. Речной" in main_of(addresses.programme("en", event.programme.slug))
        assert "Film, season 2, episode 14, repeat" in main_of("/en/tv/")
        work = data_of(path)["Movie"]
        assert work["director"] == [{"@type": "Person", "name": "А. Степная"}]
        assert [one["name"] for one in work["actor"]] == ["Б. Речной", "В. Горная"]


def test_an_airing_has_one_name_for_machines_in_all_editions_and_wherever_it_is_moved() -> None:
    def named(path: str) -> list[str]:
        graph = next(one["@graph"] for one in read_data(path) if "@graph" in one)
        return [one["@id"] for one in graph]

    with clock.frozen(EVENING):
        event = shows()
        first = named(DAY)
        assert len(set(first)) == 2
        assert named(DAY.replace("/ru/", "/en/")) == first
        event.starts_at -= timedelta(minutes=5)
        event.save()
        assert named(DAY) == first


def test_a_cycle_with_programmes_stands_in_the_sitemap() -> None:
    with clock.frozen(EVENING):
        event = shows()
        series = make_series()
        path = f"/en/tv/series/{series.slug}/"
        assert path not in Client().get("/sitemaps/en/pages.xml").text
        event.programme.series = series
        event.programme.save()
        assert path in Client().get("/sitemaps/en/pages.xml").text
