"""Documents that cannot lie: generated pages, README, the names of commands."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from serai.config.cli import OUR_COMMANDS
from serai.config.options import OPTIONS
from serai.config.schedule import TABLE
from serai.core.limits import LIMITS
from tests.architecture.generate import DOCS, arguments_of, pages

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["options.md", "commands.md", "limits.md", "schedule.md"])
def test_generated_page_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages()[name], "run: make docs"


def test_console_script_names_all_our_commands() -> None:
    ours = {name for name, app in get_commands().items() if str(app).startswith("serai.")}
    assert ours == set(OUR_COMMANDS)


def test_every_option_limit_job_and_command_says_what_it_is_for() -> None:
    silent = [option.name for option in OPTIONS if not option.meaning]
    silent += [limit.name for limit in LIMITS.values() if not limit.why]
    silent += [entry.name for entry in TABLE if not entry.why]
    for name in OUR_COMMANDS:
        command = load_command_class(get_commands()[name], name)
        silent += [] if command.help else [name]
        silent += [f"{name} {flags}" for flags, meaning in arguments_of(command) if not meaning]
    assert set(silent) <= {"import_capture FILE"}


def test_every_environment_variable_of_ours_is_an_option() -> None:
    """A variable that is read but stands in no table would be an undocumented option."""
    read = set()
    for path in (PROJECT / "src").rglob("*.py"):
        read |= set(re.findall(r"environ[^\n]*?[\"'](SERAI_[A-Z_]+)[\"']", path.read_text("utf-8")))
    assert read <= {option.name for option in OPTIONS}


def test_readme_is_short_and_its_links_lead_somewhere() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 150
    for link in re.findall(r"\]\((?!https?://)([^)#]+)", text):
        assert (PROJECT / link).exists(), link


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (PROJECT / "docs" / "decisions").glob("0*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_dependency_has_a_decision() -> None:
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.split("dependencies = [")[1].split("]\n")[0]
    records = "\n".join(
        path.read_text(encoding="utf-8") for path in (PROJECT / "docs" / "decisions").glob("*.md")
    ).lower()
    for name in re.findall(r'"([A-Za-z0-9_-]+)', block):
        assert name.lower() in records, f"{name} has no decision record"


def test_no_machine_path_or_registry_in_the_files() -> None:
    """Tracked files and new ones that git does not ignore."""
    pattern = r"/(root|home)/[a-z]|index-url|find-links|/work/(main|shared)"
    run = subprocess.run(
        ["git", "grep", "--untracked", "-n", "-I", "-E", pattern],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in (0, 1), run.stderr
    lines = [line for line in run.stdout.splitlines() if "test_docs.py" not in line]
    assert [line for line in lines if "--no-emit-index-url" not in line] == []


def test_documents_link_to_what_is_there() -> None:
    lost = []
    for path in sorted((PROJECT / "docs").rglob("*.md")):
        for link in re.findall(r"\]\((?!https?://)([^)#\s]+)", path.read_text(encoding="utf-8")):
            if not (path.parent / link).exists():
                lost.append(f"{path.relative_to(PROJECT)}: {link}")
    assert lost == []
