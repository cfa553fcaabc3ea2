"""What readers of files say is said in the language of whoever reads it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import serai.broadcast
from serai.broadcast.templatetags.remarks import SENTENCES, spoken

BROADCAST = Path(serai.broadcast.__file__).parent
#: What is handed on as it stands in the file, or was said elsewhere.
PASSED_ON = {"{0}"}
ERRORS = {"JsonError", "OpeningError", "SheetError", "BadStamp", "ScheduleError", "BroadcastError",
          "ChannelMissing", "NeedsConfirmation"}  # fmt: skip
#: Said at a prompt only.
PROMPT = "there is no channel {0}; known: {1}"


def sentence(node: ast.expr) -> str | None:
    """A literal, its holes numbered; None where it is put together elsewhere."""
    if isinstance(node, ast.Subscript):
        return sentence(node.value)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        told, holes = "", 0
        for part in node.values:
            told += part.value if isinstance(part, ast.Constant) else f"{{{holes}}}"
            holes += not isinstance(part, ast.Constant)
        return told
    return None


def said() -> Iterator[str]:
    """Everything that readers and verbs say in so many words."""
    for file in sorted(BROADCAST.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            told: ast.expr | None = None
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr in ("remark", "dropped") and len(node.args) == 3:
                    told = node.args[2]
                elif node.func.attr == "append" and isinstance(node.args[0], ast.Tuple):
                    told = node.args[0].elts[-1] if len(node.args[0].elts) == 3 else None
            elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                name = node.exc.func
                told = node.exc.args[-1] if getattr(name, "id", "") in ERRORS else None
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "said":
                told = node.value
            found = sentence(told) if told is not None else None
            if found:
                yield found


def test_every_sentence_is_known() -> None:
    found = set(said()) - PASSED_ON - {PROMPT}
    assert len(found) > 50
    with translation.override("ru"):
        unknown = [one for one in found if spoken(one.format(*"123")) == one.format(*"123")]
    assert unknown == []


def test_every_sentence_has_a_russian_one_with_the_same_holes() -> None:
    with translation.override("ru"):
        for one in SENTENCES:
            told = translation.gettext(one)
            assert told != one
            assert [told.count(f"{{{n}}}") for n in range(3)] == [
                one.count(f"{{{n}}}") for n in range(3)
            ]


@pytest.mark.parametrize(
    ("told", "russian"),
    [
        ("the same as row 9", "повторяет строку 9"),
        ("start '2930': no such time", "начало '2930': такого времени нет"),
        ("no time in the line '{0} {x}'", "в строке нет времени: '{0} {x}'"),
        ("Профилактика", "Профилактика"),
    ],
)
def test_what_stands_in_it_stays(told: str, russian: str) -> None:
    with translation.override("ru"):
        assert spoken(told) == russian
    with translation.override("en"):
        assert spoken(told) == told
