"""Pictures with credit and rights, their renditions, and documents."""

import secrets
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from serai.delivery.delivered import Delivered, DeliveredPart
from serai.media.formats.encoding import Made
from serai.media.formats.signing import Rights


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


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a form hands to the save of its picture: renditions of a new file, and the old file."""

    made: list[Made]
    rights: Rights
    replaces: str = ""


class Image(Delivered, AbstractImage):  # type: ignore[django-manager-missing]
    """A picture. Its file is kept without an address; pages show renditions only.

    The file is our own work too: fresh pixels without any notes (formats/opening.py). A picture
    without renditions in the portal's shapes is withdrawn: no page shows it.
    """

    delivered_kind = "image"
    #: Set by the upload form, taken off by the handler of the save.
    fresh: Fresh | None = None

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
        "credit",
        "description",
        "creator",
        "copyright",
        "supplier",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    #: Not searched by Wagtail's search, which this house does not run (house.md).
    search_fields: ClassVar[list[Any]] = []

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions: ClassVar = [("choose_image", "Can choose image")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The row and its renditions are written both or neither."""
        with transaction.atomic():
            super().save(*args, **kwargs)

    def get_upload_to(self, filename: str) -> str:
        """A name that nobody can guess, and nothing of the name that the file came with."""
        return f"original_images/{secrets.token_hex(16)}.jpg"

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> ContentFile[bytes]:
        """Wagtail's thumbnails for the newsroom; its own function leaves a file open."""
        made = super().generate_rendition_file(filter, source=source)
        with made.file as file:
            file.seek(0)
            return ContentFile(file.read(), name=made.name)

    @property
    def rights(self) -> Rights:
        """What its renditions say of themselves."""
        return Rights(self.creator, self.credit, self.copyright)

    @property
    def cut_key(self) -> str:
        return self.cut_key_with(self.rights)

    def cut_key_with(self, rights: Rights) -> str:
        """What a rendition was cut with: focal point in thousandths, then a mark of the rights.

        It stands in Wagtail's column of sixteen signs; empty where neither is set.
        """
        focus = ""
        if self.focal_point_x is not None and self.focal_point_y is not None:
            x, y = self.focal_point_x / self.width, self.focal_point_y / self.height
            focus = f"{x * 1000:.0f}-{y * 1000:.0f}"[:9]
        return f"{focus}:{rights.key}" if rights.key else focus


class Rendition(DeliveredPart, AbstractRendition):
    """A picture made new from pixels in one shape and format; carries no foreign metadata.

    ``filter_spec`` is ``<shape>|<format>`` for the portal's shapes (media/shapes.py), or one of
    Wagtail's specs for thumbnails in the newsroom.
    """

    delivered_owner = "image"

    image = models.ForeignKey(Image, related_name="renditions", on_delete=models.CASCADE)

    def _announce(self) -> None:
        if "|" in self.filter_spec:  # thumbnails of the newsroom are no reader's
            super()._announce()

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
