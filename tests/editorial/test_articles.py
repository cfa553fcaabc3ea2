"""Articles: what saving and publishing write, through every door."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Revision

from serai.core import clock
from serai.editorial.actions import (
    Draft,
    create_draft,
    file_storyline_candidate,
    find_or_make_author,
    find_or_make_source,
    publish_article,
)
from serai.editorial.models import Article, CountryListing, Quote, Source, Storyline
from tests.builders import make_article, make_country, make_person

pytestmark = pytest.mark.django_db


def draft(**changes: object) -> Draft:
    values = {
        "edition": "ru",
        "headline": "Порт построил маяк",
        "lead": "Маяк виден за сорок вёрст.",
        "body": [
            {"type": "paragraph", "value": "<p>Первый абзац.</p>"},
            {
                "type": "quote",
                "value": {"text": "Свет виден всем", "speaker_name": "Демо Смотритель"},
            },
        ],
        "countries": ["OM"],
        **changes,
    }
    return Draft(**values)


def test_a_draft_is_filed_and_published() -> None:
    make_country("OM")
    article = create_draft(draft=draft())
    assert not article.live
    assert article.latest_revision is not None
    assert article.slug == "port-postroil-mayak"
    assert list(Article.objects.published()) == []
    assert Quote.objects.count() == 0

    published = publish_article(article=article)
    assert published.live
    assert list(Article.objects.published()) == [published]
    assert list(Article.objects.about("OM", "ru")) == [published]
    quote = Quote.objects.get()
    assert (quote.text, quote.speaker_name) == ("Свет виден всем", "Демо Смотритель")
    assert published.published_at is not None


def test_unpublishing_empties_lists_and_quotes() -> None:
    make_country("OM")
    article = publish_article(article=create_draft(draft=draft()))
    article.unpublish()
    assert CountryListing.objects.count() == Quote.objects.count() == 0
    article.refresh_from_db()
    assert article.is_withdrawn


def test_a_draft_save_of_a_live_article_changes_nothing_public() -> None:
    make_country("OM")
    article = publish_article(article=create_draft(draft=draft()))
    article.headline = "Черновик другого заголовка"
    article.save_revision()
    live = Article.objects.get(pk=article.pk)
    assert live.headline == "Порт построил маяк"
    assert live.has_unpublished_changes
    assert Quote.objects.count() == CountryListing.objects.count() == 1


def test_publishing_again_rewrites_quotes_and_lists() -> None:
    make_country("OM")
    make_country("IN")
    article = publish_article(article=create_draft(draft=draft()))
    edited = article.get_latest_revision_as_object()
    edited.countries.set([edited.countries.model(country_id="IN", is_primary=True)])
    edited.body = []
    edited.save_revision()
    publish_article(article=Article.objects.get(pk=article.pk))
    assert Quote.objects.count() == 0
    assert [row.country_id for row in CountryListing.objects.all()] == ["IN"]


def test_an_embargo_hides_a_live_article() -> None:
    article = make_article(embargo_until=clock.now() + timedelta(minutes=1))
    assert article.live
    assert list(Article.objects.published()) == []
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        assert list(Article.objects.published()) == [article]


def test_a_date_in_the_future_is_not_shown_early() -> None:
    make_article(published_at=clock.now() + timedelta(hours=1))
    assert list(Article.objects.published()) == []


def test_a_quote_takes_the_printed_name_from_the_person() -> None:
    person = make_person("Тест Собеседник")
    make_article(
        body=[{"type": "quote", "value": {"text": "Слова", "speaker": person.pk}}],
    )
    quote = Quote.objects.get()
    assert (quote.person, quote.speaker_name) == (person, "Тест Собеседник")


def test_revisions_can_be_compared_and_brought_back() -> None:
    article = make_article(headline="Первая редакция")
    article.headline = "Вторая редакция"
    article.save_revision().publish()
    first = Revision.objects.for_instance(article).order_by("created_at", "pk").first()
    assert first is not None
    assert first.as_object().headline == "Первая редакция"
    first.publish()
    assert Article.objects.get(pk=article.pk).headline == "Первая редакция"


def test_a_source_is_found_by_name_short_name_alias_and_quotes() -> None:
    source, made = find_or_make_source(name="Медиаресурс «Демо Азия»", language="ru")
    assert made
    again, made_again = find_or_make_source(name='медиаресурс "Демо Азия"', language="ru")
    assert (again, made_again) == (source, False)
    assert Source.objects.count() == 1


def test_sources_with_the_same_slug_get_a_number() -> None:
    first, _ = find_or_make_source(name="Вестник!", language="ru")
    second, _ = find_or_make_source(name="Вестник?", language="ru")
    assert first.slug != second.slug


def test_an_author_is_found_again() -> None:
    author, _ = find_or_make_author(name="Демо Автор", language="ru")
    assert find_or_make_author(name="Демо Автор", language="ru") == (author, False)


def test_a_storyline_candidate_is_a_draft_and_found_again() -> None:
    make_country("OM")
    text = "3 марта в порту зажгли маяк. С тех пор он горит."
    storyline, made = file_storyline_candidate(edition="ru", background=text, countries=["OM"])
    assert made
    assert not storyline.live
    assert storyline.title == "3 марта в порту зажгли маяк"
    assert [country.pk for country in storyline.countries.all()] == ["OM"]
    again = file_storyline_candidate(edition="ru", background=text.upper(), countries=[])
    assert again == (storyline, False)
    assert Storyline.objects.count() == 1


def test_a_headline_beyond_the_column_is_refused_by_the_form_check() -> None:
    article = Article(headline="я" * 251, locale_id=1)
    with pytest.raises(ValidationError):
        article.full_clean()
