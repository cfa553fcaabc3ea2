"""How the newsroom lists and edits stories, sections, sources and authors."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from serai.editorial.models import Article, Author, Section, Source, Storyline

TEXT: list[Panel] = [
    FieldPanel("headline", required_on_save=True),
    FieldPanel("kicker"),
    FieldPanel("lead"),
    MultiFieldPanel(
        [
            FieldPanel("main_image"),
            FieldPanel("image_alt"),
            FieldPanel("image_caption"),
            FieldPanel("photo_credit"),
        ],
        heading=_("Picture"),
    ),
    FieldPanel("body"),
]
ABOUT: list[Panel] = [
    FieldPanel("section"),
    InlinePanel("countries", label=_("country")),
    FieldPanel("storyline"),
    FieldPanel("topics"),
    MultiFieldPanel(
        [FieldPanel("source"), FieldPanel("original_url"), FieldPanel("dateline")],
        heading=_("Source"),
    ),
    InlinePanel("authors", label=_("author")),
]
TIMES: list[Panel] = [
    FieldPanel("published_at"),
    FieldPanel("published_date_only"),
    FieldPanel("updated_at"),
    FieldPanel("embargo_until"),
    FieldPanel("urgency"),
    FieldPanel("age_rating"),
    FieldPanel("slug"),
    FieldPanel("legacy_views"),
    InlinePanel("corrections", label=_("correction")),
]


class ArticleViewSet(SnippetViewSet):
    model = Article
    icon = "doc-full"
    menu_label = _("Articles")
    list_display = ("headline", "section", "source", "published_at", "live", UpdatedAtColumn())
    list_filter = ("section", "source", "live", "locale")
    ordering = ("-pk",)
    list_per_page = 50
    edit_handler = TabbedInterface(
        [
            ObjectList(TEXT, heading=_("Text")),
            ObjectList(ABOUT, heading=_("About")),
            ObjectList(TIMES, heading=_("Times and marks")),
        ]
    )


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


class EditorialGroup(SnippetViewSetGroup):
    items = (ArticleViewSet, StorylineViewSet, SectionViewSet, SourceViewSet, AuthorViewSet)
    menu_label = _("Stories")
    menu_icon = "doc-full"
    menu_order = 100
