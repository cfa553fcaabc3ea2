"""How the newsroom edits standing pages and the settings of the site."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from serai.accounts.guarding import Guarded
from serai.core.lists import YesColumn, changed_column, edition_column
from serai.editorial.models import SiteIdentity, StandingPage
from serai.editorial.viewsets.fronts import FrontViewSet, OnePerEdition


class StandingPageViewSet(Guarded, SnippetViewSet):
    model = StandingPage
    realm = "fronts"
    icon = "doc-empty"
    menu_label = _("Standing pages")
    list_display = (
        "title",
        edition_column(),
        "slug",
        YesColumn("live", label=_("published")),
        changed_column(),
    )
    list_filter = ("live", "locale")
    panels: ClassVar[list[Any]] = [
        FieldPanel("title", required_on_save=True),
        FieldPanel("body"),
        FieldPanel("slug"),
    ]


class SiteIdentityViewSet(OnePerEdition):
    model = SiteIdentity
    realm = "settings"
    icon = "cog"
    menu_label = _("Site settings")
    list_display = ("name", edition_column(), changed_column())
    panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("urgent_text"), FieldPanel("urgent_until")], heading=_("Urgent news")
        ),
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("description"), FieldPanel("logo")], heading=_("Name")
        ),
        MultiFieldPanel(
            [FieldPanel("legal_notice"), FieldPanel("age_rating"), FieldPanel("noindex")],
            heading=_("Marks"),
        ),
        InlinePanel(
            "menu_links",
            [
                FieldPanel("place"),
                FieldPanel("page"),
                FieldPanel("section"),
                FieldPanel("path"),
                FieldPanel("label"),
            ],
            label=_("menu entry"),
            heading=_("Menus"),
        ),
    ]


class SiteGroup(SnippetViewSetGroup):
    items = (FrontViewSet, StandingPageViewSet, SiteIdentityViewSet)
    menu_label = _("Site")
    menu_icon = "home"
    menu_order = 150
