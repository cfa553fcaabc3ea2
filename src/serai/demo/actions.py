"""Writes of the demo newsroom: loading it, keeping its schedule ahead of now, taking it away."""

import html
import json
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from wagtail.models import Revision

from serai.broadcast.models import ScheduleEvent
from serai.core import clock
from serai.core.editions import ALL, locale_id
from serai.delivery.outbox import gathered, invalidate
from serai.delivery.tags import SITE
from serai.demo.drawing import draw
from serai.demo.models import DemoRecord
from serai.demo.schedule import DemoGuide
from serai.demo.selectors import USES, is_needed, named_in_texts
from serai.demo.texts import read
from serai.editorial.actions import (
    Draft,
    create_draft,
    feature_on_front,
    make_fronts,
    publish_article,
)
from serai.editorial.models import (
    Article,
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
from serai.media.actions import delete_picture, take_picture
from serai.media.models import Image
from serai.vocabulary.actions import make_person
from serai.vocabulary.models import Country, Person

Say = Callable[[str], None]
#: That of the widest rendition, so that it need not be reduced again.
PICTURE_WIDTH = 1680


class DemoError(ValueError):
    """The demo cannot be loaded; the message says why."""


def wants_demo() -> bool:
    """True in a newsroom that has nothing of its own yet and never had the demo."""
    return not DemoRecord.objects.exists() and not Article.objects.exists()


def demo_stands() -> bool:
    return DemoRecord.objects.filter(kind="editorial.article").exists()


def mark(row: models.Model) -> None:
    """Note that ``row`` belongs to the demo."""
    DemoRecord.objects.get_or_create(kind=row._meta.label_lower, key=str(row.pk))


@gathered("demo")
def load_demo(*, say: Say = lambda text: None) -> str:
    """Load people, pictures, storylines, articles and two weeks of schedule: all or nothing.

    A start interrupted half-way leaves no half demo behind.
    """
    invalidate({SITE})  # the footer says so on every page
    DemoRecord.objects.get_or_create(kind="demo", key="loaded")  # stays: removed is removed
    if not Country.objects.exists():
        raise DemoError("load the vocabulary first: serai load_vocabulary")
    people = _load_people()
    authors = _load_authors()
    source = _load_source()
    pictures = _draw_pictures(say)
    storylines = _load_storylines()
    articles: dict[str, Article] = {}
    rows = [(ALL[code].code, row) for code in settings.EDITIONS for row in read(f"articles_{code}")]
    # Oldest first, so that a related article stands there before the one that names it.
    for edition, row in sorted(rows, key=lambda pair: -pair[1]["hours_before"]):
        maker = ArticleMaker(edition, row, people, authors, source, pictures, storylines, articles)
        articles[row["key"]] = maker.make()
        mark(articles[row["key"]])
    say(f"{len(articles)} articles published")
    _load_pages()
    _fill_fronts(articles)
    guide = DemoGuide(pictures=pictures, mark=mark)
    events = guide.fill()
    say(f"{events} airings scheduled")
    return f"{len(articles)} articles, {len(pictures)} pictures, {events} airings"


def extend_schedule() -> str | None:
    """Keep the demo schedule two weeks ahead; does nothing where the demo was taken away."""
    if not demo_stands():
        return None
    events = DemoGuide(pictures={}, mark=mark).fill()
    return f"{events} airings scheduled" if events else None


@gathered("demo")
def remove_demo() -> dict[str, int]:
    """Take away everything the demo made. What editors made of their own stays.

    A row that something of the newsroom's own still needs (a channel or programme in a real
    schedule, a storyline, person or picture in a real article or its draft) stays whole and is
    counted under ``kept``; once nobody needs it any more, the next removal takes it.
    """
    invalidate({SITE})
    counts = {"removed": ScheduleEvent.objects.filter(is_demo=True).delete()[0], "kept": 0}
    _remove_kind("editorial.article", counts, lambda row: False)
    _clear_fronts()
    _remove_kind("editorial.standingpage", counts, lambda row: False)
    named = named_in_texts()
    for kind in USES:
        _remove_kind(kind, counts, lambda row: is_needed(row, named))
    return counts


def _remove_kind(kind: str, counts: dict[str, int], stays: Callable[[models.Model], bool]) -> None:
    for record in DemoRecord.objects.filter(kind=kind):
        row = apps.get_model(kind)._default_manager.filter(pk=record.key).first()
        if row is not None and stays(row):
            counts["kept"] += 1
            continue
        if isinstance(row, Image):
            delete_picture(image=row)
        elif row is not None:
            row.delete()
        counts["removed"] += row is not None
        record.delete()


def _load_pages() -> None:
    """Standing pages of each edition, linked from its footer."""
    make_fronts()
    for code in settings.EDITIONS:
        identity = SiteIdentity.objects.filter(locale_id=locale_id(code)).order_by("pk")[0]
        for order, row in enumerate(read("pages")[code]):
            page = StandingPage(
                locale_id=locale_id(code),
                translation_key=_paired(f"page:{row['pair']}"),
                live=False,
                is_demo=True,
                title=row["title"],
                slug=row["slug"],
                body=json.dumps([_plain_block(block) for block in row["body"]]),
            )
            page.save()
            page.save_revision().publish()
            mark(page)
            MenuLink.objects.create(identity=identity, page=page, sort_order=order)


def _fill_fronts(articles: Mapping[str, Article]) -> None:
    """Lead and second stories of each edition, unless an editor chose some already."""
    for code in settings.EDITIONS:
        chosen = FrontSlot.objects.filter(front__locale_id=locale_id(code), article__isnull=False)
        if chosen.exists():
            continue
        row = read("site")[code]
        for place, key in enumerate([row["lead"], *row["seconds"]], start=1):
            front = feature_on_front(article=articles[key], place=place)
            mark(front.latest_revision)


def _clear_fronts() -> None:
    """Publish fronts that stand as the demo left them without its stories; forget its versions."""
    marked = DemoRecord.objects.filter(kind="wagtailcore.revision")
    keys = list(marked.values_list("key", flat=True))
    for front in Front.objects.filter(latest_revision__in=keys):
        front.save_revision().publish()
    Revision.objects.filter(pk__in=keys).delete()
    marked.delete()


def _plain_block(block: Mapping[str, Any]) -> dict[str, Any]:
    """A block that names no other row."""
    kind = block["type"]
    if kind == "paragraph":
        value: Any = f"<p>{html.escape(block['text'], quote=False)}</p>"
    elif kind == "heading":
        value = block["text"]
    else:
        value = {name: part for name, part in block.items() if name != "type"}
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _paired(name: str) -> uuid.UUID:
    """The key that the two editions of one story share."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"serai-demo:{name}")


def _load_people() -> dict[str, Person]:
    people = {}
    for row in read("people"):
        person = Person.objects.filter(slug=row["slug"]).first() or make_person(
            slug=row["slug"], names=row["names"], country=row["country"], is_demo=True
        )
        people[row["key"]] = person
        mark(person)
    return people


def _load_authors() -> dict[str, Author]:
    authors = {}
    for row in read("authors"):
        author = Author.objects.filter(slug=row["slug"]).first()
        if author is None:
            author = Author(slug=row["slug"], is_demo=True)
            author.names = [  # type: ignore[misc]
                AuthorName(language=language, name=name) for language, name in row["names"].items()
            ]
            author.save()
        authors[row["key"]] = author
        mark(author)
    return authors


def _load_source() -> Source:
    row = read("source")
    source: Source | None = Source.objects.filter(slug=row["slug"]).first()
    if source is None:
        source = Source(slug=row["slug"], kind="own", full_text_allowed=True)
        source.names = [  # type: ignore[misc]
            SourceName(language=language, **columns) for language, columns in row["names"].items()
        ]
        source.save()
    mark(source)
    return source


def _draw_pictures(say: Say) -> dict[str, Image]:
    """Draw each scene that an article or a programme shows, once."""
    wanted: dict[str, tuple[str, str]] = {}
    for code in settings.EDITIONS:
        for row in read(f"articles_{code}"):
            if row["picture"]:
                wanted.setdefault(row["picture"], (row["picture_alt"], row["picture_credit"]))
    for row in read("programmes"):
        if row.get("picture"):
            wanted.setdefault(row["picture"], ("", "Serai"))
    pictures = {}
    # The next scenes are drawn while Pillow encodes this one.
    with ThreadPoolExecutor(max_workers=1) as pool:
        drawn = pool.map(lambda scene: draw(scene, PICTURE_WIDTH), wanted)
        for number, (scene, pixels) in enumerate(zip(wanted, drawn, strict=True), start=1):
            say(f"picture {number} of {len(wanted)}: {scene}")
            alt, credit = wanted[scene]
            pictures[scene] = take_picture(
                pixels=pixels, title=f"demo: {scene}", alt=alt, credit=credit, creator="Serai"
            )
            mark(pictures[scene])
    return pictures


def _load_storylines() -> dict[str, Storyline]:
    storylines: dict[str, Storyline] = {}
    pairs: dict[str, uuid.UUID] = {}
    for row in read("storylines"):
        if row["edition"] not in settings.EDITIONS:
            continue
        kept = Storyline.objects.filter(
            slug=row["slug"], locale_id=locale_id(row["edition"]), is_demo=True
        ).first()
        if kept is not None:
            storylines[row["key"]] = kept
            continue
        storyline = Storyline(
            locale_id=locale_id(row["edition"]),
            live=False,
            title=row["title"],
            slug=row["slug"],
            background=row["background"],
            is_demo=True,
            translation_key=pairs.setdefault(row["pair"] or row["key"], uuid.uuid4()),
        )
        storyline.countries = list(Country.objects.filter(pk__in=row["countries"]))
        storyline.save()
        storyline.save_revision().publish()
        storylines[row["key"]] = storyline
        mark(storyline)
    return storylines


class ArticleMaker:
    """Makes one demo article from its row of the data file."""

    def __init__(
        self,
        edition: str,
        row: Mapping[str, Any],
        people: Mapping[str, Person],
        authors: Mapping[str, Author],
        source: Source,
        pictures: Mapping[str, Image],
        storylines: Mapping[str, Storyline],
        articles: Mapping[str, Article],
    ) -> None:
        self.edition = edition
        self.language = ALL[edition].language
        self.row = row
        self.people = people
        self.authors = authors
        self.source = source
        self.pictures = pictures
        self.storylines = storylines
        self.articles = articles

    def make(self) -> Article:
        row = self.row
        section = Section.objects.get(slug=row["section"], locale_id=locale_id(self.edition))
        columns = {
            "section": section,
            "storyline": self.storylines.get(row["storyline"] or ""),
            "dateline": row["dateline"],
            "main_image": self.pictures.get(row["picture"] or ""),
            "image_alt": row["picture_alt"],
            "image_caption": row["picture_caption"],
            "urgency": row["urgency"],
            "age_rating": row["age_rating"],
            "published_at": clock.now() - timedelta(hours=row["hours_before"]),
            "photo_credit": row["picture_credit"] if row["picture"] else "",
            "is_demo": True,
            "corrections": [Correction(text=text) for text in row.get("corrections", [])],
            **self.pairing(),
        }
        draft = Draft(
            edition=self.edition,
            headline=row["headline"],
            lead=row["lead"],
            kicker=row["kicker"],
            body=[block for block in map(self.block, row["body"]) if block],
            countries=row["countries"],
            authors=[self.authors[row["author"]]],
            source=self.source,
            columns=columns,
        )
        return publish_article(article=create_draft(draft=draft))

    def pairing(self) -> dict[str, Any]:
        """The key shared with the same story in the other edition, where that is loaded."""
        pair = self.row["pair"]
        if not pair:
            return {}
        return {"translation_key": _paired(pair)}

    def block(self, block: Mapping[str, Any]) -> dict[str, Any] | None:
        kind = block["type"]
        if kind == "quote":
            value: Any = {
                "text": block["text"],
                "speaker": self.people[block["speaker"]].pk,
                "role": block["role"],
                "cue": block["cue"],
                "source": block.get("source", ""),
            }
        elif kind == "related":
            value = [self.articles[key].pk for key in block["articles"] if key in self.articles]
            if not value:
                return None
        else:
            return _plain_block(block)
        return {"type": kind, "value": value, "id": str(uuid.uuid4())}
