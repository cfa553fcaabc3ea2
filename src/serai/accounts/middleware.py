"""Who has given a password but owes the second factor is nobody yet."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from serai.accounts.policy import PUBLISHING_ROLES, role_of

#: In the session: the session hash of the user at the moment when the code was right.
KEY = "second_factor"


def is_required(user: Any) -> bool:
    """Whether this account must have a second factor."""
    return bool(settings.SECOND_FACTOR) and role_of(user) in PUBLISHING_ROLES


def mark_whole(request: HttpRequest, user: Any) -> None:
    """The code was right: this session is that user's from now on."""
    request.session.cycle_key()
    request.session[KEY] = user.get_session_auth_hash()


class SecondFactor:
    """``half_user`` is who gave the password, ``user`` who gave all that is asked for.

    Both stay lazy: a public page never opens a session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        half = request.user
        request.half_user = half  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(lambda: _whole(request, half))  # type: ignore[assignment]
        return self.get_response(request)


def _whole(request: HttpRequest, user: Any) -> Any:
    if not user.is_authenticated or not (user.totp_seed or is_required(user)):
        return user
    if user.totp_seed and request.session.get(KEY) == user.get_session_auth_hash():
        return user
    return AnonymousUser()
