"""Outer caches and how each is told: by tag where it knows tags, and by exact path.

The caches are the administrator's own words (options), so they may stand at private addresses;
nothing here follows a redirect or reads more than a status.
"""

import http.client
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol
from urllib.parse import urlsplit

from serai.core.portions import portions

log = logging.getLogger("serai.delivery")
SECONDS: Final = 2.0
TRIES: Final = 2
#: So many keys go into one request: Varnish has room for 8 kB in a header.
VARNISH_KEYS: Final = 64
FASTLY_KEYS: Final = 256
CLOUDFLARE_KEYS: Final = 30


class PurgeError(Exception):
    """A cache refused or did not answer."""


class Purger(Protocol):
    """An outer cache; ``name`` for the log and for the editor."""

    @property
    def name(self) -> str: ...

    def purge(self, tags: Sequence[str], paths: Sequence[str]) -> None: ...


@dataclass
class DummyPurger:
    """For tests and trials: remembers, and says so in the log."""

    name: str = "dummy"
    purged: list[tuple[list[str], list[str]]] = field(default_factory=list)

    def purge(self, tags: Sequence[str], paths: Sequence[str]) -> None:
        self.purged = [*self.purged[-99:], (list(tags), list(paths))]
        log.info("dummy cache purged of %d tags, %d paths", len(tags), len(paths))


@dataclass(frozen=True)
class VarnishPurger:
    """HTTP PURGE with ``xkey`` for tags, and PURGE of each path (deploy/varnish.vcl)."""

    address: str
    host: str

    @property
    def name(self) -> str:
        return f"varnish:{urlsplit(self.address).netloc}"

    def purge(self, tags: Sequence[str], paths: Sequence[str]) -> None:
        for some in portions(tags, VARNISH_KEYS):
            call("PURGE", self.address, "/", {"Host": self.host, "xkey": " ".join(some)})
        for path in paths:
            call("PURGE", self.address, path, {"Host": self.host})


@dataclass(frozen=True)
class FastlyPurger:
    """Fastly's purge by surrogate key."""

    service: str
    token: str = field(repr=False)
    address: str = "https://api.fastly.com"
    name: str = "fastly"

    def purge(self, tags: Sequence[str], paths: Sequence[str]) -> None:
        for some in portions(tags, FASTLY_KEYS):
            headers = {"Fastly-Key": self.token, "Surrogate-Key": " ".join(some)}
            call("POST", self.address, f"/service/{self.service}/purge", headers)


@dataclass(frozen=True)
class CloudflarePurger:
    """Cloudflare's purge by tag and by address."""

    zone: str
    token: str = field(repr=False)
    public: str
    address: str = "https://api.cloudflare.com"
    name: str = "cloudflare"

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
        if status < 300 or (status == 404 and method == "PURGE"):
            return  # what a cache does not hold needs no purge
        said = str(status)
        if status < 500:
            break
    raise PurgeError(f"{method} {parts.hostname}: {said}")
