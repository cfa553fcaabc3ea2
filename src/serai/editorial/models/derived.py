"""Rows that publishing writes and nobody edits: places in country lists, quotes."""

from typing import ClassVar

from django.db import models

from serai.core import clock
from serai.core.editions import ALL
from serai.editorial.models.articles import Article


class CountryListing(models.Model):
    """The place of a live article in a country's list: written on publish, read by index only.

    It repeats edition and moment so that page N of any country costs one short index range at any
    size of the archive.
    """

    article = models.ForeignKey(Article, related_name="listings", on_delete=models.CASCADE)
    country = models.ForeignKey(
        "vocabulary.Country", related_name="+", on_delete=models.CASCADE, db_index=False
    )
    locale = models.ForeignKey(
        "wagtailcore.Locale", related_name="+", on_delete=models.CASCADE, db_index=False
    )
    published_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["country", "locale", "-published_at", "-article"], name="country_latest"
            )
        ]


class Quote(models.Model):
    """One attributed quote of a live article: written on publish, never by hand."""

    article = models.ForeignKey(Article, related_name="quotes", on_delete=models.CASCADE)
    block_id = models.CharField(max_length=36)
    position = models.PositiveSmallIntegerField()
    locale = models.ForeignKey("wagtailcore.Locale", related_name="+", on_delete=models.CASCADE)
    text = models.TextField()
    person = models.ForeignKey(
        "vocabulary.Person", null=True, related_name="quotes", on_delete=models.SET_NULL
    )
    organisation = models.ForeignKey(
        "vocabulary.Organisation", null=True, related_name="quotes", on_delete=models.SET_NULL
    )
    speaker_name = models.CharField(max_length=200)
    role = models.CharField(max_length=200)
    cue = models.CharField(max_length=60)
    said_on = models.DateField(null=True)
    source = models.CharField(max_length=200)
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "block_id"], name="one_quote_row_per_block")
        ]
        indexes: ClassVar = [
            models.Index(fields=["locale", "-published_at", "-id"], name="quote_latest"),
            models.Index(fields=["person", "-published_at", "-id"], name="quote_of_person"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @classmethod
    def all_in(cls, article: Article) -> "list[Quote]":
        """Rows for the quote blocks of an article's body, in their order."""
        rows = []
        for position, block in enumerate(article.body):
            if block.block_type != "quote":
                continue
            value = block.value
            language = ALL[article.edition].language
            person, organisation = value.get("speaker"), value.get("organisation")
            printed = value.get("speaker_name") or ""
            if not printed and (person or organisation):
                printed = (person or organisation).label(language)
            rows.append(
                cls(
                    article=article,
                    block_id=block.id or f"{article.pk}-{position}",
                    position=position,
                    locale_id=article.locale_id,
                    text=value["text"],
                    person=person,
                    organisation=organisation,
                    speaker_name=printed,
                    role=value.get("role") or "",
                    cue=value.get("cue") or "",
                    said_on=value.get("said_on"),
                    source=value.get("source") or "",
                    published_at=article.published_at or clock.now(),
                )
            )
        return rows


def write_derived(article: Article) -> None:
    """Write anew what follows from a saved article; one that is not live has nothing."""
    article.listings.all().delete()
    article.quotes.all().delete()
    if not article.live:
        return
    CountryListing.objects.bulk_create(
        CountryListing(
            article=article,
            country_id=code,
            locale_id=article.locale_id,
            published_at=article.published_at or clock.now(),
        )
        for code in dict.fromkeys(row.country_id for row in article.countries.all())
    )
    Quote.objects.bulk_create(Quote.all_in(article))
