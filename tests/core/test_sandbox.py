"""Foreign bytes are opened in a child with limits."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from serai.core import clock, sandbox
from serai.core.limits import LimitExceeded, limit
from serai.core.sandbox import SandboxError, SandboxRefusal, run_in_child

ROOT = Path(__file__).parents[2]


def run(name: str, payload: bytes = b"", **limits: Any) -> Any:
    return run_in_child(
        f"tests.core.sandbox_functions:{name}", payload, allow=("serai.", "tests."), **limits
    )


def failure(name: str, payload: bytes = b"", **limits: Any) -> SandboxError:
    with pytest.raises(SandboxError) as failed:
        run(name, payload, **limits)
    return failed.value


def wait_until(holds: Callable[[], bool]) -> None:
    end = clock.mono() + 20
    while not holds():
        assert clock.mono() < end, "it never happened"
        time.sleep(0.01)


def is_running(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def count_descriptors() -> int:
    """Open descriptors of this process (Linux and macOS both list them here)."""
    return len(list(Path("/dev/fd").iterdir()))


def test_a_function_is_called_with_the_payload() -> None:
    assert run("measure", "Привет".encode()) == {"length": 12, "text": "Привет"}


def test_a_function_of_our_own_packages_needs_no_permission() -> None:
    with pytest.raises(SandboxError) as failed:
        run_in_child("serai.core.clock:utc", b"")
    assert "has no attribute 'tzinfo'" in failed.value.message


@pytest.mark.parametrize("size", [0, 1, 65_536, 5_000_000])
def test_payloads_and_answers_of_any_size_come_through(size: int) -> None:
    assert run("echo", b"x" * size) == "x" * size


def test_the_child_is_bare() -> None:
    seen = run("describe", memory_mb=300, cpu_seconds=4)
    assert set(seen["environment"]) - {"LD_LIBRARY_PATH"} == {
        "HOME",
        "TMPDIR",
        "LC_CTYPE",
        "MALLOC_ARENA_MAX",
    }
    assert seen["entries"] == []
    assert len(seen["descriptors"]) == 1, "the answer's own way out and nothing else"
    assert seen["limits"] == {
        "AS": [300 * 1024 * 1024] * 2,
        "CPU": [4, 5],
        "NOFILE": [limit("sandbox_files")] * 2,
        "FSIZE": [limit("sandbox_file_bytes")] * 2,
        "CORE": [0, 0],
    }
    assert seen["session"]
    assert seen["isolated"]
    assert seen["threads"] == 1
    assert not {"django", "wagtail", "pytest", "site"} & set(seen["modules"])
    assert not Path(seen["directory"]).exists(), "the directory goes with the child"


def test_open_descriptors_are_not_inherited(tmp_path: Path) -> None:
    with (tmp_path / "secret").open("w") as secret:
        os.set_inheritable(secret.fileno(), True)
        assert len(run("describe")["descriptors"]) == 1


def test_what_the_function_prints_is_not_the_answer() -> None:
    assert run("chatter") == "answer"


@pytest.mark.parametrize(
    "function",
    [
        "os:system",
        "tests.core.sandbox_functions:measure",
        "serai",
        "serai.core.clock",
        "serai.core.clock:",
        "seraix.core:now",
        "serai.core.clock:now()",
        "serai.core.clock:now\n",
        "serai.core.clock:os.system",
        "serai..core:now",
        "",
    ],
)
def test_only_named_functions_of_allowed_packages_are_called(function: str) -> None:
    with pytest.raises(ValueError, match="not a function for the sandbox"):
        run_in_child(function, b"")


def test_a_refusal_keeps_its_reason() -> None:
    with pytest.raises(SandboxRefusal) as refused:
        run("refuse", b"too_short")
    error = refused.value
    assert (error.reason, error.refusal) == ("refused", "too_short")
    assert error.message == "not a page: too_short"


@pytest.mark.parametrize(
    ("name", "payload", "told"),
    [
        ("fail", b"", "KeyError: 'a slip' (fail, line"),
        ("fail_plainly", b"", "ValueError: no reason given"),
        ("decode", b"\xff", "UnicodeDecodeError"),
        ("leave", b"", "SystemExit: 3"),
        ("leave_at_once", b"7", "ended with status 7"),
        ("die", b"", f"ended with status -{signal.SIGSEGV}"),
        ("no_such_function", b"", "AttributeError"),
    ],
)
def test_slips_of_the_function_are_crashes(name: str, payload: bytes, told: str) -> None:
    error = failure(name, payload)
    assert error.reason == "crash"
    assert told in error.message


def test_leaving_without_an_answer_is_a_bad_result() -> None:
    assert failure("leave_at_once", b"0").reason == "bad_result"


@pytest.mark.parametrize("payload", [b"set", b"bytes", b"nan", b"surrogate", b"deep"])
def test_only_json_is_a_result(payload: bytes) -> None:
    assert failure("not_json", payload).reason == "bad_result"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{",
        b"[]",
        b"1",
        b"\xff",
        b'{"result": NaN}',
        b'{"reason": "timeout"}',
        b"[" * 200_000,
        b'{"result": 1' + b"0" * 5000 + b"}",
    ],
)
def test_a_forged_answer_is_a_bad_result(answer: bytes) -> None:
    assert failure("forge", answer).reason == "bad_result"


def test_answers_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = {"sandbox_result_bytes": 1000}
    monkeypatch.setattr(sandbox, "limit", lambda name: numbers.get(name) or limit(name))
    frame = len('{"result": ""}')
    for size in (999, 1000):
        assert len(run("answer_of", str(size - frame).encode())) == size - frame
    assert failure("answer_of", str(1001 - frame).encode()).reason == "too_large"


def test_a_child_that_breaks_the_cap_is_ended() -> None:
    assert failure("flood").reason == "too_large"


def test_payloads_are_capped() -> None:
    with pytest.raises(LimitExceeded) as refused:
        run("measure", bytes(limit("sandbox_payload_bytes") + 1))
    assert refused.value.name == "sandbox_payload_bytes"


@pytest.mark.parametrize("name", ["sleep", "sleep_deaf", "close_and_sleep"])
def test_a_child_out_of_time_is_ended(name: str) -> None:
    assert failure(name, wall_seconds=0.5).reason == "timeout"


def test_a_child_that_does_not_listen_is_ended() -> None:
    assert failure("sleep", b"x" * 10_000_000, wall_seconds=0.5).reason == "timeout"


def test_the_whole_group_is_ended(tmp_path: Path) -> None:
    told = tmp_path / "number"
    assert failure("fork_past_the_guard", str(told).encode(), wall_seconds=1).reason == "timeout"
    wait_until(lambda: not is_running(int(told.read_text())))


def test_a_frozen_clock_does_not_stop_the_deadline() -> None:
    with clock.frozen(clock.now()):
        assert failure("sleep", wall_seconds=0.3).reason == "timeout"


def test_too_much_work_is_ended() -> None:
    assert failure("burn", cpu_seconds=1).reason == "cpu"


def test_memory_is_limited() -> None:
    assert run("devour", b"50", memory_mb=200) == 50 * 1024 * 1024
    assert failure("devour", b"300", memory_mb=200).reason == "memory"
    assert failure("devour_slowly", memory_mb=100).reason == "memory"


def test_files_are_limited() -> None:
    most = limit("sandbox_file_bytes") // (1024 * 1024)
    assert run("write_file", str(most).encode()) == limit("sandbox_file_bytes")
    assert "File too large" in failure("write_file", str(most + 1).encode()).message
    assert "Too many open files" in failure("open_files", b"100").message


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("connect", "socket.connect"),
        ("resolve", "socket.getaddrinfo"),
        ("spawn", "subprocess.Popen"),
        ("fork", "os.fork"),
    ],
)
def test_python_code_in_the_child_calls_nobody(name: str, event: str) -> None:
    error = failure(name, b"9")
    assert error.reason == "crash"
    assert f"not in a sandbox: {event}" in error.message


def test_children_run_side_by_side_in_threads() -> None:
    answers: dict[int, Any] = {}

    def ask(number: int) -> None:
        answers[number] = run("echo", str(number).encode() * 100_000)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: str(number) * 100_000 for number in range(6)}


def test_nothing_is_left_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = count_descriptors()
    run("measure")
    failure("fail")
    failure("sleep", wall_seconds=0.3)
    failure("flood")
    assert list(tmp_path.iterdir()) == []
    assert count_descriptors() == before


def test_the_child_ends_with_its_parent(tmp_path: Path) -> None:
    told = tmp_path / "number"
    code = (
        "from serai.core.sandbox import run_in_child;"
        f"run_in_child('tests.core.sandbox_functions:tell_and_sleep', {str(told).encode()!r},"
        "wall_seconds=60, allow=('tests.',))"
    )
    environment = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    with subprocess.Popen([sys.executable, "-c", code], env=environment) as parent:
        try:
            wait_until(lambda: told.exists() and told.read_text() != "")
            child = int(told.read_text())
            assert is_running(child)
        finally:
            parent.kill()
    wait_until(lambda: not is_running(child))
