"""Security headers of every answer: public pages, newsroom, previews and uploaded files."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from serai.core.videos import PLAYER_HOSTS

HeaderLines = list[tuple[bytes, bytes]]

PUBLIC_POLICY: Final = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
)
#: Wagtail's date and inline panels bring inline scripts, its editor inline styles; a picture just
#: chosen is shown from a blob: or data: address.
NEWSROOM_POLICY: Final = (
    "default-src 'none'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-src 'self'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
)
#: A page that says it has a video: players of known providers, framed once a reader asks.
VIDEO_POLICY: Final = (*PUBLIC_POLICY, f"frame-src {' '.join(PLAYER_HOSTS)}")
#: A page that plays a broadcast: a list of pieces, mostly at a host of its own. Where the browser
#: has no player for it, hls.js fetches them, and puts them together in a worker.
_OF_STREAMS: Final = {
    "media-src 'self'": "media-src 'self' https: blob:",
    "connect-src 'self'": "connect-src 'self' https:",
}
STREAM_POLICY: Final = (
    *(_OF_STREAMS.get(part, part) for part in PUBLIC_POLICY),
    "worker-src blob:",
)
PREVIEW_POLICY: Final = tuple(
    "frame-ancestors 'self'" if part.startswith("frame-ancestors") else part
    for part in VIDEO_POLICY
)
UPLOAD_POLICY: Final = ("default-src 'none'", "sandbox")

_ALWAYS: Final[HeaderLines] = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
        b" magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
    ),
]
#: Set here and nowhere else: what an inner part says about them is dropped.
_OURS: Final = frozenset(name for name, _ in _ALWAYS) | {
    b"content-security-policy",
    b"strict-transport-security",
    b"x-frame-options",
    b"x-serai-preview",
    b"x-serai-video",
    b"x-serai-stream",
    b"server",
}
#: Pages of the newsroom that show an unpublished text inside a frame of the newsroom.
_PREVIEW_PATH: Final = re.compile(r"/(?:preview(?:/[^/]+)?|revisions/\d+/view)/$")


@dataclass(frozen=True, slots=True)
class HeaderRules:
    """``secure``: the public address is https, and browsers are told to stay there."""

    secure: bool = False
    newsroom: str = "/newsroom/"
    uploads: str = "/media/"


@dataclass(frozen=True, slots=True)
class Profile:
    """What one kind of answer carries. ``cookies``: it may set some."""

    lines: HeaderLines
    cookies: bool
    cache_control: bytes | None = None
    keep_cache_control: bool = True


class Dress:
    """Chooses the profile of an answer and puts its headers on."""

    def __init__(self, rules: HeaderRules) -> None:
        self._rules = rules
        self.public = Profile(self._lines(PUBLIC_POLICY), cookies=False)
        self.video = Profile(self._lines(VIDEO_POLICY), cookies=False)
        self.stream = Profile(self._lines(STREAM_POLICY), cookies=False)
        self.upload = Profile(self._lines(UPLOAD_POLICY), cookies=False)
        self.newsroom = Profile(self._lines(NEWSROOM_POLICY), True, b"private, no-store")
        self.preview = Profile(self._lines(PREVIEW_POLICY), True, b"private, no-store", False)

    def _lines(self, policy: Iterable[str]) -> HeaderLines:
        lines, parts = list(_ALWAYS), list(policy)
        if self._rules.secure:
            parts.append("upgrade-insecure-requests")
            lines.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))
        lines.append((b"content-security-policy", "; ".join(parts).encode()))
        return lines

    def profile(self, path: str, *, preview: bool = False) -> Profile:
        """The profile of a path; ``preview`` where the answer itself says that it is one."""
        if path.startswith(self._rules.newsroom) or path == self._rules.newsroom.rstrip("/"):
            return self.preview if preview or _PREVIEW_PATH.search(path) else self.newsroom
        if preview:
            return self.preview
        return self.upload if path.startswith(self._rules.uploads) else self.public

    def put_on(self, path: str, given: HeaderLines) -> tuple[HeaderLines, bool]:
        """Headers as they leave the house, and whether a cookie had to be taken off."""
        lines = [(name.lower(), value) for name, value in given]
        names = {name for name, _ in lines}
        profile = self.profile(path, preview=b"x-serai-preview" in names)
        if profile is self.public and b"x-serai-video" in names:
            profile = self.video
        if profile is self.public and b"x-serai-stream" in names:
            profile = self.stream
        kept = [line for line in lines if line[0] not in _OURS]
        stripped = False
        if not profile.cookies:
            count = len(kept)
            kept = [line for line in kept if line[0] != b"set-cookie"]
            stripped = len(kept) != count
        if profile.cache_control is not None:
            kept = _with_cache_control(kept, profile.cache_control, profile.keep_cache_control)
        return kept + profile.lines, stripped


def _with_cache_control(lines: HeaderLines, wanted: bytes, keep_given: bool) -> HeaderLines:
    if keep_given and any(name == b"cache-control" for name, _ in lines):
        return lines
    rest = [line for line in lines if line[0] != b"cache-control"]
    return [*rest, (b"cache-control", wanted)]
