"""Channels, programmes and the schedule. Instants are UTC; the channel names its zone."""

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from serai.delivery.delivered import Delivered
from serai.delivery.tags import tag
from serai.vocabulary.models import Named, NameRow

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
    OTHER = "other", _("other")


def schedule_tag(*, channel: int | None = None, day: date | None = None, country: str = "") -> str:
    """The whole schedule, that of a channel, one day of it, or the shows about a country."""
    if country:
        return tag("schedule", "country", country)
    return tag("schedule", channel, day)


class Channel(Named):
    """A television channel. Its broadcast day begins at ``day_starts`` in its own zone."""

    slug = models.SlugField(_("address part"), max_length=60, unique=True)
    zone = models.CharField(_("time zone"), max_length=60, default="Europe/Moscow")
    day_starts = models.TimeField(_("broadcast day begins"), default=time(6))
    is_default = models.BooleanField(_("default channel"), default=False)
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


class Programme(Named):
    """What is shown: a film, an episode, a news bulletin."""

    delivered_kind = "programme"
    slug = models.SlugField(_("address part"), max_length=90, unique=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=ProgrammeKind.choices, default=ProgrammeKind.OTHER
    )
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
    countries = ParentalManyToManyField(
        "vocabulary.Country", blank=True, related_name="programmes", verbose_name=_("countries")
    )
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering: ClassVar = ["slug"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def delivered_tags(self) -> set[str]:
        countries = countries_of(self.pk)
        return {self.tag_of(self.pk), *(schedule_tag(country=code) for code in countries)}


def countries_of(programme_id: int) -> list[str]:
    """Codes, asked of the table: the relation of a row in memory may hold what is not saved yet."""
    rows = Programme.countries.through.objects.filter(programme_id=programme_id)
    return list(rows.values_list("country_id", flat=True))


class ProgrammeName(NameRow):
    delivered_owner = "programme"
    programme = ParentalKey(Programme, related_name="names", on_delete=models.CASCADE)
    name = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), max_length=2000, blank=True)

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
            *(schedule_tag(country=code) for code in countries),
        }

    def clean(self) -> None:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It ends before it begins.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.broadcast_on = self.channel.broadcast_day(self.starts_at)
        super().save(*args, **kwargs)
