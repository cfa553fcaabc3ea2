"""Forms of the verbs: one small form each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from serai.core import clock
from serai.core.editions import editions
from serai.editorial.models import Article, EditorialError
from serai.editorial.models.fronts import PLACES
from serai.editorial.models.timing import moment_in, zone_of


class VerbForm(forms.Form):
    """A form about one article; ``asks`` says above it what will happen."""

    asks: ClassVar[Any] = ""

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article


class ReasonForm(VerbForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class UnpublishForm(VerbForm):
    asks = _("The article disappears from the site; its address says that it was taken off.")
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class KillForm(ReasonForm):
    asks = _(
        "The article leaves the site, every list and every feed for good. What was scheduled for it"
        " is called off. Nothing publishes it again unless an editor revives it."
    )


class ReviveForm(ReasonForm):
    asks = _("The article becomes a draft that can be published again.")


class LiftForm(ReasonForm):
    asks = _("What waits for the end of the embargo is published at once.")


class CorrectForm(VerbForm):
    asks = _("The latest version is published with a dated note at its end.")
    text = forms.CharField(
        label=_("What was corrected"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class TranslateForm(VerbForm):
    asks = _("A draft with the text of this article is made in the other edition.")
    edition = forms.ChoiceField(label=_("Edition"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.article.edition
        choices = [(one.code, one.label) for one in editions() if one.code != own]
        self.fields["edition"].choices = choices  # type: ignore[attr-defined]


class AssignForm(VerbForm):
    asks = _("They may edit it until it is published.")
    to = forms.ModelChoiceField(
        label=_("To whom"), required=False, queryset=get_user_model().objects.none()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = get_user_model().objects.filter(is_active=True).order_by("username")
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
        self.fields["to"].initial = self.article.assigned_to_id


class MomentForm(VerbForm):
    """A day, a time and the zone in which they are meant."""

    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    at = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = self.zones()
        self.fields["zone"].choices = [(zone, zone) for zone in zones]  # type: ignore[attr-defined]
        self.fields["zone"].initial = zones[0]

    def zones(self) -> Sequence[str]:
        """Newsroom, source, UTC: each once."""
        return list(dict.fromkeys([settings.NEWSROOM_ZONE, *self.source_zone(), "UTC"]))

    def source_zone(self) -> list[str]:
        return [zone_of(self.article)]

    def moment(self) -> datetime:
        entered = self.cleaned_data
        return moment_in(entered["zone"], entered["on"], entered["at"])

    def entered(self) -> str:
        return f"{self.cleaned_data['on']:%d.%m.%Y} {self.cleaned_data['at']:%H:%M}"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("at") and cleaned.get("on") and cleaned.get("zone"):
            try:
                self.moment()
            except EditorialError as error:
                self.add_error("at", str(error))
        return cleaned


class ScheduleForm(MomentForm):
    asks = _("The version that stands now is published at this moment.")


class ExpireForm(MomentForm):
    asks = _("The article is taken off the site at this moment.")


class EmbargoForm(MomentForm):
    asks = _(
        "Nothing of the article is public before this moment, whoever publishes it. Without a time"
        " the embargo ends with the day."
    )
    at = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )

    def zones(self) -> Sequence[str]:
        return list(dict.fromkeys([*self.source_zone(), settings.NEWSROOM_ZONE, "UTC"]))


class FeatureForm(MomentForm):
    """A slot of the front of the article's own edition, and until when it is kept."""

    asks = _(
        "The front of this edition is published with the article in this slot; what stood there"
        " leaves it. Without a day it stands until the front is published again."
    )
    place = forms.TypedChoiceField(
        label=_("Slot"), coerce=int, choices=[(place, place) for place in range(1, PLACES + 1)]
    )
    on = forms.DateField(
        label=_("Until the day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    at = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    field_order = ("place", "on", "at", "zone")

    def until(self) -> datetime | None:
        return self.moment() if self.cleaned_data.get("on") else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("on")) != bool(cleaned.get("at")) and not self.errors:
            raise ValidationError(_("A pin needs a day and a time, or neither."))
        if not self.errors and (until := self.until()) and until <= clock.now():
            self.add_error("on", _("This moment has passed."))
        return cleaned
