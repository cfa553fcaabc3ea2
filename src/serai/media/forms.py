"""The newsroom's form of a picture: bytes go to the sandbox child before anything opens them."""

import logging
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from serai.core.limits import MIB, limit
from serai.media.formats.notes import LENGTHS, plain_line
from serai.media.formats.parcel import Picture, PictureError, open_in_child
from serai.media.models import Fresh

logger = logging.getLogger(__name__)

ACCEPT: Final = "image/jpeg,image/png,image/webp,image/gif,image/avif"
_FORMATS: Final = "JPEG, PNG, WebP, GIF, AVIF"
_REFUSALS: Final = {
    "empty": _("This file is empty."),
    "bytes": format_lazy(
        _("This file is larger than {megabytes} MB."), megabytes=limit("image_bytes") // MIB
    ),
    "format": format_lazy(
        _("This is not a picture that we can take. Possible are {formats}."), formats=_FORMATS
    ),
    "pixels": format_lazy(
        _("This picture has more than {millions} million pixels. Make it smaller and try again."),
        millions=limit("image_pixels") // 1_000_000,
    ),
    "broken": _("This picture is damaged and cannot be read to its end."),
    "heavy": _("This picture takes too much time or memory to open. Save it anew and try again."),
    "busy": _("Other pictures are being taken in right now. Try again in a minute."),
}
_FOCAL: Final = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
_NOTED: Final = ("description", "credit", "creator", "copyright", "supplier")


class KeptFile(SimpleUploadedFile):
    """The file that is kept in place of the uploaded one, and all that was made with it."""

    def __init__(self, picture: Picture, name: str) -> None:
        super().__init__("picture.jpg", picture.kept, "image/jpeg")
        self.picture = picture
        self.came_as = name


class PictureField(forms.FileField):
    """Takes a picture in one of five formats; judged by its content, never by its name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)  # the name it came with is not kept
        super().__init__(**kwargs)
        self.max_upload_size = limit("image_bytes")  # read by Wagtail's script, as are two messages
        self.help_text = format_lazy(
            _("{formats}; up to {megabytes} MB and {millions} million pixels."),
            formats=_FORMATS,
            megabytes=limit("image_bytes") // MIB,
            millions=limit("image_pixels") // 1_000_000,
        )
        self.error_messages |= {
            "empty": _REFUSALS["empty"],
            "file_too_large_unknown_size": _REFUSALS["bytes"],
            "invalid_image_extension": _REFUSALS["format"],
        }

    def to_python(self, data: Any) -> Any:
        uploaded = super().to_python(data)
        if uploaded is None:
            return None
        uploaded.seek(0)
        content = uploaded.read(limit("image_bytes") + 1)
        try:
            return KeptFile(open_in_child(content), str(uploaded.name))
        except PictureError as error:
            logger.info("a picture was not taken: %s", error)
            raise ValidationError(_REFUSALS[error.reason], code=error.reason) from None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": ACCEPT}


class LineField(forms.CharField):
    """One line; what is no text is taken out and what is too long is cut, as file names need it."""

    def to_python(self, value: Any) -> str:
        return plain_line(super().to_python(value) or "", self.max_length or 255)


class PictureForm(BaseImageForm):
    """Add, edit, replace; its own notes fill what was left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "title" in self.fields:
            title = self.fields["title"]
            self._bound_fields_cache.pop("title", None)  # Wagtail has looked at it
            self.fields["title"] = LineField(
                label=title.label, widget=title.widget, max_length=255, required=False
            )
        if "file" in self.fields:
            file = self.fields["file"]
            self.fields["file"] = PictureField(
                label=file.label, widget=file.widget, required=file.required
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if isinstance(file, KeptFile):
            self._take_notes(cleaned, file.picture.notes)
            replaces = self.original_file.name if self.original_file else ""
            self.instance.fresh = Fresh(
                file.picture.renditions, file.picture.rights, replaces or ""
            )
            if replaces:
                cleaned.update(dict.fromkeys(_FOCAL))  # it was a place in the old picture
        if "title" in self.fields and "title" not in self.errors and not cleaned.get("title"):
            cleaned["title"] = self.instance.title or gettext("Untitled picture")
        return cleaned

    def _take_notes(self, cleaned: dict[str, Any], notes: dict[str, str]) -> None:
        """Typed words stand; what was empty, or belonged to the picture before, is filled."""
        by = [notes.get(name, "") for name in ("creator", "supplier")]
        notes = {"credit": " / ".join(filter(None, by))[: LENGTHS["credit"]], **notes}
        for name in _NOTED:
            field_asked = name in self.fields
            typed = cleaned.get(name) if field_asked and name in self.changed_data else ""
            if field_asked and notes.get(name) and not typed:
                cleaned[name] = notes[name]
        if "title" in self.fields and not cleaned.get("title"):
            cleaned["title"] = notes.get("title", "")

    def save(self, commit: bool = True) -> Any:
        """Like Wagtail's, but the old file and its renditions go with the transaction."""
        if "file" in self.changed_data:
            self.instance._set_image_file_metadata()
        super(BaseImageForm, self).save(commit=commit)
        return self.instance
