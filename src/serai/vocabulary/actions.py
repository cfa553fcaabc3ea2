"""Writes of the vocabulary: loading the data files without undoing what editors changed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models, transaction

from serai.vocabulary.models import (
    City,
    Country,
    LoadedRecord,
    Organisation,
    Person,
    Topic,
)

DATA = Path(__file__).parent / "data"
LANGUAGES = ("ru", "en")


@dataclass(slots=True)
class Loaded:
    """Counts of one load."""

    made: int = 0
    changed: int = 0
    kept: int = 0
    unchanged: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(
            self.made + other.made,
            self.changed + other.changed,
            self.kept + other.kept,
            self.unchanged + other.unchanged,
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of a data file: the columns of its row and of its names per language."""

    key: str
    columns: Mapping[str, Any]
    names: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def flat(self) -> dict[str, Any]:
        flat = dict(self.columns)
        for language, row in self.names.items():
            flat |= {f"{language}.{column}": value for column, value in row.items()}
        return flat


def load_entries(*, model: type[models.Model], key_column: str, entries: Iterable[Entry]) -> Loaded:
    """Make or refresh the rows of ``entries``.

    A value that an editor changed since the last load stays; an object that an editor deleted stays
    away; an object that stood there before the first load keeps all its values.
    """
    kind = model._meta.label_lower
    records = {record.key: record for record in LoadedRecord.objects.filter(kind=kind)}
    rows = {str(getattr(row, key_column)): row for row in model._default_manager.all()}
    count = Loaded()
    for entry in entries:
        record, row = records.get(entry.key), rows.get(entry.key)
        if record is None and row is None:
            _make(model, key_column, entry)
            count.made += 1
        elif record is not None and row is not None:
            _refresh(row, record.values, entry, count)
        else:
            count.kept += 1
        if record is None:
            LoadedRecord.objects.create(kind=kind, key=entry.key, values=entry.flat())
        elif record.values != entry.flat():
            record.values = entry.flat()
            record.save(update_fields=["values"])
    return count


def _make(model: type[models.Model], key_column: str, entry: Entry) -> None:
    row: Any = model(**{key_column: entry.key, **entry.columns})
    row.names = [
        row.names.model(language=language, **columns) for language, columns in entry.names.items()
    ]
    row.save()


def _refresh(row: Any, last: Mapping[str, Any], entry: Entry, count: Loaded) -> None:
    names = {name.language: name for name in row.names.all()}
    targets: list[tuple[Any, str, Mapping[str, Any]]] = [(row, "", entry.columns)]
    targets += [
        (names[language], f"{language}.", columns)
        for language, columns in entry.names.items()
        if language in names
    ]
    changed = edited = False
    for target, prefix, columns in targets:
        fresh = {
            column: value
            for column, value in columns.items()
            if last.get(prefix + column, value) != value or not hasattr(target, column)
        }
        for column, value in fresh.items():
            if _same(getattr(target, column), last.get(prefix + column)):
                setattr(target, column, value)
                changed = True
            else:
                edited = True
    if changed:
        row.save()
        for name in names.values():
            name.save()
    if edited:
        count.kept += 1
    elif changed:
        count.changed += 1
    else:
        count.unchanged += 1


def _same(current: Any, last: Any) -> bool:
    return current == last or str(current) == str(last)


def read_data(path: Path) -> Any:
    with path.open(encoding="utf-8") as file:
        return json.load(file)


def load_vocabulary(*, data: Path = DATA) -> Loaded:
    """Load countries with their cities, topics, organisations. A second load changes nothing."""
    countries = read_data(data / "countries.json")
    with transaction.atomic():
        return (
            load_entries(model=Country, key_column="code", entries=_countries(countries))
            + load_entries(model=City, key_column="slug", entries=_cities(countries))
            + load_entries(
                model=Topic, key_column="code", entries=_topics(read_data(data / "topics.json"))
            )
            + load_entries(
                model=Organisation,
                key_column="slug",
                entries=_organisations(read_data(data / "organisations.json")),
            )
        )


def _countries(data: list[dict[str, Any]]) -> Iterable[Entry]:
    for order, country in enumerate(data, start=1):
        facts = country["facts"]
        yield Entry(
            country["code"],
            {
                "alpha3": country["alpha3"],
                "numeric": country["numeric"],
                "slug": country["slug"],
                "region": country["region"],
                "order": order,
                "area_km2": facts["area_km2"],
                "population": facts["population"],
                "population_year": facts["population_year"],
                "currency_code": facts["currency"],
                "facts_source": country["facts_source"],
            },
            country["names"],
        )


def _cities(data: list[dict[str, Any]]) -> Iterable[Entry]:
    for country in data:
        for place in (country["capital"], *country.get("cities", ())):
            columns = {
                "country_id": country["code"],
                "is_capital": place is country["capital"],
                "latitude": place["latitude"],
                "longitude": place["longitude"],
                "zone": place["zone"],
            }
            names = {language: {"name": name} for language, name in place["names"].items()}
            yield Entry(place["slug"], columns, names)


def _topics(data: list[dict[str, Any]]) -> Iterable[Entry]:
    for topic in data:
        names = {language: {"name": name} for language, name in topic["names"].items()}
        yield Entry(topic["code"], {"slug": topic["slug"]}, names)


def _organisations(data: list[dict[str, Any]]) -> Iterable[Entry]:
    for body in data:
        names = {
            language: {**row, "aliases": body.get("aliases", {}).get(language, [])}
            for language, row in body["names"].items()
        }
        columns = {"kind": body["kind"], "country_id": body["country"], "url": body["url"]}
        yield Entry(body["slug"], columns, names)


def make_person(
    *,
    slug: str,
    names: Mapping[str, Mapping[str, str]],
    country: str | None = None,
    is_demo: bool = False,
) -> Person:
    """Make a person; ``names`` gives name and role per language."""
    person = Person(slug=slug, country_id=country, is_demo=is_demo)
    person.names = [  # type: ignore[misc]
        person.names.model(language=language, **columns) for language, columns in names.items()
    ]
    person.save()
    return person
