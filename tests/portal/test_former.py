"""A changed address part: the old address leads to the new one, for whatever is below it."""

from typing import Any

import pytest
from django.test import Client

from serai.core.models import FormerSlug
from serai.editorial.models import Author, AuthorName, Storyline
from serai.vocabulary.models import Country, Person
from tests.builders import (
    make_article,
    make_country,
    make_event,
    make_person,
    make_section,
    make_source,
    make_standing,
    make_storyline,
)

pytestmark = pytest.mark.django_db


def leads_to(path: str) -> str | int:
    answer = Client().get(path)
    return answer.headers["Location"] if answer.status_code == 301 else answer.status_code


def rename(row: Any, slug: str) -> None:
    """As the newsroom does: stories through a version, the others at once."""
    row.slug = slug
    if hasattr(row, "live"):
        row.save_revision().publish()
    else:
        row.save()


def test_a_renamed_section_is_found_under_its_old_address() -> None:
    section = make_section()
    make_article(section=section)
    rename(section, "people-and-life")
    for rest in ("", "feed.xml", "feed.json", "2022/01/"):
        found = leads_to(f"/ru/sections/society/{rest}")
        assert found == f"/ru/sections/people-and-life/{rest}"
    assert leads_to("/ru/sections/people-and-life/") == 200
    assert leads_to("/en/sections/society/") == 404


def test_everything_with_a_name_in_its_address_is_found() -> None:
    country, person, storyline = make_country("OM"), make_person(), make_storyline()
    author = Author.objects.create(slug="writer")
    AuthorName.objects.create(author=author, language="ru", name="Анна Демо")
    rows = {
        "/ru/countries/oman/": country,
        f"/ru/people/{person.slug}/": person,
        f"/ru/stories/{storyline.slug}/": storyline,
        "/ru/authors/writer/": author,
        "/ru/sources/vestnik/2022/01/": make_source(),
        "/ru/pages/about/": make_standing(slug="about"),
        f"/ru/tv/{make_event().channel.slug}/": make_event("Ещё").channel,
    }
    for path, row in rows.items():
        old = row.slug
        rename(row, "renamed")
        assert leads_to(path) == path.replace(f"/{old}/", "/renamed/"), path
    assert leads_to("/ru/quotes/countries/oman/") == "/ru/quotes/countries/renamed/"


def test_the_present_name_always_wins() -> None:
    first = make_country("OM")
    rename(first, "sultanate")
    second = make_country("IN")
    rename(second, "oman")
    assert leads_to("/ru/countries/oman/") == 200
    rename(first, "oman-again")
    assert leads_to("/ru/countries/sultanate/") == "/ru/countries/oman-again/"
    rename(second, "india")
    assert leads_to("/ru/countries/oman/") == "/ru/countries/india/"
    rename(second, "oman")
    assert leads_to("/ru/countries/india/") == "/ru/countries/oman/"
    assert not FormerSlug.objects.filter(kind="vocabulary.country", slug="oman").exists()


def test_what_readers_may_not_see_is_not_betrayed_by_its_old_name() -> None:
    storyline = make_storyline()
    old = storyline.slug
    rename(storyline, "secret-name")
    Storyline.objects.get(pk=storyline.pk).unpublish()
    assert leads_to(f"/ru/stories/{old}/") == 404


def test_a_draft_leaves_no_trace() -> None:
    draft = Storyline(title="Черновик", slug="draft", locale=make_storyline().locale, live=False)
    draft.save()
    draft.slug = "other"
    draft.save()
    live = make_storyline("Другой", slug="live")
    live.slug = "not-yet"
    live.save_revision()
    assert not FormerSlug.objects.exists()
    assert leads_to("/ru/stories/live/") == 200


def test_what_was_deleted_is_not_found() -> None:
    person = make_person()
    old = person.slug
    rename(person, "renamed")
    Person.objects.get().delete()
    assert not FormerSlug.objects.exists()
    assert leads_to(f"/ru/people/{old}/") == 404
    assert Country.objects.count() == 0 or leads_to("/ru/countries/nowhere/") == 404
