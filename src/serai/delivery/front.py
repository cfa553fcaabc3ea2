"""The front: pages that are kept are answered here, without Django and without a database.

On a hit: one ``stat`` of the page's head file, bytes from memory; the same question to the same
page is not thought about twice (``again``). Misses of one path are joined, one of them asks Django,
all get its answer. Where Django fails and an older page is at hand, the older one is sent and says
so in ``Cache-Status``.
"""

import asyncio
import contextlib
import hashlib
import json
import os
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final
from weakref import WeakValueDictionary

from serai.delivery.bodies import BodyFile, Message, Receive
from serai.delivery.edge import Inner, Send
from serai.delivery.headers import HeaderLines
from serai.delivery.heads import Scope
from serai.delivery.store import SUFFIXES, PageStore, storable

Signature = tuple[int, int, int]
#: What an answer depends on besides its page: host, accepted codings, tags that the reader has.
Question = tuple[bytes, bytes, bytes]
#: The two messages of an answer as they leave the house.
Given = tuple[Message, Message]

BROWSER: Final = b"max-age=0, must-revalidate"
OUTER: Final = b"max-age=31536000, stale-while-revalidate=60, stale-if-error=86400"
#: Nobody purges what is not kept, so nobody else may keep it either.
UNKEPT: Final = b"no-store"
HIT: Final = b"serai; hit"
STALE: Final = b"serai; hit; ttl=-1; detail=stale"
#: Outer caches take so many bytes of keys in one header.
_KEYS: Final = 8_000
#: Heads that are larger than a browser's are judged each time; so many answers a page are known.
_HEAD_LINES: Final = 40
_HEAD_BYTES: Final = 4_096
_ANSWERS: Final = 32
_QUESTION: Final = (b"host", b"accept-encoding", b"if-none-match")


@dataclass(frozen=True, slots=True)
class FrontRules:
    """``is_public``: whether a path may come from the store; ``query``: paths that have one."""

    is_public: Callable[[str], bool]
    query: frozenset[str] = frozenset()
    memory_bytes: int = 24 * 1024 * 1024
    small_bytes: int = 1024 * 1024
    #: After so many seconds without a sign of the refresher no page counts as fresh.
    silent_seconds: float | None = None
    #: Whether outer caches stand in front that are purged: only they are told keys and long times.
    purged: bool = False


@dataclass(slots=True, weakref_slot=True)
class Held:
    """A page in memory: its bodies by coding with their tags, and the answers given from it."""

    signature: Signature
    file: str
    status: int
    expires: float | None
    bodies: dict[str, bytes]
    etags: dict[str, bytes]
    lines: dict[str, HeaderLines]
    size: int
    answers: dict[Question, Given] = field(default_factory=dict)

    def remember(self, question: Question, given: Given) -> None:
        if len(self.answers) >= _ANSWERS:
            self.answers.clear()
        self.answers[question] = given


@dataclass(slots=True)
class Answer:
    """What Django said to one of those who asked together."""

    start: Message
    body: bytes = b""


@dataclass
class Front:
    """Inner application of the shell. ``pages`` is asked for what is not kept; without a store
    that is everything."""

    store: PageStore | None
    pages: Inner
    rules: FrontRules
    clock: Callable[[], float] = time.time
    held_bytes: int = 0
    #: By the address as it is sent; a page that is kept has ASCII letters only.
    _memory: "OrderedDict[bytes, Held]" = field(default_factory=OrderedDict)
    #: Larger pages, while they are being sent: many slow readers share one.
    _large: "WeakValueDictionary[bytes, Held]" = field(default_factory=WeakValueDictionary)
    _heard: float = field(default=0.0, init=False)
    _listened: float = field(default=-1e9, init=False)
    _asking: "dict[str, asyncio.Future[Answer]]" = field(default_factory=dict)

    async def __call__(self, scope: Scope, body: BodyFile, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if scope["method"] == "POST" or not self.rules.is_public(path):
            await self.pages(scope, body, receive, send)
            return
        if path in self.rules.query and scope["query_string"]:
            await self.pages(scope, body, receive, send)
            return
        asked = dict(scope["headers"])
        found = self._look(path)
        if found is not None and self._is_true(found):
            await self._send(send, scope["method"], found, asked, HIT)
            return
        await self._miss(scope, body, receive, send, found)

    # -- hits ------------------------------------------------------------------------------------

    def again(self, scope: Scope) -> Given | None:
        """The answer to a question that was asked and answered before, the page being the same;
        None where that is not certain. For the shell, before anything else is thought about."""
        held = self._memory.get(scope["raw_path"])
        if held is None or scope["method"] != "GET" or scope["query_string"]:
            return None
        host = codings = tags = b""
        lines, size = scope["headers"], 0
        for name, value in lines:
            size += len(name) + len(value)
            if name == b"host":
                if host:
                    return None
                host = value
            elif name == b"accept-encoding":
                codings = value
            elif name == b"if-none-match":
                tags = value
            elif name == b"content-length" or name == b"transfer-encoding":
                return None
        given = held.answers.get((host, codings, tags))
        if given is None or size > _HEAD_BYTES or len(lines) > _HEAD_LINES:
            return None
        if _signature(held.file) != held.signature or not self._is_true(held):
            return None
        self._memory.move_to_end(scope["raw_path"])
        return given

    def _is_true(self, held: Held) -> bool:
        now = self.clock()
        return (held.expires is None or held.expires > now) and self._is_kept_up(now)

    def _is_kept_up(self, now: float) -> bool:
        """Whether the refresher lives; looked at once a second."""
        if self.rules.silent_seconds is None or self.store is None:
            return True
        if not 0 <= now - self._listened < 1:
            self._heard, self._listened = self.store.heard(), now
        return abs(now - self._heard) < self.rules.silent_seconds

    async def _send(
        self, send: Send, method: str, held: Held, asked: dict[bytes, bytes], status_line: bytes
    ) -> None:
        outer = OUTER
        if status_line is STALE or not self.rules.purged:
            outer = UNKEPT
        elif held.expires is not None:
            outer = _outer(held.expires - self.clock())
        start, body = _answer(method, held, asked, status_line, outer)
        if method == "GET" and status_line is HIT and (outer is UNKEPT or outer is OUTER):
            host, codings, tags = (asked.get(name, b"") for name in _QUESTION)
            start["remember"] = partial(held.remember, (host, codings, tags))
        await send(start)
        await send(body)

    def _look(self, path: str) -> Held | None:
        if self.store is None or not storable(path):
            return None
        key = path.encode()
        file = self.store.head_file(path)
        signature = _signature(str(file))
        if signature is None:
            self._forget(key)
            return None
        held = self._memory.get(key)
        if held is not None and held.signature == signature:
            self._memory.move_to_end(key)
            return held
        sent = self._large.get(key)
        if sent is not None and sent.signature == signature:
            return sent
        self._forget(key)
        fresh = self._load(self.store, path, file, signature)
        if fresh is not None and fresh.size <= self.rules.small_bytes:
            self._memory[key] = fresh
            self.held_bytes += fresh.size
            while self.held_bytes > self.rules.memory_bytes:
                _, oldest = self._memory.popitem(last=False)
                self.held_bytes -= oldest.size
        elif fresh is not None:
            self._large[key] = fresh
        return fresh

    def _load(self, store: PageStore, path: str, file: Path, signature: Signature) -> Held | None:
        try:
            head = json.loads(file.read_bytes())
            bodies = _bodies(store.body_file(path), head)
        except (OSError, ValueError, KeyError):
            return None
        etags = {coding: _etag(content) for coding, content in bodies.items()}
        keys = _keys(head["tags"]) if self.rules.purged else []
        lines = {
            coding: _lines(head, keys, coding, etags[coding], len(bodies)) for coding in bodies
        }
        size = sum(map(len, bodies.values())) + 2_000
        return Held(
            signature, str(file), head["status"], head["expires"], bodies, etags, lines, size
        )

    def _forget(self, key: bytes) -> None:
        gone = self._memory.pop(key, None)
        if gone is not None:
            self.held_bytes -= gone.size

    # -- misses ----------------------------------------------------------------------------------

    async def _miss(
        self, scope: Scope, body: BodyFile, receive: Receive, send: Send, stale: Held | None
    ) -> None:
        path, asked = scope["path"], dict(scope["headers"])
        running = self._asking.get(path)
        if running is None:
            running = asyncio.ensure_future(self._ask(scope, body))
            self._asking[path] = running
            running.add_done_callback(lambda _: self._asking.pop(path, None))
        try:
            answer = await asyncio.shield(running)
        except Exception:
            if stale is None:
                raise
            answer = None
        if answer is None or (answer.start["status"] >= 500 and stale is not None):
            assert stale is not None
            await self._send(send, scope["method"], stale, asked, STALE)
            return
        kept = self._look(path)
        if kept is not None and kept.status == answer.start["status"] and self._is_true(kept):
            await self._send(send, scope["method"], kept, asked, b"serai; fwd=miss; stored")
            return
        headers = [*answer.start["headers"], (b"cache-status", b"serai; fwd=miss")]
        headers += [(b"cdn-cache-control", UNKEPT), (b"surrogate-control", UNKEPT)]
        if not any(name.lower() == b"cache-control" for name, _ in headers):
            headers.append((b"cache-control", BROWSER))
        await send({**answer.start, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _ask(self, scope: Scope, body: BodyFile) -> Answer:
        """Ask Django as nobody in particular: no cookies, no query, no wishes."""
        bare = [line for line in scope["headers"] if line[0] == b"host"]
        clean = {**scope, "method": "GET", "headers": bare, "query_string": b""}
        answer = Answer({})
        pieces: list[bytes] = []

        async def hear(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.start = message
            else:
                pieces.append(message.get("body", b""))

        async def wait() -> Message:
            # Whoever asked first may leave; the others still wait for this answer.
            await asyncio.Event().wait()
            raise AssertionError

        with BodyFile() as nothing:
            await self.pages(clean, nothing, wait, hear)
        answer.body = b"".join(pieces)
        return answer


def _signature(file: str) -> Signature | None:
    """What changes whenever the file does; None where there is none."""
    try:
        stat = os.stat(file)  # noqa: PTH116 - a Path would cost as much again as the question
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _bodies(plain: Path, head: dict[str, Any]) -> dict[str, bytes]:
    if head["status"] != 200:
        return {"": head["body"].encode()}
    bodies = {"": plain.read_bytes()}
    for coding, suffix in SUFFIXES.items():
        with contextlib.suppress(FileNotFoundError):
            bodies[coding] = plain.with_name(plain.name + suffix).read_bytes()
    return bodies


def _outer(seconds: float) -> bytes:
    """For a page whose time is over at a known moment."""
    return b"max-age=%d, stale-while-revalidate=60, stale-if-error=86400" % max(0, int(seconds))


def _etag(content: bytes) -> bytes:
    return b'"' + hashlib.sha256(content).hexdigest()[:24].encode() + b'"'


def _lines(
    head: dict[str, Any], keys: list[bytes], coding: str, etag: bytes, codings: int
) -> HeaderLines:
    lines = [
        (b"content-type", head["type"].encode("latin-1")),
        (b"cache-control", BROWSER),
        (b"etag", etag),
    ]
    lines += [(b"surrogate-key", b" ".join(keys)), (b"cache-tag", b",".join(keys))] if keys else []
    lines += [(mark.encode(), b"1") for mark in head["marks"]]
    if codings > 1:
        lines.append((b"vary", b"accept-encoding"))
    if coding:
        lines.append((b"content-encoding", coding.encode()))
    return lines


def _keys(tags: list[str]) -> list[bytes]:
    """Every page carries the key of the site; too many others are left to purges by path."""
    keys, size = [b"site"], 5
    for tag in tags:
        size += len(tag) + 1
        if size > _KEYS:
            break
        keys.append(tag.encode())
    return keys


def _coding(accepted: bytes, held: Held) -> str:
    if len(held.bodies) == 1 or not accepted:
        return ""
    taken = {}
    for part in accepted.lower().split(b","):
        name, _, quality = part.strip().partition(b";")
        value = quality.strip().removeprefix(b"q=").strip(b"0.")
        taken[name.strip()] = not quality or bool(value)
    every = taken.get(b"*", False)
    return next((c for c in SUFFIXES if c in held.bodies and taken.get(c.encode(), every)), "")


def _unchanged(asked: dict[bytes, bytes], etag: bytes) -> bool:
    given = asked.get(b"if-none-match")
    if not given:
        return False
    tags = [part.strip().removeprefix(b"W/") for part in given.split(b",")]
    return etag in tags or tags == [b"*"]


def _answer(
    method: str, held: Held, asked: dict[bytes, bytes], status_line: bytes, outer: bytes
) -> Given:
    coding = _coding(asked.get(b"accept-encoding", b""), held)
    lines = [
        *held.lines[coding],
        (b"cdn-cache-control", outer),
        (b"surrogate-control", outer),
        (b"cache-status", status_line),
    ]
    body, status = held.bodies[coding], held.status
    if status == 200 and _unchanged(asked, held.etags[coding]):
        lines = [line for line in lines if line[0] not in (b"content-type", b"content-encoding")]
        body, status = b"", 304
    else:
        lines.append((b"content-length", str(len(body)).encode()))
    return (
        {"type": "http.response.start", "status": status, "headers": lines},
        {"type": "http.response.body", "body": b"" if method == "HEAD" else body},
    )
