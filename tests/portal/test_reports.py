"""Readers report errors in a text: what is kept, what is refused, what the answer gives away."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from serai.core import clock
from serai.core.limits import limit
from serai.editorial.models import Article, ErrorReport
from tests.builders import make_article
from tests.portal.reading import Page

pytestmark = pytest.mark.django_db

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


def send(article: int | Article, *, at: str = "192.0.2.7", headers: Any = None, **data: str) -> Any:
    key = article.pk if isinstance(article, Article) else article
    sent = {"passage": "Маяк весит сорок вёрст", "note": "", "website": "", **data}
    client = Client(enforce_csrf_checks=True, REMOTE_ADDR=at)
    return client.post(
        f"/-/errors/ru/{key}/", sent, headers=FROM_HERE if headers is None else headers
    )


def outcome(answer: Any) -> str:
    assert answer.status_code == 303
    assert not answer.cookies
    return str(answer["Location"]).split("/")[-2]


def test_the_form_of_an_article_reaches_the_newsroom() -> None:
    article = make_article()
    page = Page(f"/ru/news/{article.pk}-{article.slug}/")
    (form,) = page.root.xpath("//details//form")
    assert form.get("method") == "post"
    names = form.xpath(".//@name")
    assert names == ["passage", "note", "website"]
    assert form.xpath(".//textarea/@maxlength") == [
        str(limit("report_passage")), str(limit("report_note")),
    ]  # fmt: skip
    answer = Client(enforce_csrf_checks=True).post(
        form.get("action"), dict.fromkeys(names[:2], "Сорок метров"), headers=FROM_HERE
    )
    assert outcome(answer) == "thanks"
    report = ErrorReport.objects.get()
    assert (report.article, report.passage, report.state) == (article, "Сорок метров", "open")
    thanks = Page(answer["Location"])
    assert "Спасибо" in thanks.text
    assert thanks.meta("robots") == "noindex"
    assert f"/ru/news/{article.pk}/" in thanks.links()


def test_nothing_tells_a_draft_from_what_was_never_there() -> None:
    draft = make_article("Тайный черновик", live=False)
    told = {send(key)["Location"].replace(str(key), "N") for key in (draft.pk, 999_999)}
    assert told == {"/-/errors/ru/N/thanks/"}
    page = Page(f"/-/errors/ru/{draft.pk}/thanks/")
    assert "Тайный" not in page.text
    assert draft.slug not in page.text
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {},
        {"Origin": "https://example.org"}, {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    ],
)  # fmt: skip
def test_other_sites_do_not_send_it(headers: dict[str, str]) -> None:
    assert send(make_article(), headers=headers).status_code == 403
    assert not ErrorReport.objects.exists()


def test_a_browser_without_fetch_headers_names_its_origin() -> None:
    assert outcome(send(make_article(), headers={"Origin": "http://testserver"})) == "thanks"
    assert ErrorReport.objects.exists()


def test_a_machine_that_fills_every_field_is_thanked_for_nothing() -> None:
    assert outcome(send(make_article(), website="https://example.org")) == "thanks"
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize("name", ["passage", "note"])
def test_a_text_may_be_as_long_as_the_limit(name: str) -> None:
    article, most = make_article(), limit(f"report_{name}")
    assert outcome(send(article, **{name: "ж" * (most + 1)})) == "long"
    assert not ErrorReport.objects.exists()
    assert outcome(send(article, **{name: "ж" * most})) == "thanks"


def test_no_words_are_no_report() -> None:
    assert outcome(send(make_article(), passage=" \x00\u202e ")) == "empty"
    assert not ErrorReport.objects.exists()


def test_what_nobody_can_see_is_left_out() -> None:
    send(make_article(), passage="Ма\x00як\x1b[31m\r\nи \u202eпорт\u200b", note="\x07Так")
    report = ErrorReport.objects.get()
    assert (report.passage, report.note) == ("Маяк[31m\nи порт", "Так")


def test_one_reader_reports_so_often_within_an_hour() -> None:
    with clock.frozen(clock.now()) as hand:
        article = make_article()
        for _ in range(limit("reports_per_reader")):
            assert outcome(send(article)) == "thanks"
        assert outcome(send(article)) == "later"
        assert outcome(send(article, at="192.0.2.8")) == "thanks"
        assert ErrorReport.objects.count() == limit("reports_per_reader") + 1
        hand.advance(3601)
        assert outcome(send(article)) == "thanks"


def test_one_article_is_reported_so_often_within_an_hour() -> None:
    article, other = make_article(), make_article("Порт")
    ErrorReport.objects.bulk_create(
        ErrorReport(article=article, passage="x", reported_at=clock.now() - timedelta(minutes=1))
        for _ in range(limit("reports_per_article") - 1)
    )
    assert outcome(send(article)) == "thanks"
    assert outcome(send(article, at="192.0.2.9")) == "later"
    assert outcome(send(other, at="192.0.2.9")) == "thanks"


def test_the_address_of_a_reader_is_kept_as_a_keyed_hash() -> None:
    article = make_article()
    for at in ("192.0.2.7", "192.0.2.8", "2001:db8:1:2::7", "2001:db8:1:2::8"):
        send(article, at=at)
    senders = list(ErrorReport.objects.order_by("pk").values_list("sender", flat=True))
    told = ("192.0.2", "2001:db8")  # a hash may hold any run of bare digits
    assert not any(part in sender for sender in senders for part in told)
    assert len(set(senders)) == 3  # a household has one IPv6 network


def test_looking_at_the_address_leads_to_the_article() -> None:
    answer = Client().get("/-/errors/ru/7/")
    assert (answer.status_code, answer["Location"]) == (302, "/ru/news/7/")
    assert Client().get("/-/errors/ru/7/anything/").status_code == 404
