"""How the newsroom lists and edits stories.

articles     articles
reference    storylines, sections, sources, authors
"""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from serai.editorial.viewsets.articles import ArticleViewSet
from serai.editorial.viewsets.reference import (
    AuthorViewSet,
    SectionViewSet,
    SourceViewSet,
    StorylineViewSet,
)


class EditorialGroup(SnippetViewSetGroup):
    items = (ArticleViewSet, StorylineViewSet, SectionViewSet, SourceViewSet, AuthorViewSet)
    menu_label = _("Stories")
    menu_icon = "doc-full"
    menu_order = 100
