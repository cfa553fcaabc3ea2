"""What a picture says of itself: creator, credit, copyright, caption, from XMP, IPTC and EXIF.

Everything else that stands there (places, serial numbers, names of programs) is not read. The texts
are foreign: charsets are guessed or refused, signs that steer a page are taken out, lengths cut.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml import etree

from serai.language.charsets import DecodeError, decode

#: Field of a note and the most characters it may have.
LENGTHS: Final[Mapping[str, int]] = {
    "title": 255, "description": 255, "creator": 200, "credit": 300, "copyright": 300,
    "supplier": 200,
}  # fmt: skip

_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP: Final = "{http://ns.adobe.com/photoshop/1.0/}"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_XMP: Final = {
    "title": (_PHOTOSHOP + "Headline", _DC + "title"),
    "description": (_DC + "description",),
    "creator": (_DC + "creator",),
    "credit": (_PHOTOSHOP + "Credit",),
    "copyright": (_DC + "rights",),
    "supplier": (_PHOTOSHOP + "Source",),
}
#: Data sets of IPTC's record 2, the better one first.
_IPTC: Final = {
    "title": (105, 5), "description": (120,), "creator": (80,), "credit": (110,),
    "copyright": (116,), "supplier": (115,),
}  # fmt: skip
_EXIF: Final = {"description": 0x010E, "creator": 0x013B, "copyright": 0x8298}
_MOST_XMP: Final = 512 * 1024
_MOST_SETS: Final = 500
_UTF8: Final = b"\x1b%G"
#: Not text at all, or signs that turn the direction of what follows.
_DROPPED: Final = frozenset({"Cf", "Cs", "Co", "Cn"})


def read_notes(*, xmp: bytes, iptc: bytes, exif: Mapping[int, Any]) -> dict[str, str]:
    """The fields that are filled. XMP says its charset, so it goes before IPTC and EXIF."""
    sources = (_from_xmp(xmp), _from_iptc(iptc), _from_exif(exif))
    notes = {}
    for field, most in LENGTHS.items():
        for source in sources:
            if text := plain_line(source.get(field, ""), most):
                notes[field] = text
                break
    return notes


def plain_line(text: str, most: int) -> str:
    """One line of visible text, cut at a word where it is too long."""
    text = unicodedata.normalize("NFC", text[: most * 8])
    kept = (
        " " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign
        for sign in text
        if unicodedata.category(sign) not in _DROPPED
    )
    line = " ".join("".join(kept).split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    head, space, _rest = cut.rpartition(" ")
    return (head if space and len(head) > most // 2 else cut).rstrip() + "…"


def _from_xmp(xmp: bytes) -> dict[str, str]:
    if not xmp or len(xmp) > _MOST_XMP:
        return {}
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(xmp.strip(b"\0 \r\n\t"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    found: dict[str, str] = {}
    for described in root.iter(_RDF + "Description"):
        for field, names in _XMP.items():
            for name in names:
                text = described.get(name) or _property(described, name)
                if text and field not in found:
                    found[field] = text
    return found


def _property(described: etree._Element, name: str) -> str:
    element = described.find(name)
    if element is None:
        return ""
    items = list(element.iter(_RDF + "li"))
    if not items:
        return element.text or ""
    preferred = [item for item in items if item.get(_LANG) == "x-default"]
    if preferred or element.find(_RDF + "Alt") is not None:
        return (preferred or items)[0].text or ""
    return ", ".join(item.text for item in items[:20] if item.text)


def _from_iptc(iptc: bytes) -> dict[str, str]:
    sets: dict[tuple[int, int], list[bytes]] = {}
    for record, number, value in _data_sets(iptc):
        sets.setdefault((record, number), []).append(value)
    declared = "utf-8" if _UTF8 in sets.get((1, 90), []) else None
    found: dict[str, str] = {}
    for field, numbers in _IPTC.items():
        for number in numbers:
            values = [_decoded(value, declared) for value in sets.get((2, number), [])[:20]]
            if text := ", ".join(filter(None, values)):
                found.setdefault(field, text)
    return found


def _data_sets(iptc: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    for _ in range(_MOST_SETS):
        if at + 5 > len(iptc) or iptc[at] != 0x1C:
            return
        size = int.from_bytes(iptc[at + 3 : at + 5], "big")
        if size & 0x8000 or at + 5 + size > len(iptc):
            return
        yield iptc[at + 1], iptc[at + 2], iptc[at + 5 : at + 5 + size]
        at += 5 + size


def _from_exif(exif: Mapping[int, Any]) -> dict[str, str]:
    found = {}
    for field, tag in _EXIF.items():
        value = exif.get(tag)
        if isinstance(value, str):
            # Pillow reads the tag as Latin-1; cameras and programs write what they like.
            value = value.encode("latin-1", "ignore")
        if isinstance(value, bytes):
            found[field] = _decoded(value.split(b"\0")[0], None)
    return found


def _decoded(value: bytes, declared: str | None) -> str:
    try:
        return decode(value[:4000], declared)[0]
    except DecodeError:
        return ""
