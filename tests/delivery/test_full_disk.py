"""The page store on a disk of its own that is really full: slower, never old, never in part."""

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections

from serai.delivery.bridge import DjangoBridge
from serai.delivery.edge import Edge
from serai.delivery.front import Front, FrontRules
from serai.delivery.heads import HeadRules
from serai.delivery.keeping import is_public, page_store, render
from serai.delivery.refreshing import Refresher
from serai.editorial.models import Article
from serai.portal.selectors import addresses
from tests.builders import make_article, make_section
from tests.delivery.asgi import Answer, ask, make_scope
from tests.delivery.trouble import Running, wait_for

SIZE = 2 * 1024 * 1024


class Disk:
    """A file system of its own in memory; only root may have one made."""

    def __init__(self, at: Path) -> None:
        self.at = at
        self.filler = at / "filler"
        # In CI a skip is a failure, and root can be had there.
        in_ci = bool(os.environ.get("CI")) and os.geteuid() != 0
        self.as_root = ["sudo", "-n"] if in_ci else []

    def mount(self) -> str:
        """What speaks against it; empty where it is done."""
        self.at.mkdir()
        options = f"size={SIZE},uid={os.geteuid()},mode=700"
        command = [*self.as_root, "mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.at)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            return str(error)
        return done.stderr.strip() if done.returncode else ""

    def unmount(self) -> None:
        # Lazily: it goes even where something in it is still open.
        subprocess.run([*self.as_root, "umount", "-l", str(self.at)], check=True)

    def fill(self) -> None:
        with self.filler.open("ab", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise

    def free(self) -> None:
        self.filler.unlink()


class Reader:
    """Asks the front of this store."""

    def __init__(self) -> None:
        self.bridge = DjangoBridge(1, 10)
        front = Front(page_store(), self.bridge, FrontRules(is_public))
        self.host = django_settings.OPTIONS["SERAI_HOSTS"][0]
        self.edge = Edge(front, heads=HeadRules(frozenset({self.host})), again=front.again)

    def get(self, path: str) -> Answer:
        answer = ask(self.edge, make_scope("GET", path, host=self.host))
        assert answer.status == 200
        return answer

    def hits(self, path: str) -> bool:
        return self.get(path).header("cache-status") == "serai; hit"

    def leave(self) -> None:
        """The one thread of the bridge keeps its database connection as long as it lives."""
        self.bridge._pool.submit(connections.close_all).result()
        self.bridge._pool.shutdown()


@pytest.fixture
def reader(disk: "Disk") -> Iterator[Reader]:
    made = Reader()
    yield made
    made.leave()


@pytest.fixture
def disk(tmp_path: Path, settings: Any) -> Iterator[Disk]:
    made = Disk(tmp_path / "disk")
    refused = made.mount()
    if refused:
        pytest.skip(f"a disk of its own cannot be mounted: {refused}")
    try:
        settings.PAGE_STORE = made.at / "pages"
        yield made
        page_store().close()
    finally:
        made.unmount()


def rename(article: Article, headline: str) -> None:
    fresh = Article.objects.get(pk=article.pk)
    fresh.headline = headline
    fresh.save_revision().publish()


def files(path: str) -> list[bytes]:
    """What lies there for a plain file server, which asks no index."""
    file = page_store().body_file(path)
    return [file.read_bytes()] if file.exists() else []


@pytest.mark.django_db(transaction=True)
def test_on_a_full_disk_every_page_is_fresh_and_whole_and_kept_again_afterwards(
    disk: Disk, reader: Reader
) -> None:
    article = make_article("Порт 0", section=make_section())
    paths = [addresses.article("ru", article.pk, article.slug), addresses.home("ru")]
    refresher = Refresher(made_by="1", node="here")
    refresher.once()
    assert all(render(path).kept for path in paths)
    assert all(reader.hits(path) for path in paths)
    with Running(refresher):
        wait_for(lambda: page_store().heard() > 0)
        for count in range(1, 6):
            disk.fill()
            rename(article, f"Порт {count}")
            headline = f"Порт {count}".encode()
            wait_for(lambda said=headline: all(said in reader.get(p).body for p in paths))  # type: ignore[misc]
            for path in paths:
                fresh = render(path, looking=True).body
                assert reader.get(path).body == fresh
                assert files(path) in ([], [fresh])
        disk.fill()
        assert not any(render(path).kept for path in paths)
        disk.free()
        wait_for(lambda: all(reader.hits(path) for path in paths))
        rename(article, "Порт открыт")
        wait_for(lambda: all("Порт открыт" in reader.get(path).body.decode() for path in paths))
        wait_for(lambda: all(reader.hits(path) for path in paths))
    assert page_store().sweep() == 0


@pytest.mark.django_db(transaction=True)
def test_a_store_that_is_begun_on_a_full_disk_begins_when_there_is_room(
    disk: Disk, reader: Reader
) -> None:
    article = make_article("Порт 0")
    path = addresses.article("ru", article.pk, article.slug)
    disk.fill()
    refresher = Refresher(made_by="1", node="here")
    with Running(refresher):
        assert "Порт 0" in reader.get(path).body.decode()
        assert not reader.hits(path)
        disk.free()
        wait_for(lambda: reader.hits(path))
        rename(article, "Порт 1")
        wait_for(lambda: "Порт 1" in reader.get(path).body.decode())
