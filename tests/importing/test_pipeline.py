"""Files to results: batches, the child, faults that cost only their own file."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from serai.core.limits import limit
from serai.core.sandbox import SandboxError
from serai.editorial.models import Article, Source, SourceName
from serai.importing import pipeline
from serai.importing.formats.capture import CaptureError
from serai.importing.pipeline import Result, import_captures, read_file
from tests.builders import make_country
from tests.importing.pages import HEADLINE, make_site, make_text

pytestmark = pytest.mark.django_db

Answer = Callable[[str, bytes], Any]


def headline(number: int) -> str:
    return f"Лаос открыл мост номер {number} через реку"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Three pages of different articles."""
    for number in range(3):
        (tmp_path / f"{number}.txt").write_bytes(make_text(headline=headline(number)))
    return [str(tmp_path / f"{number}.txt") for number in range(3)]


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Sizes of the payloads that children were given."""
    given: list[int] = []
    real = pipeline.run_in_child

    def counted(function: str, payload: bytes) -> Any:
        given.append(len(payload))
        return real(function, payload)

    monkeypatch.setattr(pipeline, "run_in_child", counted)
    return given


def told(results: list[Result]) -> list[str]:
    return [result.error or result.as_dict()["headline"] for result in results]


def test_a_run_of_files_costs_one_child(files: list[str], children: list[int]) -> None:
    results = list(import_captures(files))
    assert [result.file for result in results] == files
    assert told(results) == [headline(number) for number in range(3)]
    assert all(result.filed and result.filed.article_made for result in results)
    assert len(children) == 1
    assert Article.objects.count() == 3


def test_no_file_no_child(children: list[int]) -> None:
    assert list(import_captures([])) == []
    (missing,) = import_captures(["/nowhere/at/all"])
    assert missing.error == "cannot be read: No such file or directory"
    assert children == []


def test_batches_are_bounded_in_files(
    files: list[str], children: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "BATCH_FILES", 2)
    assert told(list(import_captures(files, dry_run=True))) == [headline(n) for n in range(3)]
    assert len(children) == 2


def test_batches_are_bounded_in_bytes(
    files: list[str], children: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "BATCH_BYTES", 2000)
    assert told(list(import_captures(files, dry_run=True))) == [headline(n) for n in range(3)]
    assert len(children) == 3


def test_files_are_read_as_the_run_comes_to_them(
    files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "BATCH_FILES", 1)
    results = import_captures(iter(files), dry_run=True)
    next(results)
    Path(files[2]).unlink()
    assert told(list(results))[-1].startswith("cannot be read")


def test_the_vocabulary_of_the_database_travels_to_the_child(tmp_path: Path) -> None:
    make_country("OM")
    source = Source(slug="hudhud")
    source.names = [SourceName(language="en", name="Al Hudhud")]
    source.save()
    page = tmp_path / "page.txt"
    page.write_bytes(make_text(headline="Оман открыл мост", dateline="14.03.2023 Al Hudhud 5"))
    (result,) = import_captures([str(page)], dry_run=True)
    capture = result.capture
    assert capture is not None
    assert capture.about == ("OM",)
    assert (capture.source, capture.byline) == ("Al Hudhud", None)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("timeout", "takes too long to read"),
        ("cpu", "takes too long to read"),
        ("memory", "takes too much memory to read"),
        ("too_large", "holds too much text"),
        ("crash", "sandbox: crash"),
        ("bad_result", "sandbox: bad_result"),
    ],
)
def test_a_file_that_breaks_its_child_costs_only_itself(
    files: list[str], monkeypatch: pytest.MonkeyPatch, reason: Any, said: str
) -> None:
    real = pipeline.run_in_child

    def breaks(function: str, payload: bytes) -> Any:
        if headline(1).encode() in payload:
            raise SandboxError(reason)
        return real(function, payload)

    monkeypatch.setattr(pipeline, "run_in_child", breaks)
    assert told(list(import_captures(files))) == [
        headline(0),
        f"cannot be read: {said}",
        headline(2),
    ]
    assert Article.objects.count() == 2


@pytest.mark.parametrize("answer", [None, [], {}, "rows", [{}] * 7])
def test_an_answer_without_a_row_per_file_is_none(
    files: list[str], monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    monkeypatch.setattr(pipeline, "run_in_child", lambda function, payload: answer)
    assert all("not one row per file" in error for error in told(list(import_captures(files))))


def test_no_process_to_be_had(files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(function: str, payload: bytes) -> Any:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(pipeline, "run_in_child", refuses)
    assert all("temporarily unavailable" in error for error in told(list(import_captures(files))))


@pytest.mark.parametrize(
    "fault", [OperationalError("database is locked"), RuntimeError("a slip"), KeyError("x")]
)
def test_a_fault_while_filing_costs_only_its_file(
    files: list[str], monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    real = pipeline.file_capture

    def fails(**options: Any) -> Any:
        if options["capture"].headline == headline(1):
            raise fault
        return real(**options)

    monkeypatch.setattr(pipeline, "file_capture", fails)
    results = list(import_captures(files, publish=True))
    assert results[1].error == f"not filed: {type(fault).__name__}: {fault}"
    assert results[1].capture is None
    assert Article.objects.filter(live=True).count() == 2


def test_a_regular_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc" * 100_000)
    assert read_file(str(tmp_path / "a")) == b"abc" * 100_000
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert len(read_file(str(tmp_path / "link"))) == 300_000


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: None, "No such file"),
        (lambda path: path.mkdir(), "Is a directory"),
        (os.mkfifo, "a pipe or a device"),
        (lambda path: path.symlink_to("/dev/zero"), "a pipe or a device"),
        (lambda path: path.symlink_to(path), "symbolic links"),
        (lambda path: path.write_bytes(b"") and path, ""),
    ],
    ids=["missing", "directory", "pipe", "device", "loop of links", "empty"],
)
def test_what_is_no_file_of_a_page(
    tmp_path: Path, make: Callable[[Path], object], reason: str
) -> None:
    path = tmp_path / "file"
    make(path)
    if not reason:
        assert read_file(str(path)) == b""
        return
    with pytest.raises(CaptureError, match=f"cannot be read: .*{reason}"):
        read_file(str(path))


def test_a_name_that_no_system_knows(tmp_path: Path) -> None:
    for name in ("a\0b", "x" * 5000):
        with pytest.raises(CaptureError, match="cannot be read"):
            read_file(name)


def test_a_file_of_fifty_megabytes_is_not_read(tmp_path: Path) -> None:
    large = tmp_path / "large.html"
    with large.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(CaptureError, match=r"too large: 50\.0 MB, the limit is 5 MB"):
        read_file(str(large))


def test_the_limit_of_size(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(make_text().ljust(limit("capture_bytes")))
    assert told(list(import_captures([str(page)], dry_run=True))) == [HEADLINE]
    page.write_bytes(make_text().ljust(limit("capture_bytes") + 1))
    assert "too large" in told(list(import_captures([str(page)], dry_run=True)))[0]


def test_text_and_html_of_one_page_are_one_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(make_text())
    (tmp_path / "b.html").write_text(make_site(), encoding="utf-8")
    files = [str(tmp_path / "a.txt"), str(tmp_path / "b.html")]
    first, second = import_captures(files)
    assert first.filed is not None
    assert second.filed is not None
    assert (first.filed.article_made, second.filed.article_made) == (True, False)
    assert first.filed.article == second.filed.article


def test_the_side_of_the_child_knows_no_django() -> None:
    """It imports no framework, so that a child starts in a moment."""
    code = (
        "import sys; import serai.importing.formats.envelope;"
        "print([name for name in ('django', 'wagtail') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
