import pytest

from serai.language.morphology import adjective_forms, noun_forms, restore_case


def test_a_country_has_its_cases_and_no_plural() -> None:
    assert noun_forms("Кипр", keep_number=True) == {"Кипр", "Кипра", "Кипру", "Кипром", "Кипре"}


@pytest.mark.parametrize(
    ("phrase", "form"),
    [
        ("Саудовская Аравия", "Саудовской Аравией"),
        ("Мальдивские Острова", "Мальдивских Островов"),
        ("Восточный Тимор", "Восточным Тимором"),
        ("Шри-Ланка", "Шри-Ланку"),
        ("Бруней-Даруссалам", "Бруней-Даруссалама"),
        ("Филиппины", "Филиппинах"),
        ("Корейская Народно-Демократическая Республика",
         "Корейской Народно-Демократической Республики"),
        ("Объединённые Арабские Эмираты", "Объединённых Арабских Эмиратов"),
    ],
)  # fmt: skip
def test_adjectives_agree_with_the_head(phrase: str, form: str) -> None:
    assert form in noun_forms(phrase, keep_number=True)


def test_only_the_head_of_two_nouns_is_inflected() -> None:
    forms = noun_forms("Республика Корея", keep_number=True)
    assert "Республики Корея" in forms
    assert not any("Кореи" in form for form in forms)


def test_the_accusative_agrees_in_animacy() -> None:
    # «Восточного Тимор» is what mixing the two accusatives gives.
    assert not any(
        form.endswith("Тимор") and form.startswith("Восточного")
        for form in noun_forms("Восточный Тимор", keep_number=True)
    )


def test_forms_with_yo_are_there_with_e_too() -> None:
    forms = noun_forms("Объединённые Арабские Эмираты", keep_number=True)
    assert {"Объединённым Арабским Эмиратам", "Объединенным Арабским Эмиратам"} <= forms
    assert not any(form.startswith("Объединивш") for form in forms)


def test_demonyms_have_both_numbers() -> None:
    assert {"китайца", "китайцами"} <= noun_forms("китаец")


def test_abbreviations_do_not_change() -> None:
    assert noun_forms("ОАЭ", keep_number=True) == {"ОАЭ"}


def test_adjectives_have_all_genders_and_cases() -> None:
    forms = adjective_forms("шри-ланкийский")
    assert {"шри-ланкийская", "шри-ланкийскому", "шри-ланкийскими", "шри-ланкийскую"} <= forms
    assert not any(form.endswith("йск") for form in forms)


def test_what_is_no_word_stays() -> None:
    assert noun_forms("") == {""}
    assert noun_forms("xyz 5") == {"xyz 5"}
    assert adjective_forms("Стол") == {"Стол"}


def test_the_case_of_letters_is_kept_part_by_part() -> None:
    assert restore_case("шри-ланки", "Шри-Ланка") == "Шри-Ланки"
    assert restore_case("кндр", "КНДР") == "КНДР"
    assert restore_case("китайца", "китаец") == "китайца"
