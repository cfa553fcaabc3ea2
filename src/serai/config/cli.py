"""The console script ``serai``: Django's commands and our own, one list, one --help."""

import os
import sys

OUR_COMMANDS = {
    "up": "start the portal, the newsroom and the worker; Ctrl-C stops them",
    "serve": "only the web server",
    "work": "only the job worker and the schedule",
    "doctor": "look at settings, database, queue, disk and clock; say what to do",
    "import_capture": "import saved article pages",
    "import_schedule": "import a television schedule: XMLTV, CSV, spreadsheets, text, JSON",
    "load_vocabulary": "load countries, topics, organisations and sources",
    "load_demo": "load the demo newsroom",
    "remove_demo": "take the demo newsroom away",
    "load_benchmark": "build a large archive to measure with",
    "bench_delivery": "measure kept pages, publications and staleness in a house of its own",
    "pages": "look into the kept pages: list, show, why, refresh, clear",
    "audit": "compare kept pages with fresh ones",
    "jobs": "list, retry or drop jobs",
    "publish_scheduled": "refuses: serai work carries out the newsroom's schedule",
}


def main() -> None:
    """Run one command. Bad options stop here with a sentence each."""
    from serai.config import sqlite

    sqlite.install()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.config.settings")
    if sys.argv[1:] in ([], ["-h"], ["--help"], ["help"]):
        print(_overview())
        return
    from serai.config.options import OptionError

    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except OptionError as error:
        sys.exit(f"serai: {error}")


def _overview() -> str:
    width = max(map(len, OUR_COMMANDS))
    lines = [f"  {name:<{width}}  {meaning}" for name, meaning in OUR_COMMANDS.items()]
    return "\n".join(
        [
            "serai: a newsroom and a news portal",
            "",
            "usage: serai COMMAND [OPTIONS]      serai COMMAND --help tells more",
            "",
            *lines,
            "",
            "Django's and Wagtail's commands work too: migrate, createsuperuser, shell …",
            "Options are environment variables: docs/reference/options.md",
        ]
    )


if __name__ == "__main__":
    main()
