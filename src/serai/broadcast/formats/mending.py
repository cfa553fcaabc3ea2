"""The text of broken XML before it is parsed, piece by piece.

libxml2's recovery drops text at a bare ampersand («Техас A&M» becomes «Техас A»), so ampersands
that begin no reference are written out first. A DOCTYPE goes: nothing of it is wanted, and
entities of its own are the classic bomb. CDATA becomes plain text, so that there is one rule.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Final

_REFERENCE: Final = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,31});)?")
_XML: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARED: Final = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
#: A reference is no longer than this; the end of a piece waits for the next one.
_TAIL: Final = 40
#: Smaller parts are joined.
_PART: Final = 4_096
_OPENS: Final = ("<![CDATA[", "<!DOCTYPE", "<!doctype", "<!--")


@dataclass(slots=True)
class Mended:
    """How much was mended."""

    ampersands: int = 0
    entities: int = 0
    forbidden: int = 0
    undecodable: int = 0
    doctype: bool = False


def encoding_of(head: bytes, told: str = "") -> str:
    """Encoding of an XML file, by its mark, its declaration, else UTF-8. ``told`` wins."""
    if told:
        return told
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):  # fmt: skip
        if head.startswith(mark):
            return name
    if head.startswith(b"<\x00"):
        return "utf-16-le"
    if head.startswith(b"\x00<"):
        return "utf-16-be"
    found = _DECLARED.search(head[:400])
    name = found[1].decode("ascii") if found else "utf-8"
    try:
        codecs.lookup(name)
    except LookupError:
        return "utf-8"
    return "utf-8" if name.lower().startswith("utf-16") else name


def mended(pieces: Iterable[bytes], encoding: str, count: Mended) -> Iterator[str]:
    """Well-formed text as far as ampersands, entities and characters go.

    Every part but the last ends with a tag: libxml2 loses references at the ends of parts.
    """
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    held, inside, waiting = "", "", ""
    for piece in _with_end(pieces):
        text = decoder.decode(piece or b"", final=piece is None)
        count.undecodable += text.count("\ufffd")
        text, removed = _FORBIDDEN.subn("", text)
        count.forbidden += removed
        done, held, inside = _scan(held + text, inside, piece is None, count)
        waiting += done
        end = len(waiting) if piece is None else waiting.rfind(">") + 1
        if end and (end >= _PART or piece is None):
            yield waiting[:end]
            waiting = waiting[end:]


def _with_end(pieces: Iterable[bytes]) -> Iterator[bytes | None]:
    yield from pieces
    yield None


def _scan(text: str, inside: str, last: bool, count: Mended) -> tuple[str, str, str]:
    """(ready text, text that waits for more, what it is inside of)."""
    ready: list[str] = []
    at = 0
    while at < len(text):
        if inside:
            end = text.find(_END[inside], at)
            if end < 0:
                keep = 0 if last else min(len(text) - at, len(_END[inside]) - 1)
                stop = len(text) - keep
                ready.append(_content(inside, text[at:stop]))
                return "".join(ready), text[stop:], inside
            ready.append(_content(inside, text[at:end]))
            at, inside = end + len(_END[inside]), ""
            continue
        opening = text.find("<!", at)
        if opening < 0:
            stop = len(text) if last else max(at, _safe_end(text, at))
            ready.append(_references(text[at:stop], count))
            return "".join(ready), text[stop:], ""
        if not last and len(text) - opening < len("<![CDATA["):
            ready.append(_references(text[at:opening], count))
            return "".join(ready), text[opening:], ""
        ready.append(_references(text[at:opening], count))
        kind = next((one for one in _OPENS if text.startswith(one, opening)), "")
        if not kind:
            at = opening + 2  # any other declaration is no part of a schedule
            ready.append("&lt;!")
            continue
        at = opening + len(kind)
        if kind.upper() == "<!DOCTYPE":
            count.doctype = True
            end, waits = _doctype_end(text, at)
            if waits and not last:
                return "".join(ready), text[opening:], ""
            at = end
            continue
        inside = kind
    return "".join(ready), "", inside


_END: Final = {"<![CDATA[": "]]>", "<!--": "-->"}


def _content(inside: str, text: str) -> str:
    if inside == "<!--":
        return ""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _doctype_end(text: str, at: int) -> tuple[int, bool]:
    """Behind the ``>`` that ends a DOCTYPE with whatever stands in its brackets."""
    bracket, closing = text.find("[", at), text.find(">", at)
    if bracket >= 0 and (closing < 0 or bracket < closing):
        inner = text.find("]", bracket)
        closing = text.find(">", inner) if inner >= 0 else -1
    return (len(text), True) if closing < 0 else (closing + 1, False)


def _safe_end(text: str, at: int) -> int:
    """So much of a piece is ready: a reference or an opening may be cut in two at its end."""
    tail = max(at, len(text) - _TAIL)
    cut = max(text.rfind("&", tail), text.rfind("<", tail))
    return len(text) if cut < 0 or (text[cut] == "&" and ";" in text[cut:]) else cut


def _references(text: str, count: Mended) -> str:
    if "&" not in text:
        return text

    def mend(found: re.Match[str]) -> str:
        name = found[1]
        if name is None:
            count.ampersands += 1
            return "&amp;"
        if name in _XML:
            return found[0]
        if name.startswith("#"):
            number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
            good = number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE
            good = good or 0x10000 <= number <= 0x10FFFF
            count.forbidden += not good
            return found[0] if good else ""
        meant = html5.get(f"{name};")
        if meant is None:
            count.ampersands += 1
            return f"&amp;{name};"
        count.entities += 1
        return "".join(f"&#{ord(letter)};" for letter in meant)

    return _REFERENCE.sub(mend, text)
