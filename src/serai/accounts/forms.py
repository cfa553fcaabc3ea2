"""Login, one-time code, account, and the filter of the audit."""

import math
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from serai.accounts import throttle
from serai.accounts.models import AuditEvent, Role, User
from serai.core import clock

TOO_MANY = _("Too many attempts from here. Try again in %(minutes)s min.")


def refuse_blocked(account: str, network: str) -> None:
    """Raise where attempts from this network do not count now, known account or not."""
    until = throttle.blocked_until(account, network)
    if until is not None:
        minutes = max(1, math.ceil((until - clock.now()).total_seconds() / 60))
        raise forms.ValidationError(TOO_MANY, code="throttled", params={"minutes": minutes})


class NewsroomLoginForm(LoginForm):
    """Wagtail's login, with attempts counted."""

    def clean(self) -> Any:
        account = self.cleaned_data.get("username") or ""
        network = throttle.network_of_request(self.request)
        refuse_blocked(account, network)
        throttle.note_failure(account, network)
        cleaned = super().clean()
        throttle.forget_failures(account, network)
        return cleaned


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": ""}
        ),
    )


class UserForm(forms.ModelForm[User]):
    """What an administrator says about an account."""

    role = forms.ChoiceField(label=_("role"), choices=Role.choices)

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "role", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["is_active"]
        else:
            self.fields["username"].disabled = True


class AuditFilter(forms.Form):
    """Which rows of the audit are shown."""

    who = forms.CharField(label=_("who"), required=False, max_length=150)
    verb = forms.ChoiceField(label=_("what"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = AuditEvent.objects.order_by("verb").values_list("verb", flat=True).distinct()
        choices = [("", _("everything")), *((verb, AUDIT_WORDS.get(verb, verb)) for verb in known)]
        self.fields["verb"].choices = choices  # type: ignore[attr-defined]


AUDIT_WORDS: dict[str, Any] = {
    "create": _("account made"),
    "change": _("account changed"),
    "password": _("new password given"),
    "login": _("came in"),
    "second_factor_set": _("second factor set up"),
    "second_factor_away": _("second factor taken away"),
    "recovery_code": _("recovery code used"),
}
