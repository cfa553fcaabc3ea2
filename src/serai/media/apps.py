"""Django app of this package."""

from django.apps import AppConfig


class MediaApp(AppConfig):
    name = "serai.media"
    label = "media"
    verbose_name = "Pictures"

    def ready(self) -> None:
        from serai.media.signal_handlers import register_signal_handlers

        register_signal_handlers()
