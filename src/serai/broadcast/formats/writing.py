"""XMLTV, strict: the order of the DTD, one line a text, a stop on every airing.

Texts are dictionaries by language; one in no known language stands under "". Written piece by
piece: the airings need not fit into memory.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO, Final
from zoneinfo import ZoneInfo

from lxml import etree

Texts = Mapping[str, str]

#: What XML 1.0 has no way to carry, and controls that readers take for a broken encoding.
_FORBIDDEN: Final = re.compile(
    "[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffc\U00010000-\U0010ffff]"
)
#: In the order of the DTD.
_ROLES: Final = (
    "director", "actor", "writer", "adapter", "producer", "composer", "editor", "presenter",
    "commentator", "guest",
)  # fmt: skip
#: A programme needs a title.
_UNTITLED: Final = "—"


@dataclass(frozen=True, slots=True)
class ListedChannel:
    """``id`` is letters, digits and hyphens with a dot in between; ``zone`` an IANA name."""

    id: str
    names: Texts
    url: str = ""
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class ListedAiring:
    """``channel`` is the id of its channel; ``categories`` has one name of the kind a language.

    Season, episode and part count from one.
    """

    channel: str
    start: datetime
    stop: datetime
    titles: Texts
    #: A name in the whole world that survives every change of the airing.
    uid: str = ""
    #: Number of the change that it stands for.
    sequence: int = 0
    sub_titles: Texts = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    #: Our own word for what ``categories`` names.
    kind: str = ""
    categories: Texts = field(default_factory=dict)
    #: Addresses of its own by language.
    urls: Texts = field(default_factory=dict)
    icon: str = ""
    #: Who made it: pairs of a role, in XMLTV's words, and a name.
    people: Sequence[tuple[str, str]] = ()
    year: int | None = None
    season: int | None = None
    episode: int | None = None
    episodes: int | None = None
    part: int | None = None
    age_rating: int | None = None
    live: bool = False
    repeat: bool = False
    premiere: bool = False


def write_xmltv(
    file: BinaryIO,
    channels: Iterable[ListedChannel],
    airings: Iterable[ListedAiring],
    *,
    generator: str = "Serai",
    source: str = "",
) -> None:
    """Write a whole document. An airing of a channel that is not listed is left out."""
    head = {"generator-info-name": clean(generator)}
    if source:
        head["source-info-url"] = clean(source)
    zones: dict[str, ZoneInfo] = {}
    with etree.xmlfile(file, encoding="utf-8") as whole:
        whole.write_declaration()
        with whole.element("tv", head):
            for channel in channels:
                if channel.id not in zones:
                    zones[channel.id] = ZoneInfo(channel.zone)
                    _put(whole, _channel(channel))
            for airing in airings:
                if airing.channel in zones:
                    _put(whole, _programme(airing, zones[airing.channel]))


def _put(whole: Any, element: Any) -> None:
    whole.write("\n")
    whole.write(element)


def clean(text: str) -> str:
    """One line without what XML forbids."""
    line = " ".join(text.split())
    bare = _FORBIDDEN.sub("", line)
    return bare if bare == line else " ".join(bare.split())


def moment(value: datetime, zone: ZoneInfo) -> str:
    """As XMLTV writes it, with the offset that the zone has at this very moment."""
    local = value.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    if offset % timedelta(minutes=1):  # local mean time of long ago: hhmm cannot say it
        local, offset = value.astimezone(UTC), timedelta()
    sign, minutes = "-" if offset < timedelta() else "+", abs(offset) // timedelta(minutes=1)
    clock = f"{local.hour:02}{local.minute:02}{local.second:02}"
    return f"{local.year:04}{local.month:02}{local.day:02}{clock} {sign}" + (
        f"{minutes // 60:02}{minutes % 60:02}"
    )


def _channel(channel: ListedChannel) -> Any:
    element = etree.Element("channel", {"id": channel.id})
    if not _add_texts(element, "display-name", channel.names):
        _add(element, "display-name", channel.id)
    if channel.url:
        _add(element, "url", channel.url)
    return element


def _programme(airing: ListedAiring, zone: ZoneInfo) -> Any:
    """Elements in the order of the DTD."""
    element = etree.Element(
        "programme",
        {
            "start": moment(airing.start, zone),
            "stop": moment(airing.stop, zone),
            "channel": airing.channel,
        },
    )
    if not _add_texts(element, "title", airing.titles):
        _add(element, "title", _UNTITLED)
    _add_texts(element, "sub-title", airing.sub_titles)
    _add_texts(element, "desc", airing.descriptions)
    told = [pair for role in _ROLES for pair in airing.people if pair[0] == role]
    if told:
        credits = etree.SubElement(element, "credits")
        for role, name in told:
            _add(credits, role, name)
    if airing.year is not None:
        _add(element, "date", f"{airing.year:04}")
    _add_texts(element, "category", airing.categories)
    if airing.icon:
        _add(element, "icon", src=airing.icon)
    if airing.urls:
        _add(element, "url", next(iter(airing.urls.values())))
    if airing.season is not None or airing.episode is not None or airing.part is not None:
        _add(element, "episode-num", _number(airing), system="xmltv_ns")
    if airing.repeat:
        _add(element, "previously-shown")
    if airing.premiere:
        _add(element, "premiere")
    if airing.age_rating is not None:
        _add(_add(element, "rating", system="RU"), "value", f"{airing.age_rating}+")
    return element


def _number(airing: ListedAiring) -> str:
    """«0.4/24.»: season, episode and part, counted from nought; what is not known is left out."""
    season, episode, part = (
        "" if number is None else str(max(0, number - 1))
        for number in (airing.season, airing.episode, airing.part)
    )
    if episode and airing.episodes is not None:
        episode += f"/{airing.episodes}"
    return f"{season}.{episode}.{part}"


def _add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    told = {key: clean(value) for key, value in attributes.items()}
    child = etree.SubElement(parent, name, told)
    if text:
        child.text = clean(text)
    return child


def _add_texts(parent: Any, name: str, texts: Texts) -> int:
    """One element a language, none for an empty text; how many."""
    told = list(_told(texts))
    for language, text in told:
        _add(parent, name, text, **({"lang": language} if language else {}))
    return len(told)


def _told(texts: Texts) -> Iterator[tuple[str, str]]:
    for language, text in texts.items():
        line = clean(text)
        if line:
            yield language, line
