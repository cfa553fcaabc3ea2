"""What the scheduler fills in: a list or a file, and days to copy."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serai.broadcast.models import Channel, ImportProfile, today_on
from serai.core.limits import limit


def tomorrow(channel: Channel | None) -> Any:
    return today_on(channel) + timedelta(days=1)


def day_field(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)


class ImportForm(forms.Form):
    """A pasted list or a file becomes drafts."""

    channel = forms.ModelChoiceField(Channel.objects.all(), label=_("channel"), required=False)
    day = day_field(_("day of a list that names none"))
    text = forms.CharField(
        label=_("list"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 16, "placeholder": "16:55 История дракона 12+"}),
        help_text=_("A line a show: time, title, age mark. Headings of days are understood."),
    )
    file = forms.FileField(
        label=_("or a file"),
        required=False,
        help_text=_("XMLTV, CSV, XLSX, XLS, ODS, JSON, text; packed or not."),
    )
    profile = forms.ModelChoiceField(
        ImportProfile.objects.all(), label=_("import profile"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = Channel.objects.first()
        self.fields["channel"].initial = first
        self.fields["day"].initial = tomorrow(first)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        file = found.get("file")
        if not file and not (found.get("text") or "").strip():
            raise forms.ValidationError(_("Paste a list or choose a file."))
        if file and file.size > limit("schedule_upload_bytes"):
            self.add_error("file", _("The file is too large."))
        return found


class CopyForm(forms.Form):
    """A day or a week once more."""

    channel = forms.ModelChoiceField(Channel.objects.all(), label=_("channel"))
    first = day_field(_("from the day"))
    to = day_field(_("to the day"))
    days = forms.TypedChoiceField(
        label=_("how much"), coerce=int, choices=[(1, _("a day")), (7, _("a week"))], initial=1
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel = Channel.objects.first()
        self.fields["channel"].initial = channel
        self.fields["to"].initial = tomorrow(channel)
        self.fields["first"].initial = tomorrow(channel) - timedelta(days=7)
