"""Reads of the stories for pages. Lists are cut by date or key, never by offset."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from serai.core import clock
from serai.core.editions import locale_id
from serai.delivery.recording import depend_on
from serai.editorial.blocks import pictures_in
from serai.editorial.models import (
    Article,
    ArticleCountry,
    ArticleQuerySet,
    Author,
    DueChange,
    DueState,
    Quote,
    Section,
    SiteIdentity,
    Source,
    SourceName,
    StandingPage,
    Storyline,
)
from serai.editorial.models.articles import NOT_IN_LISTS_OF_OTHERS
from serai.editorial.models.tagging import (
    articles_tag,
    members_tag,
    months_of,
    pair_tag,
    quotes_tag,
    storylines_tag,
)

#: Quotes of a country or a storyline are looked for among so many of its newest articles.
QUOTED_AMONG = 200
#: Articles of a storyline are counted so far: a reader of a long story wants no exact number.
COUNTED_TO = 1000
#: What a translator must follow when the source changes.
TRANSLATED_COLUMNS = ("headline", "kicker", "lead", "body", "image_caption", "dateline")


@dataclass(frozen=True, slots=True)
class Span:
    """Moments from ``start`` on and before ``end``."""

    start: datetime
    end: datetime


def day_span(day: date) -> Span:
    """A day in the newsroom's zone."""
    zone = ZoneInfo(settings.NEWSROOM_ZONE)
    start = datetime.combine(day, time(), zone)
    return Span(start, datetime.combine(day + timedelta(days=1), time(), zone))


def month_span(year: int, month: int, zone: tzinfo | None = None) -> Span:
    """A month, in the newsroom's zone unless another is named."""
    zone = zone or ZoneInfo(settings.NEWSROOM_ZONE)
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    return Span(datetime(year, month, 1, tzinfo=zone), datetime(*following, 1, tzinfo=zone))


@dataclass(frozen=True, slots=True)
class Shelf:
    """Which articles a list holds: an edition, and at most one of what else is named here."""

    edition: str
    section_id: int | None = None
    country: str = ""
    storyline_id: int | None = None
    source_id: int | None = None
    author_id: int | None = None
    topic_id: int | None = None

    @property
    def moment(self) -> str:
        """Column that orders the list; a country's list is ordered by its own narrow table."""
        return "listings__published_at" if self.country else "published_at"

    def articles(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        after: Article | None = None,
    ) -> ArticleQuerySet:
        """Published articles from ``start`` on and before ``end``, newest first, without bodies;
        those that stand behind ``after``.

        There is one upper bound, the lowest: SQLite ranges over an index by the first one it
        reads, and would walk from today to any depth. All conditions go into one ``filter``: a
        second one on ``listings`` would join them twice.
        """
        depend_on(*self._tags(start, end or (after.published_at if after else None)))
        conditions = [self._upper(end, after)]
        if start is not None:
            conditions.append(Q(**{f"{self.moment}__gte": start}))
        if after is not None:
            earlier = Q(**{f"{self.moment}__lt": after.published_at})
            conditions.append(earlier | Q(**{self.moment: after.published_at}, pk__lt=after.pk))
        articles: ArticleQuerySet = Article.objects.free().for_lists()
        if self.country:
            return articles.about(self.country, self.edition, *conditions)
        articles = articles.in_edition(self.edition).filter(*conditions).newest_first()
        if self.section_id is not None:
            return articles.filter(section_id=self.section_id)
        return articles.filter(**self._filed_under())

    def _tags(self, start: datetime | None, end: datetime | None) -> list[str]:
        """The whole list, or the months that are read of it, where there are few."""
        kind, key = next(
            (
                (kind, key)
                for kind, key in (
                    ("section", self.section_id),
                    ("country", self.country),
                    ("storyline", self.storyline_id),
                    ("source", self.source_id),
                    ("author", self.author_id),
                    ("topic", self.topic_id),
                )
                if key
            ),
            ("", ""),
        )
        if start is None or end is None or end - start > timedelta(days=40):
            return [articles_tag(self.edition, kind, key)]
        return [articles_tag(self.edition, kind, key, month) for month in months_of(start, end)]

    def _filed_under(self) -> dict[str, int]:
        columns = {
            "storyline_id": self.storyline_id,
            "source_id": self.source_id,
            "authors__author_id": self.author_id,
            "topics": self.topic_id,
        }
        return {column: key for column, key in columns.items() if key is not None}

    def _upper(self, end: datetime | None, after: Article | None) -> Q:
        now = clock.now()
        if after is not None and after.published_at is not None:
            return Q(**{f"{self.moment}__lte": min(after.published_at, now)})
        if end is not None and end <= now:
            return Q(**{f"{self.moment}__lt": end})
        return Q(**{f"{self.moment}__lte": now})

    def within(self, span: Span | None, after: Article | None, limit: int) -> list[Article]:
        """At most ``limit`` articles of a span, those that stand behind ``after``."""
        start, end = (span.start, span.end) if span else (None, None)
        if after is not None and end is not None and (after.published_at or end) >= end:
            return []
        return list(self.articles(start=start, end=end, after=after)[:limit])

    def newest_before(self, moment: datetime) -> datetime | None:
        """Moment of the newest article before ``moment``."""
        return self.articles(end=moment).values_list("published_at", flat=True).first()

    def oldest_from(self, moment: datetime) -> datetime | None:
        """Moment of the oldest article from ``moment`` on."""
        articles = self.articles(start=moment).reverse()
        return articles.values_list("published_at", flat=True).first()

    def days_of(self, span: Span) -> list[date]:
        """Days of a span that have articles, in the newsroom's zone, earliest first."""
        zone = ZoneInfo(settings.NEWSROOM_ZONE)
        articles = self.articles(start=span.start, end=span.end)
        moments = articles.values_list("published_at", flat=True)
        return sorted({moment.astimezone(zone).date() for moment in moments if moment})


def article_with_pair(pk: int) -> tuple[Article | None, Article | None]:
    """An article in whatever state, and its pair in another edition: one query."""
    depend_on(Article.tag_of(pk))
    key = Article.objects.filter(pk=pk).values("translation_key")
    rows = Article.objects.filter(translation_key__in=key).for_readers()
    article = pair = None
    for row in rows:
        if row.pk == pk:
            article = row
        else:
            pair = row
    if article is not None:
        depend_on(pair_tag(article.translation_key))
    return article, pair


def article_by_key(pk: int) -> Article | None:
    found: Article | None = Article.objects.without_body().filter(pk=pk).first()
    return found


def is_public(article: Article) -> bool:
    """Whether a reader may see the article now."""
    now = clock.now()
    published = article.published_at
    embargo = article.embargo_until
    free = embargo is None or embargo <= now
    return article.live and free and published is not None and published <= now


def public_articles(keys: Iterable[int]) -> dict[int, Article]:
    """Those of the articles that a reader may see, by key, without bodies."""
    wanted = list(keys)
    if not wanted:
        return {}
    depend_on(*map(Article.tag_of, wanted))
    return {row.pk: row for row in Article.objects.published().for_lists().filter(pk__in=wanted)}


def primary_countries(articles: Iterable[Article]) -> dict[int, list[str]]:
    """Codes of the countries of each article, the primary one first."""
    keys = [article.pk for article in articles]
    found: dict[int, list[str]] = {}
    if keys:
        rows = ArticleCountry.objects.filter(article_id__in=keys)
        for key, code in rows.values_list("article_id", "country_id"):
            found.setdefault(key, []).append(code)
    return found


def source_names(source_ids: Iterable[int | None], language: str) -> dict[int, str]:
    """Short names of sources; no query for none."""
    wanted = {key for key in source_ids if key is not None}
    found: dict[int, str] = {}
    if wanted:
        for row in SourceName.objects.filter(source_id__in=wanted):
            if row.source_id not in found or row.language == language:
                found[row.source_id] = row.short or row.name
    return found


def author_by_slug(slug: str) -> Author | None:
    found: Author | None = Author.objects.prefetch_related("names").filter(slug=slug).first()
    return found


def source_by_slug(slug: str) -> Source | None:
    found: Source | None = Source.objects.prefetch_related("names").filter(slug=slug).first()
    return found


def sections_of(edition: str) -> list[Section]:
    return list(Section.objects.filter(locale_id=locale_id(edition)))


def section_by_slug(edition: str, slug: str) -> Section | None:
    sections = Section.objects.filter(locale_id=locale_id(edition), slug=slug)
    found: Section | None = sections.first()
    return found


def storyline_by_slug(edition: str, slug: str) -> Storyline | None:
    """A live storyline. Slugs are not unique over time: the newest one stands."""
    depend_on(storylines_tag(edition))
    storylines = Storyline.objects.filter(locale_id=locale_id(edition), slug=slug, live=True)
    found: Storyline | None = storylines.prefetch_related("countries").order_by("-pk").first()
    return found


def public_pair(storyline: Storyline) -> Storyline | None:
    """The same running story in another edition."""
    depend_on(pair_tag(storyline.translation_key))
    rows = Storyline.objects.filter(translation_key=storyline.translation_key, live=True)
    found: Storyline | None = rows.exclude(pk=storyline.pk).first()
    return found


def storylines_about(country: str, edition: str, limit: int) -> list[tuple[Storyline, int]]:
    """Running stories about a country, the newest told first, each with its size."""
    depend_on(storylines_tag(edition, country))
    told = Article.objects.published().filter(storyline=OuterRef("pk")).order_by("-published_at")
    rows = (
        Storyline.objects.filter(countries__pk=country, locale_id=locale_id(edition), live=True)
        .annotate(told_at=Subquery(told.values("published_at")[:1]))
        .filter(told_at__isnull=False)
        .order_by("-told_at", "-pk")[:limit]
    )
    return [(row, storyline_size(row)) for row in rows]


def live_storylines(keys: Iterable[int]) -> set[int]:
    """Those of the storylines that are public; imports file their candidates as drafts."""
    wanted = set(keys)
    if not wanted:
        return set()
    depend_on(*map(Storyline.tag_of, wanted))
    return set(Storyline.objects.filter(pk__in=wanted, live=True).values_list("pk", flat=True))


def storyline_size(storyline: Storyline) -> int:
    """Number of its published articles, counted to ``COUNTED_TO`` and one more at most."""
    depend_on(members_tag(storyline.edition, storyline.pk))
    told = Article.objects.published().filter(storyline=storyline).order_by("-published_at")
    return int(told[: COUNTED_TO + 1].count())


@dataclass(frozen=True, slots=True)
class Said:
    """Which quotes a list holds: an edition, and at most one of what else is named here."""

    edition: str
    country: str = ""
    storyline_id: int | None = None
    person_id: int | None = None
    organisation_id: int | None = None

    def quotes(self, span: Span | None = None, after: Quote | None = None) -> QuerySet[Quote]:
        """Public quotes, newest first, each with its article (without the body) and its speaker.

        A country's or a storyline's are looked for among its newest articles, unless a span of
        time bounds the search.
        """
        self._depend(span, after)
        now = clock.now()
        free = Q(article__embargo_until__isnull=True) | Q(article__embargo_until__lte=now)
        quotes = Quote.objects.filter(free, locale_id=locale_id(self.edition), article__live=True)
        upper = after.published_at if after else span.end if span and span.end < now else now
        quotes = quotes.filter(published_at__lte=upper)
        if span is not None:
            quotes = quotes.filter(published_at__gte=span.start, published_at__lt=span.end)
        if after is not None:
            same = Q(published_at=after.published_at, pk__lt=after.pk)
            quotes = quotes.filter(Q(published_at__lt=after.published_at) | same)
        quotes = self._of(quotes, bounded=span is not None)
        quotes = quotes.select_related("article", "person", "organisation")
        return quotes.defer(*NOT_IN_LISTS_OF_OTHERS).order_by("-published_at", "-pk")

    def newest_before(self, moment: datetime) -> datetime | None:
        """Moment of the newest quote before ``moment``."""
        earlier = self.quotes().filter(published_at__lt=moment)
        return earlier.values_list("published_at", flat=True).first()

    def _depend(self, span: Span | None, after: Quote | None) -> None:
        if self.person_id is not None:
            depend_on(quotes_tag(self.edition, "person", self.person_id))
        elif self.organisation_id is not None:
            depend_on(quotes_tag(self.edition, "organisation", self.organisation_id))
        else:
            shelf = Shelf(self.edition, country=self.country, storyline_id=self.storyline_id)
            end = after.published_at if after else None
            depend_on(*shelf._tags(span.start if span else None, span.end if span else end))

    def _of(self, quotes: QuerySet[Quote], *, bounded: bool) -> QuerySet[Quote]:
        if self.person_id is not None:
            return quotes.filter(person_id=self.person_id)
        if self.organisation_id is not None:
            return quotes.filter(organisation_id=self.organisation_id)
        if self.country or self.storyline_id is not None:
            shelf = Shelf(self.edition, country=self.country, storyline_id=self.storyline_id)
            told = shelf.articles().values("pk")
            return quotes.filter(article_id__in=told if bounded else told[:QUOTED_AMONG])
        return quotes


def quote_by_key(pk: int) -> Quote | None:
    found: Quote | None = Quote.objects.filter(pk=pk).first()
    return found


def latest_quotes(
    edition: str,
    limit: int,
    *,
    country: str = "",
    storyline_id: int | None = None,
) -> list[Quote]:
    """Newest quotes of articles that a reader may see."""
    said = Said(edition, country=country, storyline_id=storyline_id)
    return list(said.quotes()[:limit])


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A column of a source that differs from what was translated, as plain text."""

    name: str
    label: str
    before: str
    after: str


def source_changed_since(article: Article) -> list[FieldChange]:
    """What changed in the public source since this article was translated from it."""
    source = article.translated_from
    if source is None or article.translated_revision_id in (None, source.live_revision_id):
        return []
    if source.live_revision is None:
        return []
    revision = source.revisions.filter(pk=article.translated_revision_id).first()
    then = revision.as_object() if revision else None
    found = []
    for name in TRANSLATED_COLUMNS:
        before, after = (_plain(row, name) if row is not None else "" for row in (then, source))
        if before != after:
            label = str(Article._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            found.append(FieldChange(name, label, before, after))
    return found


def _plain(article: Article, name: str) -> str:
    """A column as text; of a body one paragraph for each block."""
    value = getattr(article, name)
    if name != "body":
        return "" if value is None else str(value)
    return "\n\n".join(
        " ".join(text for text in block.block.get_searchable_content(block.value) if text)
        for block in value
    )


def changes_of(article: Article) -> list[DueChange]:
    """What waits or has failed for an article, the next first."""
    standing = Q(state__in=(DueState.WAITING, DueState.FAILED))
    return list(DueChange.objects.filter(standing, article=article).order_by("next_try_at", "pk"))


def changes_ahead(limit: int) -> list[DueChange]:
    """What waits for its moment, the next first."""
    waiting = DueChange.objects.waiting().select_related("article").defer("article__body")
    return list(waiting.order_by("next_try_at", "pk")[:limit])


def troubled_changes(limit: int) -> list[DueChange]:
    """The desk's alert list: changes that failed, the newest first."""
    troubled = DueChange.objects.troubled().select_related("article").defer("article__body")
    return list(troubled.order_by("-next_try_at", "-pk")[:limit])


def picture_is_public(key: int) -> bool:
    """Whether readers see this picture: on a live article or standing page, or as the logo."""
    live = Article.objects.filter(live=True)
    if live.filter(main_image_id=key).exists() or SiteIdentity.objects.filter(logo=key).exists():
        return True
    pages = StandingPage.objects.filter(live=True)
    return names_picture(pages, key) or names_picture(live, key)


def names_picture(rows: QuerySet[Any], key: int) -> bool:
    """Whether the body of one of the rows names the picture. Asked of the bodies themselves:
    Wagtail's index of references is written by a job, so later."""
    inside = Q(body_text__contains=f'"image": {key}') | Q(body_text__contains=f'"poster": {key}')
    named = rows.annotate(body_text=Cast("body", TextField())).filter(inside)
    return any(key in pictures_in(row.body.get_prep_value()) for row in named)
