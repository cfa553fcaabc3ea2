"""What readers see where something is missing or broken."""

import pytest
from django.test import Client, RequestFactory

from serai.portal.selectors import frames
from serai.portal.views import site
from tests.portal.reading import Page

pytestmark = pytest.mark.django_db


def test_404_speaks_the_language_of_the_address_and_leads_on() -> None:
    page = Page("/ru/nothing/", status=404)
    assert page.root.get("lang") == "ru"
    assert "/ru/news/" in page.links()
    assert page.meta("robots") == "noindex"
    assert Page("/en/nothing/", status=404).root.get("lang") == "en"
    assert Page("/nothing/", status=404).root.get("lang") == "ru"


def test_500_needs_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(edition: str) -> None:
        raise RuntimeError("the database is away")

    monkeypatch.setattr(frames, "country_cards", broken)
    client = Client(raise_request_exception=False)
    answer = client.get("/en/")
    assert answer.status_code == 500
    assert 'lang="en"' in answer.content.decode()
    assert "the database is away" not in answer.content.decode()


def test_500_asks_nothing(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        answer = site.server_error(RequestFactory().get("/ru/x/"))
    assert answer.status_code == 500
