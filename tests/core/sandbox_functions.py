"""Functions that the tests of the sandbox call in the child."""

import ctypes
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any


class CaptureRefused(ValueError):
    def __init__(self, reason: str) -> None:
        super().__init__(f"not a page: {reason}")
        self.reason = reason


def measure(payload: bytes) -> dict[str, Any]:
    return {"length": len(payload), "text": payload[:20].decode()}


def echo(payload: bytes) -> str:
    return payload.decode()


def describe(payload: bytes) -> dict[str, Any]:
    limits = ("AS", "CPU", "NOFILE", "FSIZE", "CORE")
    return {
        "environment": sorted(os.environ),
        "directory": str(Path.cwd()),
        "entries": [str(entry) for entry in Path().iterdir()],
        "descriptors": [number for number in range(3, 64) if _is_open(number)],
        "limits": {
            name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in limits
        },
        "session": os.getsid(0) == os.getpid(),
        "modules": sorted({name.partition(".")[0] for name in sys.modules}),
        "threads": threading.active_count(),
        "isolated": sys.flags.isolated,
    }


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def refuse(payload: bytes) -> None:
    raise CaptureRefused(payload.decode())


def fail(payload: bytes) -> None:
    raise KeyError("a slip")


def fail_plainly(payload: bytes) -> None:
    raise ValueError("no reason given")


def decode(payload: bytes) -> str:
    return payload.decode("utf-8")


def leave(payload: bytes) -> None:
    sys.exit(3)


def leave_at_once(payload: bytes) -> None:
    os._exit(int(payload))


def die(payload: bytes) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def sleep(payload: bytes) -> None:
    time.sleep(600)


def sleep_deaf(payload: bytes) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    time.sleep(600)


def close_and_sleep(payload: bytes) -> None:
    os.closerange(0, 64)
    time.sleep(600)


def burn(payload: bytes) -> None:
    while True:
        pass


def devour(payload: bytes) -> int:
    return len(bytearray(int(payload) * 1024 * 1024))


def devour_slowly(payload: bytes) -> None:
    pieces = []
    while True:
        pieces.append("x" * 100_000)


def answer_of(payload: bytes) -> str:
    return "x" * int(payload)


def flood(payload: bytes) -> None:
    """Writes past the child's own cap, as code that took the child over would."""
    private = next(number for number in range(3, 64) if _is_pipe(number))
    while True:
        os.write(private, b"x" * 1_000_000)


def forge(payload: bytes) -> None:
    private = next(number for number in range(3, 64) if _is_pipe(number))
    os.write(private, payload)
    os._exit(0)


def _is_pipe(number: int) -> bool:
    return _is_open(number) and (os.fstat(number).st_mode & 0o170000) == 0o010000


def not_json(payload: bytes) -> Any:
    return {
        b"set": {1, 2},
        b"bytes": b"x",
        b"nan": float("nan"),
        b"surrogate": "\ud800",
        b"deep": _deep(),
    }[payload]


def _deep() -> list[Any]:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    return deep


def chatter(payload: bytes) -> str:
    print("a library prints")
    os.write(1, b"and writes")
    sys.stderr.write("and complains")
    return "answer"


def connect(payload: bytes) -> None:
    with socket.socket() as outside:
        outside.connect(("127.0.0.1", int(payload)))


def resolve(payload: bytes) -> None:
    socket.getaddrinfo("localhost", 80)


def spawn(payload: bytes) -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


def fork(payload: bytes) -> None:
    os.fork()


def write_file(payload: bytes) -> int:
    with Path("large").open("wb") as file:
        for _ in range(int(payload)):
            file.write(b"x" * 1024 * 1024)
    return Path("large").stat().st_size


def open_files(payload: bytes) -> int:
    return len([os.open(os.devnull, os.O_RDONLY) for _ in range(int(payload))])


def tell_and_sleep(payload: bytes) -> None:
    """Tells its number to a file, for the test that kills the parent."""
    Path(payload.decode()).write_text(str(os.getpid()))
    time.sleep(600)


def fork_past_the_guard(payload: bytes) -> None:
    """Forks in C, as a parser that was taken over could."""
    number = ctypes.CDLL(None).fork()
    if number:
        Path(payload.decode()).write_text(str(number))
    else:
        time.sleep(600)
