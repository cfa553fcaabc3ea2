"""A whole house in processes of its own: started, asked, looked at through /proc, and ended."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

SERAI = [sys.executable, "-m", "serai.config.cli"]
ALL = Counter({"supervisor": 1, "web main": 1, "web worker": 1, "job worker": 1})


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port: int = listener.getsockname()[1]
        return port


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s for: {what}"
        time.sleep(0.02)


class RunningHouse:
    """``serai up`` (or another command) on a var directory and a port of its own."""

    def __init__(
        self, var: Path, command: str = "up", port: int | None = None, **options: str
    ) -> None:
        self.var = var
        self.command = command
        self.options = options
        self.port = port or free_port()
        self.log = var.parent / f"{var.name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*SERAI, self.command],
                env=self.environ(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self.process

    def environ(self) -> dict[str, str]:
        ours = {
            "SERAI_VAR": str(self.var),
            "SERAI_PORT": str(self.port),
            "SERAI_DEMO": "no",
            "PYTHONUNBUFFERED": "1",
        }
        return {**os.environ, **ours, **self.options}

    def run(self, *arguments: str, seconds: float = 60) -> "subprocess.CompletedProcess[str]":
        """Another ``serai`` command on the same var directory."""
        return subprocess.run(
            [*SERAI, *arguments],
            env=self.environ(),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def said(self) -> str:
        return self.log.read_text() if self.log.exists() else ""

    def answers(self, path: str) -> bool:
        try:
            return self.get(path) == 200
        except (OSError, http.client.HTTPException):
            return False

    def get(self, path: str, timeout: float = 10) -> int:
        return self.ask(path, timeout)[0]

    def ask(self, path: str, timeout: float = 10) -> tuple[int, dict[str, str], bytes]:
        """Status, headers in lower case, body."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)) as line:
            line.request("GET", path)
            answer = line.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, headers, answer.read()

    def wait_for(self, path: str, seconds: float = 90) -> None:
        def ready() -> bool:
            assert self.process is not None
            assert self.process.poll() is None, self.said()
            return self.answers(path)

        wait_until(ready, f"{path} answers", seconds)

    def members(self) -> dict[int, str]:
        """Every living process of this house and its part."""
        mark = f"SERAI_VAR={self.var}".encode()
        found: dict[int, tuple[int, list[bytes]]] = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            with suppress(OSError, IndexError):
                if mark not in (entry / "environ").read_bytes().split(b"\0"):
                    continue
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                words = (entry / "cmdline").read_bytes().split(b"\0")
                if fields[0] != "Z":
                    found[int(entry.name)] = (int(fields[1]), words)
        return {pid: _part(pid, found) for pid in found}

    def parts(self) -> Counter[str]:
        return Counter(self.members().values())

    def pid(self, part: str) -> int:
        pids = [pid for pid, name in self.members().items() if name == part]
        assert len(pids) == 1, (part, self.members(), self.said())
        return pids[0]

    def listeners(self) -> int:
        """How many sockets listen on the port."""
        wanted = f"0100007F:{self.port:04X}"
        lines = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
        return sum(1 for line in lines if line[1] == wanted and line[3] == "0A")

    def is_whole(self) -> bool:
        return self.parts() == ALL and self.listeners() == 1

    def is_whole_but_for_importers(self) -> bool:
        """Whole, whatever other ``serai`` commands run beside it on the same var directory."""
        ours = Counter({part: n for part, n in self.parts().items() if part in ALL})
        return ours == ALL and self.listeners() == 1

    def end(self) -> None:
        """Whatever happened in a test: nothing of this house stays."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        for pid in self.members():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.process is not None:
            self.process.wait(10)
        wait_until(lambda: self.listeners() == 0, "the port is free", 5)


def _part(pid: int, found: dict[int, tuple[int, list[bytes]]]) -> str:
    parent, words = found[pid]
    if b"serai.config.cli" not in words:
        return "child"
    command = words[words.index(b"serai.config.cli") + 1]
    if command == b"serve":
        forked = parent in found and found[parent][1] == words
        return "web worker" if forked else "web main"
    return {b"up": "supervisor", b"work": "job worker"}.get(command, command.decode())
