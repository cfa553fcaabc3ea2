"""Texts, numbers and moments set for one edition. Pure but for the settings' zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings

from serai.core import clock
from serai.core.editions import ALL
from serai.delivery.recording import expires_at
from serai.language import typography
from serai.language.typography import NBSP
from serai.portal.pages import Moment

_MONTHS = {
    "ru": (
        "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь",
        "октябрь", "ноябрь", "декабрь",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip
_SHORT_DAYS = {
    "ru": ("Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
#: Forms for counts: Russian one, few, many; English one, many.
FORMS = {
    "views": {"ru": ("просмотр", "просмотра", "просмотров"), "en": ("view", "views")},
    "stories": {"ru": ("материал", "материала", "материалов"), "en": ("story", "stories")},
    "countries": {
        "ru": ("страна и территория", "страны и территории", "стран и территорий"),
        "en": ("country or territory", "countries and territories"),
    },
    "minutes": {"ru": ("минута", "минуты", "минут"), "en": ("minute", "minutes")},
    "hours": {"ru": ("час", "часа", "часов"), "en": ("hour", "hours")},
}


@lru_cache(maxsize=4096)
def _set(text: str, language: str) -> str:
    return typography.set_text(text, language)


@dataclass(frozen=True, slots=True)
class Words:
    """The typesetter of one edition; ``now`` is the moment of the page, in the newsroom's zone."""

    edition: str
    language: str
    now: datetime

    @classmethod
    def of(cls, edition: str) -> "Words":
        zone = ZoneInfo(settings.NEWSROOM_ZONE)
        return cls(edition, ALL[edition].language, clock.now().astimezone(zone))

    def text(self, text: str) -> str:
        return _set(text, self.language)

    def quoted(self, text: str) -> str:
        """Words that somebody said, in the marks of the language."""
        bare = text.strip()
        if bare.startswith("«") and bare.endswith("»") and bare.count("«") == 1:
            bare = bare[1:-1]
        return self.text(f"«{bare}»" if self.language == "ru" else f"“{bare}”")

    def count(self, n: int, what: str) -> str:
        """«24 материала»."""
        form = typography.plural(n, self.language, FORMS[what][self.language])
        return f"{self.number(n)}{NBSP}{form}"

    def number(self, n: int | float) -> str:
        return typography.number(n, self.language)

    def compact(self, n: int) -> str:
        """Large numbers in words: «2,72 млн»."""
        names = {"ru": ("млрд", "млн"), "en": ("billion", "million")}[self.language]
        for size, name in ((10**9, names[0]), (10**6, names[1])):
            if n >= size:
                share = n / size
                digits = 0 if share >= 100 else 1 if share >= 10 else 2
                figure = self.number(round(share, digits)) if digits else self.number(round(share))
                bare = figure.rstrip("0").rstrip(",.") if digits else figure
                return f"{bare}{NBSP}{name}"
        return self.number(n)

    @property
    def today_date(self) -> date:
        """The day of the page. A page that tells it is true until the day ends."""
        on = self.now.date()
        expires_at(datetime.combine(on + timedelta(days=1), time(), self.now.tzinfo))
        return on

    def _is_today(self, local: datetime) -> bool:
        """Asked of a moment of today, the page is true for today only; yesterday stays over."""
        return local.date() == self.now.date() and local.date() == self.today_date

    def _this_year(self, on: date) -> bool:
        if on.year != self.now.year:
            return False
        expires_at(datetime(on.year + 1, 1, 1, tzinfo=self.now.tzinfo))
        return True

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.now.tzinfo)

    def full(self, moment: datetime, *, date_only: bool = False) -> Moment:
        """«7 января 2022, 16:40», for the article's own page."""
        local = self.local(moment)
        on: date = local.date() if date_only else local
        return Moment(self._iso(local, date_only), typography.date_long(on, self.language))

    def brief(self, moment: datetime, *, date_only: bool = False) -> Moment:
        """In lists: the time today, the day this year, else the date with its year."""
        local = self.local(moment)
        if not date_only and self._is_today(local):
            text = f"{local:%H:%M}"
        elif not self._this_year(local.date()):
            text = typography.date_long(local.date(), self.language)
        else:
            text = self.day(local.date())
            text += "" if date_only else f", {local:%H:%M}"
        return Moment(self._iso(local, date_only), text)

    def terse(self, moment: datetime, *, date_only: bool = False) -> Moment:
        """In the narrow column of the wire: the time today, else «07.01», «07.01.22»."""
        local = self.local(moment)
        if not date_only and self._is_today(local):
            text = f"{local:%H:%M}"
        else:
            text = f"{local:%d.%m}" if self._this_year(local.date()) else f"{local:%d.%m.%y}"
        return Moment(self._iso(local, date_only), text)

    def clock(self, moment: datetime, zone: ZoneInfo | None = None) -> Moment:
        """«16:40», in the newsroom's zone or in another."""
        local = moment.astimezone(zone) if zone else self.local(moment)
        return Moment(local.isoformat(timespec="seconds"), f"{local:%H:%M}")

    def day(self, on: date, *, year: bool = False) -> str:
        """«7 января», with the year where it is another one or asked for."""
        if year or not self._this_year(on):
            return typography.date_long(on, self.language)
        return typography.date_short(on, self.language)

    def weekday(self, on: date) -> str:
        return typography.weekday_name(on, self.language)

    def weekday_short(self, on: date) -> str:
        return _SHORT_DAYS[self.language][on.weekday()]

    def month(self, on: date) -> str:
        """«Январь 2022»."""
        return f"{_MONTHS[self.language][on.month - 1].capitalize()}{NBSP}{on.year}"

    def month_name(self, on: date) -> str:
        return _MONTHS[self.language][on.month - 1].capitalize()

    def today(self) -> Moment:
        """«Пятница, 7 января 2022»."""
        on = self.today_date
        text = f"{self.weekday(on).capitalize()}, {typography.date_long(on, self.language)}"
        return Moment(on.isoformat(), text)

    def _iso(self, local: datetime, date_only: bool) -> str:
        return local.date().isoformat() if date_only else local.isoformat(timespec="seconds")
