import pytest

from serai.language.names import is_organisation, is_person


@pytest.mark.parametrize(
    "name",
    [
        "Пётр Семёнов",
        "Гульнара Ахмедова-Ли",
        "Мария Ивановна Петрова",
        "Чжан Вэйвэй",
        "Анна Мороз",
        "И. Петров",
        "А. Б. Серов",
        "Jane Roe",
        "Anna-Maria O’Neill",
    ],
)
def test_persons(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "ТАСС",
        "Интерфакс",
        "Новая Газета",
        "Красная Звезда",
        "Дальний Восток",
        "Экономический Вестник",
        "агентство «Заря»",
        'Студия "Восход"',
        "Kyodo News",
        "Morning Post",
        "CMG",
        "Россия 24",
        "",
        "Иван",
    ],
)
def test_not_persons(name: str) -> None:
    assert not is_person(name)


def test_organisations_by_words_and_capitals() -> None:
    assert is_organisation("агентство «Заря»")
    assert is_organisation("ТАСС")
    assert not is_organisation("Поезд прибыл на вокзал")
    assert not is_organisation("")
