"""Index of countries, and the hub of one."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from serai.broadcast.selectors import airings_about
from serai.core.editions import editions
from serai.editorial.selectors import Shelf, latest_quotes, storylines_about
from serai.language.typography import NBSP
from serai.portal.pages import (
    CountryIndexPage,
    CountryPage,
    CountryRow,
    Fact,
    Frame,
    Place,
    RegionGroup,
    StorylineBox,
)
from serai.portal.selectors import addresses
from serai.portal.selectors.airings import coming_airing
from serai.portal.selectors.cards import Cards, statement
from serai.portal.selectors.frames import Framing, Head
from serai.portal.selectors.lists import behind, country_shelved, size_text
from serai.portal.selectors.words import Words
from serai.vocabulary.models import City, Country, CountryName, Region
from serai.vocabulary.selectors import capital_names, capital_of, regions_of

#: Sources named in the data file, so that they can be translated; an editor's own words stay.
_SOURCES = (
    gettext_noop(
        "UN World Population Prospects 2024 (population, rounded);"
        " UN Demographic Yearbook and national statistics (area, rounded)"
    ),
    gettext_noop(
        "Local statistics as widely published (population and area, rounded);"
        " no separate entry in UN tables"
    ),
)
STORIES, QUOTES, STORYLINES, PROGRAMMES = 16, 4, 3, 4
DEK_LETTERS = 200


def country_index_page(edition: str) -> tuple[CountryIndexPage, Frame]:
    framing = Framing(edition)
    regions = regions_of()
    capitals = capital_names(framing.words.language)
    groups: dict[str, list[CountryRow]] = {name: [] for name in Region.values}
    for card in framing.countries.values():
        groups[regions[card.code]].append(
            CountryRow(
                name=card.name,
                url=addresses.country(edition, card.slug),
                capital=capitals.get(card.code, ""),
            )
        )
    page = CountryIndexPage(
        headline=framing.words.count(len(framing.countries), "countries"),
        dek=_(
            "The list serves the reader's convenience and states no position on anybody's status."
        ),
        regions=tuple(
            RegionGroup(str(Region(name).label), tuple(rows))
            for name, rows in groups.items()
            if rows
        ),
    )
    path = addresses.countries(edition)
    head = Head(
        title=_("Countries and territories"),
        path=path,
        pairs={other.code: addresses.countries(other.code) for other in editions()},
        here=path,
    )
    return page, framing.frame(head)


def country_page(edition: str, country: Country) -> tuple[CountryPage, Frame]:
    framing = Framing(edition)
    words = framing.words
    names = country.name_in(words.language)
    name = framing.countries[country.pk].name
    found = Shelf(edition, country=country.pk).within(None, None, STORIES + 1)
    articles = found[:STORIES]
    cards = Cards(framing, articles, kicker="section")
    lead = next(
        (row for row in articles[:3] if row.main_image_id), articles[0] if articles else None
    )
    rest = [row for row in articles if row is not lead]
    shelved = country_shelved(edition, framing.countries[country.pk])
    page = CountryPage(
        name=name,
        dek=words.text(getattr(names, "dek", "")),
        facts=_facts(words, country, names),
        facts_source=words.text(_(country.facts_source)) if country.facts_source else "",
        place=_place(words, country),
        lead=cards.story(lead) if lead else None,
        stories=cards.stories(rest),
        older=behind(framing, shelved.base, found, articles),
        storylines=_storylines(framing, country),
        statements=tuple(
            statement(words, quote) for quote in latest_quotes(edition, QUOTES, country=country.pk)
        ),
        programmes=tuple(
            coming_airing(words, airing)
            for airing in airings_about(country.pk, words.now, words.language, PROGRAMMES)
        ),
        empty="" if articles else _("Nothing has been published about this country yet."),
    )
    pairs = {other.code: addresses.country(other.code, country.slug) for other in editions()}
    head = Head(
        title=name,
        path=pairs[edition],
        description=page.dek,
        pairs=pairs,
        here=addresses.countries(edition),
        country=country.pk,
        crumbs=shelved.crumbs,
        feed=f"{shelved.base}feed",
        picture=page.lead.picture if page.lead else None,
        card=addresses.card(pairs[edition]),
    )
    return page, framing.frame(head)


def _storylines(framing: Framing, country: Country) -> tuple[StorylineBox, ...]:
    words = framing.words
    return tuple(
        StorylineBox(
            title=words.text(row.title),
            url=addresses.storyline(framing.edition, row.slug),
            background=words.text(first_sentences(row.background, DEK_LETTERS)),
            count=size_text(words, size),
            latest=(),
        )
        for row, size in storylines_about(country.pk, framing.edition, STORYLINES)
    )


def first_sentences(text: str, letters: int) -> str:
    """As many whole sentences as fit, at least the first one."""
    taken = ""
    for sentence in text.replace("\n", " ").split(". "):
        longer = f"{taken}. {sentence}" if taken else sentence
        if taken and len(longer) > letters:
            break
        taken = longer
    return taken if taken.endswith((".", "!", "?", "…")) or not taken else f"{taken}."


def _place(words: Words, country: Country) -> Place | None:
    capital = capital_of(country)
    if capital is None:
        return None
    return Place(capital.label(words.language), float(capital.latitude), float(capital.longitude))


def _facts(words: Words, country: Country, names: object) -> tuple[Fact, ...]:
    """Facts that are known, each with its label."""
    capital = capital_of(country)
    named = names if isinstance(names, CountryName) else CountryName()
    population = ""
    if country.population:
        population = words.compact(country.population)
        population += f" ({country.population_year})" if country.population_year else ""
    kilometres = _("km²")
    rows = (
        (_("Capital"), capital.label(words.language) if capital else ""),
        (
            _("Area"),
            f"{words.compact(country.area_km2)}{NBSP}{kilometres}" if country.area_km2 else "",
        ),
        (_("Population"), population),
        (_("Languages"), words.text(named.languages)),
        (_("Currency"), words.text(named.currency)),
        (_("Time"), _offset(words, capital)),
    )
    return tuple(Fact(label, value) for label, value in rows if value)


def _offset(words: Words, capital: City | None) -> str:
    """«UTC+5», with minutes where the zone has them: «UTC+5:45»."""
    if capital is None:
        return ""
    offset = words.now.astimezone(ZoneInfo(capital.zone)).utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else "\u2212"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
