"""Articles, and the rows that belong to one."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import TranslatableMixin

from serai.core import clock
from serai.core.editions import locale_id
from serai.delivery.delivered import DeliveredPart
from serai.delivery.outbox import gathered, invalidate
from serai.editorial.blocks import BodyBlock, pictures_in, says_whose
from serai.editorial.models.bylines import Author, Source
from serai.editorial.models.errors import KilledError
from serai.editorial.models.sections import Section, Storyline
from serai.editorial.models.stories import AGE_RATINGS, URGENCIES, Story
from serai.editorial.models.tagging import lists_of, members_tag, quotes_tag, storylines_tag
from serai.language.slugs import slugify_headline
from serai.media.models import Image

#: Columns that only verbs change; a save with an older copy of the row leaves them alone.
VERB_COLUMNS = ("killed_at", "kill_reason", "embargo_until")
#: What belongs to the article and not to one version of its text.
OF_THE_ARTICLE = (
    *VERB_COLUMNS, "owner_id", "assigned_to_id", "translated_from_id", "translated_revision_id",
    "live_revision_id",
)  # fmt: skip
#: What a version says of these is old by its nature, and never looked up.
NOT_OF_A_VERSION = frozenset({"locale", "translation_key", "latest_revision", "live_revision"})
#: What Wagtail keeps for the newsroom with every story.
DESK_COLUMNS = (
    "has_unpublished_changes", "go_live_at", "expire_at", "expired", "locked", "locked_at",
    "locked_by", "last_published_at", "latest_revision", "live_revision",
)  # fmt: skip
#: No page that readers see shows these.
NOT_FOR_READERS = (
    *DESK_COLUMNS, "headline_folded", "owner", "assigned_to", "kill_reason", "translated_from",
    "translated_revision_id", "capture_key",
)  # fmt: skip
#: And no list these; ``_OF_OTHERS``: seen from rows that lead to articles.
NOT_IN_LISTS = (*NOT_FOR_READERS, "body", "original_url", "image_caption")
NOT_IN_LISTS_OF_OTHERS = tuple(f"article__{name}" for name in NOT_IN_LISTS)


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
        return self.defer("body")

    def for_readers(self) -> "ArticleQuerySet":
        """For an article's own page, with what is named on it."""
        rows = self.select_related("section", "storyline", "main_image", "source")
        return rows.defer(*NOT_FOR_READERS, *(f"storyline__{name}" for name in DESK_COLUMNS))

    def for_lists(self) -> "ArticleQuerySet":
        """Without what no list of readers shows: bodies, and what only the newsroom asks."""
        return self.defer(*NOT_IN_LISTS)


class Article(Story):
    """A published text and its draft. Its address carries the id, so a new headline breaks none."""

    delivered_kind = "article"

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
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        on_delete=models.SET_NULL,
        verbose_name=_("written by"),
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
        verbose_name=_("assigned to"),
    )
    killed_at = models.DateTimeField(_("killed"), null=True, blank=True, editable=False)
    kill_reason = models.TextField(_("why it was killed"), blank=True, editable=False)
    translated_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        on_delete=models.SET_NULL,
        verbose_name=_("translated from"),
    )
    #: Live revision of the source when it was translated; another one now means «source changed».
    translated_revision_id = models.BigIntegerField(null=True, blank=True, editable=False)
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
            models.Index(fields=["source", "-published_at", "-id"], name="article_of_source"),
            # The desk's list of all editions by date.
            models.Index(fields=["-published_at", "-id"], name="article_by_date"),
            # Few rows of many, which the desk asks for by their state.
            models.Index(
                fields=["id"], condition=models.Q(killed_at__isnull=False), name="article_killed"
            ),
            models.Index(
                fields=["embargo_until"],
                condition=models.Q(embargo_until__isnull=False),
                name="article_embargoed",
            ),
            models.Index(
                fields=["latest_revision"], condition=models.Q(live=False), name="article_not_live"
            ),
            models.Index(
                fields=["latest_revision"],
                condition=models.Q(has_unpublished_changes=True),
                name="article_changed",
            ),
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
        with gathered(f"{self._meta.verbose_name} {self.pk or ''}".strip()), transaction.atomic():
            if not bookkeeping:
                self._keep_verb_columns()
            super().save(*args, **kwargs)
            if not bookkeeping or "live" in kwargs["update_fields"]:
                from serai.editorial.models.derived import write_derived

                write_derived(self)
                if self.live:
                    invalidate(self._speakers_tags())

    def _keep_verb_columns(self) -> None:
        rows = type(self).objects.select_for_update().filter(pk=self.pk) if self.pk else None
        standing = rows.values(*VERB_COLUMNS).first() if rows is not None else None
        for name, value in (standing or {}).items():
            setattr(self, name, value)
        if self.live and self.killed_at is not None:
            raise KilledError

    def is_delivered(self) -> bool:
        """A withdrawn one has a page too, the 410."""
        return self.live or self.is_withdrawn

    def is_shown(self) -> bool:
        over = self.embargo_until is None or self.embargo_until <= clock.now()
        return self.live and over

    def delivered_tags(self) -> set[str]:
        """The article, its pair, and every list it stands in; asked of the tables, so that it is
        true before and after a save."""
        keys: list[tuple[str, object]] = [
            (kind, key)
            for kind, key in (
                ("section", self.section_id),
                ("storyline", self.storyline_id),
                ("source", self.source_id),
            )
            if key is not None
        ]
        codes = ArticleCountry.objects.filter(article_id=self.pk).values_list("country_id")
        keys += [("country", code) for (code,) in codes]
        authors = ArticleAuthor.objects.filter(article_id=self.pk).values_list("author_id")
        keys += [("author", key) for (key,) in authors]
        topics = type(self).topics.through.objects.filter(article_id=self.pk)
        keys += [("topic", key) for (key,) in topics.values_list("topic_id")]
        found = super().delivered_tags() | lists_of(self.edition, keys, self.published_at)
        return found | self._speakers_tags()

    def _speakers_tags(self) -> set[str]:
        rows = self.quotes.values_list("person_id", "organisation_id")
        people = {quotes_tag(self.edition, "person", key) for key, _body in rows if key}
        return people | {quotes_tag(self.edition, "organisation", key) for _p, key in rows if key}

    def counted_tags(self) -> set[str]:
        """A country lists its running stories by their newest articles, with their number; nobody
        keeps an article out of a storyline of the other edition."""
        if self.storyline_id is None:
            return set()
        rows = Storyline.countries.through.objects.filter(storyline_id=self.storyline_id)
        codes = list(rows.values_list("country_id", flat=True))
        found = set()
        for edition in settings.EDITIONS:
            found.add(members_tag(edition, self.storyline_id))
            found |= {storylines_tag(edition, code) for code in codes}
        return found

    def counted_by(self) -> object:
        return self.live, self.published_at, self.embargo_until, self.storyline_id, self.locale_id

    def delivered_ahead(self) -> list[datetime]:
        """Its date, or the end of its embargo, where that lies ahead."""
        now = clock.now()
        return [
            moment for moment in (self.published_at, self.embargo_until) if moment and moment > now
        ]

    def with_content_json(self, content: dict[str, Any]) -> "Article":
        """A version of the text in the article as it stands now."""
        text = {name: value for name, value in content.items() if name not in NOT_OF_A_VERSION}
        article: Article = super().with_content_json(text)
        for name in OF_THE_ARTICLE:
            setattr(article, name, getattr(self, name))
        return article

    def publish(
        self,
        revision: Any,
        user: Any = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Any = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """The one door of all that publish (models/doors.py)."""
        from serai.editorial.models import doors

        doors.publish(
            self,
            revision,
            user=user,
            changed=changed,
            log_action=log_action,
            previous_revision=previous_revision,
            skip_permission_checks=skip_permission_checks,
        )

    def unpublish(
        self,
        set_expired: bool = False,
        commit: bool = True,
        user: Any = None,
        log_action: bool | str = True,
    ) -> None:
        from serai.editorial.models import doors

        doors.unpublish(self, set_expired=set_expired, user=user, log_action=log_action)

    def uncredited(self) -> list[str]:
        """Fields with a picture that says nowhere whose it is. Works on a version in memory."""
        main = self.main_image
        keys = set(
            pictures_in(block for block in self.body.get_prep_value() if not says_whose(block))
        )
        inner = Image.objects.filter(pk__in=keys) if keys else ()
        fields = []
        if main is not None and not (self.photo_credit.strip() or main.credit.strip()):
            fields.append("photo_credit")
        if any(not picture.credit.strip() for picture in inner):
            fields.append("body")
        return fields

    @property
    def is_embargoed(self) -> bool:
        """Whether an embargo stands now."""
        return self.embargo_until is not None and self.embargo_until > clock.now()

    @property
    def is_withdrawn(self) -> bool:
        """Once public, no longer: its address answers 410."""
        return not self.live and self.first_published_at is not None


class ArticleCountry(DeliveredPart):
    """A country the article is about; the primary one stands in the kicker."""

    delivered_owner = "article"
    #: Tells Wagtail that countries can be moved.
    sort_order_field = "sort_order"

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


class ArticleAuthor(DeliveredPart):
    delivered_owner = "article"
    #: Tells Wagtail that authors can be moved.
    sort_order_field = "sort_order"

    article = ParentalKey(Article, related_name="authors", on_delete=models.CASCADE)
    author = models.ForeignKey(
        Author, related_name="+", on_delete=models.PROTECT, verbose_name=_("author")
    )
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering: ClassVar = ["sort_order", "pk"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")


class Correction(DeliveredPart):
    """A dated note that says what was wrong; it stands on the page for good."""

    delivered_owner = "article"

    article = ParentalKey(Article, related_name="corrections", on_delete=models.CASCADE)
    made_at = models.DateTimeField(_("made"), default=clock.now)
    text = models.TextField(_("what was corrected"), max_length=1000)

    class Meta:
        ordering: ClassVar = ["made_at", "pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
