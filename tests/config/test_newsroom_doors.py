"""Doors of the newsroom: what Serai does not use answers 404 even to an administrator."""

from collections.abc import Iterator

import pytest
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, Resolver404, URLPattern, URLResolver, resolve, reverse

from serai.accounts.models import User
from serai.config.newsroom import CLOSED, closed, newsroom_urls
from tests.builders import make_article

#: Address under /newsroom/ -> open, closed by us, or absent from this Wagtail.
DOORS = {
    "": "open",
    "account/": "open",
    "accounts/": "open",
    "audit/": "open",
    "login/": "open",
    "users/": "closed",
    "groups/": "closed",
    "images/": "open",
    "images/chooser/": "open",
    "reports/locked/": "open",
    "reports/workflow/": "open",
    "reports/site-history/": "open",
    "workflows/list/": "open",
    "snippets/editorial/article/": "open",
    "snippets/editorial/storyline/": "open",
    "snippets/editorial/section/": "open",
    "snippets/editorial/source/": "open",
    "snippets/editorial/author/": "open",
    "snippets/vocabulary/country/": "open",
    "snippets/broadcast/scheduleevent/": "open",
    "choose-link/": "open",
    "choose-external-link/": "closed",
    "choose-email-link/": "closed",
    "choose-phone-link/": "closed",
    "choose-anchor-link/": "closed",
    "pages/": "closed",
    "pages/1/": "closed",
    "pages/1/edit/": "closed",
    "pages/1/add_subpage/": "closed",
    "pages/1/delete/": "closed",
    "pages/search/": "closed",
    "api/main/pages/": "closed",
    "api/main/images/": "closed",
    "sites/": "closed",
    "collections/": "closed",
    "documents/": "closed",
    "documents/multiple/add/": "closed",
    "documents/chooser/": "closed",
    "images/add/": "open",
    "images/multiple/add/": "open",
    "images/chooser/create/": "open",
    "images/multiple/create_from_uploaded_image/1/": "closed",
    "images/multiple/delete_upload/1/": "closed",
    "images/1/preview/width-99999/": "closed",
    "images/1/generate_url/": "closed",
    "reports/aging-pages/": "closed",
    "reports/page-types-usage/": "closed",
    "locales/": "absent",
    "redirects/": "absent",
    "settings/": "absent",
    "failwhale/": "closed",
    "test404/": "closed",
}
#: Addresses outside /newsroom/ that Wagtail's own projects mount and this house does not.
NOWHERE = ["/admin/", "/django-admin/", "/documents/1/a.pdf", "/api/v2/pages/", "/api/v3/pages/"]


def view_of(path: str) -> object:
    return resolve(path).func


@pytest.mark.parametrize(("path", "door"), DOORS.items())
def test_doors(path: str, door: str) -> None:
    assert (view_of(f"/newsroom/{path}") is closed) is (door == "closed")


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("chief", "", "a long test password"))
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "door"), DOORS.items())
def test_what_an_administrator_finds(administrator: Client, path: str, door: str) -> None:
    answer = administrator.get(f"/newsroom/{path}", follow=True)
    assert answer.status_code == (200 if door == "open" else 404)
    if door != "open":
        assert administrator.post(f"/newsroom/{path}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["edit", "history", "delete", "copy", "preview"])
@pytest.mark.parametrize("key", ["abc", "0", "9" * 30, "1_5", "%00"])
def test_a_key_that_is_none_is_not_found(administrator: Client, part: str, key: str) -> None:
    for model in ("editorial/article", "editorial/front", "vocabulary/country"):
        address = f"/newsroom/snippets/{model}/{part}/{key}/"
        assert administrator.get(address).status_code in (403, 404)


@pytest.mark.django_db
def test_half_a_form_is_a_bad_request(administrator: Client) -> None:
    article = make_article()
    space = "wagtailsnippets_editorial_article"
    for address in (reverse(f"{space}:add"), reverse(f"{space}:edit", args=[article.pk])):
        assert administrator.post(address, {}).status_code == 400


def test_a_closed_door_is_a_page_that_is_not_there() -> None:
    for request in (RequestFactory().get("/"), RequestFactory().post("/")):
        with pytest.raises(Http404):
            closed(request)


def test_closed_doors_keep_their_names() -> None:
    """Wagtail's templates write these links; without the name the newsroom would break."""
    for name in ("wagtailadmin_explore_root", "wagtaildocs:index"):
        try:
            assert view_of(reverse(name)) is closed
        except NoReverseMatch:
            pytest.fail(f"{name} has lost its address")


@pytest.mark.parametrize("path", NOWHERE)
def test_nothing_of_wagtail_is_mounted_elsewhere(path: str) -> None:
    try:
        match = resolve(path)
    except Resolver404:
        return
    assert match.func.__module__.startswith("serai."), match


def every_route(patterns: list[object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from every_route(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield (prefix + str(pattern.pattern)).replace("^", ""), pattern.callback


def test_every_beginning_on_the_list_closes_something() -> None:
    routes = list(every_route(newsroom_urls()))
    for beginning in CLOSED:
        found = [view for route, view in routes if route.startswith(beginning)]
        assert found, f"{beginning} closes nothing any more"
        assert set(found) == {closed}, beginning
