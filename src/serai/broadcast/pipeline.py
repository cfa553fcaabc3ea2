"""From a file to batches: opened in the sandbox child, spooled, arranged channel by channel.

The spool is a SQLite file that is gone when it is closed, so a file of 300 MB costs disk and not
memory.
"""

import hashlib
import json
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from serai.broadcast.formats.arranging import Arranged, Remark, arrange
from serai.broadcast.formats.entries import Entry, Rules, entry_from
from serai.core.limits import limit
from serai.core.sandbox import SandboxError, SandboxRefusal, stream_through_child

_READER: Final = "serai.broadcast.formats.opening:read_stream"
#: Remarks that are kept of one file; more of a kind are counted.
_KEPT: Final = 20_000
#: Rows without a channel are told with every channel of the file, so they are fewer.
_LOST: Final = 200


class ScheduleError(ValueError):
    """A file that gave nothing; ``keyword`` is that of an issue."""

    def __init__(self, keyword: str, message: str) -> None:
        super().__init__(message)
        self.keyword = keyword


@dataclass
class Spool:
    """What a file held, channel by channel. Close it, or use it as a context."""

    hash: str = ""
    channels: dict[str, dict[str, str]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    #: Remarks on rows that became no entry.
    lost: list[Remark] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix="serai-schedule-")
        self._rows = sqlite3.connect(Path(self._directory.name) / "rows", isolation_level=None)
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("PRAGMA synchronous = OFF")
        self._rows.execute("PRAGMA cache_size = -8000")
        self._rows.execute(
            "CREATE TABLE row (channel TEXT, start INTEGER, number INTEGER, line TEXT)"
        )
        self._rows.execute("CREATE TABLE out (start INTEGER, line TEXT)")
        self._rows.execute("BEGIN")
        self._waiting: list[tuple[str, int, int, str]] = []
        self._out: list[tuple[int, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._rows.close()
        self._directory.cleanup()

    def take(self, line: Any) -> None:
        """One line of the child."""
        match line:
            case ["e", str(key), int(start), int(number), str(text)]:
                self.counts["rows"] += 1
                if key not in self.channels:
                    self.channels[key] = {}
                self._waiting.append((key, start, number, text))
                if len(self._waiting) >= 1000:
                    self._flush()
            case ["c", str(key), dict(names)]:
                self.channels[key] = {**self.channels.get(key, {}), **names}
            case ["d", str(keyword), int(row), str(message)]:
                self.counts["rows"] += 1
                self.counts["dropped"] += 1
                if len(self.lost) < _LOST:
                    self.lost.append((keyword, row, message))
                self.remark(keyword, row, message)
            case ["r", str(keyword), int(row), str(message)]:
                self.remark(keyword, row, message)
            case _:
                raise ScheduleError("badresult", "the reader said something unknown")

    def remark(self, keyword: str, row: int, message: str) -> None:
        if len(self.remarks) < _KEPT:
            self.remarks.append((keyword, row, message))
        self.counts["remarks"] += 1

    def finish(self) -> None:
        self._flush()
        self._rows.execute("CREATE INDEX row_of_channel ON row (channel, start, number)")
        self._rows.execute("COMMIT")

    def _flush(self) -> None:
        self._rows.executemany("INSERT INTO row VALUES (?, ?, ?, ?)", self._waiting)
        self._waiting.clear()

    def entries(self, channel: str) -> Iterator[Entry]:
        rows = self._rows.execute(
            "SELECT line FROM row WHERE channel = ? ORDER BY start, number", (channel,)
        )
        for (line,) in rows:
            yield entry_from(json.loads(line))

    def put_out(self, start: int, text: str) -> None:
        """A finished event, to be had in time order when all are."""
        self._out.append((start, text))
        if len(self._out) >= 1000:
            self._flush_out()

    def _flush_out(self) -> None:
        self._rows.executemany("INSERT INTO out VALUES (?, ?)", self._out)
        self._out.clear()

    def in_order(self) -> Iterator[str]:
        self._flush_out()
        for (text,) in self._rows.execute("SELECT line FROM out ORDER BY start, rowid"):
            yield text

    def arranged(self, channel: str, rules: Rules) -> Arranged:
        return arrange(self.entries(channel), rules)


def open_schedule(file: IO[bytes], rules: Rules, *, name: str = "", told: str = "") -> Spool:
    """Everything that the file holds. Raises ScheduleError where that is nothing at all."""
    spool = Spool()
    hashed = _Hashed(file)
    order = {"rules": asdict(rules), "format": told, "name": name}
    try:
        lines = stream_through_child(
            _READER, order, hashed,  # type: ignore[arg-type]
            wall_seconds=limit("schedule_wall_seconds"),
            cpu_seconds=limit("schedule_cpu_seconds"),
            memory_mb=limit("schedule_memory_mb"),
        )  # fmt: skip
        for line in lines:
            spool.take(line)
    except SandboxRefusal as error:
        spool.remark(error.refusal, 0, error.message)
        if not spool.counts["rows"]:
            spool.close()
            raise ScheduleError(error.refusal, error.message) from None
    except SandboxError as error:
        spool.remark("notopened", 0, f"reading ended early: {error.reason}")
        if not spool.counts["rows"]:
            spool.close()
            raise ScheduleError(
                "notopened", f"the file could not be read ({error.reason})"
            ) from None
    except BaseException:
        spool.close()
        raise
    hashed.finish()
    spool.hash = hashed.sum.hexdigest()
    spool.finish()
    return spool


class _Hashed:
    """A file whose content is summed up while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sum = hashlib.sha256()

    def read(self, size: int) -> bytes:
        piece = self._file.read(size)
        self.sum.update(piece)
        return piece

    def finish(self) -> None:
        """Whatever the reader left unread belongs to the file too."""
        with suppress(OSError):
            while self.read(1 << 20):
                pass
