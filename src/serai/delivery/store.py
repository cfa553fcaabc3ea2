"""The page store: finished pages as files, and an index of what each was built from.

Two trees below the root. ``pages/`` holds bodies as a plain file server can send them
(``ru/news/812-port/index.html`` with ``.gz`` and ``.br`` beside it) and nothing but 200 pages.
``heads/`` holds one small JSON file a page: status, headers, until when it is true, its tags; it
is written last and taken away first, so a page is there when its head is. ``index.sqlite`` leads
from tags to paths. Losing all of it costs rendering anew, nothing else.

Local to one node; knows no Django. Writers take turns through the index's write lock.
"""

import fcntl
import gzip
import hashlib
import json
import os
import re
import secrets
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import brotli

from serai.core import clock
from serai.delivery.tags import SITE

SUFFIXES: Final = {"br": ".br", "gzip": ".gz"}
_SEGMENT: Final = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,199}")
#: Names that a directory of pages needs for itself.
_OURS: Final = re.compile(r"index\.(html|json)|.*\.(br|gz|json-head)")
_FILE: Final = re.compile(r".*\.(xml|json|txt|webmanifest|png|ics)")
#: Larger pages are not worth the seconds that the best compression takes.
_PRESSED: Final = 1_048_576
#: A page made so far ahead of the clock was made before somebody put the clock back.
_AHEAD: Final = 2.0
_VERSION: Final = 2
_SCHEMA: Final = """
DROP TABLE IF EXISTS page;
DROP TABLE IF EXISTS page_tag;
DROP TABLE IF EXISTS state;
CREATE TABLE page (
    path TEXT PRIMARY KEY, importance INTEGER NOT NULL, expires REAL, number INTEGER NOT NULL,
    stored REAL NOT NULL, bytes INTEGER NOT NULL, pressed INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX page_expires ON page (expires) WHERE expires IS NOT NULL;
CREATE INDEX page_stored ON page (stored);
CREATE INDEX page_importance ON page (importance);
CREATE INDEX page_loose ON page (importance) WHERE pressed = 0;
CREATE TABLE page_tag (
    tag TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (tag, path)
) WITHOUT ROWID;
CREATE INDEX page_tag_path ON page_tag (path);
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


_LINES: Final = "SELECT path, importance, expires, number, stored, bytes FROM page"


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it is kept."""

    status: int
    content_type: str
    body: bytes
    #: Headers for the shell, which says by them how the page leaves (headers.py).
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index."""

    path: str
    importance: int
    expires: datetime | None
    #: Last invalidation that the render knew of.
    number: int
    stored: datetime
    size: int


def storable(path: str) -> bool:
    """Whether the path has a place in the store: plain segments, a directory or a known file."""
    if not path.startswith("/") or len(path) > 600:
        return False
    *folders, last = path[1:].split("/")
    if not all(_SEGMENT.fullmatch(part) and not _OURS.fullmatch(part) for part in folders):
        return False
    return not last or bool(
        _SEGMENT.fullmatch(last) and _FILE.fullmatch(last) and not _OURS.fullmatch(last)
    )


class PageStore:
    """One directory. Safe for several processes and threads."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._local = threading.local()

    # -- where things stand ----------------------------------------------------------------------

    def body_file(self, path: str) -> Path:
        inside = path.strip("/")
        if path.endswith("/"):
            return self.root / "pages" / inside / "index.html"
        return self.root / "pages" / inside

    def head_file(self, path: str) -> Path:
        inside = path.strip("/")
        name = f"{inside}/index.json-head" if path.endswith("/") else f"{inside}.json-head"
        return self.root / "heads" / name

    # -- writing ---------------------------------------------------------------------------------

    def put(
        self,
        path: str,
        page: Page,
        tags: Iterable[str],
        *,
        number: int,
        expires: datetime | None = None,
        importance: int = 0,
        still_true: Callable[[], bool] = lambda: True,
    ) -> bool:
        """Keep a page; False where ``still_true``, asked under the lock, says no.

        The index line is written before the files and in a transaction of its own: whoever is
        killed in between leaves a line without files, never files without a line.
        """
        assert storable(path), path
        wanted = sorted(set(tags) - {SITE})
        packed = _packed(page.body)
        loose = page.status == 200 and packed and len(page.body) <= _PRESSED
        row = (
            path, importance, expires.timestamp() if expires else None, number,
            clock.now().timestamp(), len(page.body), not loose,
        )  # fmt: skip
        with self._writing() as index:
            # Until the files are replaced an older page may stand: the line is true of both.
            index.execute(
                "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET"
                " expires = min(ifnull(expires, excluded.expires),"
                " ifnull(excluded.expires, expires))",
                row,
            )
            index.executemany(
                "INSERT OR IGNORE INTO page_tag VALUES (?, ?)", [(tag, path) for tag in wanted]
            )
        with self._writing() as index:
            line = index.execute("SELECT number FROM page WHERE path = ?", (path,)).fetchone()
            if line is None or not still_true():
                if line is not None and not self.head_file(path).exists():
                    self._forget(index, [path])
                return False
            self._write(path, page, packed, wanted, expires)
            if not self._is_in_place():
                # The directory was taken away meanwhile, and our line with it.
                self._remove(path)
                return False
            index.execute("REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            kept = set(wanted)
            stale = [
                (tag, path)
                for (tag,) in index.execute("SELECT tag FROM page_tag WHERE path = ?", (path,))
                if tag not in kept
            ]
            index.executemany("DELETE FROM page_tag WHERE tag = ? AND path = ?", stale)
        return True

    def drop(self, paths: Iterable[str]) -> int:
        """Take pages away; how many there were."""
        gone, removed = list(paths), False
        try:
            with self._writing() as index:
                for path in gone:
                    self._remove(path)
                removed = True
                self._forget(index, gone)
        except sqlite3.OperationalError:
            # On a full disk pages go as well: lines without files do no harm.
            if not removed:
                raise
        return len(gone)

    def clear(self) -> None:
        """Take everything away. The trees are renamed first, so it is one moment for readers."""
        try:
            with self._writing() as index:
                self._set_aside()
                index.execute("DELETE FROM page_tag")
                index.execute("DELETE FROM page")
        finally:
            self._burn()

    def start_over(self) -> None:
        """After the index itself was damaged: nothing of the store is believed."""
        self.close()
        self._set_aside()
        for suffix in ("", "-wal", "-shm"):
            (self.root / f"index.sqlite{suffix}").unlink(missing_ok=True)
        self._burn()

    def sweep(self) -> int:
        """Take away what no line knows and what writers left who were killed; how many files."""
        count = 0
        with self._writing():
            known = {entry.path for entry in self.entries()}
            for file, path in self._on_disk():
                if path not in known:
                    file.unlink(missing_ok=True)
                    count += 1
        self._burn()
        return count

    def press(self, rested: float = 0.0) -> str | None:
        """Compress one page as well as can be; its path, None where none is left.

        Only one that has stood for ``rested`` seconds: what is replaced at once is not worth it.
        """
        row = self._index.execute(
            "SELECT path FROM page WHERE pressed = 0 AND stored <= ?"
            " ORDER BY importance DESC LIMIT 1",
            (clock.now().timestamp() - rested,),
        ).fetchone()
        if row is None:
            return None
        path: str = row[0]
        body = self._plain(path)
        small = {
            "br": brotli.compress(body or b"", quality=11),
            "gzip": gzip.compress(body or b"", compresslevel=9, mtime=0),
        }
        with self._writing() as index:
            if self._plain(path) != body:
                return path  # replaced meanwhile; another time
            if body is not None:
                file = self.body_file(path)
                for coding, suffix in SUFFIXES.items():
                    _replace(file.with_name(file.name + suffix), small[coding], marked=True)
                with suppress(FileNotFoundError):
                    os.utime(self.head_file(path))  # whoever holds the page in memory reads anew
            index.execute("UPDATE page SET pressed = 1 WHERE path = ?", (path,))
        return path

    # -- asking ----------------------------------------------------------------------------------

    def paths_of(self, tags: Iterable[str]) -> dict[str, int]:
        """Paths built from any of the tags, with their importance; under the writers' lock."""
        found: dict[str, int] = {}
        with self._writing() as index:
            for tag in set(tags):
                rows = index.execute(
                    "SELECT path, importance FROM page_tag JOIN page USING (path) WHERE tag = ?",
                    (tag,),
                )
                found.update(rows.fetchall())
        return found

    def expired(self, now: datetime) -> dict[str, int]:
        """Paths that are true no longer, with their importance; those too that were made in a
        future which the clock has left again."""
        rows = self._index.execute(
            "SELECT path, importance FROM page WHERE expires <= ?"
            " UNION SELECT path, importance FROM page WHERE stored > ?",
            (now.timestamp(), now.timestamp() + _AHEAD),
        )
        return dict(rows.fetchall())

    def next_expiry(self) -> datetime | None:
        found = self._index.execute(
            "SELECT min(expires) FROM page WHERE expires IS NOT NULL"
        ).fetchone()[0]
        return None if found is None else datetime.fromtimestamp(found, UTC)

    def entries(self, prefix: str = "/") -> list[Entry]:
        """Lines of the index whose paths begin so, in order."""
        rows = self._index.execute(
            f"{_LINES} WHERE path >= ? AND path < ? ORDER BY path",
            (prefix, prefix + "\U0010ffff"),
        )
        return [_entry(row) for row in rows]

    def entry(self, path: str) -> Entry | None:
        row = self._index.execute(f"{_LINES} WHERE path = ?", (path,)).fetchone()
        return None if row is None else _entry(row)

    def important(self, least: int) -> list[str]:
        rows = self._index.execute("SELECT path FROM page WHERE importance >= ?", (least,))
        return [path for (path,) in rows]

    def any_path(self) -> str | None:
        """A page by chance."""
        index = self._index
        count = index.execute("SELECT count(*) FROM page").fetchone()[0]
        at = secrets.randbelow(count) if count else 0
        row = index.execute("SELECT path FROM page LIMIT 1 OFFSET ?", (at,)).fetchone()
        return None if row is None else str(row[0])

    def tags_of(self, path: str) -> list[str]:
        rows = self._index.execute("SELECT tag FROM page_tag WHERE path = ? ORDER BY tag", (path,))
        return [tag for (tag,) in rows]

    def body(self, path: str) -> bytes | None:
        """The plain body of a kept page, of whatever status."""
        try:
            head = json.loads(self.head_file(path).read_bytes())
            if head["status"] != 200:
                return str(head["body"]).encode()
            return self.body_file(path).read_bytes()
        except (OSError, ValueError, KeyError):
            return None

    def state(self, name: str) -> str:
        row = self._index.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def set_state(self, name: str, value: object) -> None:
        with self._writing() as index:
            index.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, str(value)))

    # -- taking turns, and signs of life ---------------------------------------------------------

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Of all who refresh this store one at a time does; False where another is at it. Ends
        with the process, however that ends."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "turn").open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
            else:
                yield True

    def beat(self) -> None:
        """Somebody keeps this store up to date, and is alive."""
        file = self.root / "alive"
        stamp = clock.now().timestamp()
        if not file.exists():
            self.root.mkdir(parents=True, exist_ok=True)
            file.touch()
        os.utime(file, (stamp, stamp))

    def heard(self) -> float:
        """When that was said last."""
        try:
            return (self.root / "alive").stat().st_mtime
        except OSError:
            return 0.0

    # -- the parts -------------------------------------------------------------------------------

    @property
    def _index(self) -> sqlite3.Connection:
        """A connection of this thread; opened anew where the directory was taken away."""
        file = self.root / "index.sqlite"
        held = getattr(self._local, "index", None)
        if held is not None and self._local.pid == os.getpid():
            with suppress(OSError):
                if file.stat().st_ino == self._local.inode:
                    return held  # type: ignore[no-any-return]
            held.close()
        self.root.mkdir(parents=True, exist_ok=True)
        index = sqlite3.connect(file, timeout=20, isolation_level=None, check_same_thread=False)
        try:
            index.execute("PRAGMA journal_mode = WAL")
            index.execute("PRAGMA synchronous = NORMAL")
            self._lay_out(index)
            self._local.inode = file.stat().st_ino
        except (sqlite3.Error, OSError):
            index.close()
            self._local.index = None
            raise
        self._local.index, self._local.pid = index, os.getpid()
        return index

    def _lay_out(self, index: sqlite3.Connection) -> None:
        """The tables of a new index. Files that lie beside it already are nobody's."""
        if _version(index) == _VERSION:
            return
        index.execute("BEGIN IMMEDIATE")
        if _version(index) != _VERSION:
            self._set_aside()
            for statement in _SCHEMA.split(";"):
                index.execute(statement)
            index.execute(f"PRAGMA user_version = {_VERSION}")
        index.execute("COMMIT")
        self._burn()

    def _is_in_place(self) -> bool:
        """Whether the index that this thread writes is the one in the directory."""
        try:
            return bool((self.root / "index.sqlite").stat().st_ino == self._local.inode)
        except FileNotFoundError:
            return False

    def _set_aside(self) -> None:
        for name in ("heads", "pages"):
            with suppress(FileNotFoundError):
                aside = f".gone-{name}-{os.getpid()}-{secrets.token_hex(4)}"
                (self.root / name).rename(self.root / aside)

    def _burn(self) -> None:
        for aside in self.root.glob(".gone-*"):
            shutil.rmtree(aside, ignore_errors=True)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        index = self._index
        index.execute("BEGIN IMMEDIATE")
        try:
            yield index
            index.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                index.execute("ROLLBACK")
            raise

    def close(self) -> None:
        held = getattr(self._local, "index", None)
        if held is not None:
            held.close()
            self._local.index = None

    def _forget(self, index: sqlite3.Connection, paths: Iterable[str]) -> None:
        lines = [(path,) for path in paths]
        index.executemany("DELETE FROM page_tag WHERE path = ?", lines)
        index.executemany("DELETE FROM page WHERE path = ?", lines)

    def _write(
        self,
        path: str,
        page: Page,
        packed: dict[str, bytes],
        tags: list[str],
        expires: datetime | None,
    ) -> None:
        head: dict[str, Any] = {
            "status": page.status,
            "type": page.content_type,
            "marks": page.marks,
            "expires": expires.timestamp() if expires else None,
            "tags": tags,
        }
        if page.status == 200:
            file = self.body_file(path)
            for coding, suffix in SUFFIXES.items():
                beside = file.with_name(file.name + suffix)
                if coding in packed:
                    _replace(beside, packed[coding], marked=True)
                else:
                    beside.unlink(missing_ok=True)
            _replace(file, page.body, marked=True)
        else:
            self._remove(path)
            head["body"] = page.body.decode()
        _replace(self.head_file(path), json.dumps(head, ensure_ascii=False).encode())

    def _remove(self, path: str) -> None:
        file = self.body_file(path)
        for gone in (
            self.head_file(path),
            file,
            *(file.with_name(file.name + suffix) for suffix in SUFFIXES.values()),
        ):
            with suppress(FileNotFoundError, NotADirectoryError):
                gone.unlink()

    def _plain(self, path: str) -> bytes | None:
        try:
            return self.body_file(path).read_bytes()
        except OSError:
            return None

    def _on_disk(self) -> Iterator[tuple[Path, str]]:
        """Every file with the path of its page."""
        for tree in ("heads", "pages"):
            root = self.root / tree
            for folder, _folders, files in os.walk(root):
                inside = Path(folder).relative_to(root).as_posix()
                base = "/" if inside == "." else f"/{inside}/"
                for name in files:
                    bare = re.sub(r"\.(br|gz|json-head)$", "", name)
                    page = base if bare in ("index", "index.html") else base + bare
                    yield Path(folder) / name, page


def _packed(body: bytes) -> dict[str, bytes]:
    """While somebody waits: a third of the time of brotli 5 and gzip 6, a seventh larger.
    ``press`` does it again."""
    if len(body) < 256:
        return {}
    return {
        "br": brotli.compress(body, quality=3),
        "gzip": gzip.compress(body, compresslevel=4, mtime=0),
    }


def _replace(file: Path, content: bytes, *, marked: bool = False) -> None:
    """Write beside and rename: readers see the old bytes or the new ones, never a part.

    ``marked``: the file's moment says what is in it. A plain file server makes its tag of moment
    and size, and two pages of one size are made in one second now and then.
    """
    fresh = file.with_name(f".{file.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        try:
            fresh.write_bytes(content)
        except FileNotFoundError:
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(content)
        if marked:
            moment = int.from_bytes(hashlib.sha256(content).digest()[:4]) >> 1
            os.utime(fresh, (moment, moment))
        fresh.replace(file)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def _version(index: sqlite3.Connection) -> int:
    return int(index.execute("PRAGMA user_version").fetchone()[0])


def _entry(row: tuple[Any, ...]) -> Entry:
    path, importance, expires, number, stored, size = row
    return Entry(path, importance, _moment(expires), number, _known(stored), size)


def _known(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)


def _moment(stamp: float | None) -> datetime | None:
    return None if stamp is None else _known(stamp)
