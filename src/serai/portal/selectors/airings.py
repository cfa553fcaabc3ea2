"""Shows of the guide as readers see them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from serai.broadcast.models import ProgrammeKind
from serai.broadcast.selectors import Titled
from serai.delivery.recording import expires_at
from serai.portal.pages import Age, Airing, Picture
from serai.portal.selectors import addresses
from serai.portal.selectors.words import Words

ADULT = 16
State = Literal["past", "now", "next", ""]


def age_mark(age_rating: int | None) -> Age | None:
    return None if age_rating is None else Age(f"{age_rating}+", age_rating >= ADULT)


def airing_from(
    words: Words, titled: Titled, *, state: State = "", picture: Picture | None = None
) -> Airing:
    """One show, its times in the channel's zone."""
    event, channel = titled.event, titled.event.channel
    zone = ZoneInfo(channel.zone)
    return Airing(
        key=event.pk,
        url=addresses.guide_day(words.edition, channel.slug, event.broadcast_on, event.pk),
        title=words.text(titled.title),
        note=words.text(_note(words, titled)),
        age=age_mark(event.age_rating),
        starts=words.clock(event.starts_at, zone),
        ends=words.clock(event.ends_at, zone),
        state=state,
        news=event.programme.kind == ProgrammeKind.NEWS,
        picture=picture,
        programme_url=addresses.programme(words.edition, event.programme.slug),
    )


def coming_airing(words: Words, titled: Titled, *, picture: Picture | None = None) -> Airing:
    """One show in a list of coming ones, which says on what day it is."""
    zone = ZoneInfo(titled.event.channel.zone)
    made = airing_from(words, titled, picture=picture)
    return replace(made, day=_relative_day(words, titled, zone))


def dated_airing(words: Words, titled: Titled, channel: str) -> Airing:
    """One show in a list of one programme's: the date, the channel and what is special about it."""
    on = titled.event.starts_at.astimezone(ZoneInfo(titled.event.channel.zone)).date()
    return replace(
        airing_from(words, titled),
        day=f"{words.weekday(on).capitalize()}, {words.day(on)}",
        channel=channel,
        note=words.text(_special(words, titled)),
    )


def with_states(words: Words, airings: Sequence[Titled]) -> tuple[Airing, ...]:
    """Shows in order, each told past, now, next or later."""
    made: list[Airing] = []
    next_found = False
    for titled in airings:
        state: State = ""
        if titled.event.ends_at <= words.now:
            state = "past"
        elif titled.event.starts_at <= words.now:
            state = "now"
        elif not next_found:
            state, next_found = "next", True
        made.append(airing_from(words, titled, state=state))
    return tuple(made)


def _note(words: Words, titled: Titled) -> str:
    """The sub-title, else the kind of programme, then what is special about this airing."""
    kind = titled.event.programme.kind
    known = kind not in (ProgrammeKind.NEWS, ProgrammeKind.OTHER)
    return _special(words, titled, str(ProgrammeKind(kind).label).capitalize() if known else "")


def _special(words: Words, titled: Titled, otherwise: str = "") -> str:
    """The sub-title, or what is said otherwise, then which episode it is, and whether it is live,
    new or a repeat."""
    event = titled.event
    sub_titles: dict[str, str] = event.sub_titles or {}
    marks = [
        (_("season %(number)s") % {"number": event.season}, event.season is not None),
        (_("episode %(number)s") % {"number": event.episode}, event.episode is not None),
        (_("live on air"), event.is_live),
        (_("first showing"), event.is_premiere),
        (_("repeat"), event.is_repeat),
    ]
    special = ", ".join(mark for mark, given in marks if given)
    note = sub_titles.get(words.language) or otherwise
    if not note:
        return special.capitalize()
    return f"{note}, {special}" if special else note


def _relative_day(words: Words, titled: Titled, zone: ZoneInfo) -> str:
    """«Сегодня», «Завтра» or the day of the week: true until midnight."""
    today = words.now.astimezone(zone).date()
    expires_at(datetime.combine(today + timedelta(days=1), time(), zone))
    on = titled.event.starts_at.astimezone(zone).date()
    days = (on - today).days
    if days == 0:
        return _("Today")
    if days == 1:
        return _("Tomorrow")
    return words.weekday(on).capitalize() if 1 < days < 7 else words.day(on)
