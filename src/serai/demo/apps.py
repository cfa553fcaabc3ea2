"""Django app of this package."""

from django.apps import AppConfig


class DemoApp(AppConfig):
    name = "serai.demo"
    label = "demo"
    verbose_name = "Demo newsroom"
