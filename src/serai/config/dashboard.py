"""The newsroom's first page: what waits for whoever looks, each panel one read with a budget."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from serai.accounts.policy import may
from serai.broadcast.selectors import holes_ahead
from serai.core import clock
from serai.editorial.models import DueChange
from serai.editorial.selectors import changes_ahead, desk, troubled_changes

#: Holes in the guide that the page tells of, and how far it looks.
LEAST_HOLE: Final = timedelta(minutes=10)
DAYS_AHEAD: Final = 3
PANEL: Final = 8


@dataclass(frozen=True, slots=True)
class Panel:
    """A heading and what stands under it. ``rows`` are of the kind that ``part`` shows."""

    name: str
    heading: Any
    part: str
    rows: list[Any]
    empty: Any = ""
    alarm: bool = False


@never_cache
@require_admin_access  # type: ignore[untyped-decorator]
def dashboard(request: HttpRequest) -> HttpResponse:
    context = {"panels": panels_for(request.user), "may_create": may(request.user, "create")}
    return render(request, "newsroom/dashboard.html", context)


def panels_for(user: Any) -> list[Panel]:
    """What this person has to know; a panel that their role has no use for is not made."""
    panels: list[Panel] = []
    if may(user, "schedule"):
        panels += _troubles()
    if may(user, "view"):
        panels += _articles(user)
        panels += _reports(user)
    if may(user, "edit_guide"):
        panels.append(_guide())
    return panels


def _articles(user: Any) -> list[Panel]:
    """The panels of articles; the rows of all of them are fetched together."""
    language = (get_language() or "ru")[:2]
    own, given = desk.in_hand(user)
    waiting, back = desk.to_approve(user), desk.sent_back_to(user)
    published = desk.just_published()
    keys = [*own, *given, *published, *(one.key for one in [*waiting, *back])]
    found = desk.desk_rows(list(dict.fromkeys(keys)), language)
    rows = {row.pk: row for row in found if may(user, "view", row.article)}

    def shown(wanted: Iterable[int]) -> list[Any]:
        return [rows[key] for key in wanted if key in rows]

    def submitted(states: Iterable[desk.Submitted]) -> list[Any]:
        return [(rows[state.key], state) for state in states if state.key in rows]

    panels = [Panel("mine", _("My drafts"), "rows", shown(own), _("Nothing begun."))]
    if waiting or may(user, "publish"):
        empty = _("Nothing waits for your decision.")
        panels.append(
            Panel("approve", _("Waiting for you"), "submitted", submitted(waiting), empty)
        )
    if back:
        panels.append(Panel("back", _("Sent back to you"), "submitted", submitted(back)))
    if given:
        panels.append(Panel("given", _("Assigned to you"), "rows", shown(given)))
    if may(user, "schedule"):
        empty = _("Nothing is scheduled or under embargo.")
        ahead = changes_ahead(PANEL)
        panels.append(Panel("ahead", _("Scheduled and under embargo"), "changes", ahead, empty))
    empty = _("Nothing published yet.")
    panels.append(Panel("published", _("Just published"), "rows", shown(published), empty))
    return panels


def _reports(user: Any) -> list[Panel]:
    found = list(desk.error_reports(user, "open")[:PANEL])
    return [Panel("reports", _("Errors found by readers"), "reports", found)] if found else []


def _troubles() -> list[Panel]:
    failed: list[DueChange] = troubled_changes(PANEL)
    if not failed:
        return []
    return [Panel("failed", _("Failed"), "failures", failed, alarm=True)]


def _guide() -> Panel:
    holes = holes_ahead(clock.now(), days=DAYS_AHEAD, least=LEAST_HOLE, limit=PANEL)
    empty = _("The guide of the next three days has no holes.")
    return Panel("holes", _("Holes in the guide"), "holes", holes, empty)
