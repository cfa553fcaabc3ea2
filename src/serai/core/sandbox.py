"""Foreign bytes are opened in a child: a fresh process with limits on memory, time and files.

``run_in_child("serai.some.module:function", payload)`` calls ``function(payload)`` there and hands
back its result, which must be JSON. The child starts as a bare interpreter (never as a fork of a
process with threads), in an empty directory of its own and with an empty environment. Python code
in it can open no connection and start no process. It ends with its whole process group when it is
done or out of time, and when its parent ends.
"""

import contextlib
import json
import os
import re
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final, Literal

from serai.core import clock
from serai.core.limits import limit, refuse_above

Reason = Literal["timeout", "cpu", "memory", "crash", "refused", "too_large", "bad_result"]

_REASONS: Final = ("memory", "crash", "too_large", "bad_result")
_CHILD: Final = Path(__file__).with_name("sandbox_child.py")
_PACKAGES: Final = str(Path(__file__).parents[2])
_FUNCTION: Final = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*", re.ASCII)
_ENVIRONMENT: Final = {"LC_CTYPE": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
_CHUNK: Final = 256 * 1024


class SandboxError(Exception):
    """The child gave no result. ``reason`` says why, ``message`` tells more for the log."""

    def __init__(self, reason: Reason, message: str = "") -> None:
        super().__init__(f"sandbox: {reason}" + (f" ({message})" if message else ""))
        self.reason: Reason = reason
        self.message = message


class SandboxRefusal(SandboxError):
    """The function itself refused the payload, with a ValueError that has a ``reason``.

    ``refusal`` is that reason, ``message`` the text of the error.
    """

    def __init__(self, refusal: str, message: str) -> None:
        super().__init__("refused", message)
        self.refusal = refusal


def run_in_child(
    function: str,
    payload: bytes,
    *,
    wall_seconds: float | None = None,
    cpu_seconds: int | None = None,
    memory_mb: int | None = None,
    allow: tuple[str, ...] = ("serai.",),
) -> Any:
    """The result of ``package.module:function`` called with the payload in a child.

    Only functions of packages in ``allow`` can be named. Raises SandboxError, SandboxRefusal and,
    for a payload above the limit, LimitExceeded.
    """
    if not _FUNCTION.fullmatch(function) or not function.startswith(allow):
        raise ValueError(f"not a function for the sandbox: {function}")
    refuse_above("sandbox_payload_bytes", len(payload))
    order = _order(function, cpu_seconds=cpu_seconds, memory_mb=memory_mb)
    seconds = limit("sandbox_wall_seconds") if wall_seconds is None else wall_seconds
    with (
        tempfile.TemporaryDirectory(prefix="serai-sandbox-") as directory,
        _started(directory) as child,
    ):
        try:
            answer = _talk(child, [order, payload], clock.mono() + seconds)
        finally:
            status = _end(child)
    return _result(answer, status)


def stream_through_child(
    function: str,
    order: dict[str, Any],
    source: IO[bytes],
    *,
    wall_seconds: float,
    cpu_seconds: int,
    memory_mb: int,
    allow: tuple[str, ...] = ("serai.",),
) -> Iterator[Any]:
    """What ``package.module:function`` emits, called with ``(order, source, emit)`` in a child.

    The source passes through piece by piece, in memory there is never more than a few of them.
    Raises SandboxError and SandboxRefusal, after what was emitted before.
    """
    if not _FUNCTION.fullmatch(function) or not function.startswith(allow):
        raise ValueError(f"not a function for the sandbox: {function}")
    first = _order(function, cpu_seconds=cpu_seconds, memory_mb=memory_mb, stream=order)
    with (
        tempfile.TemporaryDirectory(prefix="serai-sandbox-") as directory,
        _started(directory) as child,
    ):
        last = b""
        try:
            for line in _flow(child, first, source, clock.mono() + wall_seconds):
                if last:
                    yield _value(last)
                last = line
        finally:
            status = _end(child)
    _result(last, status)


def _value(line: bytes) -> Any:
    try:
        return _LINE.decode(line.decode())
    except (ValueError, RecursionError):
        raise SandboxError("bad_result", "a line is not JSON") from None


@contextlib.contextmanager
def _watched(given: IO[bytes], answer: IO[bytes]) -> Iterator[selectors.BaseSelector]:
    """Both pipes of a child, so that neither waits for the other."""
    with selectors.DefaultSelector() as selector:
        for pipe, event in ((given, selectors.EVENT_WRITE), (answer, selectors.EVENT_READ)):
            os.set_blocking(pipe.fileno(), False)
            selector.register(pipe, event)
        yield selector


def _flow(
    child: subprocess.Popen[bytes], first: bytes, source: IO[bytes], deadline: float
) -> Iterator[bytes]:
    """Lines of the answer while the source is written; the last one stands alone."""
    assert child.stdin is not None
    assert child.stdout is not None
    unsent, rest = [memoryview(first)], bytearray()
    with _watched(child.stdin, child.stdout) as selector:
        while True:
            for key, _ in selector.select(_left(deadline)):
                if key.fileobj is child.stdin:
                    if not unsent and (piece := source.read(_CHUNK)):
                        unsent.append(memoryview(piece))
                    # A child that no longer listens leaves something unsent.
                    if not unsent or (_is_sent(child.stdin, unsent) and unsent):
                        selector.unregister(child.stdin)
                        _close(child.stdin)
                    continue
                at = len(rest)
                if not _is_read(child.stdout, rest):
                    _await_exit(child, deadline)
                    yield bytes(rest)
                    return
                if (end := rest.rfind(b"\n", at)) >= 0:
                    lines = bytes(rest[:end]).split(b"\n")
                    del rest[: end + 1]
                    yield from lines


def _order(
    function: str,
    *,
    cpu_seconds: int | None,
    memory_mb: int | None,
    stream: dict[str, Any] | None = None,
) -> bytes:
    """The first line the child reads: what to call, where modules are, under which limits."""
    memory = limit("sandbox_memory_mb") if memory_mb is None else memory_mb
    cpu = limit("sandbox_cpu_seconds") if cpu_seconds is None else cpu_seconds
    order = {
        "function": function,
        "parent": os.getpid(),
        "path": _module_path(sys.path),
        "result_bytes": limit("sandbox_result_bytes"),
        "limits": {
            "RLIMIT_AS": memory * 1024 * 1024,
            "RLIMIT_CPU": cpu,
            "RLIMIT_NOFILE": limit("sandbox_files"),
            "RLIMIT_FSIZE": limit("sandbox_file_bytes"),
            "RLIMIT_NPROC": limit("sandbox_processes"),
            "RLIMIT_CORE": 0,
        },
    }
    if stream is not None:
        order["stream"] = stream
    return json.dumps(order).encode() + b"\n"


def _module_path(path: Iterable[str]) -> list[str]:
    """Where we find modules ourselves, without entries that mean the current directory."""
    return list(dict.fromkeys([_PACKAGES, *filter(os.path.isabs, path)]))


def _started(directory: str) -> subprocess.Popen[bytes]:
    """-I: no environment, no user packages; -S: no start-up hooks; -B: no compiled files."""
    environment = {"HOME": directory, "TMPDIR": directory, **_ENVIRONMENT}
    if library_path := os.environ.get("LD_LIBRARY_PATH"):
        environment["LD_LIBRARY_PATH"] = library_path
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", "-X", "utf8", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=directory,
        env=environment,
        close_fds=True,
        start_new_session=True,
    )


def _talk(child: subprocess.Popen[bytes], parts: list[bytes], deadline: float) -> bytes:
    """Writes the parts and reads the answer side by side, up to the deadline and the size cap."""
    assert child.stdin is not None
    assert child.stdout is not None
    unsent = [memoryview(part) for part in parts if part]
    answer = bytearray()
    with _watched(child.stdin, child.stdout) as selector:
        while True:
            ready = selector.select(_left(deadline))
            for key, _ in ready:
                if key.fileobj is child.stdin:
                    if _is_sent(child.stdin, unsent):
                        selector.unregister(child.stdin)
                        _close(child.stdin)
                elif not _is_read(child.stdout, answer):
                    _await_exit(child, deadline)
                    return bytes(answer)


def _left(deadline: float) -> float:
    left = deadline - clock.mono()
    if left <= 0:
        raise SandboxError("timeout")
    return left


def _is_sent(pipe: IO[bytes], unsent: list[memoryview]) -> bool:
    """Sends what fits; true when all is sent or the child no longer listens."""
    try:
        written = os.write(pipe.fileno(), unsent[0][:_CHUNK])
    except BlockingIOError:
        return False
    except BrokenPipeError:
        return True
    unsent[0] = unsent[0][written:]
    if not unsent[0]:
        unsent.pop(0)
    return not unsent


def _is_read(pipe: IO[bytes], answer: bytearray) -> bool:
    """Takes what is there; false at the end. The child is not trusted to keep the cap itself."""
    try:
        piece = os.read(pipe.fileno(), _CHUNK)
    except BlockingIOError:
        return True
    answer += piece
    if len(answer) > limit("sandbox_result_bytes"):
        raise SandboxError("too_large")
    return bool(piece)


def _close(pipe: IO[bytes]) -> None:
    with contextlib.suppress(BrokenPipeError):
        pipe.close()


def _await_exit(child: subprocess.Popen[bytes], deadline: float) -> None:
    """The answer is complete; the child is about to leave. It stays a zombie until ``_end``."""
    while not _has_left(child):
        _left(deadline)
        time.sleep(0.001)


def _has_left(child: subprocess.Popen[bytes]) -> bool:
    if not hasattr(os, "waitid"):
        return child.poll() is not None
    return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _end(child: subprocess.Popen[bytes]) -> int:
    """Ends the whole group, first of all: until the child is waited for its number is its own."""
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.kill()
    return child.wait()


def _result(answer: bytes, status: int) -> Any:
    if status == -signal.SIGXCPU:
        raise SandboxError("cpu")
    if status:
        raise SandboxError("crash", f"ended with status {status}")
    try:
        told = _LINE.decode(answer.decode())
    except (ValueError, RecursionError):
        raise SandboxError("bad_result", "the answer is not JSON") from None
    if not isinstance(told, dict):
        raise SandboxError("bad_result", "the answer is not an object")
    if "result" in told:
        return told["result"]
    message = str(told.get("message", ""))
    if told.get("reason") == "refused":
        raise SandboxRefusal(str(told.get("refusal", "")), message)
    for reason in _REASONS:
        if told.get("reason") == reason:
            raise SandboxError(reason, message)
    raise SandboxError("bad_result", "the answer has no known reason")


def _no_constant(name: str) -> None:
    raise ValueError(name)


_LINE: Final = json.JSONDecoder(parse_constant=_no_constant)
