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
from serai.media.selectors import pictures_of
from serai.portal.pages import (
    Airing,
    Frame,
    Link,
    LivePage,
    Picture,
    ProgrammePage,
    WeekDay,
    WeekPage,
)
from serai.portal.selectors import addresses
from serai.portal.selectors.airings import age_mark, airing_from
from serai.portal.selectors.cards import picture_from
from serai.portal.selectors.frames import Framing, Head
from serai.portal.selectors.guide import zone_name
from serai.portal.selectors.words import Words

#: Airings of a programme that its page lists, before and after now.
LISTED = 12


def week_page(edition: str, slug: str, first: date) -> tuple[WeekPage, Frame] | None:
    """Monday to Sunday of a channel; None where nothing of the week is known."""
    channel = next((row for row in channels() if row.slug == slug), None)
    if channel is None:
        return None
    framing = Framing(edition)
    words, last = framing.words, first + timedelta(days=6)
    airings = airings_between(channel, first, last, words.language)
    if not airings:
        return None
    days = [first + timedelta(days=number) for number in range(7)]
    earlier = nearest_days(channel, first)[0]
    later = nearest_days(channel, last)[1]
    page = WeekPage(
        headline=_("The week from %(first)s to %(last)s")
        % {"first": words.day(first), "last": words.day(last)},
        channel=words.text(channel.label(words.language)),
        days=tuple(_day(words, channel, on, airings) for on in days),
        zone=zone_name(channel),
        empty=_("Nothing is known yet."),
        earlier=_week_link(words, channel, earlier),
        later=_week_link(words, channel, later),
    )
    pairs = {code.code: addresses.guide_week(code.code, slug, first) for code in editions()}
    head = Head(
        title=f"{page.headline}. {page.channel}",
        path=pairs[edition],
        pairs=pairs,
        here=addresses.guide(edition),
        description=_("What is on: every show of the week with its time and age mark."),
    )
    return page, framing.frame(head)


def _day(words: Words, channel: Channel, on: date, airings: Sequence[Titled]) -> WeekDay:
    label = f"{words.weekday(on).capitalize()}, {words.day(on)}"
    shown = [one for one in airings if one.event.broadcast_on == on]
    url = addresses.guide_day(words.edition, channel.slug, on) if shown else ""
    return WeekDay(Link(label, url), tuple(airing_from(words, one) for one in shown))


def _week_link(words: Words, channel: Channel, on: date | None) -> Link | None:
    if on is None:
        return None
    first = on - timedelta(days=on.weekday())
    return Link(words.day(first), addresses.guide_week(words.edition, channel.slug, on))


def programme_page(edition: str, slug: str) -> tuple[ProgrammePage, Frame] | None:
    found = programme_by_slug(slug)
    if found is None:
        return None
    framing = Framing(edition)
    words = framing.words
    names = found.name_in(words.language)
    kind = "" if found.kind == ProgrammeKind.OTHER else str(ProgrammeKind(found.kind).label)
    series = found.series
    others = [
        row
        for row in (programmes_of_series(series, words.language) if series else [])
        if row.pk != found.pk
    ]
    page = _page(
        framing,
        [found.pk],
        title=words.text(found.label(words.language)),
        kicker=", ".join(filter(None, (kind.capitalize(), str(found.year or "")))),
        age=found.age_rating,
        description=words.text(getattr(names, "description", "")),
        image=found.image_id,
        series=_series_link(words, series) if series else None,
        countries=tuple(
            Link(card.name, addresses.country(edition, card.slug))
            for country in found.countries.all()
            if (card := framing.countries.get(country.pk))
        ),
        others=_links(words, others),
        on_demand=tuple(Link(row.note or row.url, row.url) for row in on_demand(found, words.now)),
        calendar_url=addresses.programme_calendar(edition, slug),
    )
    pairs = {code.code: addresses.programme(code.code, slug) for code in editions()}
    return page, framing.frame(_head(framing, page, pairs))


def series_page(edition: str, slug: str) -> tuple[ProgrammePage, Frame] | None:
    """A cycle: the same page, with all of its programmes."""
    found = series_by_slug(slug)
    if found is None:
        return None
    framing = Framing(edition)
    words = framing.words
    programmes = programmes_of_series(found, words.language)
    names = found.name_in(words.language)
    page = _page(
        framing,
        [row.pk for row in programmes],
        title=words.text(found.label(words.language)),
        kicker=str(ProgrammeKind(found.kind).label).capitalize(),
        age=found.age_rating,
        description=words.text(getattr(names, "description", "")),
        image=found.image_id,
        series=None,
        countries=(),
        others=_links(words, programmes),
        on_demand=(),
        calendar_url="",
    )
    pairs = {code.code: addresses.series(code.code, slug) for code in editions()}
    return page, framing.frame(_head(framing, page, pairs))


def _page(
    framing: Framing,
    programmes: list[int],
    *,
    title: str,
    kicker: str,
    age: int | None,
    description: str,
    image: int | None,
    series: Link | None,
    countries: tuple[Link, ...],
    others: tuple[Link, ...],
    on_demand: tuple[Link, ...],
    calendar_url: str,
) -> ProgrammePage:
    words = framing.words
    coming, past = airings_of(programmes, words.now, words.language, LISTED)
    shown = [*coming, *past]
    return ProgrammePage(
        title=title,
        kicker=kicker,
        age=age_mark(age),
        description=description,
        picture=_picture(image),
        series=series,
        countries=countries,
        coming=_airings(words, coming),
        past=_airings(words, past),
        empty="" if coming else _("No airing is known yet."),
        others=others,
        on_demand=on_demand,
        calendar_url=calendar_url,
        zone=zone_name(shown[0].event.channel) if shown else "",
    )


def _airings(words: Words, found: Sequence[Titled]) -> tuple[Airing, ...]:
    return tuple(airing_from(words, one) for one in found)


def _picture(image: int | None) -> Picture | None:
    return picture_from(pictures_of([image]).get(image or 0)) if image else None


def _links(words: Words, rows: Sequence[Programme]) -> tuple[Link, ...]:
    return tuple(
        Link(words.text(row.label(words.language)), addresses.programme(words.edition, row.slug))
        for row in rows
    )


def _series_link(words: Words, series: Series) -> Link:
    label = words.text(series.label(words.language))
    return Link(label, addresses.series(words.edition, series.slug))


def _head(framing: Framing, page: ProgrammePage, pairs: dict[str, str]) -> Head:
    guide = addresses.guide(framing.edition)
    return Head(
        title=page.title,
        path=pairs[framing.edition],
        pairs=pairs,
        here=guide,
        description=page.description,
        crumbs=(Link(_("TV guide"), guide),),
        picture=page.picture,
    )


def live_page(edition: str) -> tuple[LivePage, Frame]:
    """What runs on the default channel; true until its next boundary."""
    framing = Framing(edition)
    words = framing.words
    found = next_airings(words.now, words.language, 2)
    begun = [one for one in found if one.event.starts_at <= words.now]
    coming = [one for one in found if one.event.starts_at > words.now]
    now = airing_from(words, begun[0], state="now") if begun else None
    channel = next(iter(channels()), None)
    stream = channel.stream_url if channel is not None else ""
    page = LivePage(
        headline=_("Live"),
        now=now,
        next=airing_from(words, coming[0], state="next") if coming else None,
        stream_url=stream,
        empty="" if stream else _("The broadcast cannot be watched here yet."),
        tv_url=addresses.guide(edition),
    )
    pairs = {code.code: addresses.live(code.code) for code in editions()}
    head = Head(
        title=page.headline, path=pairs[edition], pairs=pairs, here=page.tv_url,
        crumbs=(Link(_("TV guide"), page.tv_url),),
    )  # fmt: skip
    return page, framing.frame(head)
