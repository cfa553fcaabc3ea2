"""Whoever dies, afterwards there is exactly one listener and one worker."""

import os
import signal

import pytest

from tests.scenarios.processes import RunningHouse, wait_until


@pytest.mark.parametrize("part", ["web main", "web worker", "job worker"])
def test_a_killed_part_comes_back_once(house: RunningHouse, part: str) -> None:
    killed = house.pid(part)
    supervisor = house.pid("supervisor")
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: killed not in house.members(), f"{part} is gone", 5)
    wait_until(house.is_whole, f"one of each after {part}")
    house.wait_for("/ru/")
    assert house.is_whole()
    assert house.pid(part) != killed
    assert house.pid("supervisor") == supervisor
    assert house.run("migrate", "--check").returncode == 0


def test_nothing_outlives_the_supervisor(house: RunningHouse) -> None:
    os.kill(house.pid("supervisor"), signal.SIGKILL)
    assert house.process is not None
    house.process.wait()
    wait_until(lambda: not house.members(), "all are gone with the supervisor", 1)
    # A dying process loses its environment, by which we know it, before its sockets.
    wait_until(lambda: house.listeners() == 0, "nobody listens", 1)
    house.start()
    house.wait_for("/ru/")
    wait_until(house.is_whole, "one of each after a new start", 10)


def test_a_second_start_says_who_runs(house: RunningHouse) -> None:
    second = house.run("up")
    assert second.returncode == 1
    assert f"already running, pid {house.pid('supervisor')}" in second.stderr
    assert house.is_whole()


def test_a_taken_port_is_said_before_anything_is_prepared(house: RunningHouse) -> None:
    other = RunningHouse(house.var.parent / "other", port=house.port)
    refused = other.run("up")
    assert refused.returncode == 1
    assert f"port {house.port} on 127.0.0.1 is taken" in refused.stderr
    assert not (other.var / "serai.sqlite3").exists()
    assert house.is_whole()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything(house: RunningHouse, number: int) -> None:
    process = house.process
    assert process is not None
    wait_until(lambda: "Ctrl-C stops everything" in house.said(), "the welcome")
    process.send_signal(number)
    assert process.wait(15) == 0
    assert house.members() == {}
    assert house.listeners() == 0
    assert house.said().rstrip().endswith("stopped")
    house.start()
    house.wait_for("/ru/")
    wait_until(house.is_whole, "one of each after a new start", 10)
