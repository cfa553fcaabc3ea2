"""Which format a schedule has, packed and encoded as it comes.

``read_stream`` is the function of the sandbox child: bytes in, lines out (``["c", id, names]``,
``["e", channel, start, number, entry]``, ``["d" or "r", keyword, row, message]``).
"""

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import IO, Any, Final

from serai.broadcast.formats import json_list, plain, tables, xmltv
from serai.broadcast.formats.entries import Entry, Rules
from serai.broadcast.formats.mending import encoding_of
from serai.broadcast.formats.sheets import sheets
from serai.broadcast.formats.times import clock_of

FORMATS: Final = ("xmltv", "csv", "sheet", "text", "json")
_PIECE: Final = 64 * 1024
#: Unpacked; a packed file of 300 MB is a year of 290 channels.
_UNPACKED: Final = 2 * 1024**3
#: What is read whole: everything but XMLTV.
_WHOLE: Final = 32 * 1024**2
_RATIO: Final = 300
_CYRILLIC: Final = frozenset("оеаинтсрвлкмдпуяОЕАИНТСРВЛКМДПУЯ")


class OpeningError(ValueError):
    """A file that is no schedule; ``reason`` is a keyword."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class Lines:
    """A sink that writes each finding as one JSON value."""

    def __init__(self, emit: Callable[[Any], None]) -> None:
        self._emit = emit

    def channel(self, key: str, names: dict[str, str]) -> None:
        self._emit(["c", key, names])

    def entry(self, entry: Entry) -> None:
        line = json.dumps(entry.as_line(), ensure_ascii=False)
        self._emit(["e", entry.channel, entry.start, entry.number, line])

    def dropped(self, keyword: str, row: int, message: str) -> None:
        self._emit(["d", keyword, row, message])

    def remark(self, keyword: str, row: int, message: str) -> None:
        self._emit(["r", keyword, row, message])


def read_stream(order: dict[str, Any], source: IO[bytes], emit: Callable[[Any], None]) -> None:
    """``order``: ``rules``, ``format`` ("" to find out) and ``name`` of the file."""
    read(
        source, Rules(**order["rules"]), Lines(emit), order.get("format", ""), order.get("name", "")
    )


def read(source: IO[bytes], rules: Rules, sink: Any, told: str = "", name: str = "") -> None:
    """Hand what the file holds to ``sink``. Raises OpeningError and the readers' own errors."""
    pieces = _pieces(source)
    head = next(pieces, b"")
    if not head.strip():
        raise OpeningError("empty", "the file is empty")
    pieces = chain([head], pieces)
    if head.startswith(b"\x1f\x8b"):
        pieces = _gunzipped(pieces)
        head = next(pieces, b"")
        pieces, name = chain([head], pieces), name.removesuffix(".gz")
    elif head.startswith(b"PK\x03\x04") and told in ("", "xmltv") and not _is_workbook(head, name):
        content = _whole(pieces)
        if not _holds_workbook(content):
            for inner, data in _unzipped(content):
                read(io.BytesIO(data), rules, sink, told, inner)
            return
        pieces = iter([content])
    kind = told or _kind_of(head, name)
    if kind == "xmltv":
        xmltv.read(pieces, head, rules, sink)
        return
    content = _whole(pieces)
    if kind == "sheet":
        _read_sheets(content, rules, sink, name)
        return
    text = decoded(content, rules.encoding)
    if kind == "json":
        json_list.read(text, rules, sink)
    elif kind == "text":
        plain.read(text, rules, sink)
    else:
        _tables([("", _csv_rows(text))], rules, sink, name)


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(_PIECE):
        yield piece


def _whole(pieces: Iterable[bytes]) -> bytes:
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) > _WHOLE:
            raise OpeningError("too_large", f"larger than {_WHOLE >> 20} MB")
    return bytes(found)


def _gunzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Unpacked as it is read, up to a size; a bomb ends with an error. Of a file that is cut off
    comes what there is, and its end is missed by the reader."""
    opened = zlib.decompressobj(31)
    size = packed = 0
    for piece in pieces:
        packed += len(piece)
        rest = piece
        while rest:
            try:
                found = opened.decompress(rest, _PIECE * 4)
            except zlib.error as error:
                if not size:
                    raise OpeningError("notopened", f"no gzip: {error}"[:200]) from None
                return
            size += len(found)
            if size > _UNPACKED or (size > _WHOLE and size > packed * _RATIO):
                raise OpeningError("too_large", "unpacked it is larger than any schedule")
            if found:
                yield found
            rest = opened.unconsumed_tail
            if opened.eof:  # another part may follow
                rest, opened = opened.unused_data, zlib.decompressobj(31)


def _is_workbook(head: bytes, name: str) -> bool:
    return (
        name.lower().endswith((".xlsx", ".xlsm", ".xlsb", ".ods")) or b"[Content_Types].xml" in head
    )


def _holds_workbook(content: bytes) -> bool:
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile as error:
        raise OpeningError("notopened", f"no zip: {error}"[:200]) from None
    return any(name in ("[Content_Types].xml", "mimetype", "content.xml") for name in names)


def _unzipped(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()][:50]
        if not infos:
            raise OpeningError("empty", "the archive is empty")
        for info in infos:
            if info.flag_bits & 1:
                raise OpeningError("notopened", "the archive has a password")
            with archive.open(info) as file:
                data = file.read(_WHOLE * 8 + 1)
            if len(data) > _WHOLE * 8:
                raise OpeningError("too_large", f"{info.filename[:80]} is too large unpacked")
            yield info.filename, data


def _kind_of(head: bytes, name: str) -> str:
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "sheet"
    start = head[:400].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<"):
        return "xmltv"
    if start.startswith((b"{", b"[")):
        return "json"
    text = decoded(head[: _PIECE - 8])
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    if name.lower().endswith((".csv", ".tsv", ".tab")):
        return "csv"
    begins = sum(
        clock_of(line.split()[0].strip(".,;–—-")) is not None for line in lines if line.split()
    )
    delimited = sum(
        line.count(";") >= 1 or line.count("\t") >= 1 or line.count(",") >= 2 for line in lines
    )
    if begins * 2 > len(lines) and not any(
        line.count(";") or line.count("\t") > 1 for line in lines
    ):
        return "text"
    return "csv" if delimited * 2 > len(lines) else "text"


def decoded(content: bytes, told: str = "") -> str:
    """Text in whatever encoding: its mark, UTF-8, else the one of cp1251 and cp1252 that reads
    more like a language."""
    if told:
        return content.decode(told, errors="replace")
    named = encoding_of(content[:4])
    if named in ("utf-8-sig", "utf-16") or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode(named, errors="replace")
    if content[1:2] == b"\x00" and content[3:4] == b"\x00":
        return content.decode("utf-16-le", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 4:  # a piece that ends inside a letter
            return content[: error.start].decode("utf-8")
    high = [byte for byte in content if byte >= 0x80]
    cyrillic = content.decode("cp1251", errors="replace")
    common = sum(letter in _CYRILLIC for letter in cyrillic)
    return cyrillic if common * 2 > len(high) else content.decode("cp1252", errors="replace")


def _csv_rows(text: str) -> list[list[str]]:
    """Rows of whatever delimiter gives the most columns the most often."""
    lines = text.splitlines()[:200]
    counts = {mark: sorted(line.count(mark) for line in lines if line.strip()) for mark in "\t;|,"}
    delimiter = max(
        counts, key=lambda mark: (sum(counts[mark][len(counts[mark]) // 3 :]), mark != ",")
    )
    csv.field_size_limit(_WHOLE)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise OpeningError("notopened", f"no table: {error}"[:200]) from None


def _read_sheets(content: bytes, rules: Rules, sink: Any, name: str) -> None:
    _tables(list(sheets(content, rules.sheet)), rules, sink, name)


def _tables(found: list[tuple[str, list[list[Any]]]], rules: Rules, sink: Any, name: str) -> None:
    """Sheets one after the other; rows are counted through the whole book."""
    if rules.channel:
        sink.channel(rules.channel, {})
    before = 0
    for title, rows in found:
        shifted = _Shifted(sink, before, title if len(found) > 1 else "")
        tables.read(rows, rules, shifted, name=title if len(found) > 1 else f"{title} {name}")
        before += len(rows)


class _Shifted:
    """Row numbers behind those of the sheets before; a message names its sheet."""

    def __init__(self, sink: Any, by: int, sheet: str) -> None:
        self._sink, self._by, self._sheet = sink, by, sheet

    def channel(self, key: str, names: dict[str, str]) -> None:
        self._sink.channel(key, names)

    def entry(self, entry: Entry) -> None:
        entry.number += self._by
        self._sink.entry(entry)

    def dropped(self, keyword: str, row: int, message: str) -> None:
        self._sink.dropped(keyword, row + self._by, self._told(row, message))

    def remark(self, keyword: str, row: int, message: str) -> None:
        self._sink.remark(keyword, row + self._by if row else 0, self._told(row, message))

    def _told(self, row: int, message: str) -> str:
        return f"sheet {self._sheet}, row {row}: {message}" if self._sheet else message
