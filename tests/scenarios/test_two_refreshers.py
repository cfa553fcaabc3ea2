"""Two workers on one page store: one has the turn; where it is killed the other takes over."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.processes import RunningHouse, wait_until
from tests.scenarios.test_kept_pages import Editor


def workers(house: RunningHouse) -> list[int]:
    return sorted(pid for pid, part in house.members().items() if part == "job worker")


def locks() -> list[list[str]]:
    return [line.split() for line in Path("/proc/locks").read_text().splitlines()]


def who_has_the_turn(house: RunningHouse) -> list[int]:
    """Processes that hold the lock of the store's turn at this moment."""
    inode = str((house.var / "pages" / "turn").stat().st_ino)
    return [
        int(words[4])
        for words in locks()
        if words[1] == "FLOCK" and words[5].rpartition(":")[2] == inode
    ]


def writes(pid: int) -> bool:
    """Whether it is in the middle of a transaction: stopped there it would stop everybody."""
    return any(words[1:5:3] == ["POSIX", str(pid)] and words[3] == "WRITE" for words in locks())


def stop(pid: int) -> None:
    """A signal arrives when it arrives: until every thread stands still the turn may still end."""

    def stands_still() -> bool:
        stats = [file.read_text() for file in Path(f"/proc/{pid}/task").glob("*/stat")]
        return all(stat.rpartition(")")[2].split()[0] == "T" for stat in stats)

    os.kill(pid, signal.SIGSTOP)
    wait_until(stands_still, "it stands still")


def stop_with_the_turn(house: RunningHouse, pid: int) -> bool:
    """Stop the process if it has the turn; otherwise it goes on."""
    stop(pid)
    if who_has_the_turn(house) == [pid] and not writes(pid):
        return True
    os.kill(pid, signal.SIGCONT)
    return False


def stop_without_the_turn(house: RunningHouse, pid: int) -> bool:
    stop(pid)
    if pid not in who_has_the_turn(house) and not writes(pid):
        return True
    os.kill(pid, signal.SIGCONT)
    return False


@pytest.fixture
def second(house: RunningHouse) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker beside that of the supervisor."""
    beside = RunningHouse(house.var, "work", house.port)
    beside.log = house.var.parent / "second.log"
    process = beside.start()
    try:
        wait_until(lambda: "jobs at a time" in beside.said(), "the second worker works")
        yield process
    finally:
        process.kill()
        process.wait(20)


@pytest.fixture
def editor(house: RunningHouse) -> Iterator[Editor]:
    made = Editor(house)
    try:
        wait_until(lambda: house.answers(made.path), "the article is there")
        yield made
    finally:
        made.process.kill()
        made.process.communicate()


def publish(house: RunningHouse, editor: Editor, count: int) -> None:
    """The next publication, seen on the article's page and on the home page."""
    editor.publish()
    assert editor.hears() == str(count)
    for path in (editor.path, "/ru/"):
        wait_until(lambda at=path: f"Порт {count}" in house.ask(at)[2].decode(), path, 20)  # type: ignore[misc]


def assert_nothing_old(house: RunningHouse) -> None:
    audited = house.run("audit", "--all", "--json")
    assert json.loads(audited.stdout)["different"] == [], audited
    assert json.loads(audited.stdout)["looked_at"] >= 2


def test_of_two_workers_one_at_a_time_refreshes_and_pages_are_fresh(
    house: RunningHouse, second: "subprocess.Popen[bytes]", editor: Editor
) -> None:
    pair = workers(house)
    assert len(pair) == 2
    assert second.pid in pair
    for count in range(1, 7):
        holder = pair[count % 2]
        wait_until(lambda pid=holder: stop_with_the_turn(house, pid), "it has the turn")  # type: ignore[misc]
        try:
            # The other is awake and asks for the turn twice a second.
            for _ in range(20):
                assert who_has_the_turn(house) == [holder]
                time.sleep(0.05)
        finally:
            os.kill(holder, signal.SIGCONT)
        publish(house, editor, count)
    assert workers(house) == pair
    assert_nothing_old(house)


@pytest.mark.parametrize("whose", ["the supervisor's", "the second"])
def test_where_the_worker_with_the_turn_is_killed_the_other_takes_over(
    house: RunningHouse, second: "subprocess.Popen[bytes]", editor: Editor, whose: str
) -> None:
    publish(house, editor, 1)
    ours = house.process
    assert ours is not None
    (first,) = [pid for pid in workers(house) if pid != second.pid]
    victim, heir = (first, second.pid) if whose == "the supervisor's" else (second.pid, first)
    # The supervisor must not start another before the heir has shown that it can.
    os.kill(ours.pid, signal.SIGSTOP)
    try:
        wait_until(lambda: stop_without_the_turn(house, heir), "the heir has no turn")
        try:
            wait_until(lambda: stop_with_the_turn(house, victim), "the victim has the turn")
        finally:
            os.kill(heir, signal.SIGCONT)
        editor.publish()
        assert editor.hears() == "2"
        assert who_has_the_turn(house) == [victim]
        os.kill(victim, signal.SIGKILL)
        for path in (editor.path, "/ru/"):
            wait_until(lambda at=path: "Порт 2" in house.ask(at)[2].decode(), path, 20)  # type: ignore[misc]
        assert workers(house) == [heir]
        publish(house, editor, 3)
    finally:
        os.kill(ours.pid, signal.SIGCONT)
    wait_until(lambda: len(workers(house)) >= 1, "a worker is there")
    assert_nothing_old(house)
