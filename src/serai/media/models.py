"""Pictures with credit and rights, their renditions, and documents."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition


def _uploaded_by() -> "models.ForeignKey[models.Model | None, models.Model | None]":
    """Wagtail's own field, without the way back that would clash with its unused models."""
    field = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("taken in by"),
    )
    field.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    return field


class Image(AbstractImage):
    """A picture. The original file is never public; pages show renditions only."""

    uploaded_by_user = _uploaded_by()
    tags = TaggableManager(blank=True, related_name="pictures", verbose_name=_("tags"))

    credit = models.CharField(
        _("credit line"), max_length=300, blank=True, help_text=_("As it stands under the picture.")
    )
    creator = models.CharField(_("creator"), max_length=200, blank=True)
    copyright = models.CharField(_("copyright"), max_length=300, blank=True)
    supplier = models.CharField(_("supplier"), max_length=200, blank=True)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "creator",
        "copyright",
        "supplier",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions: ClassVar = [("choose_image", "Can choose image")]


class Rendition(AbstractRendition):
    """A picture made new from pixels in one shape and format; carries no foreign metadata.

    ``filter_spec`` is ``<shape>|<format>`` for the portal's shapes (media/shapes.py), or one of
    Wagtail's specs for thumbnails in the newsroom.
    """

    image = models.ForeignKey(Image, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_a_shape"
            )
        ]


class Document(AbstractDocument):
    """A file kept by the newsroom; not served to the public."""

    uploaded_by_user = _uploaded_by()
    tags = TaggableManager(blank=True, related_name="newsroom_documents", verbose_name=_("tags"))

    admin_form_fields = ("title", "file", "collection")

    class Meta(AbstractDocument.Meta):
        permissions: ClassVar = [("choose_document", "Can choose document")]
