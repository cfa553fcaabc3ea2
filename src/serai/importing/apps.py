"""Django app of this package."""

from django.apps import AppConfig


class ImportingApp(AppConfig):
    name = "serai.importing"
    label = "importing"
    verbose_name = "Importing"
