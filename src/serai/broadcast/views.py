"""The scheduler's desk: a list or a file in, a preview with its remarks, one button to publish."""

import io
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from serai.broadcast import actions
from serai.broadcast.actions import BroadcastError, Difference, NeedsConfirmation
from serai.broadcast.actions.batches import moment
from serai.broadcast.formats.entries import Entry
from serai.broadcast.forms import CopyForm, ImportForm
from serai.broadcast.models import BatchState, Channel, ScheduleBatch
from serai.broadcast.pipeline import ScheduleError, open_schedule
from serai.broadcast.templatetags.remarks import spoken
from serai.core.editions import default_edition

#: Remarks that say how a list was understood, not that something may be wrong.
QUIET: Final = frozenset(
    {"header", "heading", "note", "grid", "last_stop", "age_in_title", "zone_columns"}
)
LATEST: Final = 30


@dataclass
class Line:
    """A row of the preview: what was read, what it does to the guide, what is to be said of it."""

    day: str
    starts: str
    ends: str
    entry: Entry | None
    title: str
    state: str
    label: str
    remarks: list[str] = field(default_factory=list)


def schedule(request: HttpRequest) -> HttpResponse:
    """The form, and the drafts that wait."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            keys = _draft(request, form.cleaned_data)
        except (ScheduleError, BroadcastError) as error:
            form.add_error(None, spoken(str(error)))
        else:
            if len(keys) == 1:
                return redirect("schedule_batch", keys[0])
            if keys:
                return redirect("schedule_import")
            form.add_error(None, _("No show was found in it."))
    context = {
        "form": form,
        "copy_form": CopyForm(),
        "batches": ScheduleBatch.objects.select_related("channel", "made_by").defer("rows")[
            :LATEST
        ],
    }
    return render(request, "newsroom/schedule/import.html", context)


def _draft(request: HttpRequest, told: dict[str, Any]) -> list[int]:
    profile = told["profile"]
    channel: Channel | None = told["channel"] or (profile.channel if profile else None)
    language = default_edition().language
    rules = actions.rules_for(channel, profile, day=told["day"], language=language)
    file = told["file"]
    name = file.name if file else _("pasted list")
    source = file.file if file else io.BytesIO(told["text"].encode())
    kind = (profile.format if profile else "") if file else "text"
    with open_schedule(source, rules, name=name if file else "", told=kind) as spool:
        targets = actions.find_targets(spool, channel)
        return actions.draft_batches(spool, targets, rules, source=name, user=request.user)


def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """What the draft would change, beside what was remarked about its rows."""
    found = get_object_or_404(ScheduleBatch.objects.select_related("channel"), pk=pk)
    difference = actions.compare(found) if found.state == BatchState.DRAFT else Difference()
    context = {
        "batch": found,
        "lines": _lines(found, difference),
        "difference": difference,
        "remarks": _remarks_beside(found),
        "is_draft": found.state == BatchState.DRAFT,
    }
    return render(request, "newsroom/schedule/batch.html", context)


def _remarks_beside(found: ScheduleBatch) -> list[str]:
    """What is to be said of the file, and of its rows that became no show."""
    shown = {row["number"] for row in found.rows}
    return [
        f"{_('row')} {row}: {spoken(text)}" if row else spoken(text)
        for word, row, text in found.issues
        if row not in shown and word not in QUIET
    ]


def _lines(found: ScheduleBatch, difference: Difference) -> list[Line]:
    zone = ZoneInfo(found.channel.zone)
    remarks: dict[int, list[str]] = defaultdict(list)
    for word, row, text in found.issues:
        if row and word not in QUIET:
            remarks[row].append(spoken(text))
    states = {"added": _("new"), "changed": _("changed"), "kept": "", "removed": _("goes")}
    told = [("added", entry) for entry in difference.added]
    told += [("changed", change.entry) for change in difference.changed]
    told += [("kept", change.entry) for change in difference.kept]
    lines = []
    for state, entry in told:
        start, stop = (
            moment(one).astimezone(zone) for one in (entry.start, entry.stop or entry.start)
        )
        title = " / ".join(dict.fromkeys(entry.titles.values()))
        line = Line(
            f"{start:%d.%m.%Y}", f"{start:%H:%M}", f"{stop:%H:%M}", entry, title, state,
            states[state], remarks.get(entry.number, []),
        )  # fmt: skip
        lines.append((start, line))
    for event in difference.removed:
        start, stop = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
        line = Line(
            f"{start:%d.%m.%Y}", f"{start:%H:%M}", f"{stop:%H:%M}", None, str(event.programme),
            "removed", states["removed"],
        )  # fmt: skip
        lines.append((start, line))
    return [line for _start, line in sorted(lines, key=lambda pair: pair[0])]


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ScheduleBatch, pk=pk)
    try:
        made = actions.publish_batch(batch=found, confirmed=bool(request.POST.get("confirm")))
    except NeedsConfirmation:
        messages.warning(
            request,
            _("More than half of what stands there would go; tick it and publish."),
        )
        return redirect("schedule_batch", pk)
    except BroadcastError as error:
        messages.error(request, spoken(str(error)))
        return redirect("schedule_batch", pk)
    count = len(made.added) + len(made.changed) + len(made.removed)
    said = ngettext(
        "Published: %(count)d change in the guide.",
        "Published: %(count)d changes in the guide.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("schedule_import")


@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    actions.reject_batch(batch=get_object_or_404(ScheduleBatch, pk=pk))
    messages.success(request, _("Done."))
    return redirect("schedule_import")


@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    form = CopyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a channel and two days."))
        return redirect("schedule_import")
    told = form.cleaned_data
    try:
        made = actions.copy_days(
            channel=told["channel"], first=told["first"], to=told["to"], days=told["days"],
            user=request.user,
        )  # fmt: skip
    except BroadcastError:
        messages.error(request, _("There is no schedule on these days."))
        return redirect("schedule_import")
    return redirect("schedule_batch", made.pk)
