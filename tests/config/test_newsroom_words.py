"""Every list and form of the newsroom opens for each role that may, in one language at a time."""

import json
import re
import zoneinfo
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.users.models import UserProfile

from serai.config.authority import REALM_OF
from serai.config.preparing import make_workflow
from serai.core.editions import locale_id
from serai.editorial.views import VERBS
from tests.accounts.members import member
from tests.builders import (
    make_article,
    make_event,
    make_on_demand,
    make_person,
    make_picture,
    make_section,
    make_source,
    make_standing,
    make_storyline,
)

pytestmark = pytest.mark.django_db

#: Addresses without an object.
NAMED = (
    "wagtailadmin_home", "wagtailadmin_account", "wagtailimages:index", "wagtailimages:add",
    "wagtailimages:add_multiple", "wagtailimages_chooser:choose", "link_chooser",
    "accounts_list", "accounts_add", "accounts_audit", "wagtailadmin_workflows:index",
    "wagtailadmin_workflows:task_index", "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:workflow", "wagtailadmin_reports:workflow_tasks",
)  # fmt: skip
PARTS = ("edit", "history", "delete", "copy")
#: Wagtail's own words that its Russian catalogue lacks.
NOT_OURS = {
    "Actions", "Actions (footer)", "A network error occurred", "View la version", "Locale",
    "Add a concise description for search engines",
    "Troubleshoot your connection to the site before proceeding. Open the editor in a separate tab"
    " to view the last saved version.",
    # Said once and for all in the server's language.
    "Поиск", "Извините, но у вас нет доступа в эту область.",
}  # fmt: skip
ZONES = zoneinfo.available_timezones() | {"localtime"}
#: What is no word: keys, zones, names of files and of buttons.
CODES = re.compile(
    r"Ctrl \+ .*|[A-Z]\w+(/[-+\w]+)+|[0-9a-f]{32}\.jpg|action-publish|None|Serai|English|Русский"
    r"|Use server language: Русский"
)


class Words(HTMLParser):
    """What a page says: its text, its attributes for people, its buttons, the forms in its JSON."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent = tag in ("script", "style")
        known = dict(attrs)
        spoken = {"placeholder", "aria-label", "title", "alt"}
        if known.get("type") in ("submit", "button"):
            spoken.add("value")
        self.said += [known[name] or "" for name in spoken if name in known]
        for name, value in attrs:
            if name.startswith("data-") and value and value[0] in "{[":
                self.said += in_json(value)

    def handle_endtag(self, tag: str) -> None:
        self.silent = False

    def handle_data(self, data: str) -> None:
        self.said += in_json(data) if self.silent else [data]


LABEL = re.compile(r'"(?:label|help_text|helpText|heading|title|html)": ?"((?:[^"\\]|\\.)*)"')


def in_json(text: str) -> list[str]:
    """Labels of fields, and the text of the markup that blocks are made of."""
    found = []
    for label in LABEL.findall(text):
        plain = json.loads(f'"{label}"', strict=False)
        found += re.split(r"\s*<[^>]*>\s*", plain)
    return found


@pytest.fixture
def things() -> dict[str, Any]:
    make_workflow()
    picture = make_picture()
    made: dict[str, Any] = {
        "editorial.article": make_article(
            countries=("OM",), section=make_section(), source=make_source(), main_image=picture
        ),
        "editorial.storyline": make_storyline(),
        "editorial.standingpage": make_standing(),
        "editorial.section": make_section(),
        "editorial.source": make_source(),
        "vocabulary.person": make_person(),
        "broadcast.scheduleevent": make_event(),
        "broadcast.ondemandprogram": make_on_demand(),
        "media.image": picture,
    }
    for label in REALM_OF:
        model = apps.get_model(label)
        made.setdefault(label, model._default_manager.first() or bare(model))
    return made


def bare(model: Any) -> Any:
    names = {field.name for field in model._meta.get_fields()}
    columns = {"locale_id": locale_id("ru")} if "locale" in names else {}
    row = model(**columns, **({"slug": "bare"} if "slug" in names else {}))
    row.save()
    return row


def texts_of_rows() -> list[str]:
    """Everything that the rows themselves say, the longest first."""
    found: set[str] = set()
    for app in ("editorial", "vocabulary", "broadcast", "media", "accounts", "wagtailcore"):
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, CharField | TextField) and not field.choices:
                    found.update(
                        map(str, model._default_manager.values_list(field.name, flat=True))
                    )
    return sorted((text for text in found if len(text) > 2), key=len, reverse=True)


def addresses(things: dict[str, Any]) -> Iterator[str]:
    yield from map(reverse, NAMED)
    for label, thing in things.items():
        place = label.replace(".", "_")
        if label == "media.image":
            yield reverse("wagtailimages:edit", args=[thing.pk])
            continue
        yield reverse(f"wagtailsnippets_{place}:list")
        if label not in ("editorial.front", "editorial.siteidentity"):
            yield reverse(f"wagtailsnippets_{place}:add")
        yield reverse(f"wagtailsnippetchoosers_{place}:choose")
        for part in PARTS:
            with suppress(NoReverseMatch):  # not every kind is copied or has a history
                yield reverse(f"wagtailsnippets_{place}:{part}", args=[thing.pk])
    article = things["editorial.article"].pk
    yield from (reverse("article_verb", args=[article, name]) for name in VERBS)


def said_on(page: str) -> list[str]:
    reader = Words()
    reader.feed(json.loads(page)["html"] if page.startswith("{") else page)
    return [" ".join(text.split()) for text in dict.fromkeys(reader.said)]


def without(text: str, rows: list[str]) -> str:
    for row in rows:
        text = text.replace(row, "")
    return text


@pytest.mark.parametrize(
    ("role", "language"),
    [
        ("administrator", "ru"),
        ("administrator", "en"),
        ("editor", "en"),
        ("reporter", "ru"),
        ("scheduler", "ru"),
    ],
)
def test_every_page_opens_in_one_language(
    role: str, language: str, things: dict[str, Any], client: Client
) -> None:
    someone = member(role)
    profile = UserProfile.get_for_user(someone)
    profile.preferred_language = language
    profile.save()
    client.force_login(someone)
    rows = texts_of_rows()
    strange, broken = {}, []
    for address in addresses(things):
        answer = client.get(address)
        if answer.status_code not in (200, 302, 403, 404):
            broken.append(f"{answer.status_code} {address}")
        if answer.status_code == 200:
            for text in said_on(answer.content.decode()):
                if is_strange(text, language) and is_strange(without(text, rows), language):
                    strange.setdefault(text, address)
    assert broken == []
    assert strange == {}


def is_strange(text: str, language: str) -> bool:
    if text in NOT_OURS or CODES.fullmatch(text) or text in ZONES:
        return False
    russian = re.search("[а-яё]{2}", text, re.IGNORECASE)
    return bool(russian) if language == "en" else not russian and bool(re.search("[a-z]{3}", text))
