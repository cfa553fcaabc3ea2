"""Django app of this package."""

from django.apps import AppConfig


class CoreApp(AppConfig):
    name = "serai.core"
    label = "core"
    verbose_name = "Core"
