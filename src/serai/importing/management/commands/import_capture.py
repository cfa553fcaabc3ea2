"""serai import_capture: saved article pages become articles."""

import json
import os
import sys
from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from serai.broadcast.actions import BroadcastError, find_channel
from serai.core import clock
from serai.importing.pipeline import Result, import_captures

# Shorter runs say nothing on the way; longer ones a line now and then.
_QUIET_SECONDS = 2.0
_QUIET_FILES = 50


class Command(BaseCommand):
    # The checks of urls and templates cost more than a page; `serai doctor` and `up` run them.
    requires_system_checks = ()
    help = (
        "Read saved article pages (text or HTML) and file what they hold: source, article,"
        " storyline candidate, programmes and airings. Doing it twice changes nothing.\n\n"
        "Prints JSON Lines, one object per file; at a terminal a sentence per file unless --json or"
        " --dry-run is given.\n\n"
        "Exit code 0: all files read; 2: some were refused, the others are filed."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs.setdefault("formatter_class", RawDescriptionHelpFormatter)
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="read and print, file nothing")
        parser.add_argument("--publish", action="store_true", help="make the articles public")
        parser.add_argument("--channel", metavar="SLUG", help="channel of the printed schedule")
        parser.add_argument("--json", action="store_true", help="JSON Lines, one object per file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["channel"]:
                find_channel(slug=options["channel"])
            refused = self.run(**options)
        except BroadcastError as error:
            raise CommandError(str(error), returncode=2) from error
        except DatabaseError as error:
            raise CommandError(f"the database does not answer: {error}", returncode=1) from error
        except KeyboardInterrupt:
            self.tell("stopped; every file that was printed is done")
            sys.exit(130)
        if refused:
            sys.exit(2)

    def run(self, **options: Any) -> int:
        """Imports the files and reports each as it is done; gives the number of refused ones."""
        self.as_json = options["json"] or options["dry_run"] or not self.stdout.isatty()
        files = options["files"]
        results = import_captures(
            files,
            publish=options["publish"],
            channel_slug=options["channel"],
            dry_run=options["dry_run"],
        )
        refused = 0
        said_at, said_files = clock.mono(), 0
        for done, result in enumerate(results, start=1):
            self.report(result)
            refused += result.capture is None
            late = clock.mono() - said_at > _QUIET_SECONDS or done - said_files >= _QUIET_FILES
            if late and done < len(files):
                said_at, said_files = clock.mono(), done
                self.tell(f"{done} of {len(files)} files, {refused} refused")
        return refused

    def report(self, result: Result) -> None:
        """One line for one file: JSON, or a sentence for a person."""
        if self.as_json:
            self.put(_json_line(result.as_dict(), ascii_only=not self.speaks_utf8()))
        elif result.capture is None:
            self.tell(f"{result.file}: refused: {result.error}")
        else:
            named = ", ".join(result.capture.warnings)
            warnings = f" ({named})" if named else ""
            self.put(f"{result.file}: {_fate(result)}: {result.capture.headline}{warnings}")

    def put(self, line: str) -> None:
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        self.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding))
        self.stdout.flush()

    def tell(self, line: str) -> None:
        encoding = getattr(self.stderr, "encoding", None) or "utf-8"
        self.stderr.write(line.encode(encoding, "backslashreplace").decode(encoding), lambda x: x)
        self.stderr.flush()

    def speaks_utf8(self) -> bool:
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        return encoding.lower().replace("-", "") == "utf8"


def _fate(result: Result) -> str:
    filed = result.filed
    if filed is None:
        return "read"
    if filed.published:
        state = "published"
    else:
        state = "filed as a draft" if filed.article_made else "known already"
    return f"{state}, article {filed.article.pk}"


def _json_line(row: dict[str, Any], *, ascii_only: bool) -> str:
    """JSON that is one line for every reader; a file name in no charset is shown as best it can."""
    row = {**row, "file": os.fsencode(row["file"]).decode("utf-8", "replace")}
    line = json.dumps(row, ensure_ascii=ascii_only)
    for sign in "\x7f\x85\u2028\u2029":
        line = line.replace(sign, f"\\u{ord(sign):04x}")
    return line
