"""Files from a directory: types, tags, ranges, compressed neighbours, and what stays inside."""

import gzip
import os
from pathlib import Path

import brotli
import pytest

from serai.delivery.edge import Edge
from serai.delivery.files import FileServer, FolderRules, precompress
from serai.delivery.heads import HeadRules
from tests.delivery.asgi import Answer, ask, make_scope

CSS = b"body { color: #2a211c }\n" * 100


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "a.css").write_bytes(CSS)
    (folder / "a.0123456789ab.css").write_bytes(CSS)
    (folder / "letters.txt").write_bytes(bytes(range(65, 91)))
    return folder


def serve(root: Path, path: str, method: str = "GET", **headers: str) -> Answer:
    return serve_from(FileServer(FolderRules("/static/", root)), path, method, **headers)


def serve_from(files: FileServer, path: str, method: str = "GET", **headers: str) -> Answer:
    lines = [(name.replace("_", "-"), value) for name, value in headers.items()]
    edge = Edge(files, heads=HeadRules(frozenset({"localhost"})))
    return ask(edge, make_scope(method, path, headers=lines))


def test_a_file_comes_with_type_tag_and_length(root: Path) -> None:
    answer = serve(root, "/static/a.css")
    assert (answer.status, answer.body) == (200, CSS)
    assert answer.header("content-type") == "text/css; charset=utf-8"
    assert answer.header("content-length") == str(len(CSS))
    assert answer.header("cache-control") == "public, max-age=300"
    assert answer.header("vary") == "accept-encoding"
    again = serve(root, "/static/a.css", if_none_match=f'"x", W/{answer.header("etag")}')
    assert (again.status, again.body, again.header("content-type")) == (304, b"", None)
    assert again.header("etag") == answer.header("etag")


def test_hashed_names_stay_for_ever(root: Path) -> None:
    answer = serve(root, "/static/a.0123456789ab.css")
    assert answer.header("cache-control") == "public, max-age=31536000, immutable"


def test_head_tells_the_length(root: Path) -> None:
    answer = serve(root, "/static/a.css", "HEAD")
    assert (answer.status, answer.body, answer.header("content-length")) == (200, b"", "2400")


@pytest.mark.parametrize("name", ["big.jpg", "small.jpg"])
@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-0", 206, slice(0, 1)),
        ("bytes=10-19", 206, slice(10, 20)),
        ("bytes=990-5000", 206, slice(990, 1000)),
        ("bytes=995-", 206, slice(995, 1000)),
        ("bytes=-5", 206, slice(995, 1000)),
        ("bytes=-5000", 206, slice(0, 1000)),
        ("bytes=1000-", 416, slice(0, 0)),
        ("bytes=-0", 416, slice(0, 0)),
        ("bytes=5-4", 200, slice(0, 1000)),
        ("bytes=0-1,3-4", 200, slice(0, 1000)),
        ("bytes=-", 200, slice(0, 1000)),
        ("lines=0-1", 200, slice(0, 1000)),
    ],
)
def test_one_range(root: Path, name: str, asked: str, status: int, part: slice) -> None:
    content = bytes(n % 251 for n in range(1000))
    (root / name).write_bytes(content)
    small = 10_000 if name == "small.jpg" else 100
    files = FileServer(FolderRules("/static/", root, small_bytes=small))
    answer = serve_from(files, f"/static/{name}", range=asked)
    assert answer.status == status
    if status == 416:
        assert answer.header("content-range") == "bytes */1000"
        return
    assert answer.body == content[part]
    if status == 206:
        first, last = part.start, part.stop - 1
        assert answer.header("content-range") == f"bytes {first}-{last}/1000"
        assert answer.header("content-length") == str(last - first + 1)


def test_a_range_of_another_version_is_not_served(root: Path) -> None:
    tag = serve(root, "/static/letters.txt").header("etag") or ""
    same = serve(root, "/static/letters.txt", range="bytes=0-1", if_range=tag)
    assert (same.status, same.body) == (206, b"AB")
    other = serve(root, "/static/letters.txt", range="bytes=0-1", if_range='"other"')
    assert other.status == 200


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("br;q=0.0, *;q=0", None),
        ("", None),
    ],
)
def test_compressed_neighbours(root: Path, accepted: str, coding: str | None) -> None:
    assert precompress(root) == 2  # both names of the style sheet; the letters are too short
    answer = serve(root, "/static/a.css", accept_encoding=accepted)
    assert answer.header("content-encoding") == coding
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert unpack(answer.body) == CSS
    assert answer.header("content-length") == str(len(answer.body))
    plain = serve(root, "/static/a.css")
    assert (plain.header("etag") == answer.header("etag")) == (coding is None)


def test_neighbours_are_made_once_and_a_stale_one_is_not_served(root: Path) -> None:
    precompress(root)
    assert precompress(root) == 0
    changed = root / "a.css"
    changed.write_bytes(b"p {}" * 100)
    later = changed.stat().st_mtime + 5
    os.utime(changed, (later, later))
    answer = serve(root, "/static/a.css", accept_encoding="br")
    assert (answer.header("content-encoding"), answer.body) == (None, b"p {}" * 100)
    assert precompress(root) == 1
    assert (
        brotli.decompress(serve(root, "/static/a.css", accept_encoding="br").body) == b"p {}" * 100
    )


def test_a_changed_file_is_noticed_at_once(root: Path) -> None:
    files = FileServer(FolderRules("/static/", root))
    first = serve_from(files, "/static/letters.txt")
    (root / "letters.txt").write_bytes(b"abc")
    second = serve_from(files, "/static/letters.txt")
    assert second.body == b"abc"
    assert second.header("etag") != first.header("etag")
    (root / "letters.txt").unlink()
    assert serve_from(files, "/static/letters.txt").status == 404


def test_memory_is_bounded(root: Path) -> None:
    files = FileServer(FolderRules("/static/", root, memory_bytes=2500))
    for name in ("a.css", "a.0123456789ab.css", "letters.txt", "a.css"):
        assert serve_from(files, f"/static/{name}").status == 200
        assert files.held_bytes <= 2500
    assert files.held_bytes == 2426


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/none.css",
        "/static/.hidden",
        "/static/.git/config",
        "/static/folder",
        "/static/folder/",
        "/static/a.css/",
        "/static/a.css.br",
        "/static/out.txt",
        "/static/out/secret.txt",
        "/elsewhere/a.css",
        "/static",
        "/static/" + "a" * 300,
    ],
)
def test_what_is_not_a_public_file_is_404(root: Path, tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (root / ".hidden").write_text("hidden")
    (root / ".git").mkdir()
    (root / ".git" / "config").write_text("hidden")
    (root / "folder").mkdir()
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "out").symlink_to(tmp_path)
    precompress(root)
    answer = serve(root, path)
    assert answer.status == 404
    assert b"secret" not in answer.body


def test_unknown_types_are_saved_not_shown(root: Path) -> None:
    (root / "page.html").write_text("<script>alert(1)</script>")
    answer = serve(root, "/static/page.html")
    assert answer.header("content-type") == "application/octet-stream"
    assert answer.header("content-disposition") == "attachment"


def test_files_are_only_read(root: Path) -> None:
    answer = serve(root, "/static/a.css", "POST")
    assert (answer.status, answer.header("allow")) == (405, "GET, HEAD")
