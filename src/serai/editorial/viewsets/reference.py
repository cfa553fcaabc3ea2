"""How the newsroom lists and edits storylines, sections, sources and authors."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
)
from wagtail.snippets.views.snippets import SnippetViewSet

from serai.accounts.guarding import Guarded
from serai.core.lists import NamedList, YesColumn, changed_column, edition_column
from serai.editorial.choosers import StorylineChooser
from serai.editorial.models import Author, Section, Source, Storyline


class StorylineViewSet(Guarded, SnippetViewSet):
    model = Storyline
    chooser_viewset_class = StorylineChooser
    icon = "history"
    menu_label = _("Storylines")
    index_view_class = NamedList
    list_per_page = 60
    list_display = (
        "title",
        edition_column(),
        YesColumn("live", label=_("published")),
        changed_column(),
    )
    list_filter = ("live", "locale")
    panels = (
        FieldPanel("title", required_on_save=True),
        FieldPanel("background"),
        FieldPanel("countries"),
        FieldPanel("slug"),
    )


class SectionViewSet(Guarded, SnippetViewSet):
    model = Section
    icon = "list-ul"
    menu_label = _("Sections")
    index_view_class = NamedList
    list_per_page = 60
    list_display = ("name", edition_column(), "slug", "cue", "order")
    panels = (FieldPanel("name"), FieldPanel("slug"), FieldPanel("cue"), FieldPanel("order"))


class SourceViewSet(Guarded, SnippetViewSet):
    model = Source
    icon = "site"
    menu_label = _("Sources")
    index_view_class = NamedList
    list_per_page = 60
    list_display = ("__str__", "kind", "country", "url", "full_text_allowed")
    list_filter = ("kind",)
    panels = (
        InlinePanel("names", label=_("name")),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("country"),
        FieldPanel("url"),
        FieldPanel("zone"),
        FieldPanel("full_text_allowed"),
    )


class AuthorViewSet(Guarded, SnippetViewSet):
    model = Author
    icon = "user"
    index_view_class = NamedList
    list_per_page = 60
    menu_label = _("Authors")
    list_display = ("__str__", "slug")
    panels = (InlinePanel("names", label=_("name")), FieldPanel("slug"))
