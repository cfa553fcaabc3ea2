"""Bytes of a saved page to lines of text: HTML block ends and <br> are line ends."""

import html
import json
import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from serai.core.limits import limit
from serai.language import charsets

# A real line is a paragraph; an endless one is data.
MAX_LINES = 50_000
_SNIFFED = 4096
_MAIN_HEADINGS = 5
_LONGEST_TITLE = 600

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd",
        "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
        "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "search", "section",
        "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_DROPPED = frozenset(
    {
        "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed",
        "canvas", "audio", "video", "select", "textarea", "button", "head", "datalist",
    }
)  # fmt: skip
# Cells of a line: where two of them touch, a browser's style sheet sets them apart.
_CELLS = frozenset({"a", "label", "small", "span", "time"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_TAG = re.compile(r"<!doctype\s+html|<(?:html|head|body)[\s>]|</(?:p|div|span|h1|a|td|li)>", re.I)
_OTHER_XML = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|urlset|rdf)\b", re.I
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.I,
)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"&(?:nbsp|laquo|raquo|mdash|ndash|quot|amp|hellip|#\d{2,6});")
# Controls, soft hyphens, marks of direction and width, private letters of icon fonts.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\u3164\ud800-\uf8ff\ufeff\uffa0\ufff0-\ufffb"
    r"\U000e0000-\U0010ffff]"
)


class CaptureError(ValueError):
    """A file that is no article page; ``reason`` is for the person who named the file."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Page:
    """The lines of a page, an empty one where the text has one, and what its markup says.

    ``links`` are the numbers of lines that are a link and nothing else.
    """

    lines: list[str]
    links: set[int] = field(default_factory=set)
    title: str = ""
    main_headings: list[str] = field(default_factory=list)
    address: str | None = None


def clean(text: str) -> str:
    """One line with plain single blanks: non-breaking, narrow and invisible ones are gone."""
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """The text without signs that print nothing or turn the reading direction."""
    return _INVISIBLE.sub("", text)


def read_page(data: bytes, filename: str = "") -> Page:
    """The page in ``data``. Raises CaptureError for what is no text at all."""
    refuse_large(len(data))
    if not data.strip():
        raise CaptureError("empty: the file has no content")
    try:
        text, _ = charsets.decode(data, _declared(data))
    except charsets.DecodeError as error:
        raise CaptureError(str(error)) from None
    if not clean(text):
        raise CaptureError("empty: the file has no text")
    _refuse_data(text)
    if not _TAG.search(text) and not filename.lower().endswith((".html", ".htm", ".xhtml")):
        return Page(_text_lines(text))
    return _html_page(text)


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_SNIFFED])
    return (match[1] or match[2]).decode("ascii", "ignore") if match else None


def refuse_large(size: int) -> None:
    """Raises CaptureError for more bytes than a page has."""
    most = limit("capture_bytes")
    if size > most:
        raise CaptureError(
            f"too large: {size / 1_048_576:.1f} MB, the limit is {most / 1_048_576:.0f} MB"
        )


def _refuse_data(text: str) -> None:
    if text.lstrip()[:1] in {"{", "["}:
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return
        raise CaptureError("not an article: JSON data")
    if _OTHER_XML.match(text[:_SNIFFED]):
        raise CaptureError("not an article: a feed or another XML file")


def _text_lines(text: str) -> list[str]:
    if _ENTITY.search(text):
        text = html.unescape(text)
    return _bounded(list(map(visible, text.splitlines())))


def _bounded(lines: list[str]) -> list[str]:
    if len(lines) > MAX_LINES:
        raise CaptureError("not an article: too many lines")
    return lines


def _html_page(text: str) -> Page:
    collector = _Collector()
    target: Any = collector  # the stubs ask for methods that lxml does not
    parser = etree.HTMLParser(
        target=target, encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        # Bytes, because lxml refuses a str whose declaration names another charset.
        parser.feed(_XML_DECLARATION.sub("", text, count=1).encode("utf-8"))
        parser.close()
    except (etree.LxmlError, ValueError, AssertionError):
        raise CaptureError("not an article: HTML that cannot be read") from None
    _bounded(collector.page.lines)
    return collector.page


class _Collector:
    """Target of the HTML parser: gathers lines while tags stream by, so depth costs nothing."""

    def __init__(self) -> None:
        self.page = Page([])
        self._line: list[str] = []
        self._title: list[str] = []
        self._dropping: list[str] = []
        self._in_title = False
        self._heading: list[str] | None = None
        self._cell_ended = False
        self._in_link = False
        self._linked = self._unlinked = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "title":
            self._in_title = not self.page.title
        if tag in {"link", "meta"}:
            self._note_address(tag, attributes)
        if tag == "body":
            self._dropping.clear()
        if tag in _BLOCKS:
            self._end_line(paragraph=tag == "p")
        if tag == "h1":
            self._heading = []
        if tag == "a":
            self._in_link = True
        if tag in _CELLS and self._cell_ended:
            self._line.append(" ")
        if tag in _DROPPED and tag not in _VOID:
            self._dropping.append(tag)

    def end(self, tag: str) -> None:
        if tag == "title" and self._in_title:
            self._in_title = False
            self.page.title = clean("".join(self._title))[:_LONGEST_TITLE]
        if tag == "a":
            self._in_link = False
        if tag in self._dropping:
            while self._dropping.pop() != tag:
                pass
        if tag in _BLOCKS and tag != "br":
            self._end_line(paragraph=tag == "p")
        if tag == "h1" and self._heading is not None:
            heading = clean(" ".join(self._heading))
            if heading and len(self.page.main_headings) < _MAIN_HEADINGS:
                self.page.main_headings.append(heading)
            self._heading = None
        self._cell_ended = tag in _CELLS

    def data(self, data: str) -> None:
        self._cell_ended = False
        if self._in_title:
            self._title.append(data)
        elif not self._dropping:
            self._line.append(data)
            if any(map(str.isalnum, data)):
                self._linked |= self._in_link
                self._unlinked |= not self._in_link
            if self._heading is not None:
                self._heading.append(data)

    def comment(self, text: str) -> None:
        """Comments are not text."""

    def close(self) -> None:
        self._end_line(paragraph=False)

    def _end_line(self, *, paragraph: bool) -> None:
        # Line breaks of the source are blanks in HTML; non-breaking blanks keep their meaning.
        line = re.sub(r"[ \t\r\n\f\v\u0085\u2028\u2029]+", " ", visible("".join(self._line))).strip(
            " "
        )
        self._line.clear()
        linked, unlinked = self._linked, self._unlinked
        self._linked = self._unlinked = False
        if line:
            if linked and not unlinked:
                self.page.links.add(len(self.page.lines))
            self.page.lines.append(line)
        elif paragraph and self.page.lines and self.page.lines[-1]:
            self.page.lines.append("")

    def _note_address(self, tag: str, attributes: dict[str, str]) -> None:
        address = None
        if tag == "link" and attributes.get("rel", "").lower() == "canonical":
            address = attributes.get("href")
        elif tag == "meta" and attributes.get("property", "").lower() == "og:url":
            address = attributes.get("content")
        if address and self.page.address is None and re.match(r"https?://[^\s<>\"]+$", address):
            self.page.address = address
