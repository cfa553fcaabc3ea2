"""Lists: latest, days, months, sections; every article can be reached, at the same cost."""

from datetime import UTC, datetime, timedelta

import pytest

from serai.portal.selectors import lists
from tests.builders import make_article, make_country, make_section, make_storyline
from tests.portal.reading import Page, at_most, clean

pytestmark = pytest.mark.django_db

NOON = datetime(2022, 1, 7, 9, tzinfo=UTC)


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "ON_PAGE", 3)


def walked(path: str) -> list[int]:
    """Keys of all articles met on the way through «earlier» links."""
    met: list[int] = []
    seen: set[str] = set()
    while path and path not in seen:
        seen.add(path)
        page = Page(path)
        met += list(dict.fromkeys(page.articles()))
        onward = page.root.xpath("//a[@rel='next']/@href")
        path = str(onward[0]) if onward else ""
    return met


def test_a_day_lists_its_articles_newest_first() -> None:
    early = make_article("Утро", published_at=NOON)
    late = make_article("Вечер", published_at=NOON + timedelta(hours=8))
    make_article("Назавтра", published_at=NOON + timedelta(days=1))
    page = Page("/ru/news/2022/01/07/")
    assert page.articles() == [late.pk, early.pk]
    assert "7 января 2022" in clean(page.root.xpath("//h1")[0].text_content())
    assert "пятница" in clean(page.root.text_content()).lower()


def test_a_day_is_the_newsrooms_day() -> None:
    article = make_article(published_at=datetime(2022, 1, 7, 21, 30, tzinfo=UTC))
    assert Page("/ru/news/2022/01/08/").articles() == [article.pk]
    Page("/ru/news/2022/01/07/", status=404)


@pytest.mark.parametrize(
    "path",
    [
        "/ru/news/2022/02/30/", "/ru/news/2022/13/", "/ru/news/2022/00/01/", "/ru/news/2022/01/05/",
        "/ru/news/2022/01/", "/ru/news/2022/01/07/after-99/", "/ru/sections/nothing/",
        "/ru/news/0/",
        "/ru/news/99999999999999999999-x/", "/ru/stories/nothing/", "/de/", "/ru/nothing/",
        "/ru/countries/atlantis/", "/ru/countries/oman/2022/01/", "/ru/tv/2022-01-07/",
    ],
)  # fmt: skip
def test_nothing_there_is_404(path: str) -> None:
    make_country()
    Page(path, status=404)


def test_every_article_is_reached_once(small_pages: None) -> None:
    keys = []
    for number in range(20):
        moment = NOON - timedelta(days=number * 4, minutes=number)
        keys.append(make_article(f"Новость {number}", published_at=moment, countries=("OM",)).pk)
    # A whole page of articles of one and the same moment.
    keys += [
        make_article(f"Разом {n}", published_at=NOON - timedelta(days=200)).pk for n in range(7)
    ]
    met = walked("/ru/news/")
    assert sorted(met) == sorted(keys)
    assert len(met) == len(set(met))


def test_a_country_and_a_section_and_a_storyline_are_reached_too(small_pages: None) -> None:
    section, storyline = make_section(), make_storyline()
    keys = {
        make_article(
            f"Новость {n}", published_at=NOON - timedelta(days=n * 9), countries=("OM",),
            section=section, storyline=storyline,
        ).pk
        for n in range(12)
    }  # fmt: skip
    make_article("Чужая", published_at=NOON)
    assert set(walked("/ru/sections/society/")) == keys
    assert set(walked(f"/ru/stories/{storyline.slug}/")) == keys
    month = walked("/ru/countries/oman/2022/01/")
    assert set(month) == keys


def test_a_month_leads_to_its_neighbours() -> None:
    for month in (1, 3, 5):
        make_article(f"Месяц {month}", published_at=datetime(2022, month, 10, tzinfo=UTC))
    page = Page("/ru/news/2022/03/")
    assert page.root.xpath("//a[@rel='next']/@href") == ["/ru/news/2022/01/"]
    assert page.root.xpath("//a[@rel='prev']/@href") == ["/ru/news/2022/05/"]
    assert "/ru/news/2022/03/10/" in page.links()


def test_an_empty_newsroom_says_so() -> None:
    assert Page("/ru/news/").articles() == []
    make_section()
    assert "пока" in Page("/ru/sections/society/").text


def test_lists_cost_the_same_at_any_size() -> None:
    section, storyline = make_section(), make_storyline()
    for number in range(60):
        make_article(
            f"Новость {number}", countries=("OM", "IN"),
            published_at=NOON - timedelta(minutes=number),
            section=section, storyline=storyline,
        )  # fmt: skip
    for path in (
        "/ru/news/", "/ru/news/2022/01/07/", "/ru/news/2022/01/", "/ru/sections/society/",
        "/ru/sections/society/2022/01/", "/ru/countries/oman/", "/ru/countries/oman/2022/01/",
        f"/ru/stories/{storyline.slug}/", "/ru/countries/", "/ru/tv/",
    ):  # fmt: skip
        with at_most(15):
            Page(path)


def test_one_edition_does_not_show_the_other() -> None:
    make_article("Russian only", published_at=NOON)
    assert Page("/en/news/").articles() == []
