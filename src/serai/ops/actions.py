"""Writes of operations: a large invented archive to measure with."""

import json
import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from serai.core import clock
from serai.core.editions import locale_id
from serai.delivery.outbox import invalidate
from serai.delivery.tags import SITE
from serai.editorial.models import (
    Article,
    ArticleCountry,
    CountryListing,
    Quote,
    Section,
)
from serai.vocabulary.models import Country

BATCH = 1000
YEARS = 12
MARK = "benchmark"

WORDS = (
    "порт", "караван", "мост", "рынок", "река", "перевал", "станция", "сад", "мастер", "город",
    "берег", "степь", "урожай", "музей", "школа", "дорога", "поезд", "вода", "чай", "шёлк",
    "обсерватория", "фестиваль", "лаборатория", "остров", "маяк",
)  # fmt: skip
VERBS = (
    "открыл", "построил", "сверил", "вернул", "записал", "посадил", "измерил", "восстановил",
    "показал", "собрал",
)  # fmt: skip


@dataclass(slots=True)
class Archive:
    """What one batch needs."""

    countries: Sequence[str]
    sections: Sequence[int]
    locale: int
    chance: random.Random
    newest: datetime
    step: timedelta


def build_archive(*, articles: int, say: Callable[[str], None] = lambda text: None) -> int:
    """Bring the archive of the default edition to at least ``articles`` invented articles."""
    edition = settings.EDITIONS[0]
    standing = Article.objects.filter(capture_key=MARK).count()
    missing = max(0, articles - standing)
    archive = Archive(
        countries=list(Country.objects.values_list("pk", flat=True)),
        sections=list(
            Section.objects.filter(locale_id=locale_id(edition)).values_list("pk", flat=True)
        ),
        locale=locale_id(edition),
        chance=random.Random(standing),  # noqa: S311  invented text, no secret
        newest=clock.now() - timedelta(days=1),
        step=timedelta(days=365 * YEARS) / max(articles, 1),
    )
    for start in range(0, missing, BATCH):
        size = min(BATCH, missing - start)
        with transaction.atomic():
            _write_batch(archive, standing + start, size)
        say(f"{standing + start + size} of {articles}")
    if missing:
        invalidate({SITE}, cause="archive")
    return missing


def remove_archive() -> int:
    """Take the invented archive away again."""
    removed = 0
    while keys := list(
        Article.objects.filter(capture_key=MARK).values_list("pk", flat=True)[:BATCH]
    ):
        with transaction.atomic():
            for model in (ArticleCountry, CountryListing, Quote):
                model.objects.filter(article_id__in=keys).delete()
            Article.objects.filter(pk__in=keys).delete()
        removed += len(keys)
    return removed


def _write_batch(archive: Archive, first: int, size: int) -> None:
    rows = Article.objects.bulk_create(_articles(archive, first, size))
    countries: list[ArticleCountry] = []
    listings: list[CountryListing] = []
    quotes: list[Quote] = []
    for article in rows:
        for place, code in enumerate(archive.chance.sample(archive.countries, 3)):
            countries.append(
                ArticleCountry(
                    article=article, country_id=code, sort_order=place, is_primary=place == 0
                )
            )
            listings.append(
                CountryListing(
                    article=article,
                    country_id=code,
                    locale_id=archive.locale,
                    published_at=article.published_at or archive.newest,
                )
            )
        quotes += Quote.all_in(article)
    ArticleCountry.objects.bulk_create(countries)
    CountryListing.objects.bulk_create(listings)
    Quote.objects.bulk_create(quotes)


def _articles(archive: Archive, first: int, size: int) -> Iterator[Article]:
    for number in range(first, first + size):
        chance = archive.chance
        headline = f"{chance.choice(WORDS).capitalize()} {chance.choice(VERBS)} {_text(chance, 4)}"
        moment = archive.newest - archive.step * number
        yield Article(
            locale_id=archive.locale,
            live=True,
            first_published_at=moment,
            last_published_at=moment,
            published_at=moment,
            headline=headline,
            headline_folded=headline.casefold(),
            slug=f"benchmark-{number}",
            lead=_text(chance, 18).capitalize() + ".",
            section_id=archive.sections[number % len(archive.sections)],
            capture_key=MARK,
            is_demo=True,
            body=json.dumps(
                [
                    {"type": "paragraph", "value": f"<p>{_text(chance, 60)}.</p>"},
                    {
                        "type": "quote",
                        "id": str(uuid.UUID(int=chance.getrandbits(128))),
                        "value": {"text": _text(chance, 12), "speaker_name": "Демо Собеседник"},
                    },
                    {"type": "paragraph", "value": f"<p>{_text(chance, 60)}.</p>"},
                ]
            ),
        )


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words))
