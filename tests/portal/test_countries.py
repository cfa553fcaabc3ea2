"""Index and hubs of countries."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from serai.core import clock
from tests.builders import make_article, make_country, make_event, make_person, make_storyline
from tests.portal.reading import Page, clean

pytestmark = pytest.mark.django_db


def test_a_hub_shows_everything_about_a_country() -> None:
    country = make_country("OM")
    storyline = make_storyline()
    storyline.countries = [country]
    storyline.save_revision().publish()
    pilot = make_person()
    quote = {"text": "Море рядом", "speaker": pilot.pk}
    body = [{"type": "quote", "id": "6e9e3cbb-0000-4000-8000-000000000001", "value": quote}]
    article = make_article("Об Омане", countries=("OM",), body=body, storyline=storyline)
    other = make_article("О Непале", countries=("NP",))
    event = make_event("Письма из Маската", starts_at=clock.now() + timedelta(hours=3))
    event.programme.countries = [country]
    event.programme.save()
    page = Page("/ru/countries/oman/")
    assert article.pk in page.articles()
    assert other.pk not in page.articles()
    text = clean(page.root.xpath("//main")[0].text_content())
    for said in ("Оман", "Маскат", "309 500 км²", "5 млн (2024)", "UTC+4", "«Море рядом»",
                 "Маяки побережья", "Письма из Маската", "Оман у моря."):  # fmt: skip
        assert said in text, said
    assert page.root.xpath("//*[@data-part='countries']//a[@aria-current]/text()") == ["Оман"]


def test_a_country_without_news_is_complete() -> None:
    make_country("NP")
    text = clean(Page("/en/countries/nepal/").root.text_content())
    assert "Kathmandu" in text
    assert "UTC+5:45" in text


def test_the_index_names_all_51_in_the_given_order() -> None:
    call_command("load_vocabulary", verbosity=0)
    page = Page("/ru/countries/")
    names = page.root.xpath("//*[@data-part='countries']//a/text()")
    assert len(names) == 51
    assert names[0] == "Абхазия"
    assert names[-1] == "Япония"
    assert names.index("Китай") + 1 == names.index("КНДР")
    assert clean(page.root.xpath("//h1")[0].text_content()) == "51 страна и территория"
    english = Page("/en/").root.xpath("//*[@data-part='countries']//a/text()")
    assert english == sorted(english)
    assert len(english) == 51
