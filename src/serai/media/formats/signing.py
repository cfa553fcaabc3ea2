"""What our own public files say of themselves: creator, credit and copyright, nothing else."""

import hashlib
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from serai.media.formats.notes import LENGTHS, plain_line

#: A reader loads it with every picture, so it stays below a KiB: longer lines are cut harder.
MOST_BYTES: Final = 1000
_CUTS: Final = (300, 160, 100, 60, 30)

_HEAD: Final = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
    ' rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">'
)
_TAIL: Final = "</rdf:Description></rdf:RDF></x:xmpmeta>"
_PROPERTIES: Final = {
    "creator": "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>",
    "credit": "<photoshop:Credit>{}</photoshop:Credit>",
    "copyright": '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>'
    "</dc:rights>",
}


class Rights(NamedTuple):
    """Whose a picture is."""

    creator: str = ""
    credit: str = ""
    copyright: str = ""

    @property
    def key(self) -> str:
        """Six letters that change with the words; empty where there are none."""
        if not any(self):
            return ""
        return hashlib.sha256("\0".join(self).encode("utf-8", "replace")).hexdigest()[:6]

    def as_xmp(self) -> bytes:
        """The packet that is put into a file; empty where there is nothing to say."""
        packet = b""
        for most in _CUTS:
            packet = self._packet(most)
            if len(packet) <= MOST_BYTES:
                break
        return packet

    def _packet(self, most: int) -> bytes:
        rows = "".join(
            _PROPERTIES[field].format(escape(line))
            for field, text in self._asdict().items()
            if (line := plain_line(text, min(most, LENGTHS[field])))
        )
        return f"{_HEAD}{rows}{_TAIL}".encode() if rows else b""
