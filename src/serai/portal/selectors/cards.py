"""Articles in lists: pictures, countries and sources of a whole page in three queries."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from serai.editorial.models import Article, Quote
from serai.editorial.selectors import primary_countries, source_names
from serai.media.selectors import Cutting, ShownPicture, pictures_of
from serai.media.shapes import spec
from serai.portal.pages import Cut, Picture, Statement, Story
from serai.portal.selectors import addresses
from serai.portal.selectors.frames import Framing
from serai.portal.selectors.words import Words

#: Countries named in a kicker.
IN_KICKER = 2
#: Credits that say themselves what they are; any other gets the label «Фото».
_LABELLED = ("кадр", "фото", "рисунок", "иллюстрац", "скриншот", "photo", "image", "drawing",
             "illustration", "screenshot", "still", "collage", "коллаж", "архив")  # fmt: skip


class Cards:
    """Reads what the stories of one page need at once, then makes each of them."""

    def __init__(
        self,
        framing: Framing,
        articles: Iterable[Article],
        *,
        kicker: str = "country",
        pictures: Iterable[int | None] = (),
        sources: Iterable[int | None] = (),
    ) -> None:
        articles = list(articles)
        words = self._words = framing.words
        self._countries = framing.countries
        self._sections = {row.pk: row.name for row in framing.sections}
        self._kicker = kicker
        self._codes = primary_countries(articles) if kicker == "country" else {}
        from_where = [*(row.source_id for row in articles), *sources]
        self._sources = source_names(from_where, words.language)
        images = [*(row.main_image_id for row in articles), *pictures]
        self._pictures = pictures_of(images)

    def story(self, article: Article) -> Story:
        words = self._words
        return Story(
            url=article_url(words.edition, article),
            headline=words.text(article.headline),
            kicker=self.kicker(article),
            dek=words.text(article.lead),
            published=words.brief(
                article.published_at or words.now, date_only=article.published_date_only
            ),
            source=self.source(article),
            views=views_text(words, article),
            picture=self.picture(article.main_image_id, alt=article.image_alt),
        )

    def stories(self, articles: Iterable[Article]) -> tuple[Story, ...]:
        return tuple(map(self.story, articles))

    def in_wire(self, article: Article) -> Story:
        """The same with the moment in its shortest form."""
        moment = article.published_at or self._words.now
        terse = self._words.terse(moment, date_only=article.published_date_only)
        return replace(self.story(article), published=terse)

    def on_its_day(self, article: Article) -> Story:
        """The same under the heading of its day: the time is enough, where it is known."""
        story = self.story(article)
        if article.published_date_only or article.published_at is None:
            return story
        return replace(story, published=self._words.clock(article.published_at))

    def kicker(self, article: Article) -> str:
        """The article's own kicker, else its countries, on a country's page its section."""
        if article.kicker:
            return self._words.text(article.kicker)
        if self._kicker == "section":
            return self._words.text(self._sections.get(article.section_id or 0, ""))
        codes = self._codes.get(article.pk, [])[:IN_KICKER]
        return ", ".join(self._countries[code].name for code in codes if code in self._countries)

    def source(self, article: Article) -> str:
        return self._words.text(self._sources.get(article.source_id or 0, ""))

    def picture(self, image_id: int | None, *, alt: str = "") -> Picture | None:
        return picture_from(self._pictures.get(image_id or 0), alt=self._words.text(alt))

    def credit(self, image_id: int | None) -> str:
        """Credit line of a picture that the page shows."""
        shown = self._pictures.get(image_id or 0)
        return shown.credit if shown else ""


def article_url(edition: str, article: Article) -> str:
    return addresses.article(edition, article.pk, article.slug)


def views_text(words: Words, article: Article) -> str:
    """«1 204 просмотра», or nothing where nobody was counted."""
    return words.count(article.legacy_views, "views") if article.legacy_views else ""


def picture_from(shown: ShownPicture | None, *, alt: str = "") -> Picture | None:
    """A picture of which every shape was made, or None."""
    if shown is None:
        return None
    card, wide = _cut(shown.cuttings, "card"), _cut(shown.cuttings, "wide")
    if card is None or wide is None:
        return None
    return Picture(
        alt=alt,
        card=card,
        wide=wide,
        focus_x=_percent(shown.focus[0], shown.size[0]),
        focus_y=_percent(shown.focus[1], shown.size[1]),
    )


def picture_of(image_id: int | None) -> Picture | None:
    """One picture by itself."""
    return picture_from(pictures_of([image_id]).get(image_id or 0))


def _percent(point: int | None, whole: int) -> int:
    return 50 if point is None or not whole else max(0, min(100, round(100 * point / whole)))


def _cut(cuttings: dict[str, Cutting], kind: str) -> Cut | None:
    shapes = ("card-420", "card-840") if kind == "card" else ("wide-840", "wide-1680")
    found = {
        image_format: [
            cuttings[spec(shape, image_format)]
            for shape in shapes
            if spec(shape, image_format) in cuttings
        ]
        for image_format in ("avif", "webp", "jpeg")
    }
    if not all(found.values()):
        return None
    largest = found["jpeg"][-1]
    return Cut(
        src=largest.url,
        width=largest.width,
        height=largest.height,
        **{name: _srcset(rows) for name, rows in found.items()},
    )


def _srcset(rows: list[Cutting]) -> str:
    widths = {row.width: row for row in rows}  # a small original gives the same width twice
    return ", ".join(f"{row.url} {width}w" for width, row in widths.items())


def statement(words: Words, quote: Quote) -> Statement:
    """A quote in a list: who, when, and the way to its article."""
    said = words.day(quote.said_on or words.local(quote.published_at).date())
    speaker = quote.person or quote.organisation
    return Statement(
        text=words.quoted(quote.text),
        speaker=words.text(quote.speaker_name),
        role=words.text(quote.role),
        context=words.text(", ".join(part for part in (said, quote.source) if part)),
        url=article_url(words.edition, quote.article),
        speaker_url=addresses.person(words.edition, speaker.slug) if speaker else "",
    )


def credit_line(credit: str) -> str:
    """The credit with its label: «Фото: knews.kg»; one that names its kind stays as it is."""
    if not credit or credit.casefold().startswith(_LABELLED):
        return credit
    return _("Photo: %(credit)s") % {"credit": credit}
