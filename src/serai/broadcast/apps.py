"""Django app of this package."""

from django.apps import AppConfig


class BroadcastApp(AppConfig):
    name = "serai.broadcast"
    label = "broadcast"
    verbose_name = "TV guide"
