"""Captures are imported while one part after the other is killed: nothing acknowledged is lost."""

import json
import os
import signal
import subprocess
import threading
from collections import Counter
from pathlib import Path

from tests.scenarios.processes import SERAI, RunningHouse, wait_until

FILES, BATCH = 40, 4
PARTS = ("web main", "web worker", "job worker", "supervisor")

#: What the database holds, asked of a process of its own.
LOOK = """
import json
from serai.editorial.models import Article, ArticleCountry, CountryListing
rows = Article.objects.exclude(capture_key="").values_list("headline", "live", "pk")
print(json.dumps([
    [headline, live, ArticleCountry.objects.filter(article=pk).count(),
     CountryListing.objects.filter(article=pk).count()] for headline, live, pk in rows]))
"""


def capture(number: int) -> str:
    return (
        f"Порт открыл причал номер {number}\n07.01.2022 Демо-вестник {number}\n"
        f"Оман открыл у моря причал номер {number}, его ждали десять лет.\n\n"
        f"К причалу {number} подошёл первый паром. Об этом сообщили в порту.\n\n"
        "16:55 Письма с побережья 12+\n17:00 Большая вода 0+\n18:00 Новости 12+\n"
    )


class Importer:
    """Imports file after file and notes what was acknowledged; now and then it is killed itself."""

    def __init__(self, house: RunningHouse, files: list[Path]) -> None:
        self.house = house
        self.files = files
        self.acknowledged: Counter[str] = Counter()
        self.killed = 0
        self.thread = threading.Thread(target=self.run)

    def run(self) -> None:
        for start in range(0, len(self.files), BATCH):
            batch = [str(path) for path in self.files[start : start + BATCH]]
            with subprocess.Popen(
                [*SERAI, "import_capture", "--publish", "--json", *batch],
                env=self.house.environ(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            ) as process:
                assert process.stdout is not None
                for line in process.stdout:
                    row = json.loads(line)
                    assert "error" not in row, row
                    self.acknowledged[row["headline"]] += 1
                    if start % (3 * BATCH) == 0 and len(self.acknowledged) % BATCH == 2:
                        process.kill()
                        self.killed += 1
                        break

    def __enter__(self) -> "Importer":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.thread.join(240)
        assert not self.thread.is_alive()


def kill(house: RunningHouse, part: str) -> None:
    os.kill(house.pid(part), signal.SIGKILL)
    if part == "supervisor":
        assert house.process is not None
        house.process.wait()
        wait_until(lambda: not set(house.parts()) & {"web main", "job worker"}, "all are gone", 3)
        house.start()
    house.wait_for("/ru/")
    wait_until(house.is_whole_but_for_importers, f"one of each after {part}")


def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    house = RunningHouse(tmp_path / "var")
    files = []
    for number in range(FILES):
        files.append(tmp_path / f"page-{number}.txt")
        files[-1].write_text(capture(number), encoding="utf-8")
    try:
        house.start()
        house.wait_for("/ru/")
        with Importer(house, files) as importer:
            for part in PARTS:
                kill(house, part)
        assert importer.killed > 0
        found = json.loads(house.run("shell", "-v0", "-c", LOOK).stdout)
        standing = Counter(headline for headline, *_rest in found)
        assert set(importer.acknowledged) <= set(standing)
        assert max(standing.values()) == 1
        # Whole or not at all: live with its country and its place in the country's list.
        assert {tuple(rest) for _headline, *rest in found} == {(True, 1, 1)}
        again = house.run("import_capture", "--publish", "--json", *map(str, files), seconds=120)
        assert again.returncode == 0, again.stderr
        found = json.loads(house.run("shell", "-v0", "-c", LOOK).stdout)
        assert sorted(Counter(row[0] for row in found).values()) == [1] * FILES
        assert house.get("/ru/news/2022/01/07/") == 200
        wait_until(house.is_whole, "one of each at the end")
    finally:
        house.end()
