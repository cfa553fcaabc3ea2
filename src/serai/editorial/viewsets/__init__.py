"""How the newsroom lists and edits stories.

articles     form of an article
lists        list of articles, its filters, its export
bulk         what may be done with several at once
reference    storylines, sections, sources, authors
fronts       fronts of the editions
standing     standing pages, site settings
verbs        the verbs in the action menu of an article
history      what the history says about them
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
