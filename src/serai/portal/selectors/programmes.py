"""Pages of the guide beside its days: a week, a programme, a cycle, what runs now."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from serai.broadcast.models import Channel, Programme, ProgrammeKind, Series
from serai.broadcast.selectors import (
    Titled,
    airings_between,
    airings_of,
    channels,
    nearest_days,
    next_airings,
    on_demand,
    programme_by_slug,
    programmes_of_series,
    series_by_slug,
)
from serai.core.editions import editions
from serai.delivery.recording import expires_at
from serai.language.typography import NBSP
from serai.media.selectors import pictures_of
from serai.portal.pages import (
    Airing,
    Credit,
    DayPart,
    Frame,
    Link,
    LivePage,
    ProgrammePage,
    WeekDay,
    WeekPage,
    WeekPart,
)
from serai.portal.selectors import addresses, structured
from serai.portal.selectors.airings import age_mark, airing_from, dated_airing
from serai.portal.selectors.cards import credit_line, picture_from, picture_of
from serai.portal.selectors.frames import Framing, Head
from serai.portal.selectors.guide import day_parts, zone_name
from serai.portal.selectors.listings import next_day_begins
from serai.portal.selectors.words import Words

#: Airings of a programme that its page lists, before and after now.
LISTED = 12
#: Shows listed after the one that runs.
COMING = 4


def week_page(edition: str, slug: str, first: date) -> tuple[WeekPage, Frame] | None:
    """Monday to Sunday of a channel; None where nothing of the week is known, if it is not this."""
    channel = next((row for row in channels() if row.slug == slug), None)
    if channel is None:
        return None
    framing = Framing(edition)
    words, last = framing.words, first + timedelta(days=6)
    airings = airings_between(channel, first, last, words.language)
    if not airings:
        if not first <= channel.broadcast_day(words.now) <= last:
            return None
        expires_at(next_day_begins(channel, words.now))
    page = _week(words, channel, first, airings)
    pairs = {code.code: addresses.guide_week(code.code, slug, first) for code in editions()}
    head = Head(
        title=f"{page.headline}. {page.channel}",
        path=pairs[edition],
        pairs=pairs,
        here=addresses.guide(edition),
        crumbs=(Link(_("TV guide"), addresses.guide(edition)),),
        description=_("What is on: every show of the week with its time and age mark."),
    )
    return page, framing.frame(head)


def _week(words: Words, channel: Channel, first: date, airings: Sequence[Titled]) -> WeekPage:
    days = [first + timedelta(days=number) for number in range(7)]
    shows = {
        on: day_parts(words, on, [one for one in airings if one.event.broadcast_on == on])
        for on in days
    }
    rows = {part.key for parts in shows.values() for part in parts if part.airings}
    return WeekPage(
        headline=_week_name(words, first, days[-1]),
        channel=words.text(channel.label(words.language)),
        guide_url=addresses.guide_channel(words.edition, channel.slug),
        days=tuple(
            _day(words, channel, on, [part for part in parts if part.key in rows])
            for on, parts in shows.items()
        ),
        rows=max(2, len(rows) + 1),
        zone=zone_name(channel),
        empty=_("Nothing is known yet."),
        earlier=_week_link(words, channel, nearest_days(channel, first)[0]),
        later=_week_link(words, channel, nearest_days(channel, days[-1])[1]),
        demo=any(one.event.is_demo for one in airings),
    )


def _day(words: Words, channel: Channel, on: date, parts: Sequence[DayPart]) -> WeekDay:
    known = any(part.airings for part in parts)
    return WeekDay(
        weekday=words.weekday(on).capitalize(),
        day=words.day(on),
        url=addresses.guide_day(words.edition, channel.slug, on) if known else "",
        parts=tuple(WeekPart(part.name, part.airings) for part in parts) if known else (),
    )


def _week_name(words: Words, first: date, last: date) -> str:
    if words.language == "ru":
        return f"Программа на неделю, {_span(words, first, last)}"
    return f"TV guide for the week, {_span(words, first, last)}"


def _span(words: Words, first: date, last: date) -> str:
    """«3–9 января», «31 января — 6 февраля»."""
    if first.month == last.month:
        return f"{first.day}–{words.day(last)}"
    dash = "—" if words.language == "ru" else "–"
    return f"{words.day(first)}{NBSP}{dash} {words.day(last)}"


def _week_link(words: Words, channel: Channel, on: date | None) -> Link | None:
    if on is None:
        return None
    first = on - timedelta(days=on.weekday())
    url = addresses.guide_week(words.edition, channel.slug, on)
    return Link(_span(words, first, first + timedelta(days=6)), url)


def programme_page(edition: str, slug: str) -> tuple[ProgrammePage, Frame] | None:
    """A programme that was or will be on air, and has a name."""
    found = programme_by_slug(slug)
    if found is None:
        return None
    framing = Framing(edition)
    words = framing.words
    series = found.series
    others = programmes_of_series(series, words.language) if series else []
    kind = "" if found.kind == ProgrammeKind.OTHER else str(ProgrammeKind(found.kind).label)
    listed = _Listed(framing, found, [found.pk])
    page = listed.page(
        kicker=", ".join(filter(None, (kind.capitalize(), str(found.year or "")))),
        series=_series_link(words, series) if series else None,
        countries=tuple(
            Link(card.name, addresses.country(edition, card.slug))
            for country in found.countries.all()
            if (card := framing.countries.get(country.pk))
        ),
        others=_links(words, [row for row in others if row.pk != found.pk]),
        on_demand=tuple(Link(row.note or row.url, row.url) for row in on_demand(found, words.now)),
        calendar_url=addresses.programme_calendar(edition, slug),
    )
    pairs = {code.code: addresses.programme(code.code, slug) for code in editions()}
    work = structured.programme(page, found, pairs[edition], listed.coming, listed.named, edition)
    return page, framing.frame(_head(framing, page, pairs, work))


def series_page(edition: str, slug: str) -> tuple[ProgrammePage, Frame] | None:
    """A cycle: the same page, with all of its programmes."""
    found = series_by_slug(slug)
    if found is None:
        return None
    framing = Framing(edition)
    programmes = programmes_of_series(found, framing.words.language)
    page = _Listed(framing, found, [row.pk for row in programmes]).page(
        kicker=str(ProgrammeKind(found.kind).label).capitalize(),
        series=None,
        countries=(),
        others=_links(framing.words, programmes),
        on_demand=(),
        calendar_url="",
    )
    pairs = {code.code: addresses.series(code.code, slug) for code in editions()}
    return page, framing.frame(_head(framing, page, pairs))


class _Listed:
    """A programme or a cycle with its airings."""

    def __init__(self, framing: Framing, row: Programme | Series, programmes: list[int]) -> None:
        self.words = framing.words
        self.row = row
        self.coming, self.past = airings_of(programmes, self.words.now, self.words.language, LISTED)
        shown = [one.event.channel for one in (*self.coming, *self.past)]
        self.channels = {channel.pk: channel for channel in shown}
        self.named = {one.pk: one.label(self.words.language) for one in channels()} if shown else {}
        self.zones = {channel.zone for channel in shown}

    def page(
        self,
        *,
        kicker: str,
        series: Link | None,
        countries: tuple[Link, ...],
        others: tuple[Link, ...],
        on_demand: tuple[Link, ...],
        calendar_url: str,
    ) -> ProgrammePage:
        words, row = self.words, self.row
        shown = pictures_of([row.image_id]).get(row.image_id or 0)
        one_zone = len(self.zones) == 1
        return ProgrammePage(
            title=words.text(row.label(words.language)),
            kicker=kicker,
            is_series=isinstance(row, Series),
            age=age_mark(row.age_rating),
            description=words.text(getattr(row.name_in(words.language), "description", "")),
            picture=picture_from(shown),
            credit=words.text(credit_line(shown.credit)) if shown else "",
            series=series,
            countries=countries,
            people=_people(words, getattr(row, "credits", ())),
            coming=tuple(map(self._airing, self.coming)),
            past=tuple(map(self._airing, self.past)),
            empty="" if self.coming else _("No airing is known yet."),
            others=others,
            on_demand=on_demand,
            calendar_url=calendar_url,
            zone=zone_name(next(iter(self.channels.values()))) if one_zone else "",
            demo=row.is_demo,
        )

    def _airing(self, titled: Titled) -> Airing:
        channel = titled.event.channel
        name = self.words.text(self.named.get(channel.pk, ""))
        return dated_airing(
            self.words, titled, name if len(self.zones) == 1 else f"{name}, {channel.zone}"
        )


def _people(words: Words, credits: Sequence[Sequence[str]]) -> tuple[Credit, ...]:
    """Names by role; a role of nobody's, and one that no reader would understand, are left out."""
    roles = {
        "director": _("Directed by"),
        "writer": _("Written by"),
        "presenter": _("Presented by"),
        "commentator": _("Commentary"),
        "actor": _("Cast"),
        "guest": _("Guests"),
        "producer": _("Produced by"),
        "composer": _("Music"),
        "editor": _("Editing"),
    }
    named = {
        key: tuple(
            dict.fromkeys(words.text(name) for role, name in credits if role == key and name)
        )
        for key in roles
    }
    return tuple(Credit(roles[key], names) for key, names in named.items() if names)


def _links(words: Words, rows: Sequence[Programme]) -> tuple[Link, ...]:
    return tuple(
        Link(words.text(row.label(words.language)), addresses.programme(words.edition, row.slug))
        for row in rows
    )


def _series_link(words: Words, series: Series) -> Link:
    label = words.text(series.label(words.language))
    return Link(label, addresses.series(words.edition, series.slug))


def _head(
    framing: Framing,
    page: ProgrammePage,
    pairs: dict[str, str],
    work: structured.Data | None = None,
) -> Head:
    guide = addresses.guide(framing.edition)
    crumbs = [Link(_("TV guide"), guide)]
    return Head(
        title=page.title,
        path=pairs[framing.edition],
        pairs=pairs,
        here=guide,
        description=page.description,
        crumbs=[*crumbs, page.series] if page.series else crumbs,
        picture=page.picture,
        structured=[work] if work else (),
    )


def live_page(edition: str) -> tuple[LivePage, Frame]:
    """What runs on the default channel; true until its next boundary."""
    framing = Framing(edition)
    words = framing.words
    found = next_airings(words.now, words.language, COMING + 1)
    begun = [one for one in found if one.event.starts_at <= words.now]
    coming = [one for one in found if one.event.starts_at > words.now]
    channel = next((row for row in channels() if row.is_default), None)
    stream = channel.stream_url if channel else ""
    page = LivePage(
        headline=_("Live"),
        channel=words.text(channel.label(words.language)) if channel else "",
        now=_running(words, begun[0]) if begun else None,
        silence="" if begun else _("Nothing is on air now."),
        coming=tuple(airing_from(words, one) for one in coming[:COMING]),
        stream_url=stream,
        empty="" if stream else _("The broadcast cannot be watched here yet."),
        website=channel.website if channel else "",
        zone=zone_name(channel) if channel else "",
        tv_url=addresses.guide(edition),
    )
    pairs = {code.code: addresses.live(code.code) for code in editions()}
    head = Head(
        title=f"{page.headline}. {page.channel}" if channel else page.headline,
        path=pairs[edition],
        pairs=pairs,
        here=page.tv_url,
        crumbs=(Link(_("TV guide"), page.tv_url),),
        description=_("What runs on the channel now, and what comes next."),
        noindex=channel is None,
    )
    return page, framing.frame(head)


def _running(words: Words, titled: Titled) -> Airing:
    return airing_from(words, titled, picture=picture_of(titled.event.programme.image_id))
