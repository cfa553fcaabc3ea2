"""serai work: the job worker and the schedule."""

import os
import signal
import sys
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from serai.config.refresher import refreshers
from serai.config.schedule import TABLE
from serai.core.family import die_with_parent
from serai.core.worker import Worker


class Command(BaseCommand):
    help = "Run jobs and the schedule; Ctrl-C or SIGTERM ends it within 2 s."
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own form

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is due, then end")
        parser.add_argument(
            "--concurrency",
            type=_whole_number,
            metavar="N",
            help="jobs at the same time; SERAI_JOB_THREADS otherwise",
        )
        parser.add_argument(
            "--lease",
            type=_whole_number,
            metavar="SECONDS",
            help="seconds of silence after which another worker takes a job over, the same for all"
            " workers; 30 otherwise",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        die_with_parent()
        worker = Worker(
            table=TABLE,
            zone=settings.NEWSROOM_ZONE,
            concurrency=options["concurrency"] or settings.OPTIONS["SERAI_JOB_THREADS"],
            lease=timedelta(seconds=options["lease"]) if options["lease"] else None,
            companions=refreshers(),
        )
        if options["once"]:
            self.run_once(worker)
        else:
            self.run_on(worker)

    def run_once(self, worker: Worker) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            self.stdout.write(f"{worker.run_all()} jobs ran")
        except KeyboardInterrupt as error:
            raise CommandError("stopped; the job at hand was given back") from error

    def run_on(self, worker: Worker) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        if not worker.run():
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(0)  # a job given back is still running in its thread, and must not go on


def _whole_number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
