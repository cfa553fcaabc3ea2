"""Reads ``portal/pages`` as text: each page's dataclass, its fields and what is said of them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOM = Path(__file__).resolve().parents[2] / "src" / "serai" / "portal" / "pages"


@dataclass(frozen=True)
class Told:
    """A field with the ``#:`` comment above it."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True)
class Described:
    """A dataclass with its docstring."""

    name: str
    text: str
    fields: tuple[Told, ...]

    def unexplained(self) -> list[str]:
        """Fields of which neither a comment nor the docstring, by ``name``, says anything."""
        named = set(re.findall(r"``(\w+)``", self.text))
        return [row.name for row in self.fields if not row.meaning and row.name not in named]


def every_class() -> list[Described]:
    """Of every file of the room."""
    files = sorted(ROOM.glob("*.py"))
    return [row for file in files for row in described(file.read_text(encoding="utf-8"))]


def described(source: str) -> Iterator[Described]:
    """Of one file."""
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            fields = tuple(
                Told(row.target.id, ast.unparse(row.annotation), _above(lines, row.lineno))
                for row in node.body
                if isinstance(row, ast.AnnAssign) and isinstance(row.target, ast.Name)
            )
            yield Described(node.name, ast.get_docstring(node) or "", fields)


def _above(lines: list[str], number: int) -> str:
    """The ``#:`` lines right above line ``number``, as one text."""
    found: list[str] = []
    place = number - 2
    while place >= 0 and lines[place].strip().startswith("#:"):
        found.insert(0, lines[place].strip().removeprefix("#:").strip())
        place -= 1
    return " ".join(found)


def markdown() -> str:
    """The reference page: pages first, then the parts that they are made of."""
    classes = every_class()
    pages = [row for row in classes if row.name.endswith("Page") or row.name == "Frame"]
    parts = [row for row in classes if row not in pages]
    lines = [
        "# What pages show", "",
        "Generated from `serai/portal/pages` by `make docs`. A template gets `page`, one of the"
        " pages below, and `frame`, what stands round it. Texts are set for print and carry no"
        " markup; addresses are paths of this portal unless said otherwise.",
    ]  # fmt: skip
    for title, rows in (("Pages and their frame", pages), ("Parts", parts)):
        lines += ["", f"## {title}"]
        for row in rows:
            lines += ["", f"### {row.name}", "", row.text, "", "| field | type | meaning |"]
            lines.append("|---|---|---|")
            lines += [_line(told) for told in row.fields]
    return "\n".join(lines).replace("``", "`") + "\n"


def _line(told: Told) -> str:
    kind = told.kind.replace("|", "\\|")
    meaning = (told.meaning or "see above").replace("|", "\\|")
    return f"| `{told.name}` | `{kind}` | {meaning} |"
