"""The TV guide: one broadcast day of one channel, complete and in the channel's time."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from serai.broadcast.models import Channel
from serai.broadcast.selectors import (
    Titled,
    airings_of_day,
    channels,
    days_with_airings,
    nearest_days,
)
from serai.core.editions import editions
from serai.delivery.recording import expires_at
from serai.portal.pages import Airing, DayLink, DayPart, Frame, GuidePage, Link
from serai.portal.selectors import addresses, structured
from serai.portal.selectors.airings import airing_from
from serai.portal.selectors.cards import picture_of
from serai.portal.selectors.frames import Framing, Head
from serai.portal.selectors.listings import next_day_begins
from serai.portal.selectors.words import Words

#: Days shown before and after the day of the page.
AROUND = 4
#: First hours of the parts of a day; what lies before the first one is night.
_PARTS = (("morning", 6), ("day", 12), ("evening", 18))


def guide_page(edition: str, slug: str | None, on: date | None) -> tuple[GuidePage, Frame] | None:
    """A day of a channel, today of the default one where nothing is said; None for no such page.

    The page of a date stays the same for ever. One that means today is true until what runs ends,
    and until the next day begins.
    """
    standing = channels()
    channel = next((row for row in standing if slug in (None, row.slug)), None)
    framing = Framing(edition)
    if channel is None:
        return None if slug else _without_channel(framing)
    now = framing.words.now
    today = channel.broadcast_day(now)
    shown = on or today
    running = now if on is None else None
    airings = airings_of_day(channel, shown, framing.words.language, running)
    if not airings and shown != today:
        return None
    if running or not airings:
        expires_at(next_day_begins(channel, now))
    return _Maker(framing, standing, channel, shown, running, airings).made()


def _without_channel(framing: Framing) -> tuple[GuidePage, Frame]:
    page = GuidePage(
        headline=_("TV guide"), channel="", channels=(), days=(), now=None, parts=(), zone="",
        empty=_("There is no channel yet."), earlier=None, later=None, demo=False,
    )  # fmt: skip
    path = addresses.guide(framing.edition)
    return page, framing.frame(Head(title=page.headline, path=path, here=path, noindex=True))


class _Maker:
    def __init__(
        self,
        framing: Framing,
        standing: Sequence[Channel],
        channel: Channel,
        shown: date,
        running: datetime | None,
        airings: Sequence[Titled],
    ) -> None:
        self.framing = framing
        self.words: Words = framing.words
        self.edition = framing.edition
        self.standing = standing
        self.channel = channel
        self.shown = shown
        self.running = running
        self.airings = airings

    def made(self) -> tuple[GuidePage, Frame]:
        words = self.words
        name = words.text(self.channel.label(words.language))
        earlier, later = nearest_days(self.channel, self.shown)
        page = GuidePage(
            headline=self._headline(),
            channel=name,
            channels=tuple(
                Link(
                    words.text(row.label(words.language)),
                    addresses.guide_channel(self.edition, row.slug),
                    row.pk == self.channel.pk,
                )
                for row in self.standing
            ),
            days=self._days(),
            now=self._now(),
            parts=tuple(
                part for part in day_parts(words, self.shown, self.airings) if part.airings
            ),
            zone=zone_name(self.channel),
            empty="" if self.airings else _("The schedule of this day is not known yet."),
            earlier=self._day_link(earlier),
            later=self._day_link(later),
            demo=any(titled.event.is_demo for titled in self.airings),
            week_url=addresses.guide_week(self.edition, self.channel.slug, self.shown),
            live_url=addresses.live(self.edition) if self._can_be_watched() else "",
        )
        return page, self.framing.frame(self._head(page))

    def _headline(self) -> str:
        words, on = self.words, self.shown
        day = words.day(on)
        if words.language == "ru":
            return f"Программа на {_ACCUSATIVE[on.weekday()]}, {day}"
        return f"TV guide for {words.weekday(on)}, {day}"

    def _head(self, page: GuidePage) -> Head:
        pairs = {
            other.code: addresses.guide_day(other.code, self.channel.slug, self.shown)
            for other in editions()
        }
        return Head(
            title=f"{page.headline}. {page.channel}",
            path=pairs[self.edition],
            pairs=pairs,
            here=addresses.guide(self.edition),
            description=_("What is on: every show of the day with its time and age mark."),
            structured=structured.broadcasts(
                self.channel, page.channel, self.airings, self.edition
            ),
        )

    def _days(self) -> tuple[DayLink, ...]:
        """The days round the shown one that have a schedule."""
        first, last = (self.shown + timedelta(days=days) for days in (-AROUND, AROUND))
        days = days_with_airings(self.channel, first, last) | {self.shown}
        return tuple(
            DayLink(
                weekday=self.words.weekday_short(on),
                day=str(on.day),
                full=f"{self.words.weekday(on)}, {self.words.day(on)}",
                url=addresses.guide_day(self.edition, self.channel.slug, on),
                current=on == self.shown,
                starts=_instant(self.channel.day_begins(on)),
                ends=_instant(self.channel.day_begins(on + timedelta(days=1))),
            )
            for on in sorted(days)
        )

    def _now(self) -> Airing | None:
        now = self.running
        for titled in self.airings if now else ():
            if now and titled.event.starts_at <= now < titled.event.ends_at:
                picture = picture_of(titled.event.programme.image_id)
                return airing_from(self.words, titled, state="now", picture=picture)
        return None

    def _can_be_watched(self) -> bool:
        return self.channel.is_default and bool(self.channel.stream_url)

    def _day_link(self, on: date | None) -> Link | None:
        if on is None:
            return None
        url = addresses.guide_day(self.edition, self.channel.slug, on)
        return Link(self.words.day(on), url)


def day_parts(words: Words, on: date, airings: Sequence[Titled]) -> tuple[DayPart, ...]:
    """The four parts of a broadcast day with their shows, if any."""
    names = {
        "morning": _("Morning"), "day": _("Afternoon"), "evening": _("Evening"),
        "night": _("Night"),
    }  # fmt: skip
    parts: dict[str, list[Airing]] = {key: [] for key in names}
    for titled in airings:
        parts[_part_of(titled, on)].append(airing_from(words, titled))
    return tuple(DayPart(key, names[key], tuple(found)) for key, found in parts.items())


def _part_of(titled: Titled, on: date) -> str:
    local = titled.event.starts_at.astimezone(ZoneInfo(titled.event.channel.zone))
    if local.date() > on:
        return "night"
    return next((key for key, hour in reversed(_PARTS) if local.hour >= hour), "morning")


def _instant(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%MZ}"


def zone_name(channel: Channel) -> str:
    if channel.zone == "Europe/Moscow":
        return _("Moscow time.")
    return _("Times are those of the zone %(zone)s.") % {"zone": channel.zone}


_ACCUSATIVE = (
    "понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье",
)  # fmt: skip
