"""Reads of the vocabulary."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When

from serai.delivery.recording import depend_on
from serai.vocabulary.gazetteer import CountryForms
from serai.vocabulary.models import (
    City,
    Country,
    CountryName,
    Organisation,
    OrganisationName,
    Person,
    PersonName,
    Topic,
)


@dataclass(frozen=True, slots=True)
class CountryCard:
    """What a list needs to know of a country."""

    code: str
    slug: str
    name: str
    #: «о Казахстане», "about Kazakhstan"; may be empty.
    about: str = ""


def country_cards(language: str) -> dict[str, CountryCard]:
    """Every country of the index by code, in the index's order; another language's name at need."""
    rows = (
        CountryName.objects.annotate(
            foreign=Case(
                When(language=language, then=Value(0)),
                default=Value(1),
                output_field=IntegerField(),
            )
        )
        .order_by("country__order", "foreign", "language")
        .values_list("country_id", "country__slug", "short", "about")
    )
    cards: dict[str, CountryCard] = {}
    for code, slug, name, about in rows:
        cards.setdefault(code, CountryCard(code, slug, name, about))
    return cards


def country_by_slug(slug: str) -> Country | None:
    """A country with its names and its cities with theirs: four queries."""
    countries = Country.objects.prefetch_related("names", "cities__names")
    found: Country | None = countries.filter(slug=slug).first()
    return found


def capital_of(country: Country) -> City | None:
    """Works on prefetched cities without a query."""
    return next((city for city in country.cities.all() if city.is_capital), None)


def capital_names(language: str) -> dict[str, str]:
    """Name of the capital by country code."""
    capitals = City.objects.filter(is_capital=True).prefetch_related("names")
    return {city.country_id: city.label(language) for city in capitals}


def regions_of() -> dict[str, str]:
    """Region by country code."""
    return dict(Country.objects.values_list("pk", "region"))


def person_by_slug(slug: str) -> Person | None:
    people = Person.objects.prefetch_related("names")
    found: Person | None = people.filter(slug=slug).first()
    return found


def organisation_by_slug(slug: str) -> Organisation | None:
    bodies = Organisation.objects.prefetch_related("names")
    found: Organisation | None = bodies.filter(slug=slug).first()
    return found


def topic_by_slug(slug: str) -> Topic | None:
    found: Topic | None = Topic.objects.prefetch_related("names").filter(slug=slug).first()
    return found


@dataclass(frozen=True, slots=True)
class Speaker:
    """Name, usual role and address part of somebody who is quoted."""

    name: str
    role: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who is quoted on a page, by primary key."""

    people: dict[int, Speaker]
    organisations: dict[int, Speaker]


def speakers_by_key(people: Iterable[int], organisations: Iterable[int], language: str) -> Speakers:
    """Named in ``language`` or in another; one query, none for nobody."""
    found = Speakers({}, {})
    wanted = (set(people), set(organisations))
    if not any(wanted):
        return found
    depend_on(*map(Person.tag_of, wanted[0]), *map(Organisation.tag_of, wanted[1]))
    persons = PersonName.objects.filter(person_id__in=wanted[0])
    bodies = OrganisationName.objects.filter(organisation_id__in=wanted[1])
    rows = persons.values_list(
        Value("person"), "person_id", "language", "name", "role", "person__slug"
    ).union(
        bodies.values_list(
            Value("body"), "organisation_id", "language", "name", Value(""), "organisation__slug"
        ),
        all=True,
    )
    for kind, key, spoken, name, role, slug in rows:
        shelf = found.people if kind == "person" else found.organisations
        if key not in shelf or spoken == language:
            shelf[key] = Speaker(name, role, slug)
    return found


def country_forms() -> list[CountryForms]:
    """Names, adjectives and demonyms as they stand now, in the order of the index."""
    return [
        CountryForms(
            code=row.country_id,
            language=row.language,
            names=_some(row.short, row.full),
            adjectives=_some(row.adjective, *row.adjectives_more),
            demonyms=_some(
                row.demonym, row.demonym_feminine, row.demonym_plural, *row.demonyms_more
            ),
            aliases=_some(*row.aliases),
        )
        for row in CountryName.objects.order_by("country__order", "language")
    ]


def _some(*words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, words)))
