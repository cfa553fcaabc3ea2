"""Django app of this package."""

from django.apps import AppConfig


class VocabularyApp(AppConfig):
    name = "serai.vocabulary"
    label = "vocabulary"
    verbose_name = "Vocabulary"
