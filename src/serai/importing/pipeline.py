"""From files to rows: read the bytes, open them in the sandbox child, check, file.

One child opens a batch of files. Where a batch fails each of its files gets a child of its own, so
a hostile page costs itself an error and the others a little time.
"""

import logging
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from serai.core import clock
from serai.core.limits import limit
from serai.core.sandbox import SandboxError, run_in_child
from serai.importing.actions import Filed, file_capture
from serai.importing.formats.capture import Capture, CaptureError
from serai.importing.formats.envelope import READER, Names, Sheet, capture_from, pack
from serai.importing.formats.lines import refuse_large
from serai.importing.selectors import source_names
from serai.vocabulary.selectors import country_forms

logger = logging.getLogger(__name__)

# A batch shares the start of a child and its limits; one page takes a few milliseconds.
BATCH_FILES: Final = 25
BATCH_BYTES: Final = 2 * 1024 * 1024
_TOLD: Final = {
    "timeout": "takes too long to read",
    "cpu": "takes too long to read",
    "memory": "takes too much memory to read",
    "too_large": "holds too much text",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: a capture, filed unless the run was dry, or an error."""

    file: str
    capture: Capture | None = None
    filed: Filed | None = None
    error: str = ""

    def as_dict(self) -> dict[str, Any]:
        if self.capture is None:
            return {"file": self.file, "error": self.error}
        return self.capture.as_dict(self.file)


def import_captures(
    files: Iterable[str],
    *,
    publish: bool = False,
    channel_slug: str | None = None,
    dry_run: bool = False,
) -> Iterator[Result]:
    """One result per file, in order; what was yielded as filed is committed."""
    names = Names(country_forms(), source_names(), clock.today(settings.NEWSROOM_ZONE))
    for batch in _batches(files):
        for read in _opened(batch, names):
            yield read if dry_run else _file(read, publish, channel_slug)


def _file(read: Result, publish: bool, channel_slug: str | None) -> Result:
    if read.capture is None:
        return read
    try:
        filed = file_capture(capture=read.capture, publish=publish, channel_slug=channel_slug)
    except Exception as error:
        # A slip of ours is worth its trace, a locked database is not.
        trace = not isinstance(error, DatabaseError)
        logger.warning("%s was not filed: %s", read.file, error, exc_info=trace)
        if not connection.in_atomic_block:
            # A lost connection is opened anew for the next file.
            close_old_connections()
        return Result(read.file, error=f"not filed: {type(error).__name__}: {error}")
    return Result(read.file, read.capture, filed)


Read = tuple[str, Sheet | CaptureError]


def _batches(files: Iterable[str]) -> Iterator[list[Read]]:
    batch: list[Read] = []
    size = 0
    for file in files:
        sheet = _sheet(file)
        length = len(sheet.data) if isinstance(sheet, Sheet) else 0
        if batch and (len(batch) == BATCH_FILES or size + length > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append((file, sheet))
        size += length
    if batch:
        yield batch


def _sheet(file: str) -> Sheet | CaptureError:
    try:
        return Sheet(Path(file).name, read_file(file))
    except CaptureError as error:
        return error


def read_file(file: str) -> bytes:
    """The bytes of a file of a page's size. Raises CaptureError.

    Only regular files: a pipe would wait for its writer, a device never ends.
    """
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as opened:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                raise CaptureError("cannot be read: it is a pipe or a device")
            refuse_large(state.st_size)
            data = opened.read(limit("capture_bytes") + 1)
            refuse_large(len(data))
            return data
    except (OSError, ValueError) as error:
        if isinstance(error, CaptureError):
            raise
        raise CaptureError(f"cannot be read: {getattr(error, 'strerror', '') or error}") from error


def _opened(batch: Sequence[Read], names: Names) -> Iterator[Result]:
    sheets = [sheet for _file, sheet in batch if isinstance(sheet, Sheet)]
    answers = iter(_answers(sheets, names))
    for file, sheet in batch:
        try:
            if isinstance(sheet, CaptureError):
                raise sheet
            yield Result(file, capture_from(next(answers)))
        except CaptureError as error:
            yield Result(file, error=str(error))


def _answers(sheets: Sequence[Sheet], names: Names) -> list[Any]:
    """A row for every sheet, from one child or, where that fails, from one each."""
    if not sheets:
        return []
    try:
        rows = run_in_child(READER, pack(sheets, names))
        if not isinstance(rows, list) or len(rows) != len(sheets):
            raise SandboxError("bad_result", "not one row per file")
    except (SandboxError, OSError) as error:
        if len(sheets) > 1:
            return [row for sheet in sheets for row in _answers([sheet], names)]
        logger.warning("the sandbox gave nothing back: %s", error)
        reason = error.reason if isinstance(error, SandboxError) else ""
        return [{"error": f"cannot be read: {_TOLD.get(reason, error)}"}]
    return rows
