"""Registration of the stories in the newsroom."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.snippets.models import register_snippet

from serai.accounts.policy import may
from serai.editorial.choosers import register_link
from serai.editorial.viewsets import EditorialGroup
from serai.editorial.viewsets.bulk import DeletePicked, PublishPicked
from serai.editorial.viewsets.history import register_verbs
from serai.editorial.viewsets.standing import SiteGroup
from serai.editorial.viewsets.verbs import offer_verbs

register_snippet(EditorialGroup)
register_snippet(SiteGroup)

#: Menu entries of Wagtail for things that Serai does not have.
WITHOUT = {
    "explorer", "documents", "snippets", "help", "aging-pages", "page-types-usage", "locked-pages",
    "collections", "sites",
}  # fmt: skip


class ArticleSearch(SearchArea):
    """The search box of the side bar leads to the list of articles."""

    def __init__(self) -> None:
        address = reverse_lazy("wagtailsnippets_editorial_article:list")
        super().__init__(_("Articles"), address, name="articles", icon_name="doc-full", order=1)

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, "view")


def only_articles(request: HttpRequest, areas: list[Any]) -> None:
    areas[:] = [area for area in areas if area.name == "articles"]


def hide_unused(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in WITHOUT]


class ReportsItem(MenuItem):
    """Errors that readers report, for whoever sees articles."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, "view")


def reports_item() -> MenuItem:
    address = reverse("error_reports")
    return ReportsItem(_("Errors found by readers"), address, icon_name="warning", order=160)


def desk_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("newsroom/desk.css"))


for menu in ("main", "reports", "settings"):
    hooks.register(f"construct_{menu}_menu", hide_unused)
hooks.register("register_admin_menu_item", reports_item)
hooks.register("register_admin_search_area", ArticleSearch)
hooks.register("construct_search", only_articles)
hooks.register("construct_snippet_action_menu", offer_verbs)
hooks.register("register_bulk_action", PublishPicked)
# After Wagtail's own, in whose place it stands.
hooks.register("register_bulk_action", DeletePicked, order=100)
hooks.register("insert_global_admin_css", desk_style)
hooks.register("register_log_actions", register_verbs)
# After Wagtail's own, whose link button opens the page tree.
hooks.register("register_rich_text_features", register_link, order=100)
hooks.register("register_admin_urls", lambda: [path("", include("serai.editorial.urls"))])
