"""Sections and running stories: what articles are filed under."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin, TranslatableMixin

from serai.core.slugs import KeepsFormerSlugs
from serai.delivery.delivered import Delivered
from serai.editorial.models.stories import Story
from serai.editorial.models.tagging import storylines_tag
from serai.language.slugs import slugify_headline


class Section(Delivered, KeepsFormerSlugs, TranslatableMixin, RevisionMixin, ClusterableModel):
    """A part of the portal: politics, economy, culture …"""

    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("address part"), max_length=60)
    cue = models.CharField(
        _("colour of the cue"),
        max_length=20,
        choices=[
            ("politics", _("politics")),
            ("economy", _("economy")),
            ("society", _("society")),
            ("culture", _("culture")),
            ("science", _("science")),
            ("travel", _("travel")),
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


class Storyline(KeepsFormerSlugs, Story):
    """A running story with one maintained background paragraph.

    An import files a candidate: a draft that an editor names and publishes, or drops.
    """

    delivered_kind = "storyline"

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

    def delivered_tags(self) -> set[str]:
        rows = Storyline.countries.through.objects.filter(storyline_id=self.pk)
        codes = rows.values_list("country_id", flat=True)
        about = {storylines_tag(self.edition, code) for code in codes}
        return {*super().delivered_tags(), storylines_tag(self.edition), *about}

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = slugify_headline(self.title)
        super().save(*args, **kwargs)
