"""serai load_demo: articles, pictures and a schedule to look at."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from serai.demo.actions import DemoError, demo_stands, extend_schedule, load_demo


class Command(BaseCommand):
    help = "Load the demo newsroom. All of it is marked; serai remove_demo takes it away."

    def handle(self, *args: Any, **options: Any) -> None:
        if demo_stands():
            self.stdout.write(extend_schedule() or "the demo stands already")
            return
        try:
            self.stdout.write(load_demo(say=self.stdout.write))
        except DemoError as error:
            raise CommandError(str(error)) from error
