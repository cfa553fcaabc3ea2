"""What a file says becomes drafts: one batch a channel, nothing of it public."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol

from serai.broadcast.actions.printed import DEFAULT_ZONE, BroadcastError
from serai.broadcast.formats.arranging import Arranged, Remark
from serai.broadcast.formats.entries import Entry, Rules
from serai.broadcast.models import BatchState, Channel, ChannelName, ImportProfile, ScheduleBatch
from serai.core import clock
from serai.language.slugs import free_slug, slugify_headline

#: A file that begins so soon after the broadcast day, or ends so shortly before the next one,
#: speaks of the whole day.
_WHOLE_DAY = timedelta(hours=2)


class ChannelMissing(BroadcastError):
    """The file names no channel, and nobody said which it is."""


class Spooled(Protocol):
    """What a pipeline read from a file."""

    hash: str
    channels: dict[str, dict[str, str]]
    remarks: list[Remark]
    lost: list[Remark]
    counts: Counter[str]

    def arranged(self, channel: str, rules: Rules) -> Arranged: ...


@dataclass(frozen=True, slots=True)
class Target:
    """A channel of a file and the one it is here; ``channel`` is None where it would be made."""

    key: str
    names: Mapping[str, str]
    channel: Channel | None


def rules_for(
    channel: Channel | None, profile: ImportProfile | None, *, day: date | None, language: str
) -> Rules:
    """How a list is read: what the profile says, else what the channel is."""
    rules = Rules(
        zone=channel.zone if channel else DEFAULT_ZONE,
        day_starts=_minutes(channel.day_starts) if channel else 360,
        channel=channel.slug if channel else "",
        day=day.isoformat() if day else "",
        language=language,
    )
    if profile is None:
        return rules
    return replace(
        rules,
        sheet=profile.sheet,
        header_row=profile.header_row,
        columns=dict(profile.columns),
        naive_zone=profile.zone,
        shift=profile.shift,
        date_order=profile.date_order,
        encoding=profile.encoding,
        language=profile.language or language,
    )


def of_channel(rules: Rules, channel: Channel | None) -> Rules:
    """The rules of a file for one of its channels."""
    if channel is None:
        return rules
    return replace(rules, zone=channel.zone, day_starts=_minutes(channel.day_starts))


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


class Targets:
    """Channels by everything that files call them; read once a file."""

    def __init__(self, told: Channel | None = None) -> None:
        self._told = told
        self._by: dict[str, Channel] = {}
        for channel in Channel.objects.prefetch_related("names").order_by("-pk"):
            ids = [channel.slug, channel.xmltv_id or "", channel.guide_id, *channel.other_ids]
            for name in [*(row.name for row in channel.names.all()), *ids]:
                if name:
                    self._by[str(name).casefold()] = channel

    def find(self, key: str, names: Mapping[str, str], *, alone: bool) -> Target:
        """``alone``: the file has one channel, so the one that was told is meant."""
        known = next(
            (
                self._by[name.casefold()]
                for name in (key, *names.values())
                if name and name.casefold() in self._by
            ),
            None,
        )
        if self._told is not None and (alone or key in ("", self._told.slug)):
            known = self._told
        return Target(key, names, known)


def find_targets(spool: Spooled, channel: Channel | None) -> list[Target]:
    """The channels of a file. Raises ChannelMissing where one has no name at all."""
    targets = Targets(channel)
    keys = list(spool.channels)
    found = [targets.find(key, spool.channels[key], alone=len(keys) == 1) for key in keys]
    if any(not target.key and target.channel is None for target in found):
        raise ChannelMissing("the file names no channel; say which it is")
    return found


def draft_batches(
    spool: Spooled,
    targets: Iterable[Target],
    rules: Rules,
    *,
    source: str,
    user: Any = None,
    keep: bool = True,
    seen: Callable[[Target, Arranged], None] = lambda target, arranged: None,
    publish: Callable[[ScheduleBatch, Sequence[Entry]], None] | None = None,
) -> list[int]:
    """Keys of drafts of all channels of which the file has events; new channels are made.

    Each is written before the next is read, so a large file needs little memory. Where one fails
    none is left. Without ``keep`` nothing is written; ``seen`` is told of every channel;
    ``publish`` gets each batch with its entries, which then need not be kept.
    """
    made: list[int] = []
    try:
        for target in targets:
            arranged = spool.arranged(target.key, of_channel(rules, target.channel))
            seen(target, arranged)
            if arranged.entries and keep:
                channel = target.channel or make_channel(target)
                batch = _batch(channel, arranged, spool, source, user)
                if publish is None:
                    batch.rows = [entry.as_line() for entry in arranged.entries]
                batch.save()
                made.append(batch.pk)
                if publish is not None:
                    publish(batch, arranged.entries)
    except BaseException:
        ScheduleBatch.objects.filter(pk__in=made).delete()
        raise
    return made


def make_channel(target: Target) -> Channel:
    """A channel that a file names and nobody knows yet."""
    name = next(iter(target.names.values()), "") or target.key
    wanted = slugify_headline(name)[:50] or "channel"
    slug = free_slug(wanted, lambda one: Channel.objects.filter(slug=one).exists())
    dotted = "." in target.key and " " not in target.key
    channel = Channel(
        slug=slug,
        zone=DEFAULT_ZONE,
        xmltv_id=target.key[:120] if dotted else None,
        other_ids=[] if dotted else [target.key],
        is_default=not Channel.objects.exists(),
    )
    names = {language_of(language, name): name for language, name in target.names.items()}
    channel.names = [  # type: ignore[misc]
        ChannelName(language=language, name=name[:120])
        for language, name in (names or {"ru": target.key}).items()
    ]
    channel.save()
    return channel


def language_of(language: str, text: str) -> str:
    """One of the languages that names have here: told, or told by the letters."""
    if language[:2] in ("ru", "en"):
        return language[:2]
    return "ru" if any("\u0400" <= letter <= "\u04ff" for letter in text) else "en"


def _batch(
    channel: Channel, arranged: Arranged, spool: Spooled, source: str, user: Any
) -> ScheduleBatch:
    first, last = arranged.entries[0], arranged.entries[-1]
    assert last.stop is not None
    numbers = {entry.number for entry in arranged.entries}
    told = [one for one in spool.remarks if one[1] in numbers or not one[1]]
    counts = arranged.counts + Counter(dropped=spool.counts["dropped"])
    return ScheduleBatch(
        channel=channel,
        source=source[:200],
        file_hash=spool.hash,
        starts_at=_from(channel, first),
        ends_at=_until(channel, last),
        state=BatchState.DRAFT,
        counts=dict(counts),
        issues=list(dict.fromkeys([*spool.lost, *told, *arranged.remarks]))[:5000],
        made_at=clock.now(),
        made_by=user if getattr(user, "pk", None) else None,
    )


def _from(channel: Channel, first: Entry) -> datetime:
    start = moment(first.start)
    begins = channel.day_begins(channel.broadcast_day(start))
    return begins if start - begins <= _WHOLE_DAY else start


def _until(channel: Channel, last: Entry) -> datetime:
    assert last.stop is not None
    stop = moment(last.stop)
    ends = channel.day_begins(channel.broadcast_day(stop) + timedelta(days=1))
    return ends if ends - stop <= _WHOLE_DAY else stop


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
