"""Videos at providers whose players a page may show once a reader asks. Pure.

The player's address is made here from the video's id, never taken from what somebody typed.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

#: What a page with a video may frame; a player may lead from one of a provider's names to another.
PLAYER_HOSTS: Final = (
    "https://www.youtube-nocookie.com",
    "https://rutube.ru",
    "https://vkvideo.ru",
    "https://vk.com",
)
_YOUTUBE: Final = re.compile(r"/(?:shorts|embed|live|v)/([A-Za-z0-9_-]{11})/?")
_YOUTUBE_ID: Final = re.compile(r"[A-Za-z0-9_-]{11}")
_RUTUBE: Final = re.compile(r"/(?:video|shorts|play/embed)/([0-9a-f]{32})/?")
_VK: Final = re.compile(r"(?:video|clip)(-?[0-9]{1,20})_([0-9]{1,20})(?:/.*)?")
_NUMBER: Final = re.compile(r"-?[0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class Video:
    """``page`` is where the provider shows it, ``player`` what a frame loads."""

    provider: str
    page: str
    player: str


def video_at(address: str) -> Video | None:
    """The video at this address; None where it is not one of a provider that is known here."""
    address = address.strip()
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host, query = parts.hostname or "", parse_qs(parts.query)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or parts.username is not None:
        return None
    host = re.sub(r"^(?:www|m)\.", "", host)
    first = {name: values[0] for name, values in query.items()}
    if host in ("youtube.com", "youtu.be", "youtube-nocookie.com"):
        return _youtube(host, parts.path, first)
    if host == "rutube.ru":
        return _rutube(parts.path)
    return _vk(parts.path, first) if host in ("vk.com", "vk.ru", "vkvideo.ru") else None


def _youtube(host: str, path: str, query: dict[str, str]) -> Video | None:
    if host == "youtu.be":
        found = path.strip("/")
    elif path.rstrip("/") == "/watch":
        found = query.get("v", "")
    else:
        match = _YOUTUBE.fullmatch(path)
        found = match[1] if match else ""
    if not _YOUTUBE_ID.fullmatch(found):
        return None
    return Video(
        "YouTube",
        f"https://www.youtube.com/watch?v={found}",
        f"https://www.youtube-nocookie.com/embed/{found}?autoplay=1",
    )


def _rutube(path: str) -> Video | None:
    match = _RUTUBE.fullmatch(path)
    if not match:
        return None
    return Video(
        "Rutube",
        f"https://rutube.ru/video/{match[1]}/",
        f"https://rutube.ru/play/embed/{match[1]}",
    )


def _vk(path: str, query: dict[str, str]) -> Video | None:
    if path == "/video_ext.php":
        owner, key = query.get("oid", ""), query.get("id", "")
    else:
        match = _VK.fullmatch(query.get("z") or path.rpartition("/")[2])
        owner, key = (match[1], match[2]) if match else ("", "")
    if not (_NUMBER.fullmatch(owner) and key.isdecimal() and _NUMBER.fullmatch(key)):
        return None
    return Video(
        "VK Видео",
        f"https://vkvideo.ru/video{owner}_{key}",
        f"https://vkvideo.ru/video_ext.php?oid={owner}&id={key}&autoplay=1",
    )
