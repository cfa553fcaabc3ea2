"""Two imports of the same page at the same time file it once."""

import threading
from pathlib import Path

import pytest
from django.db import connection

from serai.broadcast.models import ScheduleEvent
from serai.core.editions import locale_id
from serai.editorial.models import Article, Source, Storyline
from serai.importing.pipeline import Result, import_captures
from tests.importing.pages import SCHEDULE, make_text

RUNS = 4


@pytest.mark.django_db(transaction=True)
def test_imports_side_by_side_file_a_page_once(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(make_text(dateline="14.03.2023 Вера Ким, студия «Заря» 27"))
    locale_id("ru")
    start = threading.Barrier(RUNS)
    results: list[Result] = []

    def run() -> None:
        try:
            start.wait(20)
            results.extend(import_captures([str(page)], publish=True))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(RUNS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [result.error for result in results] == [""] * RUNS
    made = [result.filed.article_made for result in results if result.filed]
    assert sorted(made) == [False] * (RUNS - 1) + [True]
    assert Article.objects.get().live
    assert (Source.objects.count(), Storyline.objects.count()) == (1, 1)
    assert ScheduleEvent.objects.count() == len(SCHEDULE)
