"""The TV guide: one broadcast day of one channel, complete and in the channel's time."""

from collections.abc import Sequence
from datetime import date, timedelta
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
from serai.media.selectors import pictures_of
from serai.portal.pages import Airing, DayLink, DayPart, Frame, GuidePage, Link
from serai.portal.selectors import addresses, structured
from serai.portal.selectors.airings import airing_from, with_states
from serai.portal.selectors.cards import picture_from
from serai.portal.selectors.frames import Framing, Head
from serai.portal.selectors.words import Words

#: Days shown before and after the day of the page.
AROUND = 4
#: First hours of the parts of a day; what lies before the first one is night.
_PARTS = (("morning", 6), ("day", 12), ("evening", 18))


def guide_page(edition: str, slug: str | None, on: date | None) -> tuple[GuidePage, Frame] | None:
    """A day of a channel, today of the default one where nothing is said; None for no such page."""
    standing = channels()
    channel = next((row for row in standing if slug in (None, row.slug)), None)
    framing = Framing(edition)
    if channel is None:
        return None if slug else _without_channel(framing)
    today = channel.broadcast_day(framing.words.now)
    shown = on or today
    airings = airings_of_day(channel, shown, framing.words.language, framing.words.now)
    if not airings and shown != today:
        return None
    return _Maker(framing, standing, channel, shown, today, airings).made()


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
        today: date,
        airings: Sequence[Titled],
    ) -> None:
        self.framing = framing
        self.words: Words = framing.words
        self.edition = framing.edition
        self.standing = standing
        self.channel = channel
        self.shown = shown
        self.today = today
        self.airings = airings
        self.zone = ZoneInfo(channel.zone)

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
                    addresses.guide_day(self.edition, row.slug, self.today),
                    row.pk == self.channel.pk,
                )
                for row in self.standing
            ),
            days=self._days(),
            now=self._now(),
            parts=self._parts(),
            zone=zone_name(self.channel),
            empty="" if self.airings else _("The schedule of this day is not known yet."),
            earlier=self._day_link(earlier),
            later=self._day_link(later),
            demo=any(titled.event.is_demo for titled in self.airings),
            week=Link(
                _("The whole week"),
                addresses.guide_week(self.edition, self.channel.slug, self.shown),
            ),
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
                today=on == self.today,
            )
            for on in sorted(days)
        )

    def _now(self) -> Airing | None:
        now = self.words.now
        for titled in self.airings:
            if titled.event.starts_at <= now < titled.event.ends_at:
                image_id = titled.event.programme.image_id
                picture = picture_from(pictures_of([image_id]).get(image_id or 0))
                return airing_from(self.words, titled, state="now", picture=picture)
        return None

    def _parts(self) -> tuple[DayPart, ...]:
        names = {
            "morning": _("Morning"), "day": _("Afternoon"), "evening": _("Evening"),
            "night": _("Night"),
        }  # fmt: skip
        parts: dict[str, list[Airing]] = {key: [] for key in names}
        for titled, airing in zip(self.airings, with_states(self.words, self.airings), strict=True):
            parts[self._part_of(titled)].append(airing)
        return tuple(
            DayPart(
                key=key,
                name=names[key],
                airings=tuple(airings),
                current=any(airing.state == "now" for airing in airings),
            )
            for key, airings in parts.items()
            if airings
        )

    def _part_of(self, titled: Titled) -> str:
        local = titled.event.starts_at.astimezone(self.zone)
        if local.date() > self.shown:
            return "night"
        return next((key for key, hour in reversed(_PARTS) if local.hour >= hour), "morning")

    def _day_link(self, on: date | None) -> Link | None:
        if on is None:
            return None
        url = addresses.guide_day(self.edition, self.channel.slug, on)
        return Link(self.words.day(on), url)


def zone_name(channel: Channel) -> str:
    if channel.zone == "Europe/Moscow":
        return _("Moscow time.")
    return _("Times are those of the zone %(zone)s.") % {"zone": channel.zone}


_ACCUSATIVE = (
    "понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье",
)  # fmt: skip
