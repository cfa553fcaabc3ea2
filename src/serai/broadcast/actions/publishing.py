"""A draft replaces its window of the guide at once; airings that stay keep their ids."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import DateTimeField

from serai.broadcast.actions.batches import language_of, moment
from serai.broadcast.actions.printed import BroadcastError
from serai.broadcast.formats.entries import Entry, entry_from
from serai.broadcast.models import (
    AGE_RATINGS,
    CANCELLED_KEPT,
    BatchState,
    CancelledAiring,
    Channel,
    Programme,
    ProgrammeKind,
    ProgrammeName,
    ScheduleBatch,
    ScheduleEvent,
    airings_tag,
    schedule_tag,
)
from serai.core import clock
from serai.core.portions import portions
from serai.delivery.outbox import gathered, invalidate
from serai.language.slugs import free_slug, slugify_headline

#: The same title so near is the same airing, moved.
_MOVED = timedelta(minutes=15)
#: Below this number nobody is asked whether so many are meant to go.
_FEW = 6
_CHUNK = 500


class NeedsConfirmation(BroadcastError):
    """More than half of what stands in the window would go."""


@dataclass(slots=True)
class Change:
    """A row of the file, and the airing that it is; ``fields`` are what differs."""

    entry: Entry
    event: ScheduleEvent
    fields: tuple[str, ...] = ()


@dataclass(slots=True)
class Difference:
    """A draft beside what is published in its window."""

    added: list[Entry] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)
    removed: list[ScheduleEvent] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.removed)

    @property
    def takes_much(self) -> bool:
        """Whether more than half of the window would go: rather a wrong file than a new plan."""
        standing = len(self.changed) + len(self.kept) + len(self.removed)
        return len(self.removed) * 2 > standing and len(self.removed) >= _FEW


def compare(batch: ScheduleBatch) -> Difference:
    """What publishing the batch would change now."""
    entries = [entry_from(row) for row in batch.rows]
    standing = _standing(batch)
    return _difference(entries, standing, Names(standing))


def publish_batch(
    *, batch: ScheduleBatch, confirmed: bool = False, entries: Sequence[Entry] | None = None
) -> Difference:
    """Replace the window. Raises NeedsConfirmation and BroadcastError; then nothing changed.

    ``entries`` are those of the batch where they are at hand.
    """
    cause = f"schedule: {batch.source}"
    with gathered(cause), transaction.atomic():
        row = ScheduleBatch.objects.select_for_update().get(pk=batch.pk)
        if row.state != BatchState.DRAFT:
            raise BroadcastError("the batch is no draft any more")
        if entries is None:
            entries = [entry_from(line) for line in row.rows]
        standing = _standing(row)
        difference = _difference(entries, standing, Names(standing))
        if difference.takes_much and not confirmed:
            raise NeedsConfirmation(
                f"{len(difference.removed)} of {len(standing)} airings would go; confirm it"
            )
        if not difference.is_empty:
            _replace(row, difference)
        now = clock.now()
        older = ScheduleBatch.objects.filter(channel_id=row.channel_id, state=BatchState.PUBLISHED)
        older.filter(starts_at__gte=row.starts_at, ends_at__lte=row.ends_at).update(
            state=BatchState.SUPERSEDED
        )
        row.state, row.published_at, row.rows = BatchState.PUBLISHED, now, []
        row.save()
        CancelledAiring.objects.filter(cancelled_at__lt=now - CANCELLED_KEPT).delete()
    batch.state, batch.published_at = row.state, row.published_at
    return difference


def reject_batch(*, batch: ScheduleBatch) -> None:
    ScheduleBatch.objects.filter(pk=batch.pk, state=BatchState.DRAFT).update(
        state=BatchState.REJECTED, rows=[]
    )


def _standing(batch: ScheduleBatch) -> list[ScheduleEvent]:
    events = ScheduleEvent.objects.filter(
        channel_id=batch.channel_id, starts_at__gte=batch.starts_at, starts_at__lt=batch.ends_at
    )
    return list(events.order_by("starts_at"))


class Names:
    """Titles of the programmes of some airings, folded."""

    def __init__(self, events: Sequence[ScheduleEvent]) -> None:
        self._by: dict[int, set[str]] = {}
        for some in portions(list({event.programme_id for event in events}), _CHUNK):
            rows = ProgrammeName.objects.filter(programme_id__in=some)
            for key, name in rows.values_list("programme_id", "name"):
                self._by.setdefault(key, set()).add(folded(name))

    def are(self, event: ScheduleEvent, entry: Entry) -> bool:
        mine = self._by.get(event.programme_id, set())
        return any(folded(title[:200]) in mine for title in entry.titles.values())


def folded(title: str) -> str:
    return " ".join(title.casefold().replace("ё", "е").split())


def _difference(
    entries: Sequence[Entry], standing: Sequence[ScheduleEvent], names: Names
) -> Difference:
    """An airing is the same by its source's id, else start and title, else title near by."""
    made = Difference()
    left = {event.pk: event for event in standing}
    by_source = {event.source_id: event for event in standing if event.source_id}
    by_start = {event.starts_at: event for event in standing}
    waiting: list[Entry] = []
    for entry in entries:
        event = by_source.get(entry.source_id) if entry.source_id else None
        if event is None or event.pk not in left:
            event = by_start.get(moment(entry.start))
            if event is not None and (event.pk not in left or not names.are(event, entry)):
                event = None
        if event is None:
            waiting.append(entry)
            continue
        del left[event.pk]
        _put(made, entry, event)
    near = sorted(left.values(), key=lambda event: event.starts_at)
    for entry in waiting:
        event = _moved(entry, near, names)
        if event is None:
            made.added.append(entry)
        else:
            near.remove(event)
            _put(made, entry, event)
    made.removed = near
    return made


def _moved(entry: Entry, near: Sequence[ScheduleEvent], names: Names) -> ScheduleEvent | None:
    start = moment(entry.start)
    found = [
        event
        for event in near
        if abs(event.starts_at - start) <= _MOVED and names.are(event, entry)
    ]
    return min(found, key=lambda event: abs(event.starts_at - start), default=None)


def _put(made: Difference, entry: Entry, event: ScheduleEvent) -> None:
    wanted = columns_of(entry)
    fields = tuple(name for name in _COMPARED if getattr(event, name) != wanted[name])
    (made.changed if fields else made.kept).append(Change(entry, event, fields))


_COMPARED = (
    "starts_at", "ends_at", "end_inferred", "age_rating", "is_live", "is_repeat", "is_premiere",
    "sub_titles", "season", "episode",
)  # fmt: skip
_WRITTEN = (*_COMPARED, "rating_source", "raw_title", "source_id", "extras")


def columns_of(entry: Entry) -> dict[str, Any]:
    """The columns of an airing that a row fills."""
    assert entry.stop is not None
    return {
        "starts_at": moment(entry.start),
        "ends_at": moment(entry.stop),
        "end_inferred": entry.stop_inferred,
        "age_rating": entry.age if entry.age in dict(AGE_RATINGS) else None,
        "is_live": entry.live,
        "is_repeat": entry.repeat,
        "is_premiere": entry.premiere,
        "sub_titles": {
            language_of(language, text): text[:300] for language, text in entry.sub_titles.items()
        },
        "season": entry.season,
        "episode": entry.episode,
        "rating_source": entry.rating_source[:120],
        "raw_title": entry.raw_title[:300],
        "source_id": entry.source_id[:80],
        "extras": entry.extras,
    }


def _replace(batch: ScheduleBatch, difference: Difference) -> None:
    channel: Channel = batch.channel
    moved = [change for change in difference.changed if "starts_at" in change.fields]
    _remember_cancelled(channel, difference.removed)
    tags = _tags(channel, difference)
    for some in portions([event.pk for event in difference.removed], _CHUNK):
        ScheduleEvent.objects.filter(pk__in=some).delete()
    # Two airings may change places, and no instant holds two.
    far = timedelta(days=36_500)
    for change in moved:
        ScheduleEvent.objects.filter(pk=change.event.pk).update(
            starts_at=change.event.starts_at - far
        )
    for change in difference.changed:
        for name, value in columns_of(change.entry).items():
            setattr(change.event, name, value)
        change.event.broadcast_on = channel.broadcast_day(change.event.starts_at)
        change.event.sequence += 1
        change.event.batch = batch
    rows = [change.event for change in difference.changed]
    written = [*_WRITTEN, "broadcast_on", "sequence", "batch"]
    ScheduleEvent.objects.bulk_update(rows, written, batch_size=200)
    programmes = programmes_of(difference.added)
    fresh = [
        {
            "channel_id": channel.pk,
            "programme_id": programmes[number],
            "batch_id": batch.pk,
            "broadcast_on": channel.broadcast_day(moment(entry.start)),
            **columns_of(entry),
        }
        for number, entry in enumerate(difference.added)
    ]
    _insert(fresh)
    _trim_around(channel, batch)
    days = {row["broadcast_on"] for row in fresh} | {event.broadcast_on for event in rows}
    tags |= {schedule_tag(channel=channel.pk, day=day) for day in days}
    tags |= _programme_tags({row["programme_id"] for row in fresh})
    invalidate(tags, subject=f"batch:{batch.pk}")


def _insert(rows: Sequence[dict[str, Any]]) -> None:
    """New airings, past the mapper: a month of fifty channels has a hundred thousand of them, and
    ``bulk_create`` takes ten times as long."""
    if not rows:
        return
    fields = [one for one in ScheduleEvent._meta.local_concrete_fields if not one.primary_key]
    # The proxy that Django calls ``connection`` costs more than a value.
    connection = connections[DEFAULT_DB_ALIAS]
    names = ", ".join(connection.ops.quote_name(str(one.column)) for one in fields)
    table = connection.ops.quote_name(ScheduleEvent._meta.db_table)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - names are ours
            list(zip(*(_column(one, rows, connection) for one in fields), strict=True)),
        )


def _column(column: Any, rows: Sequence[dict[str, Any]], connection: Any) -> list[Any]:
    """The values of a column as the database takes them; one that comes again is made once."""
    if column.attname not in rows[0]:
        defaults = (column.get_default() for _row in rows)
        if column.attname == "uid":  # the only one that is never the same twice
            return [column.get_db_prep_save(value, connection) for value in defaults]
        return [column.get_db_prep_save(next(defaults), connection)] * len(rows)
    values = [row[column.attname] for row in rows]
    if isinstance(column, DateTimeField):
        return [connection.ops.adapt_datetimefield_value(value) for value in values]
    if all(value is None or isinstance(value, str | int) for value in values):
        return values
    keys = list(map(repr, values))
    known = {
        key: column.get_db_prep_save(value, connection)
        for key, value in dict(zip(keys, values, strict=True)).items()
    }
    return [known[key] for key in keys]


def _tags(channel: Channel, difference: Difference) -> set[str]:
    events = [*difference.removed, *(change.event for change in difference.changed)]
    return {
        schedule_tag(),
        schedule_tag(channel=channel.pk),
        *(schedule_tag(channel=channel.pk, day=event.broadcast_on) for event in events),
        *(ScheduleEvent.tag_of(event.pk) for event in events),
        *_programme_tags({event.programme_id for event in events}),
    }


def _programme_tags(programmes: set[int]) -> set[str]:
    codes: set[str] = set()
    for some in portions(list(programmes), _CHUNK):
        rows = Programme.countries.through.objects.filter(programme_id__in=some)
        codes |= set(rows.values_list("country_id", flat=True).distinct())
    return {airings_tag(key) for key in programmes} | {schedule_tag(country=code) for code in codes}


def _remember_cancelled(channel: Channel, removed: Sequence[ScheduleEvent]) -> None:
    now = clock.now()
    ahead = [event for event in removed if event.ends_at > now]
    names = dict(
        ProgrammeName.objects.filter(programme__in={e.programme_id for e in ahead})
        .order_by("-language")
        .values_list("programme_id", "name")
    )
    CancelledAiring.objects.bulk_create(
        [
            CancelledAiring(
                channel=channel,
                programme_id=event.programme_id,
                uid=event.uid,
                sequence=event.sequence + 1,
                title=names.get(event.programme_id, event.raw_title),
                starts_at=event.starts_at,
                ends_at=event.ends_at,
                cancelled_at=now,
            )
            for event in ahead
        ],
        ignore_conflicts=True,
    )


def _trim_around(channel: Channel, batch: ScheduleBatch) -> None:
    """What runs over an edge of the window ends where the next airing begins."""
    for edge in (batch.starts_at, batch.ends_at):
        over = ScheduleEvent.objects.filter(
            channel=channel, starts_at__lt=edge, ends_at__gt=edge
        ).first()
        if over is None:
            continue
        later = ScheduleEvent.objects.filter(channel=channel, starts_at__gte=edge)
        following = later.order_by("starts_at").first()
        if following is not None and over.ends_at > following.starts_at:
            over.ends_at = following.starts_at
            over.save()


# -- programmes ------------------------------------------------------------------------------------


def programmes_of(entries: Sequence[Entry]) -> list[int]:
    """The programme of each entry, found by its title in any language or made; in few queries."""
    titles = {title[:200] for entry in entries for title in entry.titles.values()}
    known = _known(titles)
    made: dict[str, Programme] = {}
    fresh: list[tuple[Programme, Entry]] = []
    for entry in entries:
        keys = [folded(title[:200]) for title in entry.titles.values()]
        if not any(key in known or key in made for key in keys):
            kind = entry.kind if entry.kind in ProgrammeKind.values else ProgrammeKind.OTHER
            age = columns_of(entry)["age_rating"]
            people = entry.extras.get("credits", [])
            programme = Programme(kind=kind, age_rating=age, year=entry.year, credits=people)
            fresh.append((programme, entry))
            made.update(dict.fromkeys(keys, programme))
    _make(fresh)
    known |= {key: programme.pk for key, programme in made.items()}
    return [
        next(known[key] for title in entry.titles.values() if (key := folded(title[:200])) in known)
        for entry in entries
    ]


def _known(titles: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in portions(list(titles), _CHUNK):
        rows = ProgrammeName.objects.filter(name__in=some)
        for name, key in rows.order_by("-programme_id").values_list("name", "programme_id"):
            found[folded(name)] = key
    return found


def _make(fresh: list[tuple[Programme, Entry]]) -> None:
    """Rows of programmes and their names, all at once."""
    wanted = [slugify_headline(entry.title)[:80] or "programme" for _programme, entry in fresh]
    taken = _taken(wanted)
    for (programme, _entry), slug in zip(fresh, wanted, strict=True):
        programme.slug = free_slug(slug, taken.__contains__)
        taken.add(programme.slug)
    Programme.objects.bulk_create([programme for programme, _entry in fresh], batch_size=_CHUNK)
    names = []
    for programme, entry in fresh:
        texts = {language_of(k, title): title[:200] for k, title in entry.titles.items()}
        told = {language_of(k, text): text[:2000] for k, text in entry.descriptions.items()}
        names += [
            ProgrammeName(
                programme=programme,
                language=language,
                name=name,
                description=told.get(language, ""),
            )
            for language, name in texts.items()
        ]
    ProgrammeName.objects.bulk_create(names, batch_size=_CHUNK)
    invalidate({Programme.tag_of(programme.pk) for programme, _entry in fresh})


def _taken(slugs: Sequence[str]) -> set[str]:
    """Slugs that begin as one of these; numbers may stand behind them."""
    found: set[str] = set()
    for some in portions(sorted(set(slugs)), _CHUNK):
        rows = Programme.objects.filter(slug__in=some)
        found |= set(rows.values_list("slug", flat=True))
    for slug in list(found):
        numbered = Programme.objects.filter(slug__startswith=f"{slug}-")
        found |= set(numbered.values_list("slug", flat=True))
    return found
