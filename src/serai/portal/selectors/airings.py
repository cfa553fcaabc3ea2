"""Shows of the guide as readers see them."""

from collections.abc import Sequence
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from serai.broadcast.models import ProgrammeKind
from serai.broadcast.selectors import Titled
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
        day=_day(words, titled, zone),
        picture=picture,
        programme_url=addresses.programme(words.edition, event.programme.slug),
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
    event = titled.event
    sub_titles: dict[str, str] = event.sub_titles or {}
    note = sub_titles.get(words.language) or ""
    kind = event.programme.kind
    if not note and kind not in (ProgrammeKind.NEWS, ProgrammeKind.OTHER):
        note = str(ProgrammeKind(kind).label).capitalize()
    marks = {_("live on air"): event.is_live, _("first showing"): event.is_premiere}
    marks[_("repeat")] = event.is_repeat
    special = ", ".join(mark for mark, given in marks.items() if given)
    if not note:
        return special.capitalize()
    return f"{note}, {special}" if special else note


def _day(words: Words, titled: Titled, zone: ZoneInfo) -> str:
    """«Сегодня», «Завтра» or the day of the week, for lists of coming shows."""
    on = titled.event.starts_at.astimezone(zone).date()
    days = (on - words.now.astimezone(zone).date()).days
    if days == 0:
        return _("Today")
    if days == 1:
        return _("Tomorrow")
    return words.weekday(on).capitalize() if 1 < days < 7 else words.day(on)
