"""Heads of requests: what may come through, and what the inner parts get to see of it.

Granian passes on what nginx would have refused: TRACE, two Host headers, none at all, names with
``_`` that look like trusted ones once Django has put them into its environment.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote_to_bytes

Scope = dict[str, Any]

METHODS: Final = frozenset({"GET", "HEAD", "POST"})
_FORWARDED: Final = frozenset({b"forwarded", b"proxy", b"x-real-ip", b"x-original-url"})
_BELIEVED: Final = frozenset({b"x-forwarded-for", b"x-forwarded-proto"})
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?")
_PRINTABLE: Final = re.compile(rb"[\x21-\x7e]*")
_BAD_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})|%2[Ff]|%5[Cc]")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
_SLASHES: Final = re.compile(rb"/{2,}")


class Refusal(Exception):
    """The answer that the shell gives by itself. ``close``: the body was not read."""

    def __init__(self, status: int, reason: str, *, close: bool = False, **headers: str) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status
        self.reason = reason
        self.headers = headers
        if close:
            self.headers["connection"] = "close"


@dataclass(frozen=True, slots=True)
class HeadRules:
    """``hosts`` in lower case, without ports; ``proxies`` are addresses that may forward."""

    hosts: frozenset[str]
    proxies: frozenset[str] = frozenset()
    target_bytes: int = 4096
    header_bytes: int = 8192
    header_count: int = 100


@dataclass(frozen=True, slots=True)
class Head:
    """A request that may come in: ``scope`` is clean, ``length`` the body's (None: chunked)."""

    scope: Scope
    method: str
    path: str
    client: str
    length: int | None = field(default=0)


def judge(scope: Scope, rules: HeadRules) -> Head:
    """The clean head of this request. Raises Refusal."""
    method = scope["method"]
    if method not in METHODS:
        raise Refusal(405, "Method not allowed", close=True, allow="GET, HEAD, POST")
    headers: list[tuple[bytes, bytes]] = list(scope["headers"])
    raw_path, query = bytes(scope["raw_path"]), bytes(scope["query_string"])
    if len(raw_path) + 1 + len(query) > rules.target_bytes:
        raise Refusal(414, "The address is too long", close=True)
    size = sum(len(name) + len(value) + 4 for name, value in headers)
    if len(headers) > rules.header_count or size > rules.header_bytes:
        raise Refusal(431, "The headers are too large", close=True)
    _check_host(headers, rules.hosts)
    if not _PRINTABLE.fullmatch(query):
        raise Refusal(400, "The address has characters that must be encoded", close=True)
    path = clean_path(raw_path)
    if _SLASHES.search(raw_path):
        raise _clean_address(method, raw_path, query)
    length = _body_length(method, headers)
    peer = scope["client"][0] if scope.get("client") else ""
    trusted = peer in rules.proxies
    passed = [line for line in headers if _passes(line[0], trusted=trusted)]
    client = _client(peer, passed, rules.proxies) if trusted else peer
    inner = {**scope, "path": path, "raw_path": raw_path, "headers": passed}
    if client != peer:
        inner["client"] = (client, 0)
    return Head(scope=inner, method=method, path=path, client=client, length=length)


def _check_host(headers: list[tuple[bytes, bytes]], hosts: frozenset[str]) -> None:
    given = [value for name, value in headers if name == b"host"]
    if len(given) != 1 or not given[0]:
        raise Refusal(400, "Exactly one Host header is needed", close=True)
    match = _HOST.fullmatch(given[0].decode("latin-1").lower())
    if match is None:
        raise Refusal(400, "The Host header cannot be read", close=True)
    if match[1] not in hosts:
        raise Refusal(421, "This portal has another name", close=True)


def clean_path(raw: bytes) -> str:
    """The path, decoded once. Raises Refusal where it can be read in two ways."""
    if not raw.startswith(b"/") or not _PRINTABLE.fullmatch(raw) or _BAD_ESCAPE.search(raw):
        raise Refusal(400, "The path cannot be read", close=True)
    try:
        path = unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        raise Refusal(400, "The path is not UTF-8", close=True) from None
    steps = (segment.partition(";")[0] for segment in path.split("/"))
    if _CONTROL.search(path) or any(step in (".", "..") for step in steps):
        raise Refusal(400, "The path cannot be read", close=True)
    return path


def _clean_address(method: str, raw_path: bytes, query: bytes) -> Refusal:
    if method == "POST":
        return Refusal(400, "The path cannot be read", close=True)
    location = _SLASHES.sub(b"/", raw_path).decode("ascii")
    if query:
        location += "?" + query.decode("ascii")
    return Refusal(301, "Moved", location=location)


def _body_length(method: str, headers: list[tuple[bytes, bytes]]) -> int | None:
    """Length that the head announces; None for a chunked body."""
    lengths = [value for name, value in headers if name == b"content-length"]
    chunked = any(name == b"transfer-encoding" for name, _ in headers)
    if len(lengths) > 1 or (lengths and not (lengths[0].isdigit() and len(lengths[0]) < 16)):
        raise Refusal(400, "The length cannot be read", close=True)
    length = None if chunked else int(lengths[0]) if lengths else 0
    if method != "POST" and length != 0:
        raise Refusal(400, "Only POST has a body", close=True)
    return length


def _passes(name: bytes, *, trusted: bool) -> bool:
    if b"_" in name:
        return False
    if name.startswith(b"x-forwarded-"):
        return trusted and name in _BELIEVED
    return name not in _FORWARDED


def _client(peer: str, headers: list[tuple[bytes, bytes]], proxies: frozenset[str]) -> str:
    """The nearest address that is not one of our proxies; each proxy adds its peer at the end."""
    chain = [
        part.strip()
        for name, value in headers
        if name == b"x-forwarded-for"
        for part in value.decode("latin-1").split(",")
    ]
    return next((address for address in reversed(chain) if address not in proxies), peer)


def longest_prefix(path: str, table: Mapping[str, int], default: int) -> int:
    """The value of the longest prefix of ``path`` in the table."""
    fitting = [prefix for prefix in table if path.startswith(prefix)]
    return table[max(fitting, key=len)] if fitting else default
