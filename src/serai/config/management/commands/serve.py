"""serai serve: only the web server."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from serai.config.serving import Place, PortTaken, serve
from serai.core.family import die_with_parent


class Command(BaseCommand):
    help = "Run the web server; Ctrl-C stops it."
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own form

    def handle(self, *args: Any, **options: Any) -> None:
        die_with_parent()
        chosen = settings.OPTIONS
        place = Place(chosen["SERAI_BIND"], chosen["SERAI_PORT"], chosen["SERAI_WEB_WORKERS"])
        try:
            serve(place)
        except PortTaken as error:
            raise CommandError(f"{error}; PORT=9000 chooses another") from error
