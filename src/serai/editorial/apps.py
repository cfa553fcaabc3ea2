"""Django app of this package."""

from django.apps import AppConfig


class EditorialApp(AppConfig):
    name = "serai.editorial"
    label = "editorial"
    verbose_name = "Newsroom"
