"""Compressed neighbours of text files: ``name.css.br`` and ``name.css.gz`` beside ``name.css``.

Made once, when files are collected; a neighbour has the time of its file and is current as long as
it is not older.
"""

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Final

import brotli

COMPRESSED: Final = frozenset(
    {".css", ".js", ".json", ".mjs", ".svg", ".txt", ".webmanifest", ".xml"}
)
#: Coding and suffix, the better one first.
NEIGHBOURS: Final = {"br": ".br", "gzip": ".gz"}
_SMALLEST: Final = 256
_LARGE: Final = 131_072


def precompress(root: Path) -> int:
    """Write neighbours that are missing or older than their file; how many files that were."""
    due: dict[bytes, list[Path]] = {}
    for path in sorted(root.rglob("*")):
        if path.suffix in COMPRESSED and path.is_file() and _is_due(path):
            # Collected files stand there twice, with and without their hash.
            due.setdefault(sha256(path.read_bytes()).digest(), []).append(path)
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        list(pool.map(_compress, due.values()))
    return sum(map(len, due.values()))


def _neighbour(path: Path, coding: str) -> Path:
    return path.with_name(path.name + NEIGHBOURS[coding])


def _is_due(path: Path) -> bool:
    stat = path.stat()
    if stat.st_size < _SMALLEST:
        return False
    for coding in NEIGHBOURS:
        neighbour = _neighbour(path, coding)
        if not neighbour.exists() or neighbour.stat().st_mtime_ns < stat.st_mtime_ns:
            return True
    return False


def _compress(same: list[Path]) -> None:
    content = same[0].read_bytes()
    made = {
        "br": brotli.compress(content, quality=9 if len(content) > _LARGE else 11),
        "gzip": gzip.compress(content, compresslevel=9, mtime=0),
    }
    for path in same:
        stat = path.stat()
        for coding, packed in made.items():
            neighbour = _neighbour(path, coding)
            fresh = neighbour.with_name(f".{neighbour.name}.{os.getpid()}")
            fresh.write_bytes(packed)
            os.utime(fresh, ns=(stat.st_atime_ns, stat.st_mtime_ns))
            fresh.replace(neighbour)
