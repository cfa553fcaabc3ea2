"""Writes of the newsroom: drafts, publishing, sources, authors, storyline candidates."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from serai.core.editions import ALL, locale_id
from serai.editorial.models import (
    Article,
    ArticleAuthor,
    ArticleCountry,
    Author,
    AuthorName,
    Section,
    Source,
    SourceName,
    Storyline,
)
from serai.language.slugs import slugify_headline
from serai.vocabulary.actions import Entry, Loaded, load_entries, read_data
from serai.vocabulary.models import Country, LoadedRecord

DATA = Path(__file__).parents[1] / "data"
#: Letters of a slug that leave room for a number in a column of 80.
SLUG_ROOM = 74


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a new article is made from. ``body`` is a list of (block type, value) pairs as dicts."""

    edition: str
    headline: str
    lead: str = ""
    kicker: str = ""
    body: Sequence[Mapping[str, Any]] = ()
    countries: Sequence[str] = ()
    authors: Sequence[Author] = ()
    source: Source | None = None
    columns: Mapping[str, Any] | None = None


def create_draft(*, draft: Draft, user: Any = None) -> Article:
    """File a new article as a draft with its first revision. Nothing becomes public."""
    with transaction.atomic():
        article = Article(
            locale_id=locale_id(draft.edition),
            live=False,
            headline=draft.headline,
            lead=draft.lead,
            kicker=draft.kicker,
            body=json.dumps(list(draft.body), default=str),
            source=draft.source,
            **(draft.columns or {}),
        )
        article.countries.set(
            ArticleCountry(country_id=code, is_primary=place == 0, sort_order=place)
            for place, code in enumerate(draft.countries)
        )
        article.authors.set(
            ArticleAuthor(author=author, sort_order=place)
            for place, author in enumerate(draft.authors)
        )
        article.save()
        article.save_revision(user=user, log_action=True)
    return article


def publish_article(*, article: Article, user: Any = None) -> Article:
    """Publish the latest revision through the same door as the editor's button."""
    with transaction.atomic():
        revision = article.latest_revision or article.save_revision(user=user)
        revision.publish(user=user)
    article.refresh_from_db()
    return article


def find_or_make_source(*, name: str, language: str, kind: str = "agency") -> tuple[Source, bool]:
    """The source known under ``name`` (name, short name, alias in any language), else a new one."""
    wanted = _folded(name)
    for row in SourceName.objects.select_related("source"):
        if wanted in {_folded(text) for text in (row.name, row.short, *row.aliases)}:
            return row.source, False
    source = Source(slug=_free_slug(Source, slugify_headline(name)), kind=kind)
    source.names = [SourceName(language=language, name=name)]  # type: ignore[misc]
    source.save()
    return source, True


def find_or_make_author(*, name: str, language: str) -> tuple[Author, bool]:
    wanted = _folded(name)
    for row in AuthorName.objects.select_related("author"):
        if wanted == _folded(row.name):
            return row.author, False
    author = Author(slug=_free_slug(Author, slugify_headline(name)))
    author.names = [AuthorName(language=language, name=name)]  # type: ignore[misc]
    author.save()
    return author, True


def file_storyline_candidate(
    *, edition: str, background: str, countries: Iterable[str]
) -> tuple[Storyline, bool]:
    """The storyline with this background, else a draft that an editor may name and publish."""
    fingerprint = hashlib.sha256(_folded(background).encode()).hexdigest()
    known = Storyline.objects.filter(fingerprint=fingerprint, locale_id=locale_id(edition)).first()
    if known:
        return known, False
    title = background.split(". ")[0][:120].rstrip(".")
    storyline = Storyline(
        locale_id=locale_id(edition),
        live=False,
        title=title,
        background=background,
        fingerprint=fingerprint,
    )
    storyline.countries = list(Country.objects.filter(pk__in=list(countries)))
    storyline.save()
    storyline.save_revision()
    return storyline, True


def load_desk(*, data: Path = DATA) -> Loaded:
    """Load sources and sections from the data files, keeping what editors changed."""
    with transaction.atomic():
        loaded = load_entries(
            model=Source, key_column="slug", entries=_sources(read_data(data / "sources.json"))
        )
        return loaded + _load_sections(read_data(data / "sections.json"))


def _sources(data: list[dict[str, Any]]) -> Iterable[Entry]:
    for source in data:
        aliases = source.get("aliases", [])
        names = {language: {**row, "aliases": aliases} for language, row in source["names"].items()}
        columns = {
            "kind": source["kind"],
            "country_id": source["country"],
            "url": source["url"],
            "zone": source["zone"],
        }
        yield Entry(source["slug"], columns, names)


def _load_sections(data: list[dict[str, Any]]) -> Loaded:
    """Sections are made once per edition and paired; later they belong to the editors."""
    loaded = Loaded()
    known = set(LoadedRecord.objects.filter(kind="editorial.section").values_list("key", flat=True))
    for section in data:
        if section["slug"] in known:
            loaded.unchanged += 1
            continue
        pair: Section | None = None
        for code in ALL:
            row = Section(
                locale_id=locale_id(code),
                name=section["names"][ALL[code].language],
                slug=section["slug"],
                cue=section["cue"],
                order=section["order"],
            )
            if pair is not None:
                row.translation_key = pair.translation_key
            row.save()
            pair = pair or row
        LoadedRecord.objects.create(kind="editorial.section", key=section["slug"], values=section)
        loaded.made += 1
    return loaded


def _folded(text: str) -> str:
    """Text for comparing names: case, quotation marks and blanks do not count."""
    plain = "".join(" " if sign in "«»\"“”„'’" else sign for sign in text.casefold())
    return " ".join(plain.replace("ё", "е").split())


def _free_slug(model: type[Any], wanted: str) -> str:
    """``wanted``, or with the first number that no row has yet."""
    near = model.objects.filter(slug__startswith=wanted[:SLUG_ROOM])
    taken = set(near.values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted[:SLUG_ROOM]}-{number}" in taken:
        number += 1
    return f"{wanted[:SLUG_ROOM]}-{number}"
