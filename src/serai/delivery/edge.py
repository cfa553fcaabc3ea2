"""The shell in front of everything: only complete, well-formed requests come through.

Pure ASGI, no Django. A request is judged by its head (heads.py), its body is read whole
(bodies.py), then both go to the inner application. Every answer, whoever gives it, leaves with the
security headers of headers.py. What the front has answered before, and knows to be true still, is
sent again as it left.

The server copies what it is given and keeps it until the client has taken it, so a large body is
given in pieces, each when the one before has gone; a client that takes none for long is cut off.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Final, Protocol

from serai.delivery.bodies import BodyFile, BodyReader, BodyRules, ClientGone, Message, Receive
from serai.delivery.headers import Dress, HeaderRules
from serai.delivery.heads import HeadRules, Refusal, Scope, judge

Send = Callable[[Message], Awaitable[None]]
log = logging.getLogger("serai.delivery")
#: What is larger leaves in pieces, each so large.
WHOLE: Final = 262_144
PIECE: Final = 65_536


class Inner(Protocol):
    """What stands behind the shell: gets a clean scope and the complete body."""

    async def __call__(
        self, scope: Scope, body: BodyFile, receive: Receive, send: Send
    ) -> None: ...


def _never(_: Scope) -> None:
    return None


class Edge:
    """The ASGI application: judge, read, hand on, dress. ``again``: see Front. ``stall_seconds``:
    how long a piece of a large body waits for its client."""

    def __init__(
        self,
        inner: Inner,
        *,
        heads: HeadRules,
        bodies: BodyRules | None = None,
        headers: HeaderRules | None = None,
        again: Callable[[Scope], tuple[Message, Message] | None] = _never,
        stall_seconds: float = 30.0,
    ) -> None:
        self._inner = inner
        self._again = again
        self._heads = heads
        self._bodies = BodyReader(bodies or BodyRules())
        self._dress = Dress(headers or HeaderRules())
        self._stall_seconds = stall_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            given = self._again(scope)
            if given is None:
                await self._answer(scope, receive, send)
            else:
                await send(given[0])
                await send(given[1])
        elif scope["type"] == "lifespan":
            await _live(receive, send)
        else:
            raise ValueError(f"the shell knows no {scope['type']} connections")

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        leaving = Leaving(send, scope, self._dress, self._stall_seconds)
        try:
            head = judge(scope, self._heads)
            leaving.path = head.path
            with await self._bodies.read(head, receive) as body:
                await self._inner(head.scope, body, receive, leaving)
        except Refusal as refusal:
            await send_text(leaving, refusal.status, refusal.reason, **refusal.headers)
        except ClientGone:
            return
        except Exception:
            log.exception("no answer for %s %r", scope["method"], leaving.path)
            if leaving.started:
                raise  # the server cuts the connection: half an answer must not look whole
            await send_text(leaving, 500, "Something went wrong here", connection="close")


class Leaving:
    """The way out: puts the security headers on every answer, and lets whoever asks for it
    (``remember`` in the first message) have the two messages as they leave, unless they leave in
    pieces."""

    def __init__(self, send: Send, scope: Scope, dress: Dress, stall_seconds: float) -> None:
        self._send = send
        self._stall_seconds = stall_seconds
        self._dress = dress
        self._bare = scope["method"] == "HEAD"
        self.path: str = "/"
        self.started = False
        self._pieces = False
        self._remember: Callable[[tuple[Message, Message]], None] | None = None
        self._start: Message = {}

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers, stripped = self._dress.put_on(self.path, message.get("headers", []))
            if stripped:
                log.error("a public page tried to set a cookie: %r", self.path)
            self._remember = message.get("remember")
            message = {
                "type": message["type"],
                "status": message["status"],
                "headers": headers,
            }
            self._start = message
        elif self._bare and message.get("body"):
            message = {**message, "body": b""}
        elif self._is_large(message):
            await self._send_in_pieces(message)
            return
        elif self._remember is not None:
            self._remember((self._start, message))
        await self._send(message)

    def _is_large(self, message: Message) -> bool:
        more: bool = message.get("more_body", False)
        return self._pieces or more or len(message.get("body", b"")) > WHOLE

    async def _send_in_pieces(self, message: Message) -> None:
        """Raises ClientGone where a piece is not taken in time."""
        self._pieces = True
        content = memoryview(message.get("body", b""))
        for at in range(0, max(len(content), 1), PIECE):
            more = at + PIECE < len(content) or message.get("more_body", False)
            piece = {**message, "body": bytes(content[at : at + PIECE]), "more_body": more}
            try:
                await asyncio.wait_for(self._send(piece), self._stall_seconds)
            except TimeoutError:
                raise ClientGone from None


async def send_text(send: Send, status: int, text: str, **headers: str) -> None:
    """A small plain answer: status, its name and one sentence."""
    body = f"{status} {HTTPStatus(status).phrase}\n{text}.\n".encode()
    lines = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *((k.replace("_", "-").encode(), v.encode("latin-1")) for k, v in headers.items()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body})


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message: Any = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return
