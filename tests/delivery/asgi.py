"""Calls an ASGI application in the process, as a server would."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
Lines = list[tuple[bytes, bytes]]


@dataclass
class Answer:
    status: int = 0
    lines: Lines = field(default_factory=list)
    body: bytes = b""
    complete: bool = False

    def all(self, name: str) -> list[str]:
        return [value.decode() for key, value in self.lines if key == name.encode()]

    def header(self, name: str) -> str | None:
        found = self.all(name)
        return found[0] if found else None


def make_scope(
    method: str = "GET",
    path: str = "/",
    *,
    query: str = "",
    headers: Sequence[tuple[str, str]] = (),
    host: str | None = "localhost",
    client: str = "192.0.2.7",
) -> dict[str, Any]:
    """A scope as Granian makes it; ``host=None`` leaves the header out."""
    lines = [] if host is None else [(b"host", host.encode())]
    lines += [(name.lower().encode(), value.encode()) for name, value in headers]
    return {
        "type": "http",
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": lines,
        "client": (client, "50000"),
        "server": ("127.0.0.1", "8000"),
    }


class Line:
    """The connection to one client: pieces of a body, then silence or a disconnect."""

    def __init__(self, pieces: Sequence[bytes] = (b"",), *, last: bool = True) -> None:
        self._pieces = list(pieces)
        self._last = last
        self.gone = asyncio.Event()
        self.answer = Answer()

    async def receive(self) -> dict[str, Any]:
        if self._pieces:
            piece = self._pieces.pop(0)
            more = bool(self._pieces) or not self._last
            return {"type": "http.request", "body": piece, "more_body": more}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.answer.status = message["status"]
            self.answer.lines = list(message["headers"])
        else:
            self.answer.body += message.get("body", b"")
            self.answer.complete = not message.get("more_body", False)


async def call(application: Application, scope: dict[str, Any], line: Line | None = None) -> Answer:
    line = line or Line()
    await application(scope, line.receive, line.send)
    return line.answer


def ask(application: Application, scope: dict[str, Any], *pieces: bytes) -> Answer:
    """One request with a complete body, from synchronous tests."""

    async def once() -> Answer:
        return await call(application, scope, Line(pieces or (b"",)))

    return asyncio.run(once())
