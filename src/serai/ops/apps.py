"""Django app of this package."""

from django.apps import AppConfig


class OpsApp(AppConfig):
    name = "serai.ops"
    label = "ops"
    verbose_name = "Operations"
