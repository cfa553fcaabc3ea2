"""Registration of the TV guide in the newsroom."""

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from serai.accounts.policy import EDIT_GUIDE, may
from serai.broadcast.viewsets import BroadcastGroup

register_snippet(BroadcastGroup)


class ImportItem(MenuItem):
    """Bringing in a schedule, for whoever edits the guide."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, EDIT_GUIDE)


def import_item() -> MenuItem:
    address = reverse("schedule_import")
    return ImportItem(_("Bring in a schedule"), address, icon_name="upload", order=199)


hooks.register("register_admin_menu_item", import_item)
hooks.register("register_admin_urls", lambda: [path("", include("serai.broadcast.urls"))])
