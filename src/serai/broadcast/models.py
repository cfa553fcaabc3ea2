"""Channels, programmes and the schedule. Instants are UTC; the channel names its zone."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from serai.core import clock
from serai.delivery.delivered import Delivered
from serai.delivery.tags import tag
from serai.vocabulary.models import Named, NameRow

#: Address parts that the portal gives to pages of its own beside those of channels.
NOT_CHANNELS = ("live", "programmes", "series")
#: Calendars of readers are told so long of an airing that was taken out.
CANCELLED_KEPT = timedelta(days=7)
#: Tag of every list of cycles.
SERIES = "series"
AGE_RATINGS = [(0, "0+"), (6, "6+"), (12, "12+"), (16, "16+"), (18, "18+")]


class ProgrammeKind(models.TextChoices):
    FILM = "film", _("film")
    SERIES = "series", _("series")
    ANIMATION = "animation", _("animation")
    DOCUMENTARY = "documentary", _("documentary")
    NEWS = "news", _("news")
    TALK = "talk", _("talk")
    ENTERTAINMENT = "entertainment", _("entertainment")
    SPORT = "sport", _("sport")
    CLOSEDOWN = "closedown", _("closedown")
    PAID = "paid", _("paid programme")
    OTHER = "other", _("other")


def schedule_tag(*, channel: int | None = None, day: date | None = None, country: str = "") -> str:
    """The whole schedule, that of a channel, one day of it, or the shows about a country."""
    if country:
        return tag("schedule", "country", country)
    return tag("schedule", channel, day)


def airings_tag(programme: int) -> str:
    """When a programme was and will be on air."""
    return tag("airings", "programme", programme)


class Channel(Named):
    """A television channel. Its broadcast day begins at ``day_starts`` in its own zone."""

    slug = models.SlugField(_("address part"), max_length=60, unique=True)
    zone = models.CharField(_("time zone"), max_length=60, default="Europe/Moscow")
    day_starts = models.TimeField(_("broadcast day begins"), default=time(6))
    is_default = models.BooleanField(_("default channel"), default=False)
    xmltv_id = models.CharField(
        _("id in XMLTV"), max_length=120, null=True, blank=True, unique=True,
        help_text=_("A dotted name: bigasia.example. Other programs know the channel by it."),
    )  # fmt: skip
    other_ids = models.JSONField(
        _("ids and names in files"), default=list, blank=True,
        help_text=_("What files of others call the channel, one a line of the list."),
    )  # fmt: skip
    website = models.URLField(_("website"), blank=True)
    stream_url = models.URLField(
        _("live stream"), blank=True, help_text=_("Address of an HLS list (.m3u8).")
    )
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering: ClassVar = ["-is_default", "slug"]
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="one_default_channel",
            )
        ]

    def broadcast_day(self, moment: datetime) -> date:
        """Day of the guide that ``moment`` belongs to: 02:00 still belongs to the day before."""
        local = moment.astimezone(ZoneInfo(self.zone))
        return local.date() - timedelta(days=1 if local.time() < self.day_starts else 0)

    def clean(self) -> None:
        if self.slug in NOT_CHANNELS:
            raise ValidationError({"slug": _("The portal has a page of its own at this address.")})

    def day_begins(self, day: date) -> datetime:
        """The instant, in UTC, at which a broadcast day begins."""
        return datetime.combine(day, self.day_starts, ZoneInfo(self.zone)).astimezone(UTC)

    @property
    def guide_id(self) -> str:
        """What XMLTV calls the channel in the whole world: a dotted name."""
        host = urlsplit(settings.PUBLIC_ADDRESS).hostname or "localhost"
        return self.xmltv_id or f"{self.slug.replace('_', '-')}.{host}"


def today_on(channel: Channel | None) -> date:
    """The broadcast day that runs now; without a channel the newsroom's date."""
    now = clock.now()
    return channel.broadcast_day(now) if channel else timezone.localdate(now)


class ChannelName(NameRow):
    delivered_owner = "channel"
    channel = ParentalKey(Channel, related_name="names", on_delete=models.CASCADE)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["channel", "language"], name="one_name_row_per_channel_language"
            )
        ]


class Work(Named):
    """What can be shown: its address, age mark and picture."""

    slug = models.SlugField(_("address part"), max_length=90, unique=True)
    age_rating = models.PositiveSmallIntegerField(
        _("age mark"), choices=AGE_RATINGS, null=True, blank=True
    )
    image = models.ForeignKey(
        "media.Image",
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
        verbose_name=_("picture"),
    )
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True


class WorkName(NameRow):
    name = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), max_length=2000, blank=True)

    class Meta:
        abstract = True


class Series(Work):
    """What several programmes belong to: a brand, a cycle, a show with seasons."""

    delivered_kind = "series"
    kind = models.CharField(
        _("kind"), max_length=20, choices=ProgrammeKind.choices, default=ProgrammeKind.SERIES
    )

    class Meta:
        ordering: ClassVar = ["slug"]
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def delivered_tags(self) -> set[str]:
        return {self.tag_of(self.pk), SERIES}


class SeriesName(WorkName):
    delivered_owner = "series"
    series = ParentalKey(Series, related_name="names", on_delete=models.CASCADE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "language"], name="one_name_row_per_series_language"
            )
        ]


class Programme(Work):
    """What is shown: a film, an episode, a news bulletin."""

    delivered_kind = "programme"
    kind = models.CharField(
        _("kind"), max_length=20, choices=ProgrammeKind.choices, default=ProgrammeKind.OTHER
    )
    countries = ParentalManyToManyField(
        "vocabulary.Country", blank=True, related_name="programmes", verbose_name=_("countries")
    )
    series = models.ForeignKey(
        Series, null=True, blank=True, related_name="programmes", on_delete=models.SET_NULL,
        verbose_name=_("series"),
    )  # fmt: skip
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    credits = models.JSONField(
        _("credits"), default=list, blank=True, help_text=_("Pairs of a role and a name.")
    )

    class Meta:
        ordering: ClassVar = ["slug"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def delivered_tags(self) -> set[str]:
        countries = countries_of(self.pk)
        own = {self.tag_of(self.pk), schedule_tag()}  # lists of coming shows: those with pictures
        own |= {schedule_tag(country=code) for code in countries}
        return own | ({Series.tag_of(self.series_id), SERIES} if self.series_id else set())


def countries_of(programme_id: int) -> list[str]:
    """Codes, asked of the table: the relation of a row in memory may hold what is not saved yet."""
    rows = Programme.countries.through.objects.filter(programme_id=programme_id)
    return list(rows.values_list("country_id", flat=True))


class ProgrammeName(WorkName):
    delivered_owner = "programme"
    programme = ParentalKey(Programme, related_name="names", on_delete=models.CASCADE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "language"], name="one_name_row_per_programme_language"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["name"], name="programme_by_name")]


class ScheduleEvent(Delivered):
    """One airing. ``age_rating`` is what the schedule said; it is never invented."""

    delivered_kind = "airing"

    channel = models.ForeignKey(
        Channel, related_name="events", on_delete=models.CASCADE, verbose_name=_("channel")
    )
    programme = models.ForeignKey(
        Programme, related_name="events", on_delete=models.PROTECT, verbose_name=_("programme")
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    end_inferred = models.BooleanField(_("end is inferred"), default=False)
    broadcast_on = models.DateField(_("broadcast day"), editable=False)
    sub_titles = models.JSONField(_("sub-title per language"), default=dict, blank=True)
    age_rating = models.PositiveSmallIntegerField(
        _("age mark"), choices=AGE_RATINGS, null=True, blank=True
    )
    is_live = models.BooleanField(_("live broadcast"), default=False)
    is_repeat = models.BooleanField(_("repeat"), default=False)
    is_premiere = models.BooleanField(_("premiere"), default=False)
    season = models.PositiveSmallIntegerField(_("season"), null=True, blank=True)
    episode = models.PositiveSmallIntegerField(_("episode"), null=True, blank=True)
    rating_source = models.CharField(
        _("origin of the age mark"), max_length=120, blank=True, editable=False
    )
    raw_title = models.CharField(_("title as it came"), max_length=300, blank=True, editable=False)
    source_id = models.CharField(max_length=80, blank=True, editable=False)
    extras = models.JSONField(default=dict, blank=True, editable=False)
    #: Names the airing in calendars of readers; ``sequence`` counts what changed since.
    uid = models.UUIDField(default=uuid4, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    batch = models.ForeignKey(
        "ScheduleBatch", null=True, blank=True, related_name="events", on_delete=models.SET_NULL,
        editable=False,
    )  # fmt: skip
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        verbose_name = _("schedule event")
        verbose_name_plural = _("schedule")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "starts_at"], name="one_airing_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="airing_ends_later"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["channel", "broadcast_on", "starts_at"], name="schedule_of_day"),
            models.Index(fields=["channel", "ends_at", "starts_at"], name="schedule_from_now"),
        ]

    def __str__(self) -> str:
        local = self.starts_at.astimezone(ZoneInfo(self.channel.zone))
        return f"{local:%d.%m.%Y %H:%M} {self.programme}"

    def delivered_tags(self) -> set[str]:
        countries = countries_of(self.programme_id)
        return {
            self.tag_of(self.pk),
            schedule_tag(),
            schedule_tag(channel=self.channel_id),
            schedule_tag(channel=self.channel_id, day=self.broadcast_on),
            airings_tag(self.programme_id),
            *(schedule_tag(country=code) for code in countries),
        }

    def clean(self) -> None:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It ends before it begins.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.broadcast_on = self.channel.broadcast_day(self.starts_at)
        if self.pk is not None and not self._state.adding:
            self.sequence += 1
        super().save(*args, **kwargs)


class CancelledAiring(models.Model):
    """An airing that was taken out of the guide: calendars are told for some days."""

    channel = models.ForeignKey(Channel, related_name="cancelled", on_delete=models.CASCADE)
    programme = models.ForeignKey(
        Programme, null=True, related_name="cancelled", on_delete=models.SET_NULL
    )
    uid = models.UUIDField(unique=True)
    sequence = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(db_index=True)


class BatchState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")
    REJECTED = "rejected", _("rejected")


class ImportProfile(models.Model):
    """How the files of one source are read; what is empty is found out from the file."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    channel = models.ForeignKey(
        Channel, null=True, blank=True, related_name="profiles", on_delete=models.CASCADE,
        verbose_name=_("channel"), help_text=_("The channel of lists that name none."),
    )  # fmt: skip
    format = models.CharField(
        _("format"), max_length=10, blank=True,
        choices=[("xmltv", "XMLTV"), ("csv", "CSV"), ("sheet", "XLSX, XLS, ODS"),
                 ("text", _("text")), ("json", "JSON")],
    )  # fmt: skip
    sheet = models.CharField(_("sheet"), max_length=80, blank=True)
    header_row = models.PositiveSmallIntegerField(_("row of headers"), null=True, blank=True)
    columns = models.JSONField(
        _("columns"), default=dict, blank=True,
        help_text=_("Role to header or number: {\"start\": \"Time CET\", \"title\": \"3\"}."),
    )  # fmt: skip
    zone = models.CharField(
        _("time zone of the times"), max_length=60, blank=True,
        help_text=_("Of times that name no zone; empty: that of the channel."),
    )  # fmt: skip
    shift = models.SmallIntegerField(_("minutes added to every time"), default=0)
    date_order = models.CharField(
        _("order of 01/02/2026"), max_length=3, blank=True,
        choices=[("dmy", _("day, month")), ("mdy", _("month, day"))],
    )  # fmt: skip
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    language = models.CharField(_("language of titles"), max_length=8, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("import profile")
        verbose_name_plural = _("import profiles")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.zone:
            try:
                ZoneInfo(self.zone)
            except (KeyError, ValueError, OSError):
                raise ValidationError({"zone": _("There is no such time zone.")}) from None


class ScheduleBatch(models.Model):
    """One channel of one file, waiting to be published as one window, or published.

    ``rows`` are the events as they would be published: JSON of formats/entries.py.
    """

    channel = models.ForeignKey(
        Channel, related_name="batches", on_delete=models.CASCADE, verbose_name=_("channel")
    )
    source = models.CharField(_("file"), max_length=200)
    file_hash = models.CharField(max_length=64, db_index=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    state = models.CharField(
        _("state"), max_length=12, choices=BatchState.choices, default=BatchState.DRAFT
    )
    rows = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    issues = models.JSONField(default=list)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, related_name="+", on_delete=models.SET_NULL,
        verbose_name=_("by"),
    )  # fmt: skip
    published_at = models.DateTimeField(_("published"), null=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        verbose_name = _("schedule batch")
        verbose_name_plural = _("schedule batches")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="batch_ends_later"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.source}"


class OnDemandProgram(Delivered):
    """Where a programme, or one airing of it, can be watched later (TV-Anytime's term)."""

    delivered_kind = "on_demand"

    programme = models.ForeignKey(
        Programme, related_name="on_demand", on_delete=models.CASCADE, verbose_name=_("programme")
    )
    event = models.ForeignKey(
        ScheduleEvent, null=True, blank=True, related_name="on_demand", on_delete=models.SET_NULL,
        verbose_name=_("airing"),
    )  # fmt: skip
    url = models.URLField(_("address"))
    from_at = models.DateTimeField(_("from"), null=True, blank=True)
    until_at = models.DateTimeField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        verbose_name = _("programme on demand")
        verbose_name_plural = _("programmes on demand")

    def __str__(self) -> str:
        return f"{self.programme}: {self.url}"

    def delivered_tags(self) -> set[str]:
        return {self.tag_of(self.pk), Programme.tag_of(self.programme_id)}
