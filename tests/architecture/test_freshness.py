"""Freshness: whatever is changed, a stored page that would look different has been announced.

Every kind of object that the portal shows is changed field by field, deleted and added; after each
change all stored pages are compared with a fresh render.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from django.utils import timezone
from wagtail.fields import StreamField

from serai.broadcast.models import (
    Channel,
    OnDemandProgram,
    Programme,
    ProgrammeName,
    ScheduleEvent,
    Series,
    SeriesName,
)
from serai.core import clock
from serai.delivery.delivered import Delivered, DeliveredPart
from serai.delivery.keeping import page_store
from serai.editorial.actions import make_fronts
from serai.editorial.models import (
    Article,
    ArticleAuthor,
    ArticleCountry,
    Author,
    AuthorName,
    Correction,
    Front,
    FrontSlot,
    MenuLink,
    Section,
    SiteIdentity,
    Source,
    SourceName,
    StandingPage,
    Storyline,
)
from serai.media.actions import withdraw_picture
from serai.media.models import Image
from serai.portal.selectors import addresses
from serai.vocabulary.models import (
    City,
    CityName,
    Country,
    CountryName,
    Organisation,
    OrganisationName,
    Person,
    PersonName,
    Topic,
    TopicName,
)
from tests.builders import (
    make_article,
    make_country,
    make_event,
    make_person,
    make_picture,
    make_section,
    make_series,
    make_source,
    make_standing,
    make_storyline,
)
from tests.delivery.keeping import forgotten, keep_all

pytestmark = pytest.mark.django_db

#: Columns that no page shows, or that only verbs move.
UNSEEN = {
    "id", "code", "pk", "locale", "translation_key", "latest_revision", "live_revision", "locked",
    "locked_at", "locked_by", "owner", "assigned_to", "first_published_at", "last_published_at",
    "go_live_at", "expire_at", "expired", "has_unpublished_changes", "translated_from",
    "file", "file_hash", "file_size", "width", "height", "collection", "uploaded_by_user",
    "created_at", "fingerprint", "capture_key", "killed_at", "kill_reason", "index_entries",
    "language", "sort_order", "is_capital", "is_default", "channel", "broadcast_on",
    "uid", "sequence", "batch", "extras", "raw_title", "rating_source", "source_id", "other_ids",
    "website", "credits", "season", "episode",
}  # fmt: skip


def furnish() -> None:
    """A little of everything that a page can show, in both editions."""
    for code in ("OM", "IN", "NP"):
        make_country(code)
    story = make_storyline()
    story.countries.set([Country.objects.get(pk="OM")])
    story.save()
    section = make_section()
    english = make_section("en", "society", "Society")
    person = make_person()
    house = Organisation.objects.create(slug="harbour", kind="company")
    OrganisationName.objects.create(organisation=house, language="ru", name="Гавань")
    topic = Topic.objects.create(code="medtop:1", slug="sea")
    TopicName.objects.create(topic=topic, language="ru", name="Море")
    author = Author.objects.create(slug="writer")
    AuthorName.objects.create(author=author, language="ru", name="Анна Демо")
    AuthorName.objects.create(
        author=Author.objects.create(slug="other"), language="ru", name="Иван Демо"
    )
    older = make_article("Раньше", storyline=story, section=section, main_image=make_picture())
    article = make_article(
        countries=("OM", "IN"),
        section=section,
        storyline=story,
        source=make_source(),
        main_image=make_picture(),
        body=[
            {
                "type": "paragraph",
                "value": f'<p>Порт, <a href="{url_of(older)}">раньше</a>.</p>',
            },
            {"type": "quote", "value": {"text": "Маяк горит.", "speaker": person.pk}},
            {"type": "quote", "value": {"text": "Порт открыт.", "organisation": house.pk}},
            {"type": "image", "value": {"image": make_picture().pk, "alt": "", "caption": ""}},
            {"type": "related", "value": [older.pk]},
        ],
    )
    article.topics.set([topic])
    article.authors.add(ArticleAuthor(author=author))
    article.corrections.add(Correction(text="Было иначе."))
    article.save()
    make_article(
        "A port",
        edition="en",
        countries=("OM", "IN"),
        section=english,
        translation_key=article.translation_key,
    )
    event = make_event()
    event.programme.image = make_picture()
    event.programme.countries.set([Country.objects.get(pk="OM")])
    event.programme.save()
    make_series(event.programme)
    OnDemandProgram(programme=event.programme, url="https://video.example/step.m3u8").save()
    page = make_standing(slug="about")
    make_fronts()
    front = Front.objects.get(locale=article.locale)
    front.slots.add(FrontSlot(article=article, pinned_until=clock.now() + timedelta(days=1)))
    front.save_revision().publish()
    site = SiteIdentity.objects.get(locale=article.locale)
    site.menu_links.add(MenuLink(place="footer", page=page, label="О нас"))
    site.save()


def url_of(article: Article) -> str:
    return addresses.article(article.edition, article.pk, article.slug)


def all_pages() -> list[str]:
    """An address of every kind in every edition, and some more."""
    found = ["/robots.txt", "/sitemap.xml", "/news-sitemap.xml"]
    day = timezone.localdate(clock.now())
    event = ScheduleEvent.objects.all()[0]
    channel = event.channel.slug
    found += [addresses.xmltv(), addresses.xmltv(channel)]
    found += [addresses.xmltv(channel, event.broadcast_on), addresses.epg_channels()]
    found += [addresses.epg_now(channel), addresses.epg_day(channel, event.broadcast_on)]
    for edition in ("ru", "en"):
        found.append(addresses.calendar(edition, channel))
        news = addresses.news(edition)
        bases = [
            news,
            addresses.section(edition, "society"),
            addresses.country(edition, "oman"),
            addresses.country(edition, "india"),
        ]
        home = addresses.home(edition)
        found += [home, addresses.slot(edition, "air"), *bases, addresses.manifest(edition)]
        found += [addresses.card(base) for base in (home, *bases[1:])]
        found += [addresses.month(base, day) for base in bases]
        found += [f"{base}feed.{kind}" for base in bases for kind in ("xml", "json")]
        found += [addresses.day(news, day), addresses.countries(edition)]
        found += [addresses.quotes(edition), addresses.guide(edition)]
        found += [addresses.guide_day(edition, event.channel.slug, event.broadcast_on)]
        found += [addresses.guide_week(edition, event.channel.slug, event.broadcast_on)]
        found += [addresses.live(edition), addresses.programme(edition, event.programme.slug)]
        found += [addresses.programme_calendar(edition, event.programme.slug)]
        found += [addresses.series(edition, row.slug) for row in Series.objects.all()]
        found += [f"/sitemaps/{edition}/pages.xml", f"/sitemaps/{edition}/{day:%Y/%m}.xml"]
    ru = [addresses.storyline("ru", row.slug) for row in Storyline.objects.all()]
    ru += [addresses.topic("ru", "sea"), addresses.author("ru", "writer")]
    ru += [addresses.source("ru", "vestnik"), addresses.standing("ru", "about")]
    ru += [addresses.person("ru", row.slug) for row in Person.objects.all()]
    ru += [addresses.person("ru", "harbour"), addresses.quotes("ru", country="oman")]
    ru += [addresses.month(addresses.topic("ru", "sea"), day)]
    ru += [addresses.card(addresses.storyline("ru", row.slug)) for row in Storyline.objects.all()]
    articles = [url_of(row) for row in Article.objects.all()]
    return [*found, *ru, *articles, *map(addresses.card, articles)]


@pytest.fixture
def pages(settings: Any, tmp_path: Path) -> Iterator[list[str]]:
    settings.PAGE_STORE = tmp_path / "pages"
    with clock.frozen(datetime.fromisoformat("2026-03-05T09:00:00+00:00")):
        furnish()
        wanted = all_pages()
        kept = keep_all(wanted)
        assert kept == wanted, "not kept: " + str(sorted(set(wanted) - set(kept)))
        yield kept
    page_store().close()


def other_value(row: models.Model, field: Any) -> Any:
    """A value that differs from the row's own and is allowed."""
    value = getattr(row, field.attname)
    if isinstance(field, models.ForeignKey):
        others = field.related_model._default_manager.exclude(pk=value)
        other = others.first()
        return getattr(other, "pk", None if field.null else value)
    if field.choices:
        return next(choice for choice, _label in field.flatchoices if choice != value)
    if isinstance(field, StreamField):
        return json.dumps([{"type": "paragraph", "value": "<p>Иначе.</p>"}])
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.JSONField):
        return {"ru": "Иначе"} if isinstance(value, dict) else ["Иначе"]
    if isinstance(field, models.SlugField):
        return "changed"
    if isinstance(field, models.DateTimeField):
        return value - timedelta(hours=2) if value else clock.now() + timedelta(hours=3)
    if isinstance(field, models.DateField):
        return date(2026, 1, 2)
    if isinstance(field, models.TimeField):
        return (datetime.combine(date.today(), value) + timedelta(hours=1)).time()
    if isinstance(field, models.URLField):
        return "https://example.org/changed"
    if isinstance(field, models.CharField | models.TextField):
        return "Asia/Tokyo" if field.name == "zone" else f"{value} иначе"[: field.max_length]
    return (value or 0) + 1


#: Where another value would break a constraint.
UNIQUE = {("vocabulary.City", "country"), ("editorial.Article", "translation_key")}
#: Columns that take a row out of sight or to another place: changed one at a time.
PLACING = {"live", "published_at", "embargo_until", "slug", "section"}


def field_changes(row: models.Model) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is announced does not depend on which column was changed, so most change at once."""
    fields = [
        field
        for field in row._meta.concrete_fields
        if field.name not in UNSEEN
        and (row._meta.label, field.name) not in UNIQUE
        and field.name != getattr(row, "delivered_owner", "")
    ]

    def change(some: list[Any]) -> None:
        fresh = type(row)._default_manager.get(pk=row.pk)
        for field in some:
            setattr(fresh, field.attname, other_value(fresh, field))
        fresh.save()

    plain = [field for field in fields if field.name not in PLACING]
    yield f"{row._meta.label}", lambda: change(plain)
    for field in fields:
        if field.name in PLACING:
            yield f"{row._meta.label}.{field.name}", lambda field=field: change([field])


def rows() -> list[models.Model]:
    """One of each kind, of a list with several the newest two."""
    kinds: list[type[models.Model]] = [
        Article, ArticleCountry, ArticleAuthor, Correction, Section, Storyline, Source, SourceName,
        Author, AuthorName, StandingPage, Front, FrontSlot, SiteIdentity, MenuLink, Image, Country,
        CountryName, City, CityName, Person, PersonName, Organisation, OrganisationName, Topic,
        TopicName, Channel, Programme, ProgrammeName, ScheduleEvent, Series, SeriesName,
        OnDemandProgram,
    ]  # fmt: skip
    return [row for kind in kinds for row in kind._default_manager.order_by("-pk")[:2]]


def test_every_field_that_a_page_shows_is_announced(pages: list[str]) -> None:
    lost = {}
    for row in rows():
        for name, change in field_changes(row):
            found = forgotten(pages, change)
            if found:
                lost[name] = found
    assert lost == {}


def test_what_is_taken_away_is_announced(pages: list[str]) -> None:
    lost = {}
    for row in rows():
        if isinstance(row, Country | City | Channel | Programme | Source | Author):
            continue  # protected by what uses them

        def delete(row: Any = row) -> None:
            type(row)._default_manager.get(pk=row.pk).delete()

        found = forgotten(pages, delete)
        if found:
            lost[row._meta.label] = found
    assert lost == {}


def test_what_comes_new_is_announced(pages: list[str]) -> None:
    story = Storyline.objects.all()[0]
    new: dict[str, Callable[[], object]] = {
        "article": lambda: make_article(
            "Новое", countries=("IN",), section=Section.objects.first()
        ),
        "article of a storyline": lambda: make_article("Новое", storyline=story),
        "pair": lambda: make_article(
            "Pair", edition="en", translation_key=Article.objects.order_by("pk")[0].translation_key
        ),
        "section": lambda: make_section("ru", "culture", "Культура"),
        "standing page": lambda: make_standing("Контакты", slug="contacts"),
        "event": lambda: make_event("Ещё", starts_at=clock.now() + timedelta(hours=5)),
        "airing of a known programme": lambda: make_event(
            starts_at=clock.now() + timedelta(days=9)
        ),
        "topic": lambda: Article.objects.get(headline="Раньше").topics.set([]),
        "withdrawn picture": lambda: [withdraw_picture(image=row) for row in Image.objects.all()],
    }
    lost = {name: found for name, change in new.items() if (found := forgotten(pages, change))}
    assert lost == {}


def test_verbs_are_announced(pages: list[str]) -> None:
    from serai.editorial import actions

    article = Article.objects.get(headline="Раньше")
    verbs: dict[str, Callable[[], object]] = {
        "unpublish": lambda: article.unpublish(),
        "kill": lambda: actions.kill_article(article=article, reason="Ошибка"),
        "embargo": lambda: actions.set_embargo(
            article=article, until=clock.now() + timedelta(days=1)
        ),
        "correct": lambda: actions.correct_article(article=article, text="Было не так."),
    }
    lost = {name: found for name, change in verbs.items() if (found := forgotten(pages, change))}
    assert lost == {}


def test_the_end_of_a_withdrawn_article_is_announced(pages: list[str]) -> None:
    """Its 410 is kept as well, and is no longer true once the row is gone."""
    from serai.editorial import actions

    article = Article.objects.get(headline="Раньше")
    address = url_of(article)
    actions.kill_article(article=article, reason="Ошибка")
    assert keep_all([address, addresses.card(address)]) == [address]  # a card that is not there
    assert forgotten([address], lambda: Article.objects.get(pk=article.pk).delete()) == []


def test_every_table_that_a_page_is_built_from_is_delivered() -> None:
    """A new model of the content floors is one that pages can show, until it says otherwise."""
    from django.apps import apps

    kept = {
        "CountryListing", "Quote", "DueChange", "LoadedRecord", "Document", "ErrorReport",
        # Drafts and how they are read; what is published, or cancelled, announces itself.
        "ScheduleBatch", "ImportProfile", "CancelledAiring",
    }  # fmt: skip
    strange = [
        kind._meta.label
        for package in ("media", "vocabulary", "editorial", "broadcast")
        for kind in apps.get_app_config(package).get_models()
        if not issubclass(kind, Delivered | DeliveredPart) and kind.__name__ not in kept
    ]
    assert strange == []
