"""Django app of this package."""

from django.apps import AppConfig


class ConfigApp(AppConfig):
    name = "serai.config"
    label = "config"
    verbose_name = "Serai"

    def ready(self) -> None:
        from serai.config.authority import plug_policies
        from serai.config.checks import register_checks

        register_checks()
        plug_policies()
