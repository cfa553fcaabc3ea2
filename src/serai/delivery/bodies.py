"""Bodies of requests: read whole, within a size and a time, before anybody waits for them.

Half a body must not hold a thread. A short body has ``seconds``; a longer one (only the newsroom's
caps allow it) earns time by what has arrived, so that a slow line can send a picture.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import Any, Final, cast

from serai.delivery.heads import Head, Refusal, longest_prefix

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
BodyFile = SpooledTemporaryFile[bytes]

_SHORT: Final = 65_536


class ClientGone(Exception):
    """The client went away before its request was complete, or takes nothing of its answer."""


@dataclass(frozen=True, slots=True)
class BodyRules:
    """``caps``: bytes by path prefix, the longest prefix decides; ``cap`` for all other paths."""

    cap: int = 65_536
    caps: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 5.0
    slowest_bytes_per_second: int = 65_536
    memory_bytes: int = 1_048_576
    bodies_per_client: int = 50
    spooled_at_once: int = 16
    spool_directory: str | None = None


class BodyReader:
    """Reads bodies; counts them, so that no client has too many and disks do not fill."""

    def __init__(self, rules: BodyRules) -> None:
        self._rules = rules
        self._reading: Counter[str] = Counter()
        self._spooled = 0

    async def read(self, head: Head, receive: Receive) -> BodyFile:
        """The complete body, rewound. Raises Refusal or ClientGone."""
        cap = longest_prefix(head.path, self._rules.caps, self._rules.cap)
        if head.length is not None and head.length > cap:
            raise Refusal(413, "The body is too large", close=True)
        if head.method != "POST":
            return self._empty()
        if self._reading[head.client] >= self._rules.bodies_per_client:
            raise Refusal(429, "Too many requests at once", close=True, retry_after="5")
        self._reading[head.client] += 1
        body = self._empty()
        try:
            await self._fill(body, cap, receive)
        except BaseException:
            body.close()
            raise
        finally:
            self._reading[head.client] -= 1
            if not self._reading[head.client]:
                del self._reading[head.client]
        body.seek(0)
        return body

    def _empty(self) -> BodyFile:
        rules = self._rules
        return SpooledTemporaryFile(max_size=rules.memory_bytes, dir=rules.spool_directory)

    async def _fill(self, body: BodyFile, cap: int, receive: Receive) -> None:
        rules, size, spooled = self._rules, 0, False
        started = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(rules.seconds) as deadline:
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        raise ClientGone
                    size += len(message.get("body", b""))
                    if size > cap:
                        raise Refusal(413, "The body is too large", close=True)
                    if size > rules.memory_bytes and not spooled:
                        spooled = self._take_spool()
                    body.write(message.get("body", b""))
                    if not message.get("more_body", False):
                        return
                    if size > _SHORT:
                        earned = size / rules.slowest_bytes_per_second
                        deadline.reschedule(started + rules.seconds + earned)
        except TimeoutError:
            raise Refusal(408, "The body did not arrive in time", close=True) from None
        finally:
            self._spooled -= spooled

    def _take_spool(self) -> bool:
        if self._spooled >= self._rules.spooled_at_once:
            raise Refusal(503, "Too many uploads at once", close=True, retry_after="5")
        self._spooled += 1
        return True


async def wait_until_gone(receive: Receive) -> None:
    """Returns when the client has gone away; cancelled where the answer is ready first."""
    with suppress(ConnectionError):
        while cast(str, (await receive())["type"]) != "http.disconnect":
            pass
