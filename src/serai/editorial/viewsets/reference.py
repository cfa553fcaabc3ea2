"""How the newsroom lists and edits storylines, sections, sources and authors."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
)
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from serai.editorial.models import Author, Section, Source, Storyline


class StorylineViewSet(SnippetViewSet):
    model = Storyline
    icon = "history"
    menu_label = _("Storylines")
    list_display = ("title", "live", UpdatedAtColumn())
    list_filter = ("live", "locale")
    panels = (
        FieldPanel("title", required_on_save=True),
        FieldPanel("background"),
        FieldPanel("countries"),
        FieldPanel("slug"),
    )


class SectionViewSet(SnippetViewSet):
    model = Section
    icon = "list-ul"
    menu_label = _("Sections")
    list_display = ("name", "slug", "order")
    panels = (FieldPanel("name"), FieldPanel("slug"), FieldPanel("cue"), FieldPanel("order"))


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "site"
    menu_label = _("Sources")
    list_display = ("__str__", "kind", "country", "url")
    panels = (
        InlinePanel("names", label=_("name")),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("country"),
        FieldPanel("url"),
        FieldPanel("zone"),
        FieldPanel("full_text_allowed"),
    )


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    menu_label = _("Authors")
    panels = (InlinePanel("names", label=_("name")), FieldPanel("slug"))
