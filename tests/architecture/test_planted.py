"""Each rule and each contract catches a violation planted into a copy of the house."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import serai
from tests.architecture import rules

TREE = Path(serai.__file__).parent
PROJECT = TREE.parents[1]

LONG_FUNCTION = "def f() -> None:\n" + "    x = 1\n" * 61

PLANTED: list[tuple[Callable[[Path], list[str]], str, str]] = [
    (rules.closed_rooms, "editorial/logic.py", '"""A room that is not on the list."""\n'),
    (rules.drawer_files, "delivery/utils.py", '"""A drawer."""\n'),
    (
        rules.private_rooms,
        "portal/feeds.py",
        '"""Feeds."""\n\nfrom serai.editorial.viewsets import ArticleViewSet\n',
    ),
    (rules.private_rooms, "ops/tasks.py", '"""Jobs."""\n\nfrom serai.media import viewsets\n'),
    (
        rules.one_door_to_the_queue,
        "editorial/views.py",
        '"""Views."""\n\n\ndef view(task):\n    task.enqueue(1)\n',
    ),
    (
        rules.actions_do_not_enqueue,
        "media/pipeline/actions.py",
        '"""Writes."""\n\nfrom serai.core.jobs import enqueue\n',
    ),
    (rules.things_in_their_place, "portal/a.py", "from datetime import datetime\ndatetime.now()\n"),
    (
        rules.things_in_their_place,
        "portal/b.py",
        "import time\ntime.time()\n",
    ),
    (rules.things_in_their_place, "editorial/c.py", "import httpx\n"),
    (rules.things_in_their_place, "editorial/d.py", "from x import mark_safe\n"),
    (rules.things_in_their_place, "portal/templates/portal/e.html", "{{ body|safe }}\n"),
    (rules.things_in_their_place, "portal/templates/portal/f.html", "{% cache 60 x %}\n"),
    (rules.things_in_their_place, "portal/g.py", "from d import strip_tags\n"),
    (rules.things_in_their_place, "importing/h.py", "XMLParser(huge_tree=True)\n"),
    (rules.sizes, "language/long.py", '"""Long."""\n' + "x = 1\n" * 600),
    (rules.sizes, "language/long_function.py", LONG_FUNCTION),
    (rules.templates_without_inline, "editorial/templates/x.html", "<p>elsewhere</p>\n"),
    (rules.templates_without_inline, "portal/templates/y.html", '<p style="color:red">x</p>\n'),
    (rules.templates_without_inline, "portal/templates/z.html", "<script>alert(1)</script>\n"),
    (rules.templates_without_inline, "portal/templates/w.html", '<a onclick="x()">x</a>\n'),
    (rules.docstrings_list_rooms, "media/views.py", '"""Jobs."""\n'),
    (rules.plans_fit_on_a_page, "media/__init__.py", '"""Pictures.\n\nmodels.py   tables\n"""\n'),
    (rules.named_migrations, "media/migrations/0002_alter_image_title.py", ""),
    (rules.module_docstrings, "media/tasks.py", "x = 1\n"),
    (rules.plain_names, "media/signals.py", '"""S."""\n\n\nclass ImageManager:\n    x = 1\n'),
    (
        rules.delivered_rows_are_written_aloud,
        "editorial/loud.py",
        "Article.objects.filter(pk=1).update(headline='')\n",
    ),
    (
        rules.delivered_rows_are_written_aloud,
        "importing/loud.py",
        "SourceName.objects.bulk_create([])\n",
    ),
]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    copy = tmp_path / "src" / "serai"
    shutil.copytree(TREE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.mark.parametrize(("rule", "place", "text"), PLANTED, ids=[row[1] for row in PLANTED])
def test_planted_violation_is_caught(
    house: Path, rule: Callable[[Path], list[str]], place: str, text: str
) -> None:
    before = rule(house)
    (house / place).parent.mkdir(parents=True, exist_ok=True)
    (house / place).write_text(text, encoding="utf-8")
    fresh = [finding for finding in rule(house) if finding not in before]
    assert fresh, f"{rule.__name__} did not see {place}"


def test_every_rule_has_a_planted_violation() -> None:
    planted = {row[0].__name__ for row in PLANTED}
    assert {rule.__name__ for rule in rules.RULES} == planted


def test_a_named_room_that_is_not_there_is_caught(house: Path) -> None:
    init = house / "media" / "__init__.py"
    init.write_text('"""Pictures.\n\nmodels.py  tables\nghost.py  nobody\n"""\n')
    assert any("ghost" in finding for finding in rules.docstrings_list_rooms(house))


CONTRACTS = [
    ("editorial/x.py", "from serai.portal import views\n", "Floors"),
    ("editorial/x.py", "from serai.broadcast import models\n", "Floors"),
    ("core/x.py", "from serai.vocabulary import models\n", "Floors"),
    ("gossip/__init__.py", "", "Floors"),
    ("media/utils.py", "", "Rooms"),
    ("vocabulary/gossip/__init__.py", "", "Rooms"),
    ("editorial/models.py", "from serai.editorial import actions\n", "Rooms"),
    ("editorial/models.py", "from serai.editorial import selectors\n", "Rooms"),
    ("broadcast/selectors.py", "from serai.broadcast import actions\n", "Rooms"),
    ("editorial/actions.py", "from serai.editorial import viewsets\n", "Rooms"),
    ("demo/actions.py", "from serai.demo import tasks\n", "Rooms"),
    ("portal/selectors/x.py", "from serai.portal import views\n", "Rooms"),
    ("ops/checkup.py", "def f():\n    from serai.ops import actions\n", "Rooms"),
    ("language/x.py", "import django\n", "Pure rooms"),
    ("importing/formats/x.py", "from django.db import models\n", "Pure rooms"),
    ("delivery/edge.py", "import django\n", "Pure rooms"),
    ("core/sandbox.py", "from serai.core import models\n", "Pure rooms"),
]


@pytest.mark.parametrize(("place", "text", "contract"), CONTRACTS, ids=lambda part: part.strip())
def test_import_contracts_catch(house: Path, place: str, text: str, contract: str) -> None:
    target = house / place
    target.parent.mkdir(exist_ok=True)
    with target.open("a", encoding="utf-8") as file:
        file.write(text)
    shutil.copy(PROJECT / "pyproject.toml", house.parents[1] / "pyproject.toml")
    script = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    run = subprocess.run(
        [sys.executable, "-c", script, "--no-cache"],
        cwd=house.parents[1],
        env={"PYTHONPATH": str(house.parent), "PATH": "", "HOME": str(house.parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0, run.stdout + run.stderr
    said = [line for line in run.stdout.splitlines() if line.startswith(contract)]
    assert [line for line in said if line.endswith("BROKEN")], run.stdout
