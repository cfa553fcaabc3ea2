"""Outer caches are told what changed: by tag where they know tags, and by exact path.

The caches are the administrator's own words (options), so they may stand at private addresses;
nothing here follows a redirect or reads more than a status. A cache that does not answer is tried
again, then left to its own time: it is asked to keep pages for a minute at most when it was missed.
"""

import http.client
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

log = logging.getLogger("serai.delivery")
SECONDS: Final = 5.0
TRIES: Final = 3
#: Fastly and Cloudflare take so many keys at once.
FASTLY_KEYS: Final = 256
CLOUDFLARE_KEYS: Final = 30


class PurgeError(Exception):
    """A cache refused or did not answer."""


@dataclass
class DummyPurger:
    """For tests: remembers."""

    purged: list[tuple[list[str], list[str]]] = field(default_factory=list)

    def purge(self, tags: Sequence[str], paths: Sequence[str]) -> None:
        self.purged.append((list(tags), list(paths)))


@dataclass(frozen=True)
class VarnishPurger:
    """HTTP PURGE with ``xkey`` for tags, and PURGE of each path (deploy/varnish.vcl)."""

    address: str
    host: str

    def purge(self, tags: Sequence[str], paths: Sequence[str]) -> None:
        for some in portions(tags, FASTLY_KEYS):
            call("PURGE", self.address, "/", {"Host": self.host, "xkey": " ".join(some)})
        for path in paths:
            call("PURGE", self.address, path, {"Host": self.host})


@dataclass(frozen=True)
class FastlyPurger:
    """Fastly's purge by surrogate key."""

    service: str
    token: str
    address: str = "https://api.fastly.com"

    def purge(self, tags: Sequence[str], paths: Sequence[str]) -> None:
        for some in portions(tags, FASTLY_KEYS):
            headers = {"Fastly-Key": self.token, "Surrogate-Key": " ".join(some)}
            call("POST", self.address, f"/service/{self.service}/purge", headers)


@dataclass(frozen=True)
class CloudflarePurger:
    """Cloudflare's purge by tag and by address."""

    zone: str
    token: str
    public: str
    address: str = "https://api.cloudflare.com"

    def purge(self, tags: Sequence[str], paths: Sequence[str]) -> None:
        urls = [f"{self.public}{path}" for path in paths]
        for name, values in (("tags", tags), ("files", urls)):
            for some in portions(values, CLOUDFLARE_KEYS):
                body = json.dumps({name: some}).encode()
                headers = {
                    "Authorization": f"Bearer {self.token}",
                    "Content-Type": "application/json",
                }
                path = f"/client/v4/zones/{self.zone}/purge_cache"
                call("POST", self.address, path, headers, body)


def portions(values: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(values), size):
        yield list(values[start : start + size])


def call(method: str, address: str, path: str, headers: dict[str, str], body: bytes = b"") -> None:
    """One request, tried again where nobody answers. Raises PurgeError."""
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    said = ""
    for _ in range(TRIES):
        line = kind(parts.hostname or "", parts.port, timeout=SECONDS)
        try:
            line.request(method, path, body=body or None, headers=headers)
            status = line.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            said = type(error).__name__
            continue
        finally:
            line.close()
        if status < 300 or status == 404:
            return
        said = str(status)
        if status < 500:
            break
    raise PurgeError(f"{method} {parts.hostname}: {said}")
