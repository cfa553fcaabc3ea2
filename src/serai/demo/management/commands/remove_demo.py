"""serai remove_demo: the newsroom without the demo."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from serai.demo.actions import remove_demo


class Command(BaseCommand):
    help = "Take away everything the demo made; what the newsroom made itself stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = remove_demo()
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(
                f"{counts['removed']} rows removed, {counts['kept']} kept because they are in use"
            )
