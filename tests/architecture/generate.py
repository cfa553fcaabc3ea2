"""Writes the generated reference pages; a test compares them with what stands in docs/."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.architecture import contexts

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference"
AUTHORITY = DOCS.parents[1] / "src" / "serai" / "config" / "data" / "authority.tsv"


def pages() -> dict[str, str]:
    """File name -> text of every generated page."""
    return {
        "options.md": options(),
        "commands.md": commands(),
        "limits.md": limits(),
        "schedule.md": schedule(),
        "authority.md": authority_table().markdown(),
        "pages.md": contexts.markdown(),
    }


def authority_table() -> Any:
    return import_module("serai.config.authority_table")


def options() -> str:
    from serai.config.options import markdown_table

    return (
        "# Options\n\nGenerated from `serai/config/options.py` by `make docs`. Options are"
        " environment variables; a name that is not in this table stops the start.\n\n"
        + markdown_table()
    )


def commands() -> str:
    from django.core.management import get_commands, load_command_class

    lines = ["# Commands", "", "Generated from the commands themselves by `make docs`.", ""]
    ours = sorted(name for name, app in get_commands().items() if str(app).startswith("serai."))
    for name in ours:
        command = load_command_class(get_commands()[name], name)
        text = " ".join(command.help.split())
        lines += [f"## serai {name}", "", text, ""]
        arguments = [f"- `{flags}` {meaning}".rstrip() for flags, meaning in arguments_of(command)]
        lines += [*arguments, ""] if arguments else []
    return "\n".join(lines).rstrip() + "\n"


def arguments_of(command: Any) -> Iterator[tuple[str, str]]:
    """Flags and help of a command's own arguments."""
    for action in command.create_parser("serai", "")._actions:
        value = action.metavar or (action.dest if not action.option_strings else "")
        if not value and action.nargs != 0:
            value = action.dest.upper()
        names = ", ".join(action.option_strings)
        if names not in DJANGO_FLAGS and action.help != "==SUPPRESS==":
            shown = value if not names else f"{names} {value if action.nargs != 0 else ''}".rstrip()
            yield shown, action.help or ""


DJANGO_FLAGS = {
    "-h, --help", "--version", "-v, --verbosity", "--settings", "--pythonpath", "--traceback",
    "--no-color", "--force-color", "--skip-checks",
}  # fmt: skip


def limits() -> str:
    from serai.core.limits import LIMITS

    lines = ["# Limits", "", "Generated from `serai/core/limits.py` by `make docs`.", ""]
    lines += ["| limit | value | unit | why |", "|---|---|---|---|"]
    for limit in LIMITS.values():
        lines.append(f"| `{limit.name}` | {limit.value:,} | {limit.unit} | {limit.why} |")
    return "\n".join(lines) + "\n"


def schedule() -> str:
    table = import_module("serai.config.schedule").TABLE
    lines = ["# What runs by itself", "", "Generated from `serai/config/schedule.py`.", ""]
    lines += ["| job | when | why |", "|---|---|---|"]
    for entry in table:
        lines.append(f"| `{entry.name}` | {entry.when()} | {entry.why} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    import django

    django.setup()
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
        print(f"docs/reference/{name}")
    AUTHORITY.write_text(authority_table().lines(), encoding="utf-8")


if __name__ == "__main__":
    import os

    from serai.config import sqlite

    sqlite.install()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.config.settings")
    main()
