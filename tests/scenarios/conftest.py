"""One running house for all scenarios; each finds it whole, whatever the one before did."""

from collections.abc import Iterator

import pytest

from tests.scenarios.processes import RunningHouse


@pytest.fixture(scope="session")
def running_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    running = RunningHouse(tmp_path_factory.mktemp("house") / "var")
    try:
        yield running
    finally:
        running.end()


@pytest.fixture
def house(running_house: RunningHouse) -> RunningHouse:
    if not (running_house.is_whole() and running_house.answers("/ru/")):
        running_house.end()
        running_house.start()
        running_house.wait_for("/ru/")
    return running_house
