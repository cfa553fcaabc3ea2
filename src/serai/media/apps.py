"""Django app of this package."""

from django.apps import AppConfig


class MediaApp(AppConfig):
    name = "serai.media"
    label = "media"
    verbose_name = "Pictures"
