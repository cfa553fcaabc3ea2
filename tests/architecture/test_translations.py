"""Every text of the interface has its Russian, and the compiled catalogues are the written ones."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import template as translated_template

import serai

TREE = Path(serai.__file__).parent
CATALOGUES = sorted(TREE.glob("*/locale/ru/LC_MESSAGES/django.po"))
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w*\}")


def texts_in_python(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id in CALLS and node.args and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)


def texts_in_template(path: Path) -> Iterator[str]:
    source = translated_template.templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for found in re.finditer(r"gettext\(u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\)", source):
        yield ast.literal_eval(found[1])


def texts_of(app: Path) -> set[str]:
    found: set[str] = set()
    for path in app.rglob("*.py"):
        if "migrations" not in path.parts:
            found |= set(texts_in_python(path))
    for path in app.rglob("*.html"):
        found |= set(texts_in_template(path))
    return found


def entries(path: Path) -> dict[str, str]:
    """Texts of a .po file with their translations; the header is left out."""
    quoted = r'"((?:[^"\\]|\\.)*)"'
    read: dict[str, str] = {}
    blocks = re.split(r"\n\s*\n(?=(?:#|msgid))", path.read_text(encoding="utf-8"))
    for block in blocks:
        assert "fuzzy" not in block, block
        parts = re.split(r"^msgstr ", block, flags=re.MULTILINE)
        if len(parts) == 2:
            key, value = (
                "".join(ast.literal_eval(f'"{piece}"') for piece in re.findall(quoted, part))
                for part in parts
            )
            read[key] = value
    read.pop("", None)
    return read


@pytest.mark.parametrize("app", sorted(path.name for path in TREE.iterdir() if path.is_dir()))
def test_every_text_has_its_russian(app: str) -> None:
    texts = texts_of(TREE / app)
    catalogue = TREE / app / "locale" / "ru" / "LC_MESSAGES" / "django.po"
    if not texts:
        assert not catalogue.exists()
        return
    known = entries(catalogue)
    assert sorted(text for text in texts if not known.get(text)) == []
    assert sorted(set(known) - texts) == [], "nobody says this any more"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[3].name)
def test_the_compiled_catalogue_is_the_written_one(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for text, translation in entries(path).items():
        assert compiled.gettext(text) == translation, "compile it: msgfmt -o django.mo django.po"
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(translation)), text


def test_a_missing_translation_is_caught(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('{% load i18n %}{% translate "Never said" %}')
    (tmp_path / "page.py").write_text('from x import gettext as _\nprint(_("Said once"))\n')
    assert texts_of(tmp_path) == {"Never said", "Said once"}
