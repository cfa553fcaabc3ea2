"""Foreign HTML to typed blocks, and the one encoder that makes HTML of them.

The way of a text: caps on size, tags and depth -> ``markup.reduced`` (a linear reader that leaves a
dozen bare tags) -> nh3 until its output no longer changes -> ``_Reader`` -> blocks. Blocks hold
text and checked addresses, never HTML, so what ``encode`` writes is safe whatever came in.
Reading what ``encode`` wrote gives the same blocks again.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from itertools import groupby
from typing import Final

import nh3

from serai.core.addresses import safe_url as safe_url
from serai.core.limits import refuse_above
from serai.core.markup import BLANKS, KEPT, Token, reduced, tokens


class SanitizerError(ValueError):
    """The text cannot be made safe. ``reason``: unstable."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"HTML refused: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face; a newline in it is a line break."""

    text: str
    strong: bool = False
    href: str | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class ListBlock:
    ordered: bool
    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """``cite`` says who said it; it is text, never an address."""

    runs: Runs
    cite: str = ""


Block = Paragraph | Heading | ListBlock | QuoteBlock


def blocks_from_html(html: str) -> tuple[Block, ...]:
    """The blocks of a foreign text. Raises LimitExceeded and SanitizerError."""
    reader = _Reader()
    for token in tokens(_cleaned(html)):
        reader.read(token)
    reader.flush()
    return tuple(reader.blocks)


def runs_from_html(html: str) -> Runs:
    """All text of a piece of HTML as one line of runs; its blocks are parted by line breaks."""
    return _joined([line for block in blocks_from_html(html) for line in _lines_of(block)])


def encode(blocks: Iterable[Block]) -> str:
    """The HTML of blocks: the only place that writes tags round foreign text."""
    return "".join(map(_encoded_block, blocks))


def encode_inline(source: str | Sequence[Run]) -> str:
    """The HTML inside one paragraph: bold, links and line breaks, of runs or an editor's HTML."""
    runs = runs_from_html(source) if isinstance(source, str) else source
    parts = []
    for href, stretch in groupby(runs, key=lambda run: run.href):
        text = "".join(map(_encoded_face, stretch))
        parts.append(_encoded_link(href, text) if href else text)
    return "".join(parts)


def plain_text(source: Iterable[Block]) -> str:
    """The words alone: blocks, items and line breaks are parted by newlines."""
    lines = (line for block in source for line in _lines_of(block))
    return "\n".join("".join(run.text for run in line) for line in lines)


# Cleaning

_NOT_TEXT: Final = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufeff\u200b\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_ROUNDS: Final = 4


def _link_filter(tag: str, attribute: str, value: str) -> str | None:
    return safe_url(value.strip(BLANKS))


_CLEANER: Final = nh3.Cleaner(
    tags=set(KEPT),
    attributes={"a": {"href"}},
    attribute_filter=_link_filter,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    strip_comments=True,
)


def _cleaned(html: str) -> str:
    refuse_above("html_bytes", len(html))
    html = _SURROGATES.sub("\ufffd", html)
    refuse_above("html_bytes", len(html.encode()))
    refuse_above("html_tags", max(html.count("<"), html.count(">")))
    refuse_above("html_references", html.count("&") + html.count("\xa0"))
    text = reduced(_NOT_TEXT.sub("", html))
    for _ in range(_ROUNDS):
        cleaned = _CLEANER.clean(text)
        if cleaned == text:
            return cleaned
        text = cleaned
    raise SanitizerError("unstable")


# Lines of runs in their normal form

_BLANK: Final = re.compile(r"[\t\n\f\r \u2028\u2029]+")


def _lines(buffer: Iterable[Run]) -> list[Runs]:
    """The lines between line breaks, each in its normal form; an empty line is an empty tuple."""
    lines: list[list[Run]] = [[]]
    for run in buffer:
        first, *others = run.text.split("\n")
        lines[-1].append(Run(first, run.strong, run.href))
        lines.extend([Run(text, run.strong, run.href)] for text in others)
    return [_line(line) for line in lines]


def _line(runs: Iterable[Run]) -> Runs:
    """No blank at the ends or after a blank, no empty run, no two neighbours in the same face."""
    line: list[Run] = []
    for run in runs:
        text = run.text
        if not line:
            text = text.lstrip()
        elif line[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if text:
            line.append(Run(text) if text.isspace() else Run(text, run.strong, run.href))
    while line and not line[-1].text.rstrip():
        line.pop()
    if line:
        line[-1] = replace(line[-1], text=line[-1].text.rstrip())
    return _merged(line)


def _face(run: Run) -> tuple[bool, str | None]:
    return run.strong, run.href


def _merged(runs: Iterable[Run]) -> Runs:
    """Neighbours in the same face become one, all at once: piece by piece would be quadratic."""
    return tuple(
        Run("".join(run.text for run in same), *face) for face, same in groupby(runs, key=_face)
    )


def _joined(lines: Iterable[Runs], between: str = "\n") -> Runs:
    """One run of lines; what parts two runs of the same face takes that face."""
    whole: list[Run] = []
    for line in filter(None, lines):
        if whole:
            face = _face(whole[-1])
            whole.append(Run(between, *face) if face == _face(line[0]) else Run(between))
        whole.extend(line)
    return _merged(whole)


def _lines_of(block: Block) -> list[Runs]:
    if isinstance(block, ListBlock):
        return list(block.items)
    if isinstance(block, QuoteBlock) and block.cite:
        return [block.runs, (Run(block.cite),)]
    return [block.runs]


# Reading the cleaned text

_BOUNDARIES: Final = frozenset(("p", "div", "li"))
_LEVELS: Final = {"h2": 2, "h3": 3, "h4": 4}


class _Reader:
    """Turns clean HTML into blocks. The outermost list or quote decides; inner ones are lines."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.buffer: list[Run] = []
        self.strong = 0
        self.links: list[str | None] = []
        self.level = 0
        self.outer: list[str] = []
        self.items: list[Runs] = []
        self.item: list[Runs] = []
        self.cites = 0
        self.cite: list[Run] = []

    def read(self, token: Token) -> None:
        name = token.name
        if not name:
            self._add(_BLANK.sub(" ", unescape(token.text)))
        elif name == "br":
            self._add("\n")
        elif name == "strong":
            self.strong += -1 if token.is_end else 1
        elif name == "a":
            self._read_link(token)
        elif name == "cite":
            self.cites += (-1 if token.is_end else 1) if "blockquote" in self.outer[:1] else 0
        else:
            self._read_block(token)

    def _add(self, text: str) -> None:
        href = self.links[-1] if self.links else None
        (self.cite if self.cites else self.buffer).append(Run(text, self.strong > 0, href))

    def _read_link(self, token: Token) -> None:
        if token.is_end:
            self.links.pop()
        else:
            self.links.append(safe_url(unescape(token.href or "").strip(BLANKS)))

    def _read_block(self, token: Token) -> None:
        self.flush()
        name = token.name
        if name in _LEVELS:
            self.level = 0 if token.is_end else _LEVELS[name]
        elif name == "li":
            self._end_item()
        elif name not in _BOUNDARIES:
            self._read_container(token)

    def _read_container(self, token: Token) -> None:
        if not token.is_end:
            self._end_item()
            self.outer.append(token.name)
            return
        self._end_item()
        outermost = self.outer[0]
        self.outer.pop()
        if self.outer:
            return
        items, self.items = tuple(self.items), []
        if outermost == "blockquote":
            self._add_quote(items)
        elif items:
            self.blocks.append(ListBlock(outermost == "ol", items))

    def _add_quote(self, lines: tuple[Runs, ...]) -> None:
        said_by = _joined(_lines(self.cite), between=" ")
        self.cite, self.cites = [], 0
        cite = "".join(run.text for run in said_by)
        if lines:
            self.blocks.append(QuoteBlock(_joined(lines), cite))
        elif cite:
            self.blocks.append(Paragraph((Run(cite),)))

    def _end_item(self) -> None:
        if self.item:
            self.items.append(_joined(self.item))
            self.item = []

    def flush(self) -> None:
        """A block ends here: what was read since the last one gets its place."""
        lines, self.buffer = _lines(self.buffer), []
        if self.outer:
            self.item.extend(filter(None, lines))
        elif self.level:
            if runs := _joined(lines, between=" "):
                self.blocks.append(Heading(self.level, runs))
        else:
            for filled, group in groupby(lines, key=bool):
                if filled:
                    self.blocks.append(Paragraph(_joined(group)))


# Encoding


def _encoded_block(block: Block) -> str:
    match block:
        case Paragraph(runs):
            return f"<p>{encode_inline(runs)}</p>"
        case Heading(level, runs):
            level = min(max(int(level), 2), 4)
            return f"<h{level}>{encode_inline(runs)}</h{level}>"
        case ListBlock(ordered, items):
            tag = "ol" if ordered else "ul"
            inside = "".join(f"<li>{encode_inline(item)}</li>" for item in items)
            return f"<{tag}>{inside}</{tag}>"
        case QuoteBlock(runs, cite):
            said_by = f"<cite>{_encoded_text(cite)}</cite>" if cite else ""
            return f"<blockquote><p>{encode_inline(runs)}</p>{said_by}</blockquote>"


def _encoded_text(text: str) -> str:
    return escape(_NOT_TEXT.sub("", _SURROGATES.sub("\ufffd", text)))


def _encoded_face(run: Run) -> str:
    text = _encoded_text(run.text).replace("\n", "<br>")
    return f"<strong>{text}</strong>" if run.strong else text


def _encoded_link(href: str, inside: str) -> str:
    """Checked once more: blocks may come from elsewhere than the reader."""
    url = safe_url(href)
    if url is None:
        return inside
    rel = ' rel="noopener nofollow"' if url.startswith("http") else ""
    return f'<a href="{escape(url)}"{rel}>{inside}</a>'
