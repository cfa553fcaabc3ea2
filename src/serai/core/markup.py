"""Foreign HTML written anew with a dozen bare tags, in one pass.

Every character is looked at a bounded number of times, whatever the text: the tree builder behind
nh3 costs depth times length and attributes squared, so it must not see foreign markup as it came.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from serai.core.limits import refuse_above

# Reading tags

BLANKS: Final = "\t\n\f\r "
_TAG_NAME: Final = re.compile(r"[A-Za-z][^\t\n\f\r />]*")
_GAP: Final = re.compile(r"[\t\n\f\r /]*")
_ATTRIBUTE: Final = re.compile(r"(=?[^\t\n\f\r />=]*)(?:[\t\n\f\r ]*=[\t\n\f\r ]*)?")
_BARE_VALUE: Final = re.compile(r"[^\t\n\f\r >]*")
_COMMENT_END: Final = re.compile(r"--!?>")


class Token(NamedTuple):
    """Text where ``name`` is empty, else a start or an end tag; references are not resolved."""

    text: str = ""
    name: str = ""
    is_end: bool = False
    href: str | None = None


def tokens(html: str) -> Iterator[Token]:
    """Text and tags as the HTML standard cuts them; comments and what hides text are left out."""
    place = 0
    while place < len(html):
        bracket = html.find("<", place)
        if bracket < 0:
            yield Token(text=html[place:])
            return
        if bracket > place:
            yield Token(text=html[place:bracket])
        token, place = _markup(html, bracket)
        if token:
            yield token
            if token.name in _RAW and not token.is_end:
                place = _after_raw(html, place, token.name)


def _markup(html: str, bracket: int) -> tuple[Token | None, int]:
    """What stands at this ``<``, and the place after it."""
    following = html[bracket + 1 : bracket + 2]
    is_end = following == "/"
    name = _TAG_NAME.match(html, bracket + 1 + is_end)
    if name:
        href, place = _attributes(html, name.end())
        if place < 0:
            return None, len(html)
        return Token(name=name[0].lower(), is_end=is_end, href=href), place
    if html.startswith("<!--", bracket):
        return None, _after_comment(html, bracket + 4)
    if following in ("!", "?") or (is_end and bracket + 2 < len(html)):
        close = html.find(">", bracket)
        return None, close + 1 if close >= 0 else len(html)
    return Token(text="<"), bracket + 1


def _attributes(html: str, place: int) -> tuple[str | None, int]:
    """The first href and the place after the tag, which is -1 where the tag never ends."""
    href = None
    while True:
        place = _gap_end(html, place)
        if place >= len(html):
            return None, -1
        if html[place] == ">":
            return href, place + 1
        attribute = _ATTRIBUTE.match(html, place)
        if attribute is None or attribute.end() == place:
            place += 1
            continue
        name, place = attribute[1], attribute.end()
        value, place = _value(html, place) if attribute.end() > attribute.end(1) else ("", place)
        if place < 0:
            return None, -1
        if href is None and name.lower() == "href":
            href = value


def _gap_end(html: str, place: int) -> int:
    gap = _GAP.match(html, place)
    return gap.end() if gap else place


def _value(html: str, place: int) -> tuple[str, int]:
    quote = html[place : place + 1]
    if quote in ('"', "'"):
        close = html.find(quote, place + 1)
        return (html[place + 1 : close], close + 1) if close >= 0 else ("", -1)
    bare = _BARE_VALUE.match(html, place)
    return (bare[0], bare.end()) if bare else ("", place)


def _after_comment(html: str, place: int) -> int:
    for empty in (">", "->"):
        if html.startswith(empty, place):
            return place + len(empty)
    end = _COMMENT_END.search(html, place)
    return end.end() if end else len(html)


def _after_raw(html: str, place: int, name: str) -> int:
    """The place of the end tag of an element whose content is not markup."""
    end = re.compile(rf"(?i)</{name}(?=[\t\n\f\r />])").search(html, place)
    return end.start() if end else len(html)


# Reducing: what nh3 gets to see


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_RAW: Final = _names(
    "script style textarea title xmp iframe noembed noframes noscript plaintext",
)
_HIDDEN: Final = _names(
    "svg math template object select button audio video canvas applet map dialog"
)
_VOID: Final = _names(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param"
    " source track wbr"
)
KEPT: Final = _names("a strong p br h2 h3 h4 ul ol li blockquote cite div")
_AS_DIV: Final = _names(
    "address article aside caption center dd details dl dt fieldset figcaption figure footer form"
    " header hgroup hr legend listing main nav optgroup pre section summary table tr"
)
_WRITTEN_AS: Final = {
    **{name: name for name in KEPT},
    **dict.fromkeys(_AS_DIV, "div"),
    **{"b": "strong", "h1": "h2", "h5": "h4", "h6": "h4", "menu": "ul", "dir": "ul"},
}
_CELLS: Final = frozenset(("td", "th"))
_CLOSES_P: Final = frozenset(_WRITTEN_AS) - _names("a strong b br cite")
# A start tag ends an open element of these names unless one of the walls stands between them.
_ENDS: Final = {
    "li": (("li",), ("ul", "ol", "menu", "dir")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "tr": (("tr",), ("table",)),
    "tbody": (("tbody", "thead", "tfoot"), ("table",)),
    "tfoot": (("tbody", "thead", "tfoot"), ("table",)),
}


class _Reducer:
    """Writes foreign HTML anew with bare, balanced tags, and refuses what is nested too deep."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.open: list[str] = []
        self.hidden: list[str] = []

    def read(self, token: Token) -> None:
        if self.hidden:
            self._read_hidden(token)
        elif not token.name:
            self.parts.append(token.text.replace("<", "&lt;"))
        elif token.name in _VOID:
            self._write_void(token)
        elif token.is_end:
            self._close(token.name, walls=())
        elif token.name in _HIDDEN:
            self.hidden.append(token.name)
        elif token.name not in _RAW:
            self._start(token)

    def _read_hidden(self, token: Token) -> None:
        """Counts one name only, so that a hidden part costs nothing however it is nested."""
        if token.name != self.hidden[0]:
            return
        if token.is_end:
            self.hidden.pop()
        else:
            self.hidden.append(token.name)

    def _write_void(self, token: Token) -> None:
        if token.name == "br":
            self.parts.append("<br>")
        elif token.name == "hr" and not token.is_end:
            self._close_p()
            self.parts.append("<div></div>")

    def _start(self, token: Token) -> None:
        name = token.name
        if name in _CLOSES_P:
            self._close_p()
        if name in _ENDS:
            ended, walls = _ENDS[name]
            self._close(*ended, walls=walls)
        refuse_above("html_depth", len(self.open) + 1)
        self.open.append(name)
        written = _WRITTEN_AS.get(name, "")
        if name in _CELLS:
            self.parts.append(" ")
        elif name == "a":
            href = (token.href or "").replace('"', "&quot;")
            self.parts.append(f'<a href="{href}">')
        elif written:
            self.parts.append(f"<{written}>")

    def _close_p(self) -> None:
        inline = 0
        while inline < len(self.open) and self.open[-1 - inline] not in _CLOSES_P:
            inline += 1
        if inline < len(self.open) and self.open[-1 - inline] == "p":
            self._pop(inline + 1)

    def _close(self, *names: str, walls: tuple[str, ...]) -> None:
        """Ends the nearest open element of these names with all inside it; the stack is short."""
        for depth, name in enumerate(reversed(self.open), start=1):
            if name in names:
                return self._pop(depth)
            if name in walls:
                return None
        return None

    def finish(self) -> str:
        self._pop(len(self.open))
        return "".join(self.parts)

    def _pop(self, count: int) -> None:
        for _ in range(count):
            name = self.open.pop()
            written = _WRITTEN_AS.get(name, "")
            if written:
                self.parts.append(f"</{written}>")
            elif name in _CELLS:
                self.parts.append(" ")


def reduced(html: str) -> str:
    """The same text with a dozen bare, balanced tags. Raises LimitExceeded where it is too deep."""
    reducer = _Reducer()
    for token in tokens(html):
        reducer.read(token)
    return reducer.finish()
