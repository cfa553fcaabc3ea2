"""Authors and sources: one row each with names per language."""

from typing import ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from serai.vocabulary.models import Named, NameRow

#: Bylines: an article names its authors without reading their rows.
AUTHORS: Final = "authors"


class Author(Named):
    """A byline: somebody who writes for the newsroom or under whose name a text came."""

    delivered_kind = "author"
    slug = models.SlugField(_("address part"), max_length=80, unique=True)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering: ClassVar = ["slug"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def delivered_tags(self) -> set[str]:
        return {*super().delivered_tags(), AUTHORS}


class AuthorName(NameRow):
    delivered_owner = "author"
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

    delivered_kind = "source"
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
    delivered_owner = "source"
    source = ParentalKey(Source, related_name="names", on_delete=models.CASCADE)
    name = models.CharField(_("name"), max_length=200)
    short = models.CharField(_("short name"), max_length=100, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "language"], name="one_name_row_per_source_language"
            )
        ]
