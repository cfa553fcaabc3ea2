"""What every test stands on: its own var directory, no network, no leftovers between tests."""

import os
import socket
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

# Before Django reads the options: a test run never touches the developer's var directory.
os.environ["SERAI_VAR"] = os.environ.get("SERAI_TEST_VAR") or tempfile.mkdtemp(prefix="serai-test-")
os.environ["SERAI_SECRET"] = "a secret for tests, forty characters long"
for name in ("PORT", "SERAI_PORT", "SERAI_ADDRESS", "SERAI_EDITIONS", "SERAI_DEMO"):
    os.environ.pop(name, None)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser comes last: Playwright leaves an event loop running in the thread of the tests,
    and with one running neither ``asyncio.run`` nor Django's database layer works."""
    items.sort(key=lambda item: item.path.parent.name == "browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """In CI a skip is a failure: what is not tested there is tested nowhere."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to anything but this machine fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in ("127.0.0.1", "::1", "localhost", "0.0.0.0"):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def plain_settings(settings: Any, tmp_path: Path) -> None:
    """Static names without the manifest of a collection; pictures into the test's own directory."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PAGE_STORE = None  # page_directory gives it one


@pytest.fixture
def page_directory(settings: Any, tmp_path: Path) -> Iterator[None]:
    """A page store of the test's own."""
    from serai.delivery.keeping import page_store

    settings.PAGE_STORE = tmp_path / "pages"
    yield
    page_store().close()


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    """Locale keys remembered from another database are forgotten."""
    from serai.core.editions import forget_locales

    forget_locales()
    yield
    forget_locales()
