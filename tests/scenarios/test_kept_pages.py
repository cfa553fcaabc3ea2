"""A whole house whose parts are killed while it publishes: no page stays old."""

import json
import os
import re
import signal
import subprocess
import sys

from tests.scenarios.processes import SERAI, RunningHouse, wait_until

PUBLISH = """
from serai.editorial.models import Article
from tests.builders import make_article
from serai.portal.selectors import addresses
article = make_article("Порт 0")
print(addresses.article("ru", article.pk, article.slug), flush=True)
for count in range(1, 13):
    input()
    fresh = Article.objects.get(pk=article.pk)
    fresh.headline = f"Порт {count}"
    fresh.save_revision().publish()
    print(count, flush=True)
"""


class Editor:
    """A process that publishes an article again each time it is told to."""

    def __init__(self, house: RunningHouse) -> None:
        self.process = subprocess.Popen(
            [*SERAI, "shell", "-c", PUBLISH],
            env={**house.environ(), "PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.path = self.hears()

    def hears(self) -> str:
        assert self.process.stdout is not None
        while line := self.process.stdout.readline():
            if line.startswith("/") or line.strip().isdecimal():
                return line.strip()
        raise AssertionError("the editor has gone")

    def end(self) -> int:
        with self.process:  # closes the pipes
            return self.process.wait(30)

    def publish(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()


def test_kills_of_worker_and_web_while_publishing_leave_no_old_page(house: RunningHouse) -> None:
    editor = Editor(house)
    wait_until(lambda: house.answers(editor.path), "the article is there")
    for count in range(1, 13):
        editor.publish()
        part = {3: "job worker", 6: "web worker", 9: "job worker"}.get(count)
        if part:
            os.kill(house.pid(part), signal.SIGKILL)
        assert editor.hears() == str(count)
        wait_until(lambda: house.answers(editor.path), "the web answers")
        house.answers("/ru/")
        if part:
            wait_until(house.is_whole_but_for_importers, "the house is whole")
    assert editor.end() == 0

    def shown() -> bool:
        pages = [house.ask(path)[2].decode() for path in (editor.path, "/ru/")]
        return all("Порт 12" in page for page in pages)

    wait_until(shown, "the last change is visible", 20)
    wait_until(lambda: house.ask("/ru/")[1]["cache-status"] == "serai; hit", "pages are kept")
    line = re.compile(r"invalidated \d+, rendered \d+, \d+ ms")
    wait_until(lambda: line.search(house.said()) is not None, "the worker's line")
    audited = house.run("audit", "--all", "--json")
    assert json.loads(audited.stdout)["different"] == [], audited
    assert json.loads(audited.stdout)["looked_at"] >= 2
