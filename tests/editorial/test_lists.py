"""The lists of the newsroom: columns, filters, search, pages, export, bulk actions."""

import csv
import io
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import ReferenceIndex

from serai.accounts.models import User
from serai.broadcast.models import Programme, ProgrammeName
from serai.core import clock
from serai.core.editions import locale_id
from serai.editorial.actions import (
    assign_article,
    kill_article,
    schedule_article,
    unpublish_article,
)
from serai.editorial.desk import State, state_of
from serai.editorial.models import (
    Article,
    ArticleAuthor,
    Author,
    AuthorName,
    KilledError,
    Source,
    Storyline,
)
from serai.editorial.selectors import desk
from serai.editorial.viewsets import lists
from tests.builders import (
    make_article,
    make_country,
    make_event,
    make_person,
    make_section,
    make_source,
    make_storyline,
)

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_editorial_article:list"


def member(role: str, name: str = "") -> User:
    user: User = User.objects.create_user(name or role, f"{name or role}@example.org", "x" * 20)
    user.role = role
    user.save()
    return user


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor() -> User:
    return member("editor")


@pytest.fixture
def desk_client(editor: User) -> Client:
    return logged_in(editor)


def shown(client: Client, **query: Any) -> list[str]:
    """Headlines of the list in their order."""
    answer = client.get(reverse(LIST), query)
    assert answer.status_code == 200
    return [row.article.headline for row in answer.context["object_list"]]


def make_author(name: str) -> Author:
    author = Author(slug=f"author-{Author.objects.count()}")
    author.names = [AuthorName(language="ru", name=name)]
    author.save()
    return author


def in_all_states(user: User) -> dict[str, Article]:
    """One article in each state, by state."""
    later = clock.now() + timedelta(days=1)
    made = {state: make_article(state, live=state not in ("draft", "scheduled")) for state in State}
    schedule_article(article=made["scheduled"], at=later, zone="UTC", entered="завтра", user=user)
    made["changed"].lead = "Новый лид."
    made["changed"].save_revision()
    made["embargoed"] = make_article("embargoed", live=False, embargo_until=later)
    Article.objects.filter(headline="embargoed").exclude(pk=made["embargoed"].pk).delete()
    unpublish_article(article=made["withdrawn"], user=user)
    kill_article(article=made["killed"], reason="ошибка", user=user)
    return {state: Article.objects.get(pk=article.pk) for state, article in made.items()}


def test_the_list_says_what_the_desk_asks_of_an_article(desk_client: Client, editor: User) -> None:
    article = make_article(
        "Порт построил маяк",
        countries=("OM", "IN"),
        section=make_section(),
        source=make_source(),
        owner=editor,
    )
    ArticleAuthor.objects.create(article=article, author=make_author("Анна Ключевая"))
    answer = desk_client.get(reverse(LIST))
    page = answer.content.decode()
    for word in ("Порт построил маяк", "Оман", "+1", "Общество", "Демо-вестник", "Анна Ключевая"):
        assert word in page
    row = answer.context["object_list"][0]
    assert (row.state, row.edition, row.holder) == (State.LIVE, "ru", "editor")
    assert reverse("wagtailsnippets_editorial_article:edit", args=[article.pk]) in page


def test_each_state_is_shown_and_found(desk_client: Client, editor: User) -> None:
    made = in_all_states(editor)
    rows = {
        row.article.headline: row.state
        for row in desk.desk_rows([article.pk for article in made.values()], "ru")
    }
    assert rows == {state: State(state) for state in made}
    for state in State:
        assert shown(desk_client, state=state.value) == [state.value]


def test_the_state_in_memory_is_the_one_of_the_database(editor: User) -> None:
    made = in_all_states(editor)
    for state in State:
        found = desk.in_state(Article.objects.all(), state)
        assert [article.pk for article in found] == [made[state].pk]
        assert state_of(made[state], scheduled=state == State.SCHEDULED) == state


def test_filters_narrow_the_list(desk_client: Client, editor: User) -> None:
    zone = ZoneInfo("Europe/Moscow")
    source, author = make_source(), make_author("Анна Ключевая")
    first = make_article(
        "Первая", countries=("OM",), section=make_section(), source=source,
        published_at=datetime(2024, 3, 31, 23, 30, tzinfo=zone),
    )  # fmt: skip
    make_article("Вторая", countries=("IN",), published_at=datetime(2024, 4, 1, 0, 10, tzinfo=zone))
    make_article("Third", edition="en", published_at=datetime(2024, 5, 1, tzinfo=zone))
    ArticleAuthor.objects.create(article=first, author=author)
    assign_article(article=first, to=editor, user=editor)
    for query in (
        {"section": "society"},
        {"country": "OM"},
        {"author": author.pk},
        {"source": source.pk},
        {"holder": "me"},
        {"published_at_to": "2024-03-31"},
        {"country": "OM", "source": source.pk, "q": "перв"},
    ):
        assert shown(desk_client, **query) == ["Первая"], query
    assert shown(desk_client, locale="en") == ["Third"]
    assert shown(desk_client, published_at_from="2024-04-01") == ["Third", "Вторая"]
    assert shown(desk_client, country="OM", published_at_from="2024-04-01") == []


def test_headlines_are_found_whatever_the_case(desk_client: Client) -> None:
    make_article("Караван пришёл в ПОРТ")
    make_article("Маяк зажёгся")
    assert shown(desk_client, q="порт КАРАВАН") == ["Караван пришёл в ПОРТ"]
    assert shown(desk_client, q="порт КАРАВАН", ordering="headline_folded") == [
        "Караван пришёл в ПОРТ"
    ]
    assert shown(desk_client, q='%"_') == []


def test_the_list_is_ordered_as_asked(desk_client: Client) -> None:
    now = clock.now()
    for name, days in (("б", 3), ("а", 1), ("в", 2)):
        make_article(name, published_at=now - timedelta(days=days))
    assert shown(desk_client) == ["в", "а", "б"]
    assert shown(desk_client, ordering="headline_folded") == ["а", "б", "в"]
    assert shown(desk_client, ordering="-published_at") == ["а", "в", "б"]
    assert shown(desk_client, ordering="password") == ["в", "а", "б"]


@pytest.mark.parametrize(
    "query",
    [
        "p=abc", "p=-1", "p=99999999999999999999", "state=x&section=%00", "author=1e9", "author=-1",
        "author=99999999999999999999", "source=abc", "country=%F0%9F", "q=%00", "q=" + "x" * 5000,
        "published_at_from=0001-01-01", "published_at_to=9999-12-31",
        "published_at_from=31.02.2024",
        "ordering=headline_folded,-pk", "holder=%27", "export=xlsx", "export=csv&state=zz",
        "locale=ru&locale=en", "_w_filter_fragment=1", "state=live&state=draft",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["list", "list_results"])
def test_a_broken_address_breaks_nothing(desk_client: Client, query: str, name: str) -> None:
    make_article()
    address = reverse(f"wagtailsnippets_editorial_article:{name}")
    assert desk_client.get(f"{address}?{query}").status_code == 200


def test_an_unknown_edition_is_not_found(desk_client: Client) -> None:
    assert desk_client.get(reverse(LIST) + "?locale=zz").status_code == 404


def test_a_list_ends_and_says_so(desk_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST", 3)
    for number in range(5):
        make_article(f"Статья {number}")
    answer = desk_client.get(reverse(LIST))
    assert len(answer.context["object_list"]) == 3
    assert answer.context["paginator"].is_cut


def test_a_page_costs_the_same_for_twenty_articles_and_for_many(desk_client: Client) -> None:
    queries = ({}, {"p": 2}, {"state": "live"}, {"country": "OM"}, {"q": "стать"},
               {"ordering": "headline_folded"}, {"ordering": "-published_at"})  # fmt: skip
    addresses = [reverse(LIST) + "?" + urlencode(query) for query in queries]
    space = "wagtailsnippetchoosers_editorial_article"
    names = (f"{space}:choose_results", "wagtailadmin_home", "wagtailadmin_reports:site_history")
    addresses += [reverse(name) for name in names]

    def costs() -> dict[str, int]:
        found = {}
        for address in addresses:
            desk_client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert desk_client.get(address).status_code == 200
            found[address] = len(asked)
        return found

    def articles(first: int, last: int) -> None:
        for number in range(first, last):
            source = make_source(f"s{number}", f"Вестник {number}")
            article = make_article(
                f"Статья {number}", countries=("IN", "OM"), section=make_section(), source=source
            )
            ArticleAuthor.objects.create(article=article, author=make_author(f"Автор {number}"))

    articles(0, 20)
    few = costs()
    articles(20, 120)
    many = costs()
    assert {a: (few[a], many[a]) for a in few if many[a] > few[a]} == {}
    assert max(many.values()) <= 40


# Export


def export(client: Client, **query: Any) -> list[list[str]]:
    answer: Any = client.get(reverse(LIST), {"export": "csv", **query})
    assert answer.status_code == 200
    assert answer.streaming
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_export_is_the_list_under_the_same_filters(desk_client: Client) -> None:
    make_article("Первая", countries=("OM", "IN"), source=make_source())
    make_article("Вторая")
    head, *rows = export(desk_client)
    assert len(head) == len(lists.ArticleIndexView.list_export)
    assert [row[2] for row in rows] == ["Вторая", "Первая"]
    assert "Оман, Индия" in rows[1]
    assert [row[2] for row in export(desk_client, country="OM")[1:]] == ["Первая"]
    assert [row[2] for row in export(desk_client, q="втор")[1:]] == ["Вторая"]


def test_the_export_is_whole_beyond_a_batch(
    desk_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "EXPORT_BATCH", 2)
    monkeypatch.setattr(lists, "MOST", 2)
    for number in range(5):
        make_article(f"Статья {number}")
    assert len(export(desk_client)) == 6


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", " ="])
def test_no_cell_of_an_export_is_a_formula(sign: str) -> None:
    assert lists.harmless(f"{sign}1+1") == f"'{sign}1+1"


def test_an_honest_cell_stays_as_it_is(desk_client: Client) -> None:
    assert lists.harmless("Порт = маяк") == "Порт = маяк"
    make_article("=HYPERLINK(1)")
    assert export(desk_client)[1][2] == "'=HYPERLINK(1)"


# Who sees and does what


def test_a_reporter_neither_sees_nor_exports_what_is_under_embargo() -> None:
    make_article("Открытая")
    make_article("Тайная", live=False, embargo_until=clock.now() + timedelta(days=1))
    reporter = logged_in(member("reporter"))
    assert shown(reporter) == ["Открытая"]
    assert shown(reporter, state="embargoed") == []
    assert "Тайная" not in str(export(reporter))


def test_a_reporter_gets_no_tick_boxes_and_no_link_to_others_texts() -> None:
    article = make_article("Чужая", live=False)
    page = logged_in(member("reporter")).get(reverse(LIST)).content.decode()
    assert "Чужая" in page
    assert "data-bulk-action-checkbox" not in page
    assert reverse("wagtailsnippets_editorial_article:edit", args=[article.pk]) not in page


def bulk(client: Client, action: str, keys: list[Any], *, post: bool = True) -> HttpResponse:
    address = reverse("wagtail_bulk_action", args=["editorial", "article", action])
    query = "&".join(f"id={key}" for key in keys)
    answer: Any = (client.post if post else client.get)(f"{address}?{query}")
    return answer  # type: ignore[no-any-return]


def test_several_are_published_through_the_door_of_the_button(desk_client: Client) -> None:
    plain = make_article("Простая", live=False)
    under = make_article("Под эмбарго", live=False, embargo_until=clock.now() + timedelta(days=1))
    killed = make_article("Убитая", live=False)
    kill_article(article=killed, reason="ошибка")
    keys = [plain.pk, under.pk, killed.pk]
    assert bulk(desk_client, "publish", keys, post=False).status_code == 200
    assert not Article.objects.filter(live=True).exists()
    assert bulk(desk_client, "publish", keys).status_code == 302
    assert list(Article.objects.filter(live=True)) == [plain]
    assert under.due_changes.filter(kind="publish", state="waiting").exists()


def told(client: Client) -> str:
    """What the list says above itself after an action."""
    return unescape(client.get(reverse(LIST)).content.decode())


def test_of_many_ticked_ones_each_refusal_is_told_with_its_reason(
    desk_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = [make_article(f"Простая {number}", live=False) for number in range(3)]
    killed = make_article("<b>Убитая</b>", live=False)
    kill_article(article=killed, reason="ошибка")
    torn = make_article("Рваная", live=False)
    door = Article.publish

    def publish(self: Article, *args: Any, **kwargs: Any) -> None:
        if self.pk == torn.pk:
            raise ValidationError({"lead": "слишком длинно"})
        door(self, *args, **kwargs)

    monkeypatch.setattr(Article, "publish", publish)
    keys = [article.pk for article in (*good, killed, torn)]
    assert bulk(desk_client, "publish", keys).status_code == 302
    assert Article.objects.filter(live=True).count() == 3
    said = told(desk_client)
    with override("ru"):
        assert f"Убитая</b>: {KilledError()}" in said
    assert "Рваная: " in said
    assert "слишком длинно" in said


def test_five_hundred_are_published_and_deleted_at_once(desk_client: Client) -> None:
    rows = Article.objects.bulk_create(
        Article(locale_id=locale_id("ru"), live=False, headline=f"Статья {n}", slug=f"a-{n}")
        for n in range(500)
    )
    keys = [row.pk for row in rows]
    assert bulk(desk_client, "publish", keys, post=False).status_code == 200
    assert bulk(desk_client, "publish", keys).status_code == 302
    assert Article.objects.filter(live=True).count() == 500
    assert bulk(desk_client, "delete", keys, post=False).status_code == 200
    assert bulk(desk_client, "delete", keys).status_code == 302
    assert not Article.objects.exists()


def test_a_mixed_selection_is_refused_whole() -> None:
    own = member("reporter")
    mine, other = make_article("Моя", live=False, owner=own), make_article("Чужая", live=False)
    assert bulk(logged_in(own), "delete", [mine.pk, other.pk]).status_code in (302, 403, 404)
    assert bulk(logged_in(own), "publish", [mine.pk, other.pk]).status_code in (302, 403, 404)
    gone = 10**9
    editor = logged_in(member("editor"))
    assert bulk(editor, "delete", [mine.pk, gone]).status_code == 404
    assert Article.objects.filter(pk__in=[mine.pk, other.pk], live=False).count() == 2


def test_what_is_used_is_not_deleted_and_the_desk_is_told_why(desk_client: Client) -> None:
    used, free = make_source("used"), make_source("free")
    article = make_article("Со ссылкой", source=used)
    ReferenceIndex.objects.all().delete()  # as after an import, whose rows no index knows
    address = reverse("wagtail_bulk_action", args=["editorial", "source", "delete"])
    answer = desk_client.post(f"{address}?id={used.pk}&id={free.pk}")
    assert answer.status_code == 302
    assert Source.objects.count() == 2
    assert article.headline in told(desk_client)


def test_several_are_deleted_only_by_those_who_may() -> None:
    keys = [make_article().pk, make_article().pk]
    reporter = logged_in(member("reporter"))
    for action in ("delete", "publish"):
        assert bulk(reporter, action, keys).status_code in (302, 403, 404)
        assert Article.objects.filter(pk__in=keys).count() == 2
    assert bulk(logged_in(member("editor")), "delete", keys).status_code == 302
    assert not Article.objects.exists()


@pytest.mark.parametrize("keys", [["abc"], ["all"], ["99999999999999999999"], ["%00"], ["-1"], []])
@pytest.mark.parametrize("action", ["publish", "delete", "explode"])
def test_a_bulk_action_on_nothing_is_not_found(
    desk_client: Client, keys: list[str], action: str
) -> None:
    article = make_article(live=False)
    assert bulk(desk_client, action, keys).status_code in (403, 404)
    assert Article.objects.filter(pk=article.pk, live=False).exists()


# The other lists


def results(client: Client, model: str, **query: Any) -> list[str]:
    answer = client.get(reverse(f"wagtailsnippets_{model}:list"), query)
    assert answer.status_code == 200
    return [str(row) for row in answer.context["object_list"]]


def test_things_are_found_by_any_of_their_names(desk_client: Client) -> None:
    make_country("OM")
    make_country("NP")
    make_person("Алёна Ветрова")
    make_person("Борис Камень")
    make_source("vestnik", "Демо-Вестник")
    make_author("Анна Ключевая")
    make_storyline("Маяки Побережья")
    make_section()
    make_event("Письма с берега")
    make_event("Новости", starts_at=clock.now() + timedelta(hours=1))
    assert results(desk_client, "vocabulary_country", q="ОМАН") == ["Оман"]
    assert results(desk_client, "vocabulary_country", q="nepal") == ["Непал"]
    assert results(desk_client, "vocabulary_person", q="алена ветр") == ["Алёна Ветрова"]
    assert results(desk_client, "editorial_source", q="вестник") == ["Демо-Вестник"]
    assert results(desk_client, "editorial_author", q="ключ") == ["Анна Ключевая"]
    assert results(desk_client, "editorial_storyline", q="маяки поб") == ["Маяки Побережья"]
    assert results(desk_client, "editorial_section", q="ОБЩ") == ["Общество"]
    assert results(desk_client, "broadcast_programme", q="ПИСЬМА") == ["Письма с берега"]
    assert len(results(desk_client, "broadcast_scheduleevent", q="письма")) == 1
    assert results(desk_client, "vocabulary_person", q="никого") == []


def test_a_list_of_names_asks_no_more_for_more_rows(desk_client: Client) -> None:
    def cost(model: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            results(desk_client, model)
        return len(queries)

    make_event("Первая")
    make_person("Первый")
    make_storyline()
    models = ("broadcast_scheduleevent", "broadcast_programme", "vocabulary_person",
              "editorial_storyline")  # fmt: skip
    for model in models:
        results(desk_client, model)
    before = {model: cost(model) for model in models}
    for number in range(10):
        make_event(f"Передача {number}", starts_at=clock.now() + timedelta(hours=number + 1))
        make_country("OM")
        make_person(f"Человек {number}", country="OM")
        make_storyline(f"Сюжет {number}")
    after = {model: cost(model) for model in models}
    assert all(after[model] <= before[model] + 2 for model in models), (before, after)
    assert Programme.objects.count() == ProgrammeName.objects.count() // 2
    assert Storyline.objects.count() == 11
