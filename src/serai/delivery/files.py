"""Static files and renditions from a directory, served by the shell without Django.

Small files stay in memory, checked by one ``stat`` a request; large ones are read piece by piece
off the event loop. Compressed neighbours (``name.css.br``) are made once, by compressing.py.
"""

import asyncio
import hashlib
import re
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from serai.delivery.bodies import BodyFile, Receive
from serai.delivery.compressing import COMPRESSED, NEIGHBOURS, precompress
from serai.delivery.edge import Send, send_text
from serai.delivery.headers import HeaderLines
from serai.delivery.heads import Scope

__all__ = ["FileServer", "FolderRules", "precompress"]

Signature = tuple[int, int, int, int]

TYPES: Final = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_HASHED: Final = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")
_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_PIECE: Final = 262_144
_KEPT_BY_304: Final = frozenset({b"etag", b"cache-control", b"vary"})
_FOREVER: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class FolderRules:
    """``prefix`` of the address, ``root`` on the disk; ``short_seconds`` for names without hash."""

    prefix: str
    root: Path
    short_seconds: int = 300
    memory_bytes: int = 32 * 1024 * 1024
    small_bytes: int = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """One file as it is sent: its tag and, where it is small, its bytes."""

    path: Path
    signature: Signature
    etag: str
    size: int
    content: bytes | None


class FileServer:
    """Answers GET and HEAD below one prefix."""

    def __init__(self, rules: FolderRules) -> None:
        self._rules = rules
        self._root = rules.root.resolve()
        self._memory: OrderedDict[Path, Stored] = OrderedDict()
        self.held_bytes = 0

    async def __call__(self, scope: Scope, body: BodyFile, receive: Receive, send: Send) -> None:
        if scope["method"] == "POST":
            await send_text(send, 405, "Files are only read", allow="GET, HEAD")
            return
        name = scope["path"].removeprefix(self._rules.prefix)
        asked = {key: value.decode("latin-1") for key, value in scope["headers"]}
        inside = scope["path"].startswith(self._rules.prefix) and _is_public(name)
        coding, found = await self._find(name, asked) if inside else ("", None)
        if found is None:
            await send_text(send, 404, "There is no such file")
            return
        await _send(send, scope["method"], found, asked, self._headers(name, coding, found))

    async def _find(self, name: str, asked: dict[bytes, str]) -> tuple[str, Stored | None]:
        """The file in the best coding that the client takes; a range is of the file itself."""
        suffix = Path(name).suffix.lower()
        plain = await self._stored(name)
        if plain is None or suffix not in COMPRESSED or b"range" in asked:
            return "", plain
        for coding in _codings(asked.get(b"accept-encoding", "")):
            smaller = await self._stored(name + NEIGHBOURS[coding])
            if smaller is not None and smaller.signature[1] >= plain.signature[1]:
                return coding, smaller
        return "", plain

    async def _stored(self, name: str) -> Stored | None:
        path = self._root / name
        signature = _signature(path)
        if signature is None:
            self._forget(path)
            return None
        held = self._memory.get(path)
        if held is not None and held.signature == signature:
            self._memory.move_to_end(path)
            return held
        fresh = await asyncio.to_thread(_load, path, self._rules.small_bytes)
        self._forget(path)
        if fresh is not None and fresh.content is not None:
            self._keep(fresh)
        return fresh

    def _keep(self, fresh: Stored) -> None:
        if fresh.path in self._memory:
            return  # two requests read the same file at once
        self._memory[fresh.path] = fresh
        self.held_bytes += fresh.size
        while self.held_bytes > self._rules.memory_bytes:
            _, oldest = self._memory.popitem(last=False)
            self.held_bytes -= oldest.size

    def _forget(self, path: Path) -> None:
        gone = self._memory.pop(path, None)
        if gone is not None:
            self.held_bytes -= gone.size

    def _headers(self, name: str, coding: str, found: Stored) -> HeaderLines:
        suffix = Path(name).suffix.lower()
        short = f"public, max-age={self._rules.short_seconds}"
        lines = {
            "content-type": TYPES.get(suffix, "application/octet-stream"),
            "cache-control": _FOREVER if _HASHED.search(name) else short,
            "etag": found.etag,
            "accept-ranges": "bytes",
        }
        if suffix not in TYPES:
            lines["content-disposition"] = "attachment"
        if suffix in COMPRESSED:
            lines["vary"] = "accept-encoding"
        if coding:
            lines["content-encoding"] = coding
        return [(key.encode(), value.encode()) for key, value in lines.items()]


def _is_public(name: str) -> bool:
    """No hidden files, no steps aside, no neighbours by their own name."""
    segments = name.split("/")
    if any(not segment or segment.startswith(".") for segment in segments):
        return False
    return not name.endswith(tuple(NEIGHBOURS.values()))


def _signature(path: Path) -> Signature | None:
    try:
        stat = path.stat()
    except (OSError, ValueError):
        return None
    return stat.st_size, stat.st_mtime_ns, stat.st_ino, stat.st_dev


def _load(path: Path, small_bytes: int) -> Stored | None:
    """Read a file that is one: a link, wherever it leads, is none."""
    if path.resolve() != path:
        return None
    signature = _signature(path)
    if signature is None or not path.is_file():
        return None
    size = signature[0]
    if size > small_bytes:
        mark = hashlib.sha256(repr(signature).encode())
        return Stored(path, signature, f'"{mark.hexdigest()[:24]}"', size, None)
    with path.open("rb") as file:
        content = file.read(small_bytes + 1)
    mark = hashlib.sha256(content)
    return Stored(path, signature, f'"{mark.hexdigest()[:24]}"', len(content), content)


def _codings(accepted: str) -> list[str]:
    """Our codings that the client takes, the better one first."""
    taken: dict[str, bool] = {}
    for part in accepted.lower().split(","):
        coding, _, quality = part.strip().partition(";")
        taken[coding.strip()] = not re.fullmatch(r"q=0(\.0*)?", quality.strip())
    return [coding for coding in NEIGHBOURS if taken.get(coding, taken.get("*", False))]


def _wanted(asked: dict[bytes, str], found: Stored) -> tuple[int, int] | None:
    """First and last byte of the one range asked for; None: all. Raises ValueError: none left."""
    match = _RANGE.fullmatch(asked.get(b"range", "").strip())
    if match is None or not (match[1] or match[2]):
        return None
    if asked.get(b"if-range", found.etag) != found.etag:
        return None
    if not match[1]:
        if int(match[2]) == 0 or found.size == 0:
            raise ValueError
        return max(found.size - int(match[2]), 0), found.size - 1
    first = int(match[1])
    last = min(int(match[2]), found.size - 1) if match[2] else found.size - 1
    if match[2] and int(match[2]) < first:
        return None
    if first >= found.size:
        raise ValueError
    return first, last


def _unchanged(asked: dict[bytes, str], etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in asked.get(b"if-none-match", "").split(",")]
    return etag in tags or tags == ["*"]


async def _send(
    send: Send, method: str, found: Stored, asked: dict[bytes, str], lines: HeaderLines
) -> None:
    if _unchanged(asked, found.etag):
        await _start(send, 304, [line for line in lines if line[0] in _KEPT_BY_304])
        await send({"type": "http.response.body", "body": b""})
        return
    status, first, last = 200, 0, found.size - 1
    try:
        wanted = _wanted(asked, found) if method == "GET" else None
    except ValueError:
        await send_text(
            send, 416, "The file has no such part", content_range=f"bytes */{found.size}"
        )
        return
    if wanted is not None:
        status, (first, last) = 206, wanted
        lines.append((b"content-range", f"bytes {first}-{last}/{found.size}".encode()))
    lines.append((b"content-length", str(last - first + 1).encode()))
    await _start(send, status, lines)
    if found.content is not None or method == "HEAD":
        content = (found.content or b"")[first : last + 1]
        await send({"type": "http.response.body", "body": content})
        return
    await _stream(send, found.path, first, last)


async def _start(send: Send, status: int, lines: HeaderLines) -> None:
    await send({"type": "http.response.start", "status": status, "headers": lines})


async def _stream(send: Send, path: Path, first: int, last: int) -> None:
    file = await asyncio.to_thread(path.open, "rb")
    try:
        await asyncio.to_thread(file.seek, first)
        left = last - first + 1
        while left > 0:
            piece = await asyncio.to_thread(file.read, min(_PIECE, left))
            if not piece:
                raise OSError(f"{path} became shorter while it was sent")
            left -= len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": left > 0})
    finally:
        file.close()
