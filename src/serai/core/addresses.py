"""The one rule for addresses that may stand in a link."""

import re
import unicodedata
from ipaddress import AddressValueError, IPv6Address
from typing import Final

from serai.core.limits import limit

_SCHEME: Final = re.compile(r"(?i)(https?)://([^/?#]*)(.*)")
_MAILTO: Final = re.compile(r"(?i)mailto:([a-z0-9._+-]{1,64})@([^@/?#:\[\]]+)")
_PORT: Final = re.compile(r":([0-9]{1,5})")
_REFUSED_IN_URL: Final = frozenset('\\"<>`')
_SCRIPTS: Final = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "HEBREW")


def safe_url(url: str) -> str | None:
    """The address if it may stand in a link: http(s) without user, mailto without query, /path."""
    if len(url) > limit("url_bytes") or not url or not _is_clean(url):
        return None
    if url.startswith("/"):
        return None if url.startswith("//") else url
    if web := _SCHEME.fullmatch(url):
        scheme, place, rest = web.groups()
        return f"{scheme.lower()}://{place}{rest}" if _is_place(place) else None
    if (mail := _MAILTO.fullmatch(url)) and _is_host(mail[2]):
        return f"mailto:{mail[1]}@{mail[2]}"
    return None


def _is_clean(url: str) -> bool:
    if any(letter in _REFUSED_IN_URL or unicodedata.category(letter)[0] in "CZ" for letter in url):
        return False
    return len(url.encode()) <= limit("url_bytes")


def _is_place(place: str) -> bool:
    """Host and port, no user, nothing that two readers understand in two ways."""
    host, port = place, ""
    if place.startswith("["):
        host, closed, port = place[1:].partition("]")
        return bool(closed) and _is_ipv6(host) and _is_port(port)
    if ":" in place:
        host, port = place[: place.index(":")], place[place.index(":") :]
    return _is_host(host) and _is_port(port)


def _is_ipv6(host: str) -> bool:
    try:
        return IPv6Address(host).scope_id is None
    except AddressValueError:
        return False


def _is_port(port: str) -> bool:
    match = _PORT.fullmatch(port)
    return not port or (match is not None and 0 < int(match[1]) < 65_536)


def _is_host(host: str) -> bool:
    if not host or len(host) > 253 or unicodedata.normalize("NFKC", host) != host:
        return False
    return all(map(_is_label, host.removesuffix(".").split(".")))


def _is_label(label: str) -> bool:
    """One part of a host name, its letters of one script: «раypal» half in Cyrillic is a trick."""
    if not 0 < len(label) <= 63 or label.startswith("-") or label.endswith("-"):
        return False
    if label.isascii():
        return all(letter.isalnum() or letter in "-_" for letter in label)
    if not all(letter == "-" or unicodedata.category(letter)[0] in "LMN" for letter in label):
        return False
    names = [unicodedata.name(letter, "") for letter in label]
    return sum(any(name.startswith(script) for name in names) for script in _SCRIPTS) <= 1
