"""What feeds and sitemaps carry: published articles only, at a cost that does not grow."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from django.db.models import CharField, Count
from django.db.models.functions import Cast, Substr

from serai.broadcast.selectors import programmes_with_pages, series_with_pages
from serai.core import clock
from serai.core.editions import editions, locale_id
from serai.core.portions import portions
from serai.delivery.recording import depend_on, expires_at
from serai.delivery.sharing import shared
from serai.editorial.models import Article, Source, Storyline
from serai.editorial.models.tagging import articles_tag, storylines_tag
from serai.editorial.selectors import (
    Shelf,
    Span,
    month_span,
    primary_countries,
    public_articles,
    sections_of,
    source_names,
)
from serai.portal.pages import Alternate, Block
from serai.portal.selectors import addresses
from serai.portal.selectors.bodies import Body, speakers_of
from serai.portal.selectors.cards import article_url
from serai.portal.selectors.lists import Shelved
from serai.portal.selectors.sites import kept_from_search, site_names
from serai.portal.selectors.standing import standing_paths
from serai.portal.selectors.words import Words
from serai.vocabulary.selectors import CountryCard, country_cards

IN_FEED = 30
HOUR = timedelta(hours=1)
NEWS_AGE = timedelta(hours=48)
#: The protocol's own limit of addresses in one sitemap.
IN_SITEMAP = 50_000
#: Keys in one query; databases limit their number.
IN_PORTION = 900


@dataclass(frozen=True, slots=True)
class Entry:
    """One article in a feed. ``html`` is its full text where the licence allows it, else empty."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    source: str
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A list as machines read it; ``page`` and ``self_url`` are absolute."""

    id: str
    title: str
    language: str
    page: str
    self_url: str
    updated: datetime
    entries: tuple[Entry, ...]


def feed_of(edition: str, shelved: Shelved, file: str) -> Feed:
    """The newest articles of a list; ``file`` is the feed's own name beside the list's page."""
    words = Words.of(edition)
    entries = shared(("feed", shelved.shelf), lambda: _entries(words, shelved.shelf))
    newest = max((entry.updated for entry in entries), default=datetime(2000, 1, 1, tzinfo=UTC))
    return Feed(
        id=addresses.absolute(shelved.base),
        title=f"{site_names()[edition]}: {words.text(shelved.name)}",
        language=words.language,
        page=addresses.absolute(shelved.base),
        self_url=addresses.absolute(shelved.base + file),
        updated=newest,
        entries=entries,
    )


def _entries(words: Words, shelf: Shelf) -> tuple[Entry, ...]:
    articles = shelf.within(None, None, IN_FEED)
    sources = source_names((row.source_id for row in articles), words.language)
    codes = primary_countries(articles)
    cards = country_cards(words.language)
    texts = _full_texts(words, articles)
    return tuple(
        Entry(
            id=_tag(article),
            url=addresses.absolute(article_url(words.edition, article)),
            title=words.text(article.headline),
            summary=words.text(article.lead),
            html=texts.get(article.pk, ""),
            published=article.published_at or words.now,
            updated=_updated(article, words.now),
            source=words.text(sources.get(article.source_id or 0, "")),
            countries=_names(cards, codes.get(article.pk, [])),
        )
        for article in articles
    )


def _names(cards: dict[str, CountryCard], codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(cards[code].name for code in codes if code in cards)


def _tag(article: Article) -> str:
    """A name that outlives every change of headline and address (RFC 4151)."""
    on = article.first_published_at or article.published_at or clock.now()
    return f"tag:{addresses.host()},{on:%Y-%m-%d}:article:{article.pk}"


def _updated(article: Article, now: datetime) -> datetime:
    published = article.published_at or now
    return max(published, article.updated_at or published)


def _full_texts(words: Words, articles: Sequence[Article]) -> dict[int, str]:
    """Full texts of those articles whose source allows it; a text without a source is our own."""
    wanted = {row.source_id for row in articles if row.source_id is not None}
    depend_on(*map(Source.tag_of, wanted))
    allowed = set(
        Source.objects.filter(pk__in=wanted, full_text_allowed=True).values_list("pk", flat=True)
    )
    keys = [row.pk for row in articles if row.source_id is None or row.source_id in allowed]
    rows = Article.objects.filter(pk__in=keys).only("body", "locale_id")
    bodies = {row.pk: list(row.body.raw_data) for row in rows}
    speakers = speakers_of(bodies.values(), words.language)
    made = {key: Body(words, raw, speakers) for key, raw in bodies.items()}
    public = public_articles(target for body in made.values() for target in body.article_ids())
    return {key: "".join(map(_block_html, body.texts(public))) for key, body in made.items()}


def _block_html(block: Block) -> str:
    """What needs the page round it (pictures, tables, links to others) is left to the page."""
    match block.kind:
        case "paragraph":
            return block.html
        case "heading":
            return f"<h2>{escape(block.text)}</h2>"
        case "quote" if block.statement:
            said = f"<p>{escape(block.statement.text)}</p>"
            who = f"<p>{escape(block.statement.speaker)}</p>" if block.statement.speaker else ""
            return f"<blockquote>{said}{who}</blockquote>"
    return ""


@dataclass(frozen=True, slots=True)
class Place:
    """One address of a sitemap with its last change and its pairs in other editions."""

    url: str
    changed: datetime | None
    pairs: tuple[Alternate, ...] = ()
    title: str = ""
    published: datetime | None = None
    language: str = ""


def months_of(edition: str) -> list[str]:
    """Months (UTC, «2022-01») in which something was published; one grouped query."""
    month = Substr(Cast("published_at", CharField()), 1, 7)
    rows = Shelf(edition).articles().order_by().values_list(month).annotate(Count("pk"))
    return sorted(str(row[0]) for row in rows)


def month_places(edition: str, year: int, month: int) -> list[Place]:
    """Articles of one UTC month, each with its pair."""
    span = month_span(year, month, UTC)
    return _places(edition, Shelf(edition).within(span, None, IN_SITEMAP))


def news_places() -> list[Place]:
    """Articles of the last two days in every edition, newest first."""
    found: list[Place] = []
    kept = kept_from_search()
    for edition in editions():
        if edition.code in kept:
            continue
        expires_at(clock.now() + HOUR)  # older ones leave the map by and by
        span = Span(clock.now() - NEWS_AGE, clock.now() + timedelta(days=1))
        articles = Shelf(edition.code).within(span, None, 1000)
        found += [
            replace(place, language=edition.language) for place in _places(edition.code, articles)
        ]
    return found


def _places(edition: str, articles: Sequence[Article]) -> list[Place]:
    # Pairs may stand in any month of the other editions.
    depend_on(*(articles_tag(other.code) for other in editions()))
    pairs = _paired(edition, [row.translation_key for row in articles])
    return [
        Place(
            url=addresses.absolute(article_url(edition, article)),
            changed=_updated(article, clock.now()),
            pairs=_pairs(article, pairs.get(article.translation_key, [])),
            title=article.headline,
            published=article.published_at,
        )
        for article in articles
    ]


def _paired(edition: str, keys: Sequence[Any]) -> dict[Any, list[Article]]:
    """Public articles of other editions with these translation keys, looked up in portions."""
    found: dict[Any, list[Article]] = {}
    if len(editions()) > 1:
        others = Article.objects.published().only("translation_key", "slug", "locale_id")
        others = others.exclude(locale_id=locale_id(edition))
        for some in portions(keys, IN_PORTION):
            for row in others.filter(translation_key__in=some):
                found.setdefault(row.translation_key, []).append(row)
    return found


def _pairs(article: Article, others: Sequence[Article]) -> tuple[Alternate, ...]:
    if not others:
        return ()
    return tuple(
        Alternate(row.edition, addresses.absolute(article_url(row.edition, row)))
        for row in (article, *others)
    )


def standing_places(edition: str) -> list[Place]:
    """Fronts, sections, countries, running stories, the guide and its programmes."""
    paths = [addresses.home(edition), addresses.news(edition), addresses.countries(edition)]
    paths.append(addresses.guide(edition))
    paths += [addresses.section(edition, row.slug) for row in sections_of(edition)]
    language = Words.of(edition).language
    paths += [addresses.country(edition, card.slug) for card in country_cards(language).values()]
    depend_on(storylines_tag(edition))
    running = Storyline.objects.filter(live=True).only("slug", "locale_id")
    paths += [addresses.storyline(edition, row.slug) for row in running if row.edition == edition]
    paths += standing_paths(edition)
    paths += [addresses.programme(edition, slug) for slug in programmes_with_pages(IN_SITEMAP // 2)]
    paths += [addresses.series(edition, slug) for slug in series_with_pages(IN_SITEMAP // 10)]
    return [Place(addresses.absolute(path), None) for path in paths]
