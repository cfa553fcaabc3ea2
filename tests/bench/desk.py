"""What a desk has beside the archive: drafts, killed, embargoed and due ones, names, pictures."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.db.models.functions import Mod
from wagtail.models import Collection, ModelLogEntry, Revision

from serai.accounts.models import AuditEvent, Role, User
from serai.core import clock
from serai.core.editions import locale_id
from serai.editorial.models import (
    Article,
    ArticleAuthor,
    Author,
    AuthorName,
    DueChange,
    DueKind,
    DueState,
    Source,
    SourceName,
    Storyline,
)
from serai.media.models import Image
from serai.vocabulary.models import Organisation, OrganisationName, Person, PersonName

BATCH = 2000
MEMBERS = 60
NAMES = 400
PICTURES = 5000
EVENTS = 20_000
LANGUAGES = ("ru", "en")


def fill_desk(edition: str = "ru") -> dict[str, User]:
    """Everything once; one member of each role, by role."""
    if not User.objects.filter(username="bench-0").exists():
        members = make_members()
        make_names(edition)
        divide_articles(members)
        make_revisions(members)
        make_due_changes(members[0])
        make_pictures(members)
        make_events(members)
    return {role: User.objects.filter(username__startswith="bench", role=role)[0] for role in Role}


def make_members() -> list[User]:
    members = []
    for number in range(MEMBERS):
        user = User(username=f"bench-{number}", role=list(Role)[number % len(Role)])
        user.set_unusable_password()
        user.save()
        members.append(user)
    return members


def make_names(edition: str) -> None:
    kinds: tuple[tuple[Any, Any, str], ...] = (
        (Author, AuthorName, "author"),
        (Source, SourceName, "source"),
        (Person, PersonName, "person"),
        (Organisation, OrganisationName, "organisation"),
    )
    for model, name_model, owner in kinds:
        rows = model.objects.bulk_create(model(slug=f"bench-{n}") for n in range(NAMES))
        name_model.objects.bulk_create(
            name_model(**{owner: row}, language=language, name=f"Имя {number} Ключевое")
            for number, row in enumerate(rows)
            for language in LANGUAGES
        )
    Storyline.objects.bulk_create(
        Storyline(
            slug=f"bench-{number}", title=f"Сюжет {number}", locale_id=locale_id(edition), live=True
        )
        for number in range(NAMES)
    )


def divide_articles(members: list[User]) -> None:
    """Sources, owners and states by the number of the article: one in forty is no live one."""
    articles = Article.objects.annotate(part=Mod(F("pk"), 2000))
    sources = list(Source.objects.values_list("pk", flat=True))
    for part in range(0, 2000, 5):
        chosen = {"source_id": sources[part % len(sources)], "owner": members[part % MEMBERS]}
        articles.filter(part=part).update(**chosen)
    now = clock.now()
    draft = {"live": False, "first_published_at": None}
    later = now + timedelta(days=30)
    articles.filter(part__lt=50).update(**draft)
    articles.filter(part__gte=50, part__lt=60).update(live=False, killed_at=now, kill_reason="x")
    articles.filter(part__gte=60, part__lt=64).update(**draft, embargo_until=later)
    articles.filter(part__gte=64, part__lt=70).update(has_unpublished_changes=True)
    articles.filter(part__gte=70, part__lt=75).update(live=False)
    authors = list(Author.objects.values_list("pk", flat=True))
    ArticleAuthor.objects.bulk_create(
        (
            ArticleAuthor(article_id=key, author_id=authors[key % len(authors)])
            for key in Article.objects.values_list("pk", flat=True)
            if key % 3 == 0
        ),
        batch_size=BATCH,
    )


def make_revisions(members: list[User]) -> None:
    """A version of one article in five, fifty more of the newest."""
    kind = ContentType.objects.get_for_model(Article)
    newest = Article.objects.published().newest_first()[0]

    def version(article: Article, moment: datetime) -> Revision:
        return Revision(
            content_type=kind,
            base_content_type=kind,
            object_id=str(article.pk),
            created_at=moment,
            user=members[article.pk % MEMBERS],
            object_str=article.headline,
            content=article.serializable_data(),
        )

    now = clock.now()
    chosen = Article.objects.annotate(part=Mod(F("pk"), 5)).filter(part=0).order_by("-published_at")
    keys = list(chosen.values_list("pk", flat=True)[:20_000])
    for start in range(0, len(keys), BATCH):
        rows = list(Article.objects.filter(pk__in=keys[start : start + BATCH]))
        made = Revision.objects.bulk_create(version(row, row.published_at or now) for row in rows)
        for row, revision in zip(rows, made, strict=True):
            row.latest_revision = revision
        Article.objects.bulk_update(rows, ["latest_revision"], batch_size=500)
    more = Revision.objects.bulk_create(version(newest, now) for _ in range(50))
    Article.objects.filter(pk=newest.pk).update(latest_revision=more[-1])


def make_due_changes(user: User) -> None:
    now = clock.now()
    keys = Article.objects.filter(live=False, killed_at=None).values_list("pk", flat=True)[:1000]
    DueChange.objects.bulk_create(
        DueChange(
            article_id=key,
            kind=DueKind.PUBLISH,
            due_at=now + timedelta(days=1, minutes=number),
            next_try_at=now + timedelta(days=1, minutes=number),
            zone="Europe/Moscow",
            local_text="завтра",
            made_at=now,
            made_by=user,
            state=(DueState.FAILED, DueState.DONE, DueState.WAITING)[min(number % 10, 2)],
            error="headline blank" if number % 10 == 0 else "",
        )
        for number, key in enumerate(keys)
    )


def make_pictures(members: list[User]) -> None:
    """Rows alone: their files are none."""
    root = Collection.objects.get(depth=1)
    Image.objects.bulk_create(
        (
            Image(
                title=f"Снимок {number} порта",
                file=f"original_images/bench-{number}.jpg",
                width=1200,
                height=800,
                collection=root,
                credit="Демо",
                uploaded_by_user=members[number % MEMBERS],
            )
            for number in range(PICTURES)
        ),
        batch_size=BATCH,
    )


def make_events(members: list[User]) -> None:
    now = clock.now()
    AuditEvent.objects.bulk_create(
        (
            AuditEvent(
                happened_at=now - timedelta(minutes=number),
                actor=members[number % MEMBERS],
                actor_name=members[number % MEMBERS].username,
                verb="login",
                subject=f"bench-{number % MEMBERS}",
            )
            for number in range(EVENTS)
        ),
        batch_size=BATCH,
    )
    kind = ContentType.objects.get_for_model(Article)
    articles = Article.objects.published().newest_first().values_list("pk", "headline")[:EVENTS]
    ModelLogEntry.objects.bulk_create(
        (
            ModelLogEntry(
                content_type=kind,
                object_id=str(key),
                label=headline,
                action="wagtail.edit",
                timestamp=now - timedelta(minutes=number),
                user=members[number % MEMBERS],
                uuid=uuid.uuid4(),
                data={},
            )
            for number, (key, headline) in enumerate(articles)
        ),
        batch_size=BATCH,
    )
