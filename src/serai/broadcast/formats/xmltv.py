"""XMLTV in one pass, whatever its size: elements are read, handed on and forgotten.

The format is that of xmltv.dtd (XMLTV project); dialects seen in the field are read as well:
bare text in ``rating``, ``desc size=…``, ``season``, ``live``, channels that come again.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import chain
from typing import Any, Final
from zoneinfo import ZoneInfo

from lxml import etree

from serai.broadcast.formats.entries import Entry, Rules, Sink
from serai.broadcast.formats.marks import age_of, kind_of
from serai.broadcast.formats.mending import Mended, encoding_of, mended
from serai.broadcast.formats.times import offset_of, zone_of
from serai.broadcast.formats.titles import is_closedown, take_apart

_STAMP: Final = re.compile(
    r"\s*(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})?(\d{2})?)?(?:\.\d+)?\s*([A-Za-z]{1,5}|[+-]\d{2}:?\d{2}|)\s*"
)
_LETTERS: Final = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 60, "WEST": 60, "CET": 60, "CEST": 120,
    "EET": 120, "EEST": 180, "MSK": 180, "MSD": 240, "IST": 330, "EST": -300, "EDT": -240,
    "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
}  # fmt: skip
_ID: Final = re.compile(r"[-a-zA-Z0-9]+(?:\.[-a-zA-Z0-9]+)+")
_TAGS: Final = re.compile(r"</?(?:p|br|b|i|a|em|strong|div|span|ul|li)\b[^>]*>", re.IGNORECASE)
_DOUBLE: Final = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,5});")
_BAD_UTF8: Final = re.compile("\ufffd|Ã[\x80-¿]|ï¿½|[\x80-\x9f]")
#: Errors of the parser that are told one by one.
_TOLD: Final = 50


class BadStamp(ValueError):
    """A time that cannot be read."""


def read(pieces: Iterable[bytes], head: bytes, rules: Rules, sink: Sink) -> None:
    """Hand every channel and programme to ``sink``; ``head`` are the first bytes of the pieces."""
    count = Mended()
    parser = etree.XMLPullParser(
        events=("end",),
        tag=("channel", "programme"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    reading = _Reading(rules, sink)
    parser.feed('<?xml version="1.0" encoding="utf-8"?>')
    told = 0
    for text in _without_declaration(mended(pieces, encoding_of(head, rules.encoding), count)):
        parser.feed(text.encode())
        _take(parser, reading)
        told = _tell_errors(parser, sink, told)
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        if not told:
            sink.remark("notwell", error.lineno or 0, str(error)[:200])
    _take(parser, reading)
    _tell_errors(parser, sink, told)
    reading.finish(count)


def _without_declaration(texts: Iterator[str]) -> Iterator[str]:
    first = True
    for text in texts:
        if first:
            text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
            first = False
        yield text


def _take(parser: Any, reading: "_Reading") -> None:
    for _event, element in parser.read_events():
        if element.tag == "channel":
            reading.channel(element)
        else:
            reading.programme(element)
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _tell_errors(parser: Any, sink: Sink, told: int) -> int:
    log = parser.feed_error_log
    if len(log) == told:
        return told
    for error in list(log)[told:_TOLD]:
        sink.remark("notwell", error.line, error.message[:200])
    return len(log)


class _Reading:
    def __init__(self, rules: Rules, sink: Sink) -> None:
        self.rules, self.sink = rules, sink
        self.names: dict[str, dict[str, str]] = {}
        self.used: set[str] = set()
        self.unknown: set[str] = set()
        self.count = 0
        self.naive = 0
        self.stamps: dict[str, tuple[int, int, bool]] = {}
        self.first_naive = 0
        self.zone: ZoneInfo = zone_of(rules.naive_zone or rules.zone)

    def channel(self, element: Any) -> None:
        key = " ".join((element.get("id") or "").split())
        if not key:
            self.sink.remark("invalidid", 0, "a channel without an id")
            return
        names: dict[str, str] = {}
        for name in element.iterchildren("display-name"):
            text = _text(name)
            if text:
                names.setdefault((name.get("lang") or "").lower()[:8], text)
        if key in self.names:
            self.sink.remark("duplicateid", 0, f"channel {key} comes again")
            merged = {**names, **self.names[key]}
            if merged == self.names[key]:
                return
            names = merged
        elif not _ID.fullmatch(key):
            self.sink.remark("invalidid", 0, f"channel id {key!r} is no dotted name")
        self.names[key] = names
        self.sink.channel(key, names)

    def programme(self, element: Any) -> None:
        self.count += 1
        row = self.count
        key = " ".join((element.get("channel") or "").split()) or self.rules.channel
        if not key:
            self.sink.dropped("unknownid", row, "a programme without a channel")
            return
        try:
            start, offset, naive = self.stamp(element.get("start") or "")
        except BadStamp as error:
            self.sink.dropped("badstart", row, f"start {element.get('start')!r}: {error}")
            return
        if naive:
            self.naive += 1
            self.first_naive = self.first_naive or row
        stop = self.stop(element, row)
        if stop is not None and stop <= start:
            self.sink.remark("stop_before_start", row, "the stop is not after the start; left out")
            stop = None
        children = _Children(element)
        titles = self.texts(children, "title", row)
        if not titles:
            self.sink.dropped("emptytitle", row, "a programme without a title")
            return
        if key not in self.names and key not in self.unknown:
            self.unknown.add(key)
            self.sink.remark("unknownid", row, f"channel {key!r} is not declared")
            self.sink.channel(key, {})
        self.used.add(key)
        entry = Entry(row, key, start, offset, stop, titles, raw_title=next(iter(titles.values())))
        self.fill(entry, element, children)
        self.sink.entry(entry)

    def stop(self, element: Any, row: int) -> int | None:
        given = element.get("stop")
        if not given or not given.strip():
            return None
        try:
            stop = self.stamp(given)[0]
        except BadStamp as error:
            self.sink.remark("badstop", row, f"stop {given!r}: {error}")
            return None
        # 23:59:59 is how programs that know no half-open spans write midnight.
        return stop + 1 if stop % 60 == 59 else stop

    def stamp(self, text: str) -> tuple[int, int, bool]:
        """Seconds, offset, and whether the zone was missing. Raises BadStamp. The end of one show
        is the start of the next, so half of them were read before."""
        found = self.stamps.get(text)
        if found is None:
            if len(self.stamps) > 20_000:
                self.stamps.clear()
            found = self.stamps[text] = self._stamp(text)
        return found

    def _stamp(self, text: str) -> tuple[int, int, bool]:
        found = _STAMP.fullmatch(text)
        if found is None:
            raise BadStamp("no time of XMLTV")
        hour = int(found[4] or 0)
        if found[4] is None:
            raise BadStamp("a day without a time")
        if hour > 36 or int(found[5] or 0) > 59 or int(found[6] or 0) > 60:
            raise BadStamp("no such time")
        try:
            day = datetime(int(found[1]), int(found[2]), int(found[3]))  # noqa: DTZ001 - a wall
        except ValueError:
            raise BadStamp("no such day") from None
        past = timedelta(
            hours=hour, minutes=int(found[5] or 0), seconds=min(59, int(found[6] or 0))
        )
        wall = day + past + timedelta(minutes=self.rules.shift)
        zone = found[7]
        offset = _offset(zone)
        if offset is None:
            if zone:
                raise BadStamp(f"unknown zone {zone}")
            moment = wall.replace(tzinfo=self.zone).astimezone(UTC).astimezone(self.zone)
            return int(moment.timestamp()), offset_of(moment), True
        moment = (wall - timedelta(minutes=offset)).replace(tzinfo=UTC)
        return int(moment.timestamp()), offset, False

    def texts(self, children: "_Children", name: str, row: int) -> dict[str, str]:
        found: dict[str, str] = {}
        for child in children.get(name, ()):
            text = _text(child)
            if "&" in text and _DOUBLE.search(text):
                text = " ".join(unescape(text).split())
                self.sink.remark("double_escaped", row, f"{name} was escaped twice")
            if "<" in text and _TAGS.search(text):
                text = " ".join(_TAGS.sub(" ", text).split())
                self.sink.remark("html_in_text", row, f"tags were taken out of {name}")
            if not text.isascii() and _BAD_UTF8.search(text):
                self.sink.remark("badutf8", row, f"{name} looks damaged: {text[:60]!r}")
            language = (child.get("lang") or "").lower()[:8]
            if (
                text
                and len(text) > len(found.get(language, ""))
                and (name == "desc" or language not in found)
            ):
                found[language] = text
        return found

    def fill(self, entry: Entry, element: Any, children: "_Children") -> None:
        row = entry.number
        entry.sub_titles = self.texts(children, "sub-title", row)
        entry.descriptions = self.texts(children, "desc", row)
        entry.source_id = (element.get("event-id") or "")[:80]
        entry.clump = (element.get("clumpidx") or "")[:12]
        named = (children.get(name, ()) for name in ("category", "ganre", "genre"))
        categories = [_text(child) for child in chain.from_iterable(named)]
        parts = {language: take_apart(title) for language, title in entry.titles.items()}
        first = next(iter(parts.values()))
        entry.titles = {language: part.name for language, part in parts.items()}
        entry.kind = first.kind or kind_of(categories)
        entry.live = first.live or children.has("live")
        entry.repeat = first.repeat or children.has("previously-shown")
        entry.premiere = first.premiere or children.has("premiere")
        entry.closedown = is_closedown(entry.raw_title)
        entry.season, entry.episode = first.season, first.episode
        self.number(entry, children)
        self.rate(entry, children, first.age)
        date = children.first("date") or children.first("year")
        entry.year = int(date[:4]) if date[:4].isdigit() else None
        if categories:
            entry.extras["categories"] = categories[:12]
        countries = [_text(child) for child in children.get("country", ())]
        if countries:
            entry.extras["countries"] = countries[:12]
        if first.rest and not entry.sub_titles:
            entry.sub_titles = {next(iter(parts)): first.rest}
        people = _credits(children)
        if people:
            entry.extras["credits"] = people
        for name in ("new", "last-chance"):
            if children.has(name):
                entry.extras[name] = True

    def number(self, entry: Entry, children: "_Children") -> None:
        for child in children.get("episode-num", ()):
            text = _text(child)
            if child.get("system") == "xmltv_ns":
                season, episode = _numbers(text)
                if season is None and episode is None:
                    self.sink.remark("badepisode", entry.number, f"episode-num {text!r}")
                entry.season, entry.episode = season or entry.season, episode or entry.episode
        for name in ("season", "episode-number"):
            text = children.first(name)
            if text.isdigit():
                setattr(entry, name.partition("-")[0], int(text[:4]))

    def rate(self, entry: Entry, children: "_Children", in_title: int | None) -> None:
        """The rating wins over a mark in the title; of several systems the law's own one counts."""
        raw: list[str] = []
        for child in children.get("rating", ()):
            system = child.get("system") or ""
            value = _first(child, "value") or " ".join((child.text or "").split())
            if not value:
                continue
            raw.append(f"{system}:{value}"[:60] if system else value[:60])
            age = age_of(system, value)
            entry.age = age if entry.age is None else entry.age
        entry.rating_source = "; ".join(raw)[:120]
        if in_title is None:
            return
        self.sink.remark("age_in_title", entry.number, f"{in_title}+ stood in the title")
        if entry.age is None and not raw:
            entry.age, entry.rating_source = in_title, "title"
        elif entry.age != in_title:
            self.sink.remark(
                "rating_conflict", entry.number, f"title says {in_title}+, rating {raw[0]}"
            )

    def finish(self, count: Mended) -> None:
        sink = self.sink
        if self.naive:
            sink.remark(
                "missingtimezone", self.first_naive,
                f"{self.naive} times without a zone were read as {self.zone.key}",
            )  # fmt: skip
        if count.ampersands or count.entities:
            said = f"{count.ampersands} bare ampersands and {count.entities} entities were mended"
            sink.remark("badentity", 0, said)
        if count.undecodable:
            sink.remark("badutf8", 0, f"{count.undecodable} bytes could not be decoded")
        for key in self.names:
            if key not in self.used:
                sink.remark("channelnoprogramme", 0, f"channel {key} has no programme")
        if not self.count:
            sink.remark("noprogrammes", 0, "the file has no programme")


def _offset(zone: str) -> int | None:
    if not zone:
        return None
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        return -minutes if zone[0] == "-" else minutes
    return _LETTERS.get(zone.upper())


def _numbers(text: str) -> tuple[int | None, int | None]:
    """Season and episode of ``1.4.0/2``, which count from 0."""
    parts = [part.strip().partition("/")[0].strip() for part in text.split(".")]
    numbers = [int(part) + 1 if part.isdigit() and len(part) < 5 else None for part in parts]
    return (numbers[0], numbers[1]) if len(numbers) >= 2 else (None, None)


class _Children(dict[str, list[Any]]):
    """Children of an element by name, found in one pass."""

    def __init__(self, element: Any) -> None:
        super().__init__()
        for child in element:
            name = child.tag
            if name in self:
                self[name].append(child)
            else:
                self[name] = [child]

    def has(self, name: str) -> bool:
        found = self.get(name, ())
        return any((one.text or "1").strip().lower() not in ("0", "false", "no") for one in found)

    def first(self, name: str) -> str:
        found = self.get(name)
        return _text(found[0]) if found else ""


def _credits(children: _Children) -> list[list[str]]:
    found = [
        [str(child.tag)[:20], _text(child)[:120]]
        for credits in children.get("credits", ())
        for child in credits
        if isinstance(child.tag, str)
    ]
    return found[:40]


def _first(element: Any, name: str) -> str:
    child = element.find(name)
    return "" if child is None else _text(child)


def _text(element: Any) -> str:
    text = "".join(element.itertext()) if len(element) else element.text or ""
    return " ".join(text.split())[:4000]
