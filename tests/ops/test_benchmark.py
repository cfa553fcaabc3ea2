"""serai load_benchmark: an archive of the wanted size comes, and exactly it goes."""

import json
from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from serai.core import clock
from serai.core.editions import locale_id
from serai.editorial.models import Article, ArticleCountry, CountryListing, Quote
from serai.ops import actions
from tests.builders import make_article, make_country, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> None:
    """What the archive is made of."""
    for code in ("OM", "IN", "NP"):
        make_country(code)
    make_section()


def run(*arguments: str) -> dict[str, int]:
    out = StringIO()
    call_command("load_benchmark", *arguments, "--json", stdout=out)
    counts: dict[str, int] = json.loads(out.getvalue())
    return counts


@pytest.mark.usefixtures("desk")
def test_an_archive_is_built_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 10)
    assert run("--articles", "25") == {"made": 25}
    articles = Article.objects.published().in_edition("ru")
    assert articles.count() == 25
    assert articles.values("slug").distinct().count() == 25
    assert articles.newest_first()[0].published_at < clock.now()
    per_article = Counter(ArticleCountry.objects.values_list("article_id", flat=True))
    assert set(per_article.values()) == {3}
    assert CountryListing.objects.filter(locale_id=locale_id("ru")).count() == 75
    assert Quote.objects.count() == 25


@pytest.mark.usefixtures("desk")
def test_the_archive_grows_to_the_wanted_size_and_no_further() -> None:
    assert run("--articles", "5") == {"made": 5}
    assert run("--articles", "8") == {"made": 3}
    assert run("--articles", "8") == {"made": 0}
    assert Article.objects.values("slug").distinct().count() == 8


@pytest.mark.usefixtures("desk")
def test_what_publishing_would_write_is_what_the_archive_has() -> None:
    run("--articles", "1")
    article = Article.objects.get()
    listings = set(article.listings.values_list("country_id", "locale_id", "published_at"))
    quotes = set(article.quotes.values_list("block_id", "text", "speaker_name", "published_at"))
    article.save_revision().publish()
    assert set(article.listings.values_list("country_id", "locale_id", "published_at")) == listings
    again = set(article.quotes.values_list("block_id", "text", "speaker_name", "published_at"))
    assert again == quotes


@pytest.mark.usefixtures("desk")
def test_removal_takes_exactly_the_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 4)
    quote = {"type": "quote", "value": {"text": "Маяк стоит.", "speaker_name": "Сторож"}}
    own = make_article(countries=("OM",), body=[quote])
    run("--articles", "9")
    assert run("--remove") == {"removed": 9}
    assert Article.objects.get() == own
    assert ArticleCountry.objects.get().article == own
    assert CountryListing.objects.get().article == own
    assert Quote.objects.get().article == own
    assert run("--remove") == {"removed": 0}


@pytest.mark.parametrize("number", ["-1", "5000001"])
def test_sizes_out_of_reach_are_refused(number: str) -> None:
    with pytest.raises(CommandError, match="0 to 5,000,000"):
        run(f"--articles={number}")


def test_without_a_vocabulary_it_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="serai load_vocabulary"):
        run("--articles", "1")


@pytest.mark.usefixtures("desk")
def test_progress_is_said(capsys: Any) -> None:
    call_command("load_benchmark", "--articles", "2")
    assert "2 of 2" in capsys.readouterr().err
