"""serai load_vocabulary: countries, cities, topics, organisations, sources, sections."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from serai.editorial.actions import load_desk
from serai.vocabulary.actions import load_vocabulary


class Command(BaseCommand):
    help = "Load the vocabulary. What editors changed stays; a second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_vocabulary() + load_desk()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(loaded)))
        else:
            self.stdout.write(
                f"{loaded.made} made, {loaded.changed} changed, {loaded.kept} kept as edited,"
                f" {loaded.unchanged} unchanged"
            )
