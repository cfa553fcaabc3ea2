import pytest

from serai.vocabulary.gazetteer import CountryForms, Gazetteer, entries_from_data


def make_gazetteer() -> Gazetteer:
    return Gazetteer(
        [
            CountryForms(
                "CN", "ru", ("Китай", "Китайская Народная Республика"), ("китайский",),
                ("китаец", "китаянка", "китайцы"), ("КНР", "Поднебесная"),
            ),
            CountryForms("KZ", "ru", ("Казахстан",), ("казахстанский",), ("казахстанец",)),
            CountryForms(
                "KR", "ru", ("Республика Корея",), ("южнокорейский", "корейский"), ("кореец",),
                ("Южная Корея", "Корея", "РК"),
            ),
            CountryForms("KP", "ru", ("КНДР",), ("северокорейский",), (), ("Северная Корея",)),
            CountryForms("IN", "ru", ("Индия",), ("индийский",)),
            CountryForms("IR", "ru", ("Иран",), ("иранский",)),
            CountryForms("RU", "ru", ("Россия",), ("российский",)),
            CountryForms("JP", "ru", ("Япония",), ("японский",), ("японец",)),
            CountryForms("GE", "ru", ("Грузия",), ("грузинский",)),
            CountryForms("MV", "ru", ("Мальдивские Острова",), ("мальдивский",)),
            CountryForms("CN", "en", ("China",), ("Chinese",), ("Chinese",), ("PRC",)),
            CountryForms("RU", "en", ("Russia",), ("Russian",), ("Russian",)),
            CountryForms("KR", "en", ("South Korea",), ("South Korean",)),
            CountryForms("KP", "en", ("North Korea",), (), (), ("DPRK",)),
            CountryForms("OM", "en", ("Oman",), ("Omani",)),
            CountryForms("JO", "en", ("Jordan",), ("Jordanian",)),
            CountryForms("TR", "en", ("Turkey",), ("Turkish",), ("Turk",)),
        ]
    )  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return make_gazetteer()


def test_names_adjectives_and_demonyms_are_found_in_order(gazetteer: Gazetteer) -> None:
    text = "Китайцы везут чай в Казахстан, а иранские гости едут из Китая."
    assert gazetteer.countries_in(text, "ru") == ["CN", "KZ", "IR", "CN"]


def test_about_is_sorted_and_counts_each_country_once(gazetteer: Gazetteer) -> None:
    about = gazetteer.about("Россия ждёт гостей", "Их пришлют Китай и Россия.", "ru")
    assert about == ["CN", "RU"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("на китайско-казахстанской границе", ["CN", "KZ"]),
        ("ирано-российский банк", ["IR", "RU"]),
        ("индо-иранский договор", ["IN", "IR"]),
        ("российско-американский", ["RU"]),
        ("саммит Россия-Китай", ["RU", "CN"]),
        ("КИТАЙ ЖДЁТ", ["CN"]),
        ("гостям из КНР", ["CN"]),
        ("в Поднебесной", ["CN"]),
        ("Китайской Народной Республикой", ["CN"]),
        ("республики Корея", ["KR"]),
        ("Северной и Южной Кореей", ["KP", "KR"]),
        ("на Мальдивских островах", ["MV"]),
    ],
)
def test_russian_hits(gazetteer: Gazetteer, text: str, codes: list[str]) -> None:
    assert gazetteer.countries_in(text, "ru") == codes


@pytest.mark.parametrize(
    "text",
    [
        "Индийский океан",
        "в Южно-Китайском море",
        "у Японского моря",
        "на Китайском проспекте",
        "Китай-город",
        "Корея и корейский язык",
        "корейцы в РК",
        "кнр",
        "китай",
        "груз и грузчик",
        "Индиго",
        "Индо-Тихоокеанский регион",
        "",
    ],
)
def test_russian_traps(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.countries_in(text, "ru") == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("China's trains and Chinese tea", ["CN", "CN"]),
        ("Sino-Russian talks", ["CN", "RU"]),
        ("North and South Korea", ["KP", "KR"]),
        ("in Oman. Then", ["OM"]),
        ("the King of Jordan", ["JO"]),
        ("Turks and Russians", ["TR", "RU"]),
    ],
)
def test_english_hits(gazetteer: Gazetteer, text: str, codes: list[str]) -> None:
    assert gazetteer.countries_in(text, "en") == codes


@pytest.mark.parametrize(
    "text",
    ["turkey and china", "South China Sea", "Gulf of Oman", "Michael Jordan won", "Jordan River"],
)
def test_english_traps(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.countries_in(text, "en") == []


def test_a_form_of_two_countries_means_neither() -> None:
    gazetteer = Gazetteer(
        [
            CountryForms("AA", "ru", ("Китай",), ("горский",)),
            CountryForms("BB", "ru", ("Иран",), ("горский",)),
        ]
    )
    assert gazetteer.countries_in("горские песни Ирана", "ru") == ["BB"]


def test_an_unknown_language_finds_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.countries_in("China", "kk") == []


def test_entries_come_from_the_data_file() -> None:
    names = {
        "short": "Китай", "full": "Китайская Народная Республика", "adjective": "китайский",
        "adjectives_more": [], "demonym": "китаец", "demonym_feminine": "китаянка",
        "demonym_plural": "китайцы", "demonyms_more": ["ханец"], "aliases": ["КНР"],
    }  # fmt: skip
    row = {"code": "CN", "names": {"ru": names, "en": {"short": "China", "full": "China"}}}
    assert entries_from_data([row]) == [
        CountryForms(
            "CN", "ru", ("Китай", "Китайская Народная Республика"), ("китайский",),
            ("китаец", "китаянка", "китайцы", "ханец"), ("КНР",),
        ),
        CountryForms("CN", "en", ("China",)),
    ]  # fmt: skip
