"""serai import_schedule: a schedule of any format becomes drafts, or is published at once."""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from serai.broadcast.actions import (
    BroadcastError,
    draft_batches,
    find_channel,
    find_targets,
    publish_batch,
    rules_for,
)
from serai.broadcast.actions.batches import Target
from serai.broadcast.formats.arranging import Arranged
from serai.broadcast.formats.entries import Entry, Rules
from serai.broadcast.formats.opening import FORMATS
from serai.broadcast.models import Channel, ImportProfile, ScheduleBatch, today_on
from serai.broadcast.pipeline import ScheduleError, Spool, open_schedule
from serai.core.editions import default_edition
from serai.delivery.outbox import gathered

COUNTED: Final = ("events", "duplicates", "dropped", "closedown", "inferred_stops")
#: So many remarks of a kind are printed; all of them stand in the JSON.
_SHOWN: Final = 3


class Command(BaseCommand):
    help = (
        "Import a television schedule: XMLTV (.xml, .gz, .zip), CSV, XLSX, XLS, ODS, JSON or a "
        "plain list. Without --publish it becomes a draft for the newsroom."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="what to import")
        parser.add_argument(
            "--channel",
            metavar="SLUG",
            help="channel of a file that names none, or of its only one",
        )
        parser.add_argument("--profile", metavar="NAME", help="how files of this source are read")
        parser.add_argument("--format", choices=FORMATS, help="if it is not found out rightly")
        parser.add_argument(
            "--date", type=_day, metavar="YYYY-MM-DD", help="day of a list that names none"
        )
        parser.add_argument("--language", metavar="CODE", help="language of titles: ru, en")
        parser.add_argument("--publish", action="store_true", help="replace the guide at once")
        parser.add_argument(
            "--confirm", action="store_true", help="publish where more than half would go, too"
        )
        parser.add_argument("--dry-run", action="store_true", help="read and tell, keep nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        self.options = options
        channel = self.channel()
        profile = self.profile()
        channel = channel or (profile.channel if profile else None) or _only_channel()
        rules = self.rules(channel, profile)
        told = options["format"] or (profile.format if profile else "")
        try:
            with options["file"].open("rb") as file:
                spool = open_schedule(file, rules, name=options["file"].name, told=told)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except ScheduleError as error:
            self.fail(error)
        with spool:
            try:
                self.work(spool, rules, channel)
            except BroadcastError as error:
                raise CommandError(str(error)) from error

    def fail(self, error: ScheduleError) -> None:
        """Nothing could be read: the same object, without events, and an error."""
        if self.options["json"]:
            issue = {"keyword": error.keyword, "row": 0, "message": str(error)}
            empty: dict[str, Any] = {"channels": [], "events": [], "issues": [issue]}
            self.stdout.write(json.dumps({**empty, "counts": dict.fromkeys(COUNTED, 0)}))
        raise CommandError(f"{self.options['file']}: {error}")

    def channel(self) -> Channel | None:
        slug = self.options["channel"]
        if not slug:
            return None
        try:
            return find_channel(slug=slug)
        except BroadcastError as error:
            raise CommandError(str(error)) from error

    def profile(self) -> ImportProfile | None:
        name = self.options["profile"]
        if not name:
            return None
        found = ImportProfile.objects.select_related("channel").filter(name=name).first()
        if found is None:
            known = ", ".join(ImportProfile.objects.values_list("name", flat=True)) or "none"
            raise CommandError(f"there is no profile {name!r}; known: {known}")
        return found

    def rules(self, channel: Channel | None, profile: ImportProfile | None) -> Rules:
        language = self.options["language"] or default_edition().language
        day: date | None = self.options["date"]
        rules = rules_for(channel, profile, day=day or today_on(channel), language=language)
        return replace(rules, day_assumed=day is None)

    def work(self, spool: Spool, rules: Rules, channel: Channel | None) -> None:
        options = self.options
        targets = find_targets(spool, channel)
        counts: Counter[str] = Counter({"dropped": spool.counts["dropped"]})
        channels: list[dict[str, Any]] = []
        issues = list(spool.remarks)

        def seen(target: Target, arranged: Arranged) -> None:
            counts.update(arranged.counts)
            issues.extend(arranged.remarks)
            channels.append(_channel(target, arranged))
            if options["json"]:
                for entry in arranged.entries:
                    spool.put_out(
                        entry.start, json.dumps(_event(entry, target), ensure_ascii=False)
                    )

        with gathered(f"schedule: {options['file'].name}") if options["publish"] else nullcontext():
            keys = draft_batches(
                spool,
                targets,
                rules,
                source=options["file"].name,
                keep=not options["dry_run"],
                seen=seen,
                publish=self.publish if options["publish"] and not options["dry_run"] else None,
            )
        if keys and not options["publish"]:
            self.stderr.write(f"{len(keys)} drafts wait in the newsroom")
        issues.sort(key=lambda one: one[1])
        if options["json"]:
            self.print_json(channels, spool.in_order(), issues, counts)
        else:
            self.print_text(channels, issues, counts)
        if not counts["events"]:
            raise CommandError("no event was found")

    def publish(self, batch: ScheduleBatch, entries: Sequence[Entry]) -> None:
        made = publish_batch(batch=batch, entries=entries, confirmed=self.options["confirm"])
        self.stderr.write(
            f"{batch.channel}: {len(made.added)} new, {len(made.changed)} changed, "
            f"{len(made.kept)} as they were, {len(made.removed)} gone"
        )

    def print_json(
        self,
        channels: list[dict[str, Any]],
        events: Iterator[str],
        issues: list[tuple[str, int, str]],
        counts: Counter[str],
    ) -> None:
        """One object, written piece by piece: a large file has a million events."""
        out = self.stdout
        out.write(
            f'{{"channels": {json.dumps(channels, ensure_ascii=False)}, "events": [', ending=""
        )
        for number, event in enumerate(events):
            out.write(f"{', ' if number else ''}{event}", ending="")
        told = [{"keyword": word, "row": row, "message": text} for word, row, text in issues]
        numbers = {name: counts[name] for name in COUNTED}
        out.write(f'], "issues": {json.dumps(told, ensure_ascii=False)}, ', ending="")
        out.write(f'"counts": {json.dumps(numbers)}}}')

    def print_text(
        self,
        channels: list[dict[str, Any]],
        issues: list[tuple[str, int, str]],
        counts: Counter[str],
    ) -> None:
        for channel in channels:
            name = next(iter(channel["names"].values()), "")
            self.stdout.write(f"{channel['id']:<24} {channel['events']:>6}  {name}")
        by_word = Counter(word for word, _row, _text in issues)
        for word, number in by_word.most_common():
            self.stdout.write(f"{word}: {number}")
            for _word, row, text in [one for one in issues if one[0] == word][:_SHOWN]:
                self.stdout.write(f"    row {row}: {text}")
        self.stdout.write(", ".join(f"{counts[name]} {name}" for name in COUNTED))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a day looks like 2026-11-23") from error


def _only_channel() -> Channel | None:
    found = list(Channel.objects.all()[:2])
    return found[0] if len(found) == 1 else None


def _channel(target: Target, arranged: Arranged) -> dict[str, Any]:
    channel = target.channel
    key = target.key or (channel.slug if channel else "")
    names = {language or "und": name for language, name in target.names.items()}
    if not names and channel is not None:
        names = {row.language: row.name for row in channel.names.all()}
    return {"id": key, "names": names, "events": len(arranged.entries)}


def _event(entry: Entry, target: Target) -> dict[str, Any]:
    assert entry.stop is not None
    zone = timezone(timedelta(minutes=entry.offset))
    return {
        "channel": target.key or (target.channel.slug if target.channel else ""),
        "start": _iso(entry.start, zone),
        "stop": _iso(entry.stop, zone),
        "stop_inferred": entry.stop_inferred,
        "title": entry.title,
        "titles": entry.titles,
        "raw_title": entry.raw_title,
        "sub_title": next(iter(entry.sub_titles.values()), ""),
        "age_rating": entry.age,
        "kind": entry.kind or "other",
        "live": entry.live,
        "repeat": entry.repeat,
        "premiere": entry.premiere,
        "season": entry.season,
        "episode": entry.episode,
        "row": entry.number,
    }


def _iso(seconds: int, zone: timezone) -> str:
    return datetime.fromtimestamp(seconds, UTC).astimezone(zone).isoformat()
