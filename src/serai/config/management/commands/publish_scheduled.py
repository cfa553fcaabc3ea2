"""Wagtail's own scheduler refuses to run here."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Refuses to run: what is due is published and taken off by serai work, within a second."
        " Wagtail's command of this name would stop at the first invalid version and lose it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "Nothing to do here: the worker (serai work, part of serai up) carries out the"
            " newsroom's schedule. Failures stand on the desk's alert list."
        )
