import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.language.slugs import slugify_headline


def test_a_russian_headline_becomes_a_readable_slug() -> None:
    slug = slugify_headline("Щёлковский хор поёт «Калинку» в Душанбе")
    assert slug == "shchyolkovskiy-khor-poyot-kalinku-v-dushanbe"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Café № 5 — the baker's choice", "cafe-no-5-the-bakers-choice"),
        ("Қазақстан", "qazaqstan"),
        ("Объём торговли +5 %", "obyom-torgovli-5"),
        ("北京", "item"),
        ("!!!", "item"),
        ("", "item"),
    ],
)
def test_other_scripts_and_signs(text: str, slug: str) -> None:
    assert slugify_headline(text) == slug


def test_a_long_headline_is_cut_at_a_word() -> None:
    assert slugify_headline("один два три четыре", max_length=12) == "odin-dva-tri"
    assert slugify_headline("один два три четыре", max_length=11) == "odin-dva"
    assert slugify_headline("нескончаемый", max_length=5) == "nesko"


def test_no_room_is_an_error() -> None:
    with pytest.raises(ValueError, match="room"):
        slugify_headline("текст", max_length=0)


@given(st.text(), st.integers(min_value=1, max_value=90))
def test_any_text_gives_a_slug(text: str, length: int) -> None:
    slug = slugify_headline(text, max_length=length)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= length
