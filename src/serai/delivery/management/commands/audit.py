"""serai audit: compare kept pages with fresh renders."""

import json
import random
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from serai.delivery.auditing import audit
from serai.delivery.keeping import StoreOff, page_store

SAMPLE = 200


class Command(BaseCommand):
    help = (
        "Compare kept pages with fresh renders: a sample of 200, or all of them. A page that"
        " differs is named with its tags and replaced. Exit code 1: some differed."
    )
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own form

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="all pages instead of a sample")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            paths = [entry.path for entry in page_store().entries()]
        except StoreOff as error:
            raise CommandError(str(error)) from error
        if not options["all"] and len(paths) > SAMPLE:
            paths = random.sample(paths, SAMPLE)
        looked, wrong = 0, []
        for found in audit(paths):
            looked += 1
            if found is not None:
                wrong.append(found)
            if looked % 500 == 0 and not options["json"]:
                self.stdout.write(f"{looked} of {len(paths)}")
        if options["json"]:
            rows = [asdict(found) for found in wrong]
            self.stdout.write(json.dumps({"looked_at": looked, "different": rows}))
        else:
            for found in wrong:
                self.stdout.write(f"{found.path}  {' '.join(found.tags)}")
            self.stdout.write(f"{looked} pages looked at, {len(wrong)} differ")
        if wrong:
            raise CommandError("some pages were out of date; they have been replaced")
