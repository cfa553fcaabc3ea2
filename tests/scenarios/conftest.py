"""One running house for all scenarios; a scenario leaves it whole."""

from collections.abc import Iterator

import pytest

from tests.scenarios.processes import RunningHouse


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    running = RunningHouse(tmp_path_factory.mktemp("house") / "var")
    try:
        running.start()
        running.wait_for("/ru/")
        yield running
    finally:
        running.end()
