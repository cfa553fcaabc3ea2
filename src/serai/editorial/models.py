"""Articles and what stands around them: sections, storylines, sources, authors, quotes.

Stories (article, storyline, section) are one row per edition, paired by ``translation_key``.
Authors and sources are one row each with names per language.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)

from serai.core import clock
from serai.core.editions import ALL, locale_id
from serai.editorial.blocks import BodyBlock
from serai.language.slugs import slugify_headline
from serai.vocabulary.models import Named, NameRow

AGE_RATINGS = [(0, "0+"), (6, "6+"), (12, "12+"), (16, "16+"), (18, "18+")]
URGENCIES = [(n, str(n)) for n in range(1, 10)]


class Story(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    ClusterableModel,
    models.Model,  # said again, so that the type checker sees a model
):
    """One row per edition with drafts, revisions, locks, workflow and preview."""

    #: Handed in by the portal: the page a reader would see, for the newsroom's preview.
    render_preview: ClassVar[Callable[[HttpRequest, Any], HttpResponse] | None] = None

    class Meta:
        abstract = True

    @property
    def edition(self) -> str:
        """Code of the edition this row belongs to."""
        language = {locale_id(code): code for code in settings.EDITIONS}
        return language.get(self.locale_id, settings.EDITIONS[0])

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        render = type(self).render_preview
        if render is None:
            return HttpResponse(str(self), content_type="text/plain; charset=utf-8")
        return render(request, self)

    def pair_in(self, edition: str) -> Any:
        """The row of the same story in another edition, or None."""
        rows = type(self).objects.filter(translation_key=self.translation_key)
        return rows.filter(locale_id=locale_id(edition)).exclude(pk=self.pk).first()


class Section(TranslatableMixin, RevisionMixin, ClusterableModel):
    """A part of the portal: politics, economy, culture …"""

    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("address part"), max_length=60)
    cue = models.CharField(
        _("colour of the cue"),
        max_length=20,
        choices=[
            (cue, cue) for cue in ("politics", "economy", "society", "culture", "science", "travel")
        ],
        default="society",
    )
    order = models.PositiveSmallIntegerField(_("place in the menu"), default=0)

    class Meta(TranslatableMixin.Meta):
        ordering: ClassVar = ["order", "pk"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        unique_together: ClassVar = [("translation_key", "locale"), ("slug", "locale")]

    def __str__(self) -> str:
        return self.name


class Storyline(Story):
    """A running story with one maintained background paragraph.

    An import files a candidate: a draft that an editor names and publishes, or drops.
    """

    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(_("address part"), max_length=80, blank=True)
    background = models.TextField(_("what happened before"), max_length=3000, blank=True)
    countries = ParentalManyToManyField(
        "vocabulary.Country", blank=True, related_name="storylines", verbose_name=_("countries")
    )
    fingerprint = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta(TranslatableMixin.Meta):
        ordering: ClassVar = ["-pk"]
        verbose_name = _("storyline")
        verbose_name_plural = _("storylines")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = slugify_headline(self.title)
        super().save(*args, **kwargs)


class Author(Named):
    """A byline: somebody who writes for the newsroom or under whose name a text came."""

    slug = models.SlugField(_("address part"), max_length=80, unique=True)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering: ClassVar = ["slug"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")


class AuthorName(NameRow):
    author = ParentalKey(Author, related_name="names", on_delete=models.CASCADE)
    name = models.CharField(_("name"), max_length=150)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["author", "language"], name="one_name_row_per_author_language"
            )
        ]


class Source(Named):
    """An agency or another house whose reports are used."""

    slug = models.SlugField(_("address part"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=40, default="agency")
    country = models.ForeignKey(
        "vocabulary.Country",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        verbose_name=_("country"),
    )
    url = models.URLField(_("site"), blank=True)
    zone = models.CharField(_("time zone"), max_length=60, blank=True)
    full_text_allowed = models.BooleanField(
        _("full text may stand in feeds"), default=False, help_text=_("As the licence says.")
    )

    class Meta:
        ordering: ClassVar = ["slug"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")


class SourceName(NameRow):
    source = ParentalKey(Source, related_name="names", on_delete=models.CASCADE)
    name = models.CharField(_("name"), max_length=200)
    short = models.CharField(_("short name"), max_length=100, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "language"], name="one_name_row_per_source_language"
            )
        ]


class ArticleQuerySet(models.QuerySet["Article"]):
    """Adjectives of articles. Lists are cut by date or key, never by offset."""

    def free(self) -> "ArticleQuerySet":
        """Live and under no embargo; its date may lie ahead."""
        over = models.Q(embargo_until__isnull=True) | models.Q(embargo_until__lte=clock.now())
        return self.filter(over, live=True)

    def published(self) -> "ArticleQuerySet":
        """What a reader may see now: live, under no embargo, and its date has come."""
        return self.free().filter(published_at__lte=clock.now())

    def in_edition(self, edition: str) -> "ArticleQuerySet":
        return self.filter(locale_id=locale_id(edition))

    def newest_first(self) -> "ArticleQuerySet":
        return self.order_by("-published_at", "-pk")

    def about(self, country: str, edition: str, *conditions: models.Q) -> "ArticleQuerySet":
        """Articles about a country, newest first, through the listing written on publish."""
        return self.filter(
            *conditions, listings__country_id=country, listings__locale_id=locale_id(edition)
        ).order_by("-listings__published_at", "-listings__article_id")

    def without_body(self) -> "ArticleQuerySet":
        """For lists, which show no body."""
        return self.defer("body")


class Article(Story):
    """A published text and its draft. Its address carries the id, so a new headline breaks none."""

    headline = models.CharField(
        _("headline"), max_length=250, help_text=_("Up to 110 characters read best.")
    )
    headline_folded = models.CharField(max_length=250, editable=False, db_index=True)
    slug = models.SlugField(
        _("address part"),
        max_length=90,
        blank=True,
        help_text=_("Left empty, it is made from the headline."),
    )
    kicker = models.CharField(_("kicker"), max_length=60, blank=True)
    lead = models.TextField(_("lead"), max_length=1000, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    section = models.ForeignKey(
        Section,
        null=True,
        blank=True,
        related_name="articles",
        on_delete=models.SET_NULL,
        verbose_name=_("section"),
    )
    topics = ParentalManyToManyField(
        "vocabulary.Topic", blank=True, related_name="articles", verbose_name=_("topics")
    )
    storyline = models.ForeignKey(
        Storyline,
        null=True,
        blank=True,
        related_name="articles",
        on_delete=models.SET_NULL,
        verbose_name=_("storyline"),
    )
    source = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        related_name="articles",
        on_delete=models.PROTECT,
        verbose_name=_("source"),
    )
    original_url = models.URLField(_("address at the source"), max_length=500, blank=True)
    dateline = models.CharField(_("dateline"), max_length=100, blank=True)

    main_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
        verbose_name=_("picture"),
    )
    image_alt = models.CharField(_("what it shows"), max_length=255, blank=True)
    image_caption = models.CharField(_("caption"), max_length=300, blank=True)
    photo_credit = models.CharField(
        _("credit line"),
        max_length=300,
        blank=True,
        help_text=_("Left empty, the picture's own credit stands."),
    )

    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=URGENCIES, default=5)
    age_rating = models.PositiveSmallIntegerField(
        _("age mark"), choices=AGE_RATINGS, null=True, blank=True
    )
    published_at = models.DateTimeField(
        _("date on the page"),
        null=True,
        blank=True,
        help_text=_("Left empty, the moment of publishing."),
    )
    published_date_only = models.BooleanField(_("show the date without the time"), default=False)
    updated_at = models.DateTimeField(_("updated"), null=True, blank=True)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    legacy_views = models.PositiveIntegerField(
        _("views brought along"), default=0, help_text=_("Counted before the move to Serai.")
    )
    capture_key = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects: ClassVar[Any] = ArticleQuerySet.as_manager()

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        # Without ``live``: SQLite reads a bare boolean in WHERE as an expression, not as equality
        # with an index column, and would sort the whole archive for every list.
        indexes: ClassVar = [
            models.Index(fields=["locale", "-published_at", "-id"], name="article_latest"),
            models.Index(fields=["section", "-published_at", "-id"], name="article_in_section"),
            models.Index(fields=["storyline", "-published_at", "-id"], name="article_in_storyline"),
        ]

    def __str__(self) -> str:
        return self.headline

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and write what publishing creates: quote rows and the places in country lists.

        Every door (editor, workflow, schedule, command, import) passes here. A draft save of a live
        row carries ``update_fields`` of bookkeeping only and rewrites nothing.
        """
        bookkeeping = kwargs.get("update_fields") is not None
        if not bookkeeping:
            self.headline_folded = self.headline.casefold()[:250]
            self.slug = self.slug or slugify_headline(self.headline)
            if self.live and self.published_at is None:
                self.published_at = clock.now()
        with transaction.atomic():
            super().save(*args, **kwargs)
            if not bookkeeping or "live" in kwargs["update_fields"]:
                self._write_listings()
                self._write_quotes()

    def _write_listings(self) -> None:
        self.listings.all().delete()
        if not self.live:
            return
        CountryListing.objects.bulk_create(
            CountryListing(
                article=self,
                country_id=country.country_id,
                locale_id=self.locale_id,
                published_at=self.published_at or clock.now(),
            )
            for country in {row.country_id: row for row in self.countries.all()}.values()
        )

    def _write_quotes(self) -> None:
        self.quotes.all().delete()
        if self.live:
            Quote.objects.bulk_create(Quote.all_in(self))

    @property
    def is_withdrawn(self) -> bool:
        """Once public, no longer: its address answers 410."""
        return not self.live and self.first_published_at is not None


class ArticleCountry(models.Model):
    """A country the article is about; the primary one stands in the kicker."""

    article = ParentalKey(Article, related_name="countries", on_delete=models.CASCADE)
    country = models.ForeignKey(
        "vocabulary.Country", related_name="+", on_delete=models.PROTECT, verbose_name=_("country")
    )
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    is_primary = models.BooleanField(_("primary"), default=False)

    class Meta:
        ordering: ClassVar = ["-is_primary", "sort_order", "pk"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")


class ArticleAuthor(models.Model):
    article = ParentalKey(Article, related_name="authors", on_delete=models.CASCADE)
    author = models.ForeignKey(
        Author, related_name="+", on_delete=models.PROTECT, verbose_name=_("author")
    )
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering: ClassVar = ["sort_order", "pk"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")


class Correction(models.Model):
    """A dated note that says what was wrong; it stands on the page for good."""

    article = ParentalKey(Article, related_name="corrections", on_delete=models.CASCADE)
    made_at = models.DateTimeField(_("made"), default=clock.now)
    text = models.TextField(_("what was corrected"), max_length=1000)

    class Meta:
        ordering: ClassVar = ["made_at", "pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")


class CountryListing(models.Model):
    """The place of a live article in a country's list: written on publish, read by index only.

    It repeats edition and moment so that page N of any country costs one short index range at any
    size of the archive.
    """

    article = models.ForeignKey(Article, related_name="listings", on_delete=models.CASCADE)
    country = models.ForeignKey(
        "vocabulary.Country", related_name="+", on_delete=models.CASCADE, db_index=False
    )
    locale = models.ForeignKey(
        "wagtailcore.Locale", related_name="+", on_delete=models.CASCADE, db_index=False
    )
    published_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["country", "locale", "-published_at", "-article"], name="country_latest"
            )
        ]


class Quote(models.Model):
    """One attributed quote of a live article: written on publish, never by hand."""

    article = models.ForeignKey(Article, related_name="quotes", on_delete=models.CASCADE)
    block_id = models.CharField(max_length=36)
    position = models.PositiveSmallIntegerField()
    locale = models.ForeignKey("wagtailcore.Locale", related_name="+", on_delete=models.CASCADE)
    text = models.TextField()
    person = models.ForeignKey(
        "vocabulary.Person", null=True, related_name="quotes", on_delete=models.SET_NULL
    )
    organisation = models.ForeignKey(
        "vocabulary.Organisation", null=True, related_name="quotes", on_delete=models.SET_NULL
    )
    speaker_name = models.CharField(max_length=200)
    role = models.CharField(max_length=200)
    cue = models.CharField(max_length=60)
    said_on = models.DateField(null=True)
    source = models.CharField(max_length=200)
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "block_id"], name="one_quote_row_per_block")
        ]
        indexes: ClassVar = [
            models.Index(fields=["locale", "-published_at", "-id"], name="quote_latest"),
            models.Index(fields=["person", "-published_at", "-id"], name="quote_of_person"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @classmethod
    def all_in(cls, article: Article) -> "list[Quote]":
        """Rows for the quote blocks of an article's body, in their order."""
        rows = []
        for position, block in enumerate(article.body):
            if block.block_type != "quote":
                continue
            value = block.value
            language = ALL[article.edition].language
            person, organisation = value.get("speaker"), value.get("organisation")
            printed = value.get("speaker_name") or ""
            if not printed and (person or organisation):
                printed = (person or organisation).label(language)
            rows.append(
                cls(
                    article=article,
                    block_id=block.id or f"{article.pk}-{position}",
                    position=position,
                    locale_id=article.locale_id,
                    text=value["text"],
                    person=person,
                    organisation=organisation,
                    speaker_name=printed,
                    role=value.get("role") or "",
                    cue=value.get("cue") or "",
                    said_on=value.get("said_on"),
                    source=value.get("source") or "",
                    published_at=article.published_at or clock.now(),
                )
            )
        return rows
