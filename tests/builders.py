"""Plain builders shared by the tests: each makes one row with sensible values."""

import io
import json
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from PIL import Image as Pixels

from serai.broadcast.actions import make_default_channel
from serai.broadcast.models import (
    Channel,
    OnDemandProgram,
    Programme,
    ProgrammeName,
    ScheduleBatch,
    ScheduleEvent,
    Series,
    SeriesName,
)
from serai.core import clock
from serai.core.editions import ALL, locale_id
from serai.editorial.models import (
    Article,
    ArticleCountry,
    Section,
    Source,
    SourceName,
    StandingPage,
    Storyline,
)
from serai.media.actions import take_picture
from serai.media.models import Image
from serai.vocabulary.actions import make_person as make_person_row
from serai.vocabulary.models import City, CityName, Country, CountryName, Person

COUNTRIES = {
    "OM": ("512", "OMN", "oman", "Оман", "Oman", "west-asia", "Маскат", "Muscat", "Asia/Muscat"),
    "IN": ("356", "IND", "india", "Индия", "India", "south-asia", "Дели", "Delhi", "Asia/Kolkata"),
    "NP": (
        "524", "NPL", "nepal", "Непал", "Nepal", "south-asia", "Катманду", "Kathmandu",
        "Asia/Kathmandu",
    ),
}  # fmt: skip


def make_country(code: str = "OM") -> Country:
    """One of a few real countries with its capital; made once."""
    standing = Country.objects.filter(pk=code).first()
    if standing:
        return standing
    numeric, alpha3, slug, russian, english, region, capital_ru, capital_en, zone = COUNTRIES[code]
    country = Country(
        code=code,
        alpha3=alpha3,
        numeric=numeric,
        slug=slug,
        region=region,
        order=list(COUNTRIES).index(code) + 1,
        area_km2=309_500,
        population=5_000_000,
        population_year=2024,
        currency_code="OMR",
        facts_source="test",
    )
    country.names = [
        CountryName(language="ru", short=russian, full=russian, dek=f"{russian} у моря."),
        CountryName(language="en", short=english, full=english, dek=f"{english} by the sea."),
    ]
    country.save()
    city = City(
        slug=capital_en.lower(),
        country=country,
        is_capital=True,
        latitude=Decimal("23.5880"),
        longitude=Decimal("58.3829"),
        zone=zone,
    )
    city.names = [
        CityName(language="ru", name=capital_ru),
        CityName(language="en", name=capital_en),
    ]
    city.save()
    return country


def make_person(name: str = "Демо Собеседник", **columns: Any) -> Person:
    names = {"ru": {"name": name, "role": "лоцман"}, "en": {"name": name, "role": "pilot"}}
    return make_person_row(slug=f"person-{Person.objects.count()}", names=names, **columns)


def make_section(edition: str = "ru", slug: str = "society", name: str = "Общество") -> Section:
    section, _ = Section.objects.get_or_create(
        slug=slug, locale_id=locale_id(edition), defaults={"name": name, "cue": "society"}
    )
    return section


def make_source(slug: str = "vestnik", name: str = "Демо-вестник") -> Source:
    standing = Source.objects.filter(slug=slug).first()
    if standing:
        return standing
    source = Source(slug=slug)
    source.names = [SourceName(language=language, name=name) for language in ALL]
    source.save()
    return source


def make_picture(color: str = "#1b4585") -> Image:
    return take_picture(
        pixels=Pixels.new("RGB", (1200, 800), color), title="t", alt="Море", credit="Рисунок: тест"
    )


def make_article(
    headline: str = "Порт построил маяк",
    *,
    edition: str = "ru",
    live: bool = True,
    countries: tuple[str, ...] = (),
    body: list[dict[str, Any]] | None = None,
    **columns: Any,
) -> Article:
    """An article, published through the door of the editor's button unless ``live`` is False."""
    for code in countries:
        make_country(code)
    embargo = columns.pop("embargo_until", None)
    columns.setdefault("lead", "Маяк виден за сорок вёрст.")
    columns.setdefault("published_at", clock.now() - timedelta(minutes=1))
    article = Article(
        locale_id=locale_id(edition),
        live=False,
        headline=headline,
        body=json.dumps(
            body if body is not None else [{"type": "paragraph", "value": "<p>Первый абзац.</p>"}],
            default=str,
        ),
        **columns,
    )
    article.countries = [
        ArticleCountry(country_id=code, is_primary=place == 0, sort_order=place)
        for place, code in enumerate(countries)
    ]
    article.save()
    revision = article.save_revision()
    if live:
        revision.publish()
        article.refresh_from_db()
    if embargo:  # the door itself would publish at its end only
        article.embargo_until = embargo
        article.save(update_fields=["embargo_until"])
    return article


def make_storyline(
    title: str = "Маяки побережья", *, edition: str = "ru", **columns: Any
) -> Storyline:
    storyline = Storyline(
        locale_id=locale_id(edition),
        live=False,
        title=title,
        background="Маяки строят с прошлого века.",
        **columns,
    )
    storyline.save()
    storyline.save_revision().publish()
    storyline.refresh_from_db()
    return storyline


def make_standing(title: str = "О канале", edition: str = "ru", **columns: Any) -> StandingPage:
    live = columns.pop("live", True)
    page = StandingPage(
        title=title,
        locale_id=locale_id(edition),
        live=False,
        body=json.dumps(
            [
                {"type": "heading", "value": "Кто мы"},
                {"type": "paragraph", "value": "<p>Мы рассказываем об Азии.</p>"},
            ]
        ),
        **columns,
    )
    page.save()
    revision = page.save_revision()
    if live:
        revision.publish()
    page.refresh_from_db()
    return page


def make_channel() -> Channel:
    return Channel.objects.first() or make_default_channel(day_starts=time(6))


def make_series(*programmes: Programme, slug: str = "steppe-tales") -> Series:
    """A cycle of these programmes, in both languages."""
    series = Series(slug=slug)
    series.names = [  # type: ignore[misc]
        SeriesName(language="ru", name="Сказки степи", description="Что рассказывают у костра."),
        SeriesName(language="en", name="Tales of the steppe", description="Told at the fire."),
    ]
    series.save()
    for programme in programmes:
        programme.series = series
        programme.save()
    return series


def make_batch() -> ScheduleBatch:
    """A draft of one airing, tomorrow."""
    start = clock.now() + timedelta(days=1)
    row = {"number": 1, "start": int(start.timestamp()), "stop": int(start.timestamp()) + 3600,
           "titles": {"ru": "Степь"}}  # fmt: skip
    batch = ScheduleBatch(
        channel=make_channel(), source="list.txt", starts_at=start,
        ends_at=start + timedelta(hours=2), made_at=clock.now(), rows=[row],
    )  # fmt: skip
    batch.save()
    return batch


def make_on_demand() -> OnDemandProgram:
    row = OnDemandProgram(
        programme=make_event("Степь").programme, url="https://video.example/step.m3u8"
    )
    row.save()
    return row


def make_event(
    title: str = "Новости порта",
    *,
    starts_at: datetime | None = None,
    minutes: int = 30,
    **columns: Any,
) -> ScheduleEvent:
    """One airing of a programme of this title, from now on unless said otherwise."""
    known = ProgrammeName.objects.filter(name=title).first()
    if known is None:
        programme = Programme(slug=f"programme-{Programme.objects.count()}", kind="news")
        programme.names = [ProgrammeName(language=language, name=title) for language in ALL]
        programme.save()
    else:
        programme = known.programme
    start = starts_at or clock.now()
    event = ScheduleEvent(
        channel=make_channel(),
        programme=programme,
        starts_at=start,
        ends_at=start + timedelta(minutes=minutes),
        **columns,
    )
    event.save()
    return event


def jpeg_bytes(width: int = 60, height: int = 40) -> bytes:
    content = io.BytesIO()
    Pixels.new("RGB", (width, height), "#a8482a").save(content, "JPEG")
    return content.getvalue()
