"""serai pages: what is kept, what it was built from, and making it anew."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from serai.delivery.keeping import StoreOff, is_public, page_store, render
from serai.delivery.store import Entry, storable

VERBS = ("list", "show", "why", "refresh", "clear")


class Command(BaseCommand):
    help = (
        "Look into the page store. list: kept pages, below PATH if one is given; show PATH: the"
        " page; why PATH: what it was built from and which part of the code asked for that;"
        " refresh PATH: make it anew; clear: forget all pages, they are made again when asked for."
    )
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own form

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=VERBS, help="what to do")
        parser.add_argument("path", nargs="?", metavar="PATH", help="address, for example /ru/")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        verb, path = options["verb"], options["path"]
        if verb in ("show", "why", "refresh") and not path:
            raise CommandError(f"which page? serai pages {verb} PATH")
        if path and (not path.startswith("/") or not is_public(path)):
            raise CommandError(f"{path} is not the address of a public page")
        try:
            answer = getattr(self, f"do_{verb}")(path)
        except StoreOff as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
        else:
            self.say(verb, answer)

    def do_list(self, path: str | None) -> list[dict[str, Any]]:
        return [_line(entry) for entry in page_store().entries(path or "/")]

    def do_show(self, path: str) -> dict[str, Any]:
        store = page_store()
        entry = store.entry(path)
        if entry is None:
            raise CommandError(f"{path} is not kept")
        body = (store.body(path) or b"").decode(errors="replace")
        return {**_line(entry), "tags": store.tags_of(path), "body": body}

    def do_why(self, path: str) -> dict[str, Any]:
        made = render(path, looking=True, traced=True)
        notebook = made.notebook
        kept = page_store().entry(path) is not None
        return {
            "path": path,
            "status": made.status,
            "kept": kept,
            "not_kept_because": _why_not(path, made.status, notebook.refused),
            "importance": notebook.importance,
            "expires": notebook.expires,
            "tags": {tag: sorted(notebook.askers[tag]) for tag in sorted(notebook.tags)},
        }

    def do_refresh(self, path: str) -> dict[str, Any]:
        made = render(path)
        return {"path": path, "status": made.status, "kept": made.kept, "bytes": len(made.body)}

    def do_clear(self, path: str | None) -> dict[str, Any]:
        store = page_store()
        gone = store.entries(path or "/")
        if path:
            store.drop([entry.path for entry in gone])
        else:
            store.clear()
        return {"cleared": len(gone)}

    def say(self, verb: str, answer: Any) -> None:
        if verb == "list":
            for row in answer:
                until = f"  until {row['expires']:%Y-%m-%d %H:%M:%S}" if row["expires"] else ""
                self.stdout.write(f"{row['size']:>8}  {row['path']}{until}")
            self.stdout.write(f"{len(answer)} pages")
        elif verb == "show":
            self.stdout.write(answer["body"])
        elif verb == "why":
            self._say_why(answer)
        elif verb == "refresh":
            word = "kept" if answer["kept"] else "not kept"
            self.stdout.write(f"{answer['path']} {answer['status']}, {word}")
        else:
            self.stdout.write(f"{answer['cleared']} pages cleared")

    def _say_why(self, answer: dict[str, Any]) -> None:
        kept = "kept" if answer["kept"] else answer["not_kept_because"] or "not kept yet"
        until = (
            f", true until {answer['expires']:%Y-%m-%d %H:%M:%S %Z}" if answer["expires"] else ""
        )
        self.stdout.write(f"{answer['path']} {answer['status']}, {kept}{until}")
        for tag, askers in answer["tags"].items():
            self.stdout.write(f"  {tag:<40}  {', '.join(askers)}")


def _line(entry: Entry) -> dict[str, Any]:
    return asdict(entry)


def _why_not(path: str, status: int, refused: str) -> str:
    if refused:
        return refused
    if status not in (200, 410):
        return f"an answer {status} is not kept"
    return "" if storable(path) else "the address has no place in the store"
