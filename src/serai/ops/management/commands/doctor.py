"""serai doctor: what is well, what is not, and what to do."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from serai.ops.checkup import as_dicts, examine

SIGNS = {"ok": "ok     ", "warning": "warning", "error": "ERROR  "}


class Command(BaseCommand):
    help = (
        "Look at settings, database, migrations, queue, disk, clock, versions. Exit code 1: errors."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = examine()
        if options["json"]:
            self.stdout.write(json.dumps(as_dicts(findings), ensure_ascii=False))
        else:
            for finding in findings:
                self.stdout.write(f"{SIGNS[finding.state]} {finding.subject:<12} {finding.found}")
                if finding.remedy:
                    self.stdout.write(f"        -> {finding.remedy}")
        if any(finding.state == "error" for finding in findings):
            sys.exit(1)
