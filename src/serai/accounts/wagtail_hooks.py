"""Accounts in the newsroom: addresses, menu entries, and the audit of who came in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from serai.accounts.actions import note
from serai.accounts.policy import ADMINISTER_USERS, SEE_AUDIT, may

#: Settings entries of Wagtail that have ours in their place, or nothing.
REPLACED = {"users", "groups", "sites", "collections", "redirects"}


class RightItem(MenuItem):
    """An entry for those who may."""

    def __init__(self, label: Any, url: str, verb: str, **more: Any) -> None:
        super().__init__(label, url, **more)
        self.verb = verb

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, self.verb)


def replace_entries(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in REPLACED]


def note_login(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    note(actor=user, verb="login", subject=user.get_username())


user_logged_in.connect(note_login, dispatch_uid="serai.accounts.login")
hooks.register("register_admin_urls", lambda: [path("", include("serai.accounts.urls"))])
hooks.register("construct_settings_menu", replace_entries)
hooks.register(
    "register_settings_menu_item",
    lambda: RightItem(
        _("Accounts"), reverse("accounts_list"), ADMINISTER_USERS, icon_name="user", order=600
    ),
)
hooks.register(
    "register_settings_menu_item",
    lambda: RightItem(
        _("Audit"), reverse("accounts_audit"), SEE_AUDIT, icon_name="history", order=610
    ),
)
