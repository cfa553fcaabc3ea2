"""serai up: prepare, then portal, newsroom and worker under one supervisor."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from serai.config.launch import Launch, prepare
from serai.config.serving import PortTaken, check_port
from serai.core.locks import FileLock, LockHeld


class Command(BaseCommand):
    help = "Start the portal, the newsroom and the worker; Ctrl-C stops them."
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own form

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = settings.OPTIONS
        try:
            with FileLock(settings.VAR / "up.lock"):
                check_port(chosen["SERAI_BIND"], chosen["SERAI_PORT"], patience=1.5)
                self.start()
        except LockHeld as error:
            raise CommandError(f"already running, pid {error.pid}") from error
        except PortTaken as error:
            raise CommandError(f"{error}; PORT=9000 make run chooses another") from error
        except KeyboardInterrupt:
            self.say("stopped")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def start(self) -> None:
        from serai.config.preparing import first_login, steps

        prepare(steps(), self.say)
        connections.close_all()
        Launch(settings.OPTIONS, settings.PUBLIC_ADDRESS, first_login, self.say).run()
