"""serai load_vocabulary: all of it comes, twice changes nothing, and editors keep their changes."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from serai.editorial.models import Section, Source
from serai.vocabulary.actions import DATA, load_vocabulary
from serai.vocabulary.models import City, Country, CountryName, LoadedRecord, Organisation, Topic
from tests.vocabulary.test_data import INDEX

pytestmark = pytest.mark.django_db


def load() -> dict[str, int]:
    out = StringIO()
    call_command("load_vocabulary", "--json", stdout=out)
    counts: dict[str, int] = json.loads(out.getvalue())
    return counts


def test_everything_is_loaded() -> None:
    counts = load()
    assert counts["made"] == LoadedRecord.objects.count()
    assert (counts["changed"], counts["kept"], counts["unchanged"]) == (0, 0, 0)
    assert Country.objects.count() == 51
    assert City.objects.filter(is_capital=True).count() == 51
    assert Topic.objects.count() == 17
    assert Organisation.objects.count() == 40
    assert Source.objects.filter(names__name="ТАСС").exists()
    assert Section.objects.count() == 12
    pairs = Section.objects.values("translation_key").distinct()
    assert pairs.count() == 6


def test_countries_stand_in_the_order_of_the_index() -> None:
    load()
    names = CountryName.objects.filter(language="ru").order_by("country__order")
    assert [name.short for name in names] == [" ".join(name.split()) for name in INDEX.split(",")]


def test_a_second_load_changes_nothing() -> None:
    made = load()["made"]
    before = {model: list(model.objects.order_by("pk").values()) for model in (Country, Source)}
    assert load() == {"made": 0, "changed": 0, "kept": 0, "unchanged": made}
    after = {model: list(model.objects.order_by("pk").values()) for model in (Country, Source)}
    assert before == after


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data files that a test may change."""
    for name in ("countries", "topics", "organisations"):
        (tmp_path / f"{name}.json").write_text((DATA / f"{name}.json").read_text("utf-8"), "utf-8")
    return tmp_path


def change(data: Path, code: str, **names: Any) -> None:
    path = data / "countries.json"
    rows = json.loads(path.read_text("utf-8"))
    for row in rows:
        if row["code"] == code:
            row["names"]["ru"] |= names
    path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


def name_of(code: str) -> CountryName:
    return CountryName.objects.get(country_id=code, language="ru")


def test_new_facts_reach_rows_that_nobody_edited(data: Path) -> None:
    load_vocabulary(data=data)
    change(data, "OM", dek="Оман лежит у двух морей.")
    loaded = load_vocabulary(data=data)
    assert (loaded.made, loaded.changed, loaded.kept) == (0, 1, 0)
    assert name_of("OM").dek == "Оман лежит у двух морей."
    assert load_vocabulary(data=data).changed == 0


def test_an_editors_value_stays_and_the_rest_is_refreshed(data: Path) -> None:
    load_vocabulary(data=data)
    name = name_of("OM")
    name.dek = "Слова редактора."
    name.save()
    change(data, "OM", dek="Слова файла.", full="Султанат Оман у моря")
    loaded = load_vocabulary(data=data)
    assert (loaded.changed, loaded.kept) == (0, 1)
    assert name_of("OM").dek == "Слова редактора."
    assert name_of("OM").full == "Султанат Оман у моря"


def test_an_edit_without_new_facts_stays(data: Path) -> None:
    load_vocabulary(data=data)
    Country.objects.filter(pk="OM").update(population=1)
    load_vocabulary(data=data)
    assert Country.objects.get(pk="OM").population == 1


def test_what_an_editor_deleted_stays_away(data: Path) -> None:
    load_vocabulary(data=data)
    Topic.objects.order_by("pk")[0].delete()
    loaded = load_vocabulary(data=data)
    assert (loaded.made, loaded.kept) == (0, 1)
    assert Topic.objects.count() == 16


def test_what_stood_there_before_the_first_load_keeps_its_values(data: Path) -> None:
    Topic.objects.create(code="medtop:04000000", slug="our-own-economy")
    loaded = load_vocabulary(data=data)
    assert loaded.kept == 1
    assert Topic.objects.get(code="medtop:04000000").slug == "our-own-economy"


def test_a_broken_file_loads_nothing(data: Path) -> None:
    (data / "organisations.json").write_text("[{", "utf-8")
    with pytest.raises(json.JSONDecodeError):
        load_vocabulary(data=data)
    assert not Country.objects.exists()
    assert not LoadedRecord.objects.exists()


def test_sections_belong_to_the_editors_once_they_are_made() -> None:
    load()
    section = Section.objects.order_by("pk")[0]
    section.name, section.order = "Порты", 9
    section.save()
    load()
    section.refresh_from_db()
    assert (section.name, section.order) == ("Порты", 9)
    assert Section.objects.count() == 12
