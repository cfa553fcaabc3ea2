"""The page store: what is put is there whole, what is dropped is gone, nobody is half served."""

import gzip
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli
import pytest

from serai.core import clock
from serai.delivery.store import Page, PageStore, storable
from serai.delivery.tags import SITE, tag
from tests.delivery.trouble import full_disk

BODY = "<!doctype html><title>Порт</title>".encode() * 40
PAGE = Page(200, "text/html; charset=utf-8", BODY)
GONE = Page(410, "text/html; charset=utf-8", b"gone")


@pytest.fixture
def store(tmp_path: Path) -> PageStore:
    return PageStore(tmp_path / "store")


def test_a_page_is_kept_with_its_codings_and_found_by_its_tags(store: PageStore) -> None:
    assert store.put("/ru/news/8-port/", PAGE, {"article:8", "articles:ru", SITE}, number=3)
    file = store.root / "pages/ru/news/8-port/index.html"
    assert file.read_bytes() == BODY
    assert gzip.decompress(file.with_name("index.html.gz").read_bytes()) == BODY
    assert brotli.decompress(file.with_name("index.html.br").read_bytes()) == BODY
    assert store.paths_of({"article:8"}) == {"/ru/news/8-port/": 0}
    assert store.paths_of({"article:9"}) == {}
    assert store.tags_of("/ru/news/8-port/") == ["article:8", "articles:ru"]
    assert store.body("/ru/news/8-port/") == BODY
    (entry,) = store.entries("/ru/")
    assert (entry.path, entry.number, entry.size) == ("/ru/news/8-port/", 3, len(BODY))


def test_feeds_are_files_and_only_200_lies_where_a_file_server_looks(store: PageStore) -> None:
    feed = Page(200, "application/atom+xml", b"<feed/>")
    assert store.put("/ru/news/feed.xml", feed, {"articles:ru"}, number=1)
    assert (store.root / "pages/ru/news/feed.xml").read_bytes() == b"<feed/>"
    store.put("/ru/news/8-port/", PAGE, {"article:8"}, number=1)
    store.put("/ru/news/8-port/", GONE, {"article:8"}, number=2)
    assert not (store.root / "pages/ru/news/8-port/index.html").exists()
    assert store.body("/ru/news/8-port/") == b"gone"


def test_a_replaced_page_forgets_the_tags_it_no_longer_has(store: PageStore) -> None:
    store.put("/ru/", PAGE, {"article:1", "article:2"}, number=1)
    store.put("/ru/", PAGE, {"article:2", "article:3"}, number=2)
    assert store.tags_of("/ru/") == ["article:2", "article:3"]


def test_what_is_out_of_date_is_not_put_and_the_old_page_stands(store: PageStore) -> None:
    store.put("/ru/", PAGE, {"article:1"}, number=1)
    newer = Page(200, "text/html", b"newer")
    assert not store.put("/ru/", newer, {"article:1"}, number=2, still_true=lambda: False)
    assert store.body("/ru/") == BODY
    assert not store.put("/en/", newer, {"article:1"}, number=2, still_true=lambda: False)
    assert store.entries("/en/") == []


def test_dropped_pages_are_gone_with_their_files(store: PageStore) -> None:
    store.put("/ru/", PAGE, {"article:1"}, number=1)
    store.put("/ru/news/", PAGE, {"article:1"}, number=1)
    store.drop(["/ru/"])
    assert store.paths_of({"article:1"}) == {"/ru/news/": 0}
    assert store.body("/ru/") is None
    assert not (store.root / "pages/ru/index.html").exists()
    store.clear()
    assert store.entries() == []
    assert store.body("/ru/news/") is None


def test_pages_are_told_when_their_time_is_over(store: PageStore) -> None:
    now = datetime(2025, 3, 5, tzinfo=UTC)
    with clock.frozen(now):
        store.put("/ru/", PAGE, {"a"}, number=1, expires=now + timedelta(hours=1), importance=9)
        store.put("/en/", PAGE, {"a"}, number=1)
    assert store.next_expiry() == now + timedelta(hours=1)
    assert store.expired(now) == {}
    assert store.expired(now + timedelta(hours=1)) == {"/ru/": 9}


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", True),
        ("/ru/news/812-port/", True),
        ("/ru/news/feed.xml", True),
        ("/-/slots/ru/air/", True),
        ("/ru/tv/main/calendar.ics", True),
        ("/api/epg/main/2026-03-05.json", True),
        ("/ru/news", False),
        ("/ru//news/", False),
        ("/ru/../etc/passwd", False),
        ("/ru/.hidden/", False),
        ("/ru/index.html", False),
        ("/ru/index.html/", False),
        ("/ru/news/feed.xml.gz", False),
        ("/ru/новости/", False),
        ("/ru/a b/", False),
        ("/ru/news.css", False),
        ("/ru/x.json-head/", False),
        ("/" + "a/" * 400, False),
    ],
)
def test_only_plain_addresses_have_a_place(path: str, kept: bool) -> None:
    assert storable(path) is kept


def test_tags_are_made_of_plain_parts() -> None:
    assert tag("articles", "ru", "", "", "2022-01") == "articles:ru:2022-01"
    for bad in ("a b", "a:b", "", "é", "x" * 81):
        with pytest.raises(ValueError, match="tag"):
            tag("article", bad) if bad else tag(bad)


def test_the_directory_may_vanish_at_any_time(store: PageStore) -> None:
    store.put("/ru/", PAGE, {"a"}, number=1)
    shutil.rmtree(store.root)
    assert store.paths_of({"a"}) == {}
    assert store.body("/ru/") is None
    assert store.put("/ru/", PAGE, {"a"}, number=1)
    assert store.body("/ru/") == BODY


def test_files_without_a_line_are_swept(store: PageStore) -> None:
    store.put("/ru/", PAGE, {"a"}, number=1)
    store.put("/ru/news/feed.xml", PAGE, {"a"}, number=1)
    stray = store.root / "pages/ru/news/9-stray/index.html"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"stray")
    assert store.sweep() == 1
    assert not stray.exists()
    assert store.body("/ru/news/feed.xml") == BODY


def test_readers_see_whole_bodies_while_a_page_is_replaced(store: PageStore) -> None:
    bodies = {bytes([65 + n]) * 200_000 for n in range(4)}
    store.put("/ru/", Page(200, "text/html", b"A" * 200_000), {"a"}, number=1)
    stop = threading.Event()

    def replace() -> None:
        own = PageStore(store.root)
        while not stop.is_set():
            for body in bodies:
                own.put("/ru/", Page(200, "text/html", body), {"a"}, number=1)

    writers = [threading.Thread(target=replace) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        seen = {store.body("/ru/") for _ in range(2_000)}
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert seen <= bodies


KILLED = """
import os, sys
from pathlib import Path
from serai.delivery import store as module
from serai.core import clock
from serai.delivery.store import Page, PageStore
store = PageStore(Path(sys.argv[1]))
calls = 0
real = module._replace
def replace(file, content, **how):
    global calls
    calls += 1
    if calls == int(sys.argv[2]):
        os.kill(os.getpid(), 9)
    real(file, content, **how)
module._replace = replace
store.put("/ru/", Page(200, "text/html", b"new" * 200), {"a", "c"}, number=2)
"""


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_a_writer_killed_at_any_step_leaves_no_page_without_a_line(
    store: PageStore, step: int
) -> None:
    store.put("/ru/", Page(200, "text/html", b"old" * 200), {"a", "b"}, number=1)
    command = [sys.executable, "-c", KILLED, str(store.root), str(step)]
    killed = subprocess.run(command, check=False, env={**os.environ})
    assert killed.returncode == -signal.SIGKILL
    assert set(store.paths_of({"a"})) == {"/ru/"}
    assert set(store.paths_of({"b"})) == {"/ru/"}
    assert set(store.paths_of({"c"})) == {"/ru/"}
    assert store.body("/ru/") in (b"old" * 200, b"new" * 200)


def test_a_full_disk_leaves_the_old_page(store: PageStore) -> None:
    store.put("/ru/", PAGE, {"a"}, number=1)
    newer = Page(200, "text/html", os.urandom(200_000))
    # Room for the index, not for the body; then for neither.
    for tag_, room, told in (("b", 100_000, OSError), ("c", 0, sqlite3.OperationalError)):
        with full_disk(room), pytest.raises(told):
            store.put("/ru/", newer, {tag_}, number=2)
        assert store.body("/ru/") == BODY
        assert set(store.paths_of({"a"})) == {"/ru/"}
    assert store.put("/ru/", newer, {"b"}, number=2)
    assert store.paths_of({"a"}) == {}


def test_pages_can_be_dropped_from_a_full_disk(store: PageStore) -> None:
    store.put("/ru/", PAGE, {"a"}, number=1)
    with full_disk():
        store.drop(["/ru/"])
    assert store.body("/ru/") is None
    assert store.put("/ru/", PAGE, {"a"}, number=1)


def test_a_page_put_while_the_directory_goes_is_not_kept_without_a_line(store: PageStore) -> None:
    store.put("/ru/", PAGE, {"a"}, number=1)

    def meanwhile() -> bool:
        shutil.rmtree(store.root)
        return True

    assert not store.put("/ru/", PAGE, {"a"}, number=1, still_true=meanwhile)
    assert store.body("/ru/") is None
    assert list(store._on_disk()) == []


def test_pages_beside_a_new_index_are_nobody_s(store: PageStore) -> None:
    store.put("/ru/", PAGE, {"a"}, number=1)
    for suffix in ("", "-wal", "-shm"):
        (store.root / f"index.sqlite{suffix}").unlink(missing_ok=True)
    assert store.entries() == []
    assert store.body("/ru/") is None


def test_what_killed_writers_leave_is_swept(store: PageStore) -> None:
    store.put("/ru/", PAGE, {"a"}, number=1)
    for name in ("pages/ru/.index.html.br.1.2", "heads/ru/.index.json-head.1.2"):
        (store.root / name).write_bytes(b"half")
    (store.root / ".gone-pages-1-a").mkdir()
    assert store.sweep() == 2
    left = {file.name for file in store.root.rglob(".*")}
    assert left == set()
    assert store.body("/ru/") == BODY


@pytest.mark.parametrize(("old", "new"), [(None, 60), (60, None), (60, 90), (90, 60)])
def test_the_line_of_a_page_half_replaced_ends_with_the_earlier_of_both(
    store: PageStore, old: int | None, new: int | None
) -> None:
    now = clock.now()

    def moment(seconds: int | None) -> datetime | None:
        return None if seconds is None else now + timedelta(seconds=seconds)

    store.put("/ru/", PAGE, {"a"}, number=1, expires=moment(old))
    store.put("/ru/", PAGE, {"a"}, number=2, expires=moment(new), still_true=lambda: False)
    assert store.next_expiry() == moment(60)
    store.put("/ru/", PAGE, {"a"}, number=2, expires=moment(new))
    assert store.next_expiry() == moment(new)


def test_idle_time_makes_pages_smaller_the_important_first(store: PageStore) -> None:
    body = " ".join(f"порт {n * n % 977}" for n in range(4_000)).encode()
    page = Page(200, "text/html", body)
    store.put("/en/", page, {"a"}, number=1)
    store.put("/ru/", page, {"a"}, number=1, importance=9)
    store.put("/ru/x/", GONE, {"a"}, number=1)
    packed = store.root / "pages/ru/index.html.br"
    loose, head = packed.stat().st_size, store.head_file("/ru/").stat().st_mtime_ns
    assert [store.press(), store.press(), store.press()] == ["/ru/", "/en/", None]
    assert packed.stat().st_size < loose
    assert brotli.decompress(packed.read_bytes()) == body
    assert store.head_file("/ru/").stat().st_mtime_ns > head
    store.put("/ru/", PAGE, {"a"}, number=2)
    assert store.press() == "/ru/"
    assert store.body("/ru/") == BODY


def test_one_at_a_time_has_the_turn_and_a_killed_one_gives_it_back(store: PageStore) -> None:
    script = (
        "import os, sys; from pathlib import Path; from serai.delivery.store import PageStore\n"
        "with PageStore(Path(sys.argv[1])).turn() as ours:\n"
        "    print(ours, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(store.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"True\n"
        with store.turn() as ours:
            assert not ours
        other.kill()
    with store.turn() as ours:
        assert ours
