"""Reads of the newsroom: its lists and the panels of its dashboard.

A list finds the keys of a page first, through an index, and fetches those rows alone: an article's
row carries its body, and walking the rows of a large archive costs seconds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from wagtail.models import TaskState, WorkflowState

from serai.accounts.guarding import visible_to
from serai.core import clock
from serai.core.editions import editions, locale_id
from serai.editorial.desk import State, state_of
from serai.editorial.models import (
    Article,
    ArticleAuthor,
    ArticleCountry,
    ArticleQuerySet,
    AuthorName,
    DueChange,
    DueKind,
    ErrorReport,
    Section,
    SourceName,
)
from serai.vocabulary.selectors import country_cards

#: So many rows a panel of the dashboard shows.
PANEL = 8


@dataclass(frozen=True, slots=True)
class DeskRow:
    """An article with what a list of the newsroom shows beside it."""

    article: Article
    state: State
    #: Next change that waits, if any.
    due: DueChange | None
    countries: Sequence[str]
    authors: Sequence[str]
    source: str
    section: str
    holder: str
    changed_at: datetime | None
    edition: str

    @property
    def pk(self) -> int:
        return int(self.article.pk)

    def __str__(self) -> str:
        return self.article.headline


@dataclass(frozen=True, slots=True)
class Names:
    """Names in one language that the rows of a page share."""

    countries: dict[str, str] = field(default_factory=dict)
    authors: dict[int, str] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)


def desk_rows(keys: Sequence[int], language: str) -> list[DeskRow]:
    """The articles of a page in the order of the keys: seven queries for any number."""
    articles = (
        Article.objects.without_body()
        .filter(pk__in=keys)
        .select_related("section", "owner", "assigned_to", "latest_revision")
        .defer("body", "latest_revision__content")
        .in_bulk()
    )
    countries = _grouped(ArticleCountry.objects.filter(article_id__in=keys), "country_id")
    authors = _grouped(ArticleAuthor.objects.filter(article_id__in=keys), "author_id")
    due: dict[int, DueChange] = {}
    publishing = set()
    waiting = DueChange.objects.waiting().filter(article_id__in=keys)
    for change in waiting.order_by("-next_try_at", "-pk"):
        due[change.article_id] = change
        if change.kind == DueKind.PUBLISH:
            publishing.add(change.article_id)
    names = Names(
        countries={code: card.name for code, card in country_cards(language).items()},
        authors=author_choices(language, {key for row in authors.values() for key in row}),
        sources=source_choices(language, {row.source_id for row in articles.values()}),
    )
    return [
        _row(
            articles[key],
            names,
            countries.get(key, ()),
            authors.get(key, ()),
            due.get(key),
            key in publishing,
        )
        for key in keys
        if key in articles
    ]


def _row(
    article: Article,
    names: Names,
    countries: Iterable[str],
    authors: Iterable[int],
    due: DueChange | None,
    publishing: bool,
) -> DeskRow:
    holder = article.assigned_to or article.owner
    revision = article.latest_revision
    return DeskRow(
        article=article,
        state=state_of(article, scheduled=publishing),
        due=due,
        countries=[names.countries.get(code, code) for code in countries],
        authors=[names.authors.get(key, str(key)) for key in authors],
        source=names.sources.get(article.source_id or 0, ""),
        section=article.section.name if article.section else "",
        holder=(holder.get_full_name() or holder.get_username()) if holder else "",
        changed_at=revision.created_at if revision else article.last_published_at,
        edition=article.edition,
    )


def _grouped(rows: QuerySet[Any], column: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for key, value in rows.values_list("article_id", column):
        found.setdefault(key, []).append(value)
    return found


def author_choices(language: str, keys: Iterable[int] | None = None) -> dict[int, str]:
    """Names of authors by key, of all or of some; another language's name at need."""
    return _names(AuthorName.objects.all(), "author_id", language, keys)


def source_choices(language: str, keys: Iterable[int | None] | None = None) -> dict[int, str]:
    wanted = None if keys is None else [key for key in keys if key is not None]
    return _names(SourceName.objects.all(), "source_id", language, wanted)


def _names(
    rows: QuerySet[Any], owner: str, language: str, keys: Iterable[int] | None
) -> dict[int, str]:
    if keys is not None:
        wanted = list(keys)
        if not wanted:
            return {}
        rows = rows.filter(**{f"{owner}__in": wanted})
    found: dict[int, str] = {}
    for key, spoken, name in rows.order_by("name").values_list(owner, "language", "name"):
        if key not in found or spoken == language:
            found[key] = name
    return found


def section_choices(language: str) -> dict[str, str]:
    """Names of sections by address part, which the pair in another edition shares."""
    found: dict[str, str] = {}
    for slug, name, spoken in Section.objects.values_list("slug", "name", "locale__language_code"):
        if slug not in found or spoken == language:
            found[slug] = name
    return found


def in_state(articles: ArticleQuerySet, state: str) -> ArticleQuerySet:
    """Those that ``state_of`` gives this state: the same rules as conditions of the database."""
    now = clock.now()
    if state == State.KILLED:
        killed = Article.objects.filter(killed_at__isnull=False)
        return articles.filter(pk__in=killed.order_by().values("pk"))
    articles = articles.filter(killed_at__isnull=True)
    if state == State.EMBARGOED:
        under = Article.objects.filter(embargo_until__gt=now)
        return articles.filter(pk__in=under.order_by().values("pk"))
    articles = articles.filter(Q(embargo_until__isnull=True) | Q(embargo_until__lte=now))
    publishing = DueChange.objects.waiting().filter(kind=DueKind.PUBLISH)
    if state == State.SCHEDULED:
        return articles.filter(pk__in=publishing.values("article_id"))
    articles = articles.filter(~Exists(publishing.filter(article_id=OuterRef("pk"))))
    if state in (State.LIVE, State.CHANGED):
        return articles.filter(live=True, has_unpublished_changes=state == State.CHANGED)
    return articles.filter(live=False, first_published_at__isnull=state == State.DRAFT)


def headline_holds(articles: ArticleQuerySet, words: str, *, in_its_order: bool = False) -> Any:
    """Those whose headline holds the words, whatever the case; the stored column is read.

    The column's index is read alone: by an inner query, or as it stands where the list has its
    order.
    """
    found = articles if in_its_order else Article.objects.all()
    for word in words.casefold().split()[:8]:
        found = found.filter(headline_folded__contains=word)
    return found if in_its_order else articles.filter(pk__in=found.order_by().values("pk"))


def dated(articles: ArticleQuerySet, start: datetime | None, end: datetime | None) -> Any:
    """Those with a date from ``start`` on and before ``end``, through the index of the editions."""
    articles = articles.filter(locale_id__in=[locale_id(one.code) for one in editions()])
    if start is not None:
        articles = articles.filter(published_at__gte=start)
    if end is not None:
        articles = articles.filter(published_at__lt=end)
    return articles


def in_section(articles: ArticleQuerySet, slug: str) -> ArticleQuerySet:
    """Those of a section in whatever edition."""
    keys = list(Section.objects.filter(slug=slug).values_list("pk", flat=True))
    return articles.filter(section_id__in=keys)


def about_country(articles: ArticleQuerySet, code: str) -> ArticleQuerySet:
    rows = ArticleCountry.objects.filter(country_id=code)
    return articles.filter(pk__in=rows.order_by().values("article_id"))


def written_by(articles: ArticleQuerySet, author: int) -> ArticleQuerySet:
    rows = ArticleAuthor.objects.filter(author_id=author)
    return articles.filter(pk__in=rows.order_by().values("article_id"))


def held_by(articles: ArticleQuerySet, user: Any) -> ArticleQuerySet:
    """Those that this person has: assigned to them, or written by them and to nobody else."""
    if user is None:
        return articles.filter(assigned_to=None, owner=None)
    return articles.filter(Q(assigned_to=user) | Q(owner=user, assigned_to=None))


def lately_changed(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.order_by(F("latest_revision_id").desc(nulls_last=True), "-pk")


def in_hand(user: Any, limit: int = PANEL) -> tuple[list[int], list[int]]:
    """Keys of what this person writes and of what others gave to them, not public yet."""
    open_ones = Article.objects.filter(live=False, killed_at__isnull=True)
    held = visible_to(user, open_ones.filter(Q(owner=user) | Q(assigned_to=user)))
    rows = lately_changed(held).values_list("pk", "owner_id")[: 4 * limit]
    own = [key for key, owner in rows if owner == user.pk]
    given = [key for key, owner in rows if owner != user.pk]
    return own[:limit], given[:limit]


@dataclass(frozen=True, slots=True)
class Submitted:
    """An article that waits in the workflow, or came back from it."""

    key: int
    since: datetime
    by: str
    comment: str = ""


def to_approve(user: Any, limit: int = PANEL) -> list[Submitted]:
    """Articles that wait for a decision of this person, the longest waiting first."""
    states = TaskState.objects.reviewable_by(user)
    return _submitted(_of_articles(states).order_by("started_at")[:limit])


def sent_back_to(user: Any, limit: int = PANEL) -> list[Submitted]:
    """Articles that this person submitted and that came back with a comment."""
    back = TaskState.objects.filter(
        workflow_state__requested_by=user,
        workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
        workflow_state__current_task_state=F("pk"),
    )
    return _submitted(_of_articles(back).order_by("-started_at")[:limit])


def _of_articles(states: QuerySet[Any]) -> QuerySet[Any]:
    return states.filter(
        workflow_state__base_content_type__app_label="editorial",
        workflow_state__base_content_type__model="article",
    )


def _submitted(states: QuerySet[Any]) -> list[Submitted]:
    submitted = []
    for state in states.select_related("workflow_state__requested_by"):
        asked = state.workflow_state.requested_by
        submitted.append(
            Submitted(
                key=int(state.workflow_state.object_id),
                since=state.started_at,
                by=(asked.get_full_name() or asked.get_username()) if asked else "",
                comment=state.comment,
            )
        )
    return submitted


def just_published(limit: int = PANEL) -> list[int]:
    """Keys of what became public last, through the index of each edition's list."""
    keys: list[tuple[Any, int]] = []
    for edition in editions():
        newest = Article.objects.published().in_edition(edition.code).newest_first()
        keys += newest.values_list("published_at", "pk")[:limit]
    keys.sort(reverse=True)
    return [key for _, key in keys[:limit]]


def error_reports(user: Any, state: str) -> Any:
    """What readers report in this state, newest first; nothing about what this user may not see."""
    seen = visible_to(user, Article.objects.all())
    rows = ErrorReport.objects.filter(state=state, article__in=seen)
    return rows.select_related("article", "done_by").defer("article__body", "sender")
