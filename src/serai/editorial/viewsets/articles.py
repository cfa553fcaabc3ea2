"""How the newsroom lists and edits articles."""

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
from wagtail.snippets.views.snippets import SnippetViewSet

from serai.editorial.models import Article

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
