"""Standing pages and site settings in the newsroom: menus lead nowhere but to our own pages."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from serai.accounts.models import User
from serai.core.editions import locale_id
from serai.editorial.actions import make_fronts
from serai.editorial.models import MenuLink, SiteIdentity, StandingPage
from tests.builders import make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor", "", "a long test password"))
    return client


def identity() -> SiteIdentity:
    make_fronts()
    site: SiteIdentity = SiteIdentity.objects.get(locale_id=locale_id("ru"))
    return site


def test_settings_are_saved_with_their_menus(editor: Client) -> None:
    site = identity()
    data: dict[str, Any] = {
        "name": "Караван", "description": "", "legal_notice": "", "age_rating": "12",
        "urgent_text": "", "urgent_until": "", "logo": "",
        "menu_links-TOTAL_FORMS": 1, "menu_links-INITIAL_FORMS": 0,
        "menu_links-MIN_NUM_FORMS": 0, "menu_links-MAX_NUM_FORMS": 1000,
        "menu_links-0-ORDER": 1, "menu_links-0-place": "footer", "menu_links-0-page": "",
        "menu_links-0-section": "", "menu_links-0-path": "/ru/countries/",
        "menu_links-0-label": "Страны",
    }  # fmt: skip
    edit = reverse("wagtailsnippets_editorial_siteidentity:edit", args=[site.pk])
    assert editor.post(edit, data).status_code == 302
    site.refresh_from_db()
    assert (site.name, site.age_rating) == ("Караван", 12)
    assert [link.path for link in site.menu_links.all()] == ["/ru/countries/"]
    refused = data | {"menu_links-0-path": "https://elsewhere.example/"}
    assert editor.post(edit, refused).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "https://elsewhere.example/", "//elsewhere.example/ru/", "javascript:alert(1)",
        "/newsroom/", "/nowhere/", "/fr/news/", "ru/news/", "/ru/news/?page=2", "/ru/news/#a",
        "https://user@127.0.0.1/ru/", "\\\\elsewhere.example", "http://[::1/ru/",
    ],
)  # fmt: skip
def test_a_menu_leads_to_no_other_place(path: str) -> None:
    with pytest.raises(ValidationError):
        MenuLink(identity=identity(), path=path, label="Туда").clean()


def test_our_own_absolute_address_becomes_a_path(settings: Any) -> None:
    link = MenuLink(identity=identity(), path=f"{settings.PUBLIC_ADDRESS}/ru/tv/", label="ТВ")
    link.clean()
    assert link.path == "/ru/tv/"


def test_a_menu_entry_has_one_target_and_an_address_a_label() -> None:
    site, section = identity(), make_section()
    MenuLink(identity=site, section=section).clean()
    for columns in (
        {}, {"section": section, "path": "/ru/tv/", "label": "ТВ"}, {"path": "/ru/tv/"},
    ):  # fmt: skip
        with pytest.raises(ValidationError):
            MenuLink(identity=site, **columns).clean()


def test_two_pages_of_an_edition_have_two_addresses(editor: Client) -> None:
    StandingPage.objects.create(title="О нас", slug="about", locale_id=locale_id("ru"))
    add = reverse("wagtailsnippets_editorial_standingpage:add")
    data = {"title": "О канале", "slug": "about", "body-count": "0"}
    assert editor.post(add, data).status_code == 200
    assert editor.post(add, data | {"slug": "channel"}).status_code == 302
    other = StandingPage(title="About", slug="about", locale_id=locale_id("en"))
    other.full_clean(exclude=["translation_key", "body"])
