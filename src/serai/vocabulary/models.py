"""Countries, cities, people, organisations and topics: one row each, names per language.

Loaded from data/*.json by actions.load_vocabulary, which keeps what editors changed.
"""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from serai.core.slugs import KeepsFormerSlugs
from serai.delivery.delivered import Delivered, DeliveredPart

LANGUAGES = [("ru", "Русский"), ("en", "English")]


class Named(Delivered, KeepsFormerSlugs, ClusterableModel):
    """A reference object: ``names`` holds one row per language."""

    class Meta:
        abstract = True

    def name_in(self, language: str) -> "models.Model | None":
        """Row of names in ``language``, else any; works on prefetched ``names`` without a query."""
        names = {row.language: row for row in self.names.all()}
        return names.get(language) or next(iter(names.values()), None)

    def label(self, language: str) -> str:
        row = self.name_in(language)
        return getattr(row, "short", "") or getattr(row, "name", "") if row else str(self.pk)

    def __str__(self) -> str:
        from django.utils.translation import get_language

        return self.label((get_language() or "ru")[:2])


class NameRow(DeliveredPart):
    """Names of one reference object in one language."""

    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    aliases = models.JSONField(_("other names"), default=list, blank=True)

    class Meta:
        abstract = True


class Region(models.TextChoices):
    CAUCASUS = "caucasus", _("Caucasus")
    CENTRAL_ASIA = "central-asia", _("Central Asia")
    EAST_ASIA = "east-asia", _("East Asia")
    SOUTH_EAST_ASIA = "south-east-asia", _("South-East Asia")
    SOUTH_ASIA = "south-asia", _("South Asia")
    WEST_ASIA = "west-asia", _("West Asia")
    NORTH_ASIA = "north-asia", _("North Asia")


class Country(Named):
    """A country or territory of the index. The list states no position on anybody's status."""

    code = models.CharField(
        _("code"), max_length=2, primary_key=True, help_text=_("ISO 3166-1 alpha-2, or OKSM.")
    )
    alpha3 = models.CharField(_("three letters"), max_length=3, unique=True)
    numeric = models.CharField(_("number"), max_length=3, unique=True)
    slug = models.SlugField(_("address part"), max_length=60, unique=True)
    region = models.CharField(_("region"), max_length=20, choices=Region.choices)
    order = models.PositiveSmallIntegerField(_("place in the index"), db_index=True)
    area_km2 = models.PositiveBigIntegerField(_("area, km²"), null=True, blank=True)
    population = models.PositiveBigIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    currency_code = models.CharField(_("currency code"), max_length=3, blank=True)
    facts_source = models.CharField(_("source of the facts"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["order"]
        verbose_name = _("country or territory")
        verbose_name_plural = _("countries and territories")


class CountryName(NameRow):
    """Names and inflected phrases of a country in one language."""

    delivered_owner = "country"
    country = ParentalKey(Country, related_name="names", on_delete=models.CASCADE)
    short = models.CharField(_("short name"), max_length=100)
    full = models.CharField(_("full name"), max_length=200)
    adjective = models.CharField(_("adjective"), max_length=100, blank=True)
    adjectives_more = models.JSONField(_("other adjectives"), default=list, blank=True)
    demonym = models.CharField(_("inhabitant"), max_length=100, blank=True)
    demonym_feminine = models.CharField(_("inhabitant, feminine"), max_length=100, blank=True)
    demonym_plural = models.CharField(_("inhabitants"), max_length=100, blank=True)
    demonyms_more = models.JSONField(_("other words for inhabitants"), default=list, blank=True)
    locative = models.CharField(
        _("where"), max_length=120, blank=True, help_text=_("in Kazakhstan")
    )
    about = models.CharField(
        _("about what"), max_length=120, blank=True, help_text=_("about Kazakhstan")
    )
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    currency = models.CharField(_("currency"), max_length=100, blank=True)
    dek = models.CharField(_("the land in a sentence"), max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["country", "language"], name="one_name_row_per_country_language"
            )
        ]


class City(Named):
    """A city with its place on earth; ``zone`` is an IANA zone."""

    slug = models.SlugField(_("address part"), max_length=60, unique=True)
    country = models.ForeignKey(
        Country, related_name="cities", on_delete=models.PROTECT, verbose_name=_("country")
    )
    is_capital = models.BooleanField(_("capital"), default=False)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    zone = models.CharField(_("time zone"), max_length=60)

    class Meta:
        ordering: ClassVar = ["slug"]
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["country"],
                condition=models.Q(is_capital=True),
                name="one_capital_per_country",
            )
        ]


class CityName(NameRow):
    delivered_owner = "city"
    city = ParentalKey(City, related_name="names", on_delete=models.CASCADE)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["city", "language"], name="one_name_row_per_city_language"
            )
        ]


class Person(Named):
    """Somebody who is quoted or written about."""

    delivered_kind = "person"
    slug = models.SlugField(_("address part"), max_length=80, unique=True)
    country = models.ForeignKey(
        Country, null=True, blank=True, on_delete=models.SET_NULL, verbose_name=_("country")
    )
    is_demo = models.BooleanField(_("invented, for the demo"), default=False, editable=False)

    class Meta:
        ordering: ClassVar = ["slug"]
        verbose_name = _("person")
        verbose_name_plural = _("people")


class PersonName(NameRow):
    delivered_owner = "person"
    person = ParentalKey(Person, related_name="names", on_delete=models.CASCADE)
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "language"], name="one_name_row_per_person_language"
            )
        ]


class Organisation(Named):
    """A body that acts or speaks: union, agency, company."""

    delivered_kind = "organisation"
    slug = models.SlugField(_("address part"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    country = models.ForeignKey(
        Country, null=True, blank=True, on_delete=models.SET_NULL, verbose_name=_("country")
    )
    url = models.URLField(_("site"), blank=True)

    class Meta:
        ordering: ClassVar = ["slug"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")


class OrganisationName(NameRow):
    delivered_owner = "organisation"
    organisation = ParentalKey(Organisation, related_name="names", on_delete=models.CASCADE)
    name = models.CharField(_("name"), max_length=200)
    abbreviation = models.CharField(_("abbreviation"), max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "language"],
                name="one_name_row_per_organisation_language",
            )
        ]


class Topic(Named):
    """One of the IPTC Media Topics, for example ``medtop:04000000``."""

    delivered_kind = "topic"
    code = models.CharField(_("code"), max_length=20, unique=True)
    slug = models.SlugField(_("address part"), max_length=80, unique=True)

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class TopicName(NameRow):
    delivered_owner = "topic"
    topic = ParentalKey(Topic, related_name="names", on_delete=models.CASCADE)
    name = models.CharField(_("name"), max_length=150)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["topic", "language"], name="one_name_row_per_topic_language"
            )
        ]


class LoadedRecord(models.Model):
    """What a data file gave for one object, so that a later load knows what editors changed."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    values = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="one_loaded_record_per_object")
        ]
