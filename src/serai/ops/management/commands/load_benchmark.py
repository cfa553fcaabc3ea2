"""serai load_benchmark: a large invented archive to measure with."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from serai.ops.actions import build_archive, remove_archive
from serai.vocabulary.models import Country


class Command(BaseCommand):
    help = "Build an archive of invented articles (three countries, a quote each), or remove it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--articles", type=int, default=10_000, metavar="N", help="articles wanted; 10000"
        )
        parser.add_argument("--remove", action="store_true", help="take the archive away")
        parser.add_argument("--json", action="store_true", help="print the count as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0 <= options["articles"] <= 5_000_000:
            raise CommandError("--articles takes 0 to 5,000,000")
        if not Country.objects.exists():
            raise CommandError("load the vocabulary first: serai load_vocabulary")
        quiet = options["json"]
        if options["remove"]:
            count = {"removed": remove_archive()}
        else:
            say = (lambda text: None) if quiet else self.stderr.write
            count = {"made": build_archive(articles=options["articles"], say=say)}
        self.stdout.write(json.dumps(count) if quiet else str(count))
