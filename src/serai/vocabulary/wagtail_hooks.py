"""Registration of the vocabulary in the newsroom."""

from wagtail.snippets.models import register_snippet

from serai.vocabulary.viewsets import VocabularyGroup

register_snippet(VocabularyGroup)
