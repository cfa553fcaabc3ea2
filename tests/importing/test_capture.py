"""Invented pages in the forms that saved pages have: text, HTML, charsets, clutter, hostility."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serai.importing.formats.capture import CaptureError, Show, parse_capture
from tests.importing.pages import (
    BACKGROUND,
    BODY,
    HEADLINE,
    LEAD,
    LEXICON,
    NAMES_EN,
    NAMES_RU,
    SCHEDULE,
    TAIL,
    make_html,
    make_lines,
    parse,
)


def refusal(data: bytes, filename: str = "page.txt") -> str:
    with pytest.raises(CaptureError) as caught:
        parse(data, filename)
    return caught.value.reason


def test_a_text_page_gives_all_its_parts() -> None:
    assert parse(make_lines()).as_dict("page.txt") == {
        "file": "page.txt",
        "headline": HEADLINE,
        "published_on": "2023-03-14",
        "source": "Интерфакс",
        "byline": None,
        "views": 27,
        "photo_credit": "gory.example",
        "lead": LEAD,
        "body": list(BODY),
        "background": [BACKGROUND],
        "schedule": [
            {"time": "09:05", "title": "Утро в горах", "age_rating": 6},
            {"time": "10:30", "title": "Караван историй. Часть вторая", "age_rating": 12},
            {"time": "11:00", "title": "Вести", "age_rating": 16},
        ],
        "countries_index": list(NAMES_RU),
        "about": ["IN", "NP"],
        "has_weather": True,
        "has_newsletter": True,
        "warnings": [],
    }


def test_the_keys_stand_in_the_promised_order() -> None:
    assert list(parse(make_lines()).as_dict("x")) == [
        "file", "headline", "published_on", "source", "byline", "views", "photo_credit", "lead",
        "body", "background", "schedule", "countries_index", "about", "has_weather",
        "has_newsletter", "warnings",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("charset", "head"),
    [
        ("utf-8", '<meta charset="utf-8">'),
        ("utf-8", ""),
        ("utf-8", '<meta charset="windows-1251">'),
        ("utf-8-sig", ""),
        ("cp1251", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'),
        ("cp1251", ""),
        ("utf-16", ""),
        ("utf-16-le", ""),
    ],
)
def test_html_says_the_same_in_every_charset(charset: str, head: str) -> None:
    page = make_html(make_lines(), head)
    assert parse(page.encode(charset), "page.html") == parse(make_lines())


def test_text_in_cp1251_is_read() -> None:
    assert parse("\r\n".join(make_lines()).encode("cp1251")) == parse(make_lines())


def test_an_xml_declaration_is_no_obstacle() -> None:
    page = '<?xml version="1.0" encoding="windows-1251"?>' + make_html(make_lines())
    assert parse(page.encode("cp1251"), "page.xhtml") == parse(make_lines())


def test_an_english_page() -> None:
    capture = parse(
        make_lines(
            before=("Home News About us", "Tuesday, 14 March 2023"),
            headline="Mongolia opens a road to the north",
            dateline="14 March 2023 Jane Roe, Morning Herald 62 views",
            credit=("Photo: J. Doe / Herald",),
            paragraphs=(
                "The road was finished a year early.",
                "Lorries crossed the pass in two hours, drivers said.",
                "Earlier, the pass was closed in winter.",
                "In 2019, the bridge was lost in a flood.",
            ),
            schedule=("9:05 Morning in the hills", "10:30 Caravan 12+"),
            tail=("Weather forecast", "Get the best news from Dawn"),
            index=NAMES_EN,
        )
    )
    assert capture.headline == "Mongolia opens a road to the north"
    assert (capture.source, capture.byline, capture.views) == ("Morning Herald", "Jane Roe", 62)
    assert capture.photo_credit == "J. Doe / Herald"
    assert capture.body == ("Lorries crossed the pass in two hours, drivers said.",)
    assert len(capture.background) == 2
    assert capture.schedule == (Show("09:05", "Morning in the hills", None),
                                Show("10:30", "Caravan", 12))  # fmt: skip
    assert capture.countries_index == NAMES_EN
    assert (capture.about, capture.language) == (("MN",), "en")
    assert capture.has_weather
    assert capture.has_newsletter


@pytest.mark.parametrize(
    ("dateline", "source", "byline", "views"),
    [
        ("14.03.2023 204 просмотров", None, None, 204),
        ("14.03.2023", None, None, None),
        ("14.03.2023 Пётр Семёнов, студия «Дальний Восток» 61 просмотр",
         "студия «Дальний Восток»", "Пётр Семёнов", 61),
        ('14.03.2023 Радиосеть "Дальний Восток" 1', 'Радиосеть "Дальний Восток"', None, 1),
        ("14.03.2023 Алина Гришкевич, Радиосеть «Заря» 19452", "Радиосеть «Заря»",
         "Алина Гришкевич", 19452),
        ("14.03.2023 Телекорпорация Лаоса (LNT), студия «Заря» (Вера Ким, Ольга Серова) 1129 "
         "просмотров", "Телекорпорация Лаоса (LNT), студия «Заря»", "Вера Ким, Ольга Серова", 1129),
        ("14.03.2023 Вера Ким и Ольга Серова 3", None, "Вера Ким, Ольга Серова", 3),
        ("14 марта 2023 г., 16:40 | Источник: Интерфакс | 19\u00a0452 просмотра",
         "Интерфакс", None, 19452),
        ("2023-03-14 Автор: Пётр Семёнов Просмотров: 5", None, "Пётр Семёнов", 5),
        ("14.03.2023\u00a0Интерфакс\u00a07", "Интерфакс", None, 7),
        ("March 14, 2023 By Jane Roe, Morning Herald 1,129 views", "Morning Herald", "Jane Roe",
         1129),
    ],
)  # fmt: skip
def test_the_line_under_the_headline(
    dateline: str, source: str | None, byline: str | None, views: int | None
) -> None:
    capture = parse(make_lines(dateline=dateline))
    assert (capture.published_on, capture.lead) == (date(2023, 3, 14), LEAD)
    assert (capture.source, capture.byline, capture.views) == (source, byline, views)


@pytest.mark.parametrize(
    "before",
    [
        ("Пятница, 14 марта 2023",),
        ("Главная Новости Телепрограмма О канале", "Дальний Восток — ближе, чем кажется"),
        ("Дорога. Первый канал о горах и долинах.", "", "14 марта 2023, 16:40", "+12°", ""),
        ("Новости", "Политика", "Главная / Новости / Непал", ""),
        ("Индия", "RU", "EN", "7 марта"),
        (*SCHEDULE, " ".join(NAMES_RU)),
    ],
)
def test_what_stands_before_the_headline_is_skipped(before: tuple[str, ...]) -> None:
    capture = parse(make_lines(before=before))
    assert (capture.headline, capture.lead) == (HEADLINE, LEAD)
    assert capture.published_on == date(2023, 3, 14)
    assert capture.body == BODY


def test_a_headline_broken_into_lines_is_joined() -> None:
    capture = parse(make_lines(before=("Индия и Непал,",), headline="две соседки, открыли дорогу"))
    assert capture.headline == "Индия и Непал, две соседки, открыли дорогу"


def test_the_markup_may_name_the_headline() -> None:
    lines = make_lines(headline="Слово редактора и песня недели в горах")
    page = make_html([HEADLINE, *lines], f"<title>{HEADLINE} — «Заря»</title>")
    assert parse(page, "page.html").headline == HEADLINE


def test_a_site_name_in_the_markup_is_no_headline() -> None:
    page = make_html(["Дальний Восток", *make_lines()], "<title>Дальний Восток</title>")
    page = page.replace("<p>Дальний Восток</p>", "<h1>Дальний Восток</h1>")
    assert parse(page, "page.html").headline == HEADLINE


def test_a_main_heading_of_several_lines_is_one_headline() -> None:
    page = make_html(make_lines()).replace(
        f"<p>{HEADLINE}</p>", "<h1>Индия и Непал:<br>Караван<br>Дошёл</h1>"
    )
    assert parse(page, "page.html").headline == "Индия и Непал: Караван Дошёл"


def test_html_may_part_every_line() -> None:
    page = f"""<html><body><script>var a = "14.03.2020 Чужое 5";</script><!-- 01.01.2001 Нет -->
      <nav><a>Главная</a><a>Новости</a></nav><h1>Индия и Непал<br>открыли горную дорогу</h1>
      <div class="meta"><span>14.03.2023</span><span>Интерфакс</span><span>27</span></div>
      <figure><img src="a.jpg"><figcaption>Фото:<br>gory.example</figcaption></figure>
      <p><b>{LEAD}</b></p><p>{BODY[0]}</p><div>Поделиться</div><p>{BODY[1]}</p><p>{BACKGROUND}</p>
      <div>Теги: дорога, горы</div>
      <ul><li><b>09:05</b><i>Утро в горах</i> <sup>6+</sup></li>
      <li><div>10:30</div><div>Караван историй. Часть вторая</div><div>12+</div></li>
      <li>11:00 Вести (16 +)</li></ul>
      {"".join(f"<p>{line}</p>" for line in TAIL)}
      <ul>{"".join(f"<li><a>{name}</a></li>" for name in NAMES_RU)}</ul></body></html>"""
    assert parse(page, "page.html").as_dict("x") == parse(make_lines()).as_dict("x")


def test_a_date_line_may_be_parted_into_blocks() -> None:
    lines = make_lines(dateline="14.03.2023")
    place = lines.index("14.03.2023")
    lines[place + 1 : place + 1] = ["Радиосеть «Заря»", "27 просмотров"]
    capture = parse(make_html(lines), "page.html")
    assert (capture.source, capture.views, capture.lead) == ("Радиосеть «Заря»", 27, LEAD)


def test_the_address_of_the_original_is_noted() -> None:
    head = '<link rel="canonical" href="https://portal.example/road/">'
    assert parse(make_html(make_lines(), head), "a.html").original_url == (
        "https://portal.example/road/"
    )
    bad = '<link rel="canonical" href="javascript:alert(1)">'
    assert parse(make_html(make_lines(), bad), "a.html").original_url is None


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Фото: gory.example", "gory.example"),
        ("Фото: Пётр Семёнов / Интерфакс", "Пётр Семёнов / Интерфакс"),
        ('Кадры из программы "Горная тропа"', 'Кадры из программы "Горная тропа"'),
        ('Кадры телеканала "Заря" / Пётр Семёнов', 'Кадры телеканала "Заря" / Пётр Семёнов'),
        ("Photo: Jane Roe", "Jane Roe"),
        ("Photo by Jane Roe", "Photo by Jane Roe"),
        ("Фото предоставлено строителями", "Фото предоставлено строителями"),
        ("Фото ТАСС", "Фото ТАСС"),
        ("© Интерфакс", "© Интерфакс"),
        ("Дорога к перевалу зимой, вид сверху. Фото: Вера Ким", "Вера Ким"),
    ],
)
def test_photo_credits(line: str, credit: str) -> None:
    capture = parse(make_lines(credit=(line,)))
    assert (capture.photo_credit, capture.lead) == (credit, LEAD)


@pytest.mark.parametrize("label", ["Фото:", "Photo:"])
def test_a_label_alone_takes_the_line_below_unless_it_is_too_long_for_a_credit(label: str) -> None:
    taken = parse(make_lines(credit=(label, "Пётр Семёнов / Интерфакс")))
    assert (taken.photo_credit, taken.lead) == ("Пётр Семёнов / Интерфакс", LEAD)
    longer = f"{LEAD} {'Строители работали без выходных. ' * 8}".strip()
    left = parse(make_lines(credit=(label, longer)))
    assert (left.photo_credit, left.lead) == (None, longer)


def test_a_body_paragraph_that_repeats_the_lead_is_kept_once() -> None:
    again = LEAD.replace(" ", "\u00a0").rstrip(".").upper() + "!"
    capture = parse(make_lines(paragraphs=(LEAD, again, *BODY)))
    assert (capture.lead, capture.body) == (LEAD, BODY)


@pytest.mark.parametrize(
    "paragraph",
    [
        "2 марта на перевале сошла лавина.",
        "Ранее дорогу открывали только летом.",
        "Напомним, старый мост снесло паводком.",
        "Как сообщалось, строители закончили тоннель.",
        "В прошлом году здесь проехало сто машин.",
    ],
)
def test_paragraphs_that_recall_earlier_events(paragraph: str) -> None:
    capture = parse(make_lines(paragraphs=(LEAD, BODY[0], paragraph)))
    assert (capture.body, capture.background) == ((BODY[0],), (paragraph,))
    first = parse(make_lines(paragraphs=(LEAD, paragraph, BODY[0])))
    assert (first.body, first.background) == ((paragraph, BODY[0]), ())


def test_a_strip_on_one_line() -> None:
    capture = parse(make_lines(schedule=("09:05 Утро 6+ 10:30 Вести в 18:00 11:15 Тропа (0+)",)))
    assert capture.schedule == (
        Show("09:05", "Утро", 6),
        Show("10:30", "Вести в 18:00", None),
        Show("11:15", "Тропа", 0),
    )


def test_a_chronicle_is_no_strip() -> None:
    chronicle = ("10:05 Колонна вышла к перевалу.", "10:40 Колонна остановилась у моста.")
    capture = parse(make_lines(paragraphs=(LEAD, *chronicle), schedule=()))
    assert (capture.body, capture.schedule) == (chronicle, ())


def test_a_page_without_its_surroundings_is_warned_of() -> None:
    capture = parse(
        make_lines(dateline="14.03.2023", credit=(), schedule=(), tail=(), index=(),
                   paragraphs=(LEAD,))
    )  # fmt: skip
    assert capture.warnings == (
        "no-source", "no-views", "no-photo-credit", "no-body", "no-schedule", "no-countries-index",
    )  # fmt: skip
    assert not capture.has_weather
    assert not capture.has_newsletter


def test_a_short_index_a_long_headline_and_a_future_date_are_warned_of() -> None:
    lines = make_lines(headline="Дорога " * 30, index=NAMES_RU[:-1])
    capture = parse_capture(
        "\n".join(lines).encode(),
        filename="page.txt",
        lexicon=LEXICON,
        today=date(2023, 3, 13),
    )
    assert capture.warnings == ("countries-index-short:13", "date-in-future", "headline-long")


def test_a_list_of_other_articles_is_no_body() -> None:
    other = ("Читайте также", "Другая дорога", "13.03.2023 Интерфакс 5", "Мост без реки")
    capture = parse(make_lines(paragraphs=(LEAD, *BODY, *other), schedule=()))
    assert capture.body == BODY
    cards = ("Другая дорога", "13.03.2023 Интерфакс 5", "Её тоже открыли вчера вечером, в срок.")
    assert parse(make_lines(paragraphs=(LEAD, *BODY, *cards))).body[:2] == BODY


@pytest.mark.parametrize(
    "paragraph",
    [
        "Популярное направление открылось снова.",
        "Назад пути нет.",
        "Telegram сообщил об этом первым.",
        "Погода в тот день была ясной.",
        "Последние новости с перевала обнадёживают.",
    ],
)
def test_sentences_that_begin_like_furniture_are_body(paragraph: str) -> None:
    assert parse(make_lines(paragraphs=(LEAD, paragraph, *BODY))).body == (paragraph, *BODY)


@pytest.mark.parametrize(
    "line",
    [
        "Поделиться", "Поделиться в соцсетях", "Теги: дорога, горы", "Telegram WhatsApp VK",
        "Читайте также: Мост без реки", "Индия Непал", "Программа передач", "Другие новости",
    ],
)  # fmt: skip
def test_clutter_between_paragraphs_is_no_body(line: str) -> None:
    paragraphs = (LEAD, BODY[0], line, BODY[0] + " И только потом тронулись дальше.")
    assert parse(make_lines(paragraphs=paragraphs)).body == (paragraphs[1], paragraphs[3])


@pytest.mark.parametrize(
    "headline",
    [
        "Telegram открыл дорогу в горы",
        "Фото с перевала покорили Непал",
        "Канал в горах",
        "Когда рассвет?",
    ],
)
def test_headlines_that_look_like_furniture(headline: str) -> None:
    before = ("Дальний Восток — ближе, чем кажется", "14 марта 2023", "")
    for dateline in ("14.03.2023 5 просмотров", "14.03.2023"):
        assert parse(make_lines(before=before, headline=headline, dateline=dateline)).headline == (
            headline
        )


@pytest.mark.parametrize(
    "headline",
    [
        "УЗКАЯ ДОРОГА ВЕДЁТ В НЕПАЛ",
        "«Мы едем в горы»",
        "Дорога 14 марта 2023 года открылась",
        "В 16:55 открыли перевал",
        "100 машин прошли перевал",
        "Погода в Непале испортилась",
        "Видео: дорога с высоты",
        "Новости недели: дорога и мост",
        "Дорога открыта. Что дальше?",
        "Слово " * 49 + "конец.",
    ],
)
def test_headlines_of_unusual_form(headline: str) -> None:
    assert parse(make_lines(headline=headline)).headline == headline


def test_a_country_or_menu_word_alone_is_no_headline() -> None:
    for headline in ("Непал", "Новости", "Главная"):
        assert "no headline" in refusal("\n".join(make_lines(headline=headline)).encode())


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\x07", "\u00ad", "\u2066", "\ue001", "\x9b"])
def test_signs_that_turn_or_hide_text_are_not_kept(sign: str) -> None:
    assert parse(make_lines(headline=f"{sign}{HEADLINE}")).headline == HEADLINE
    assert parse(make_lines(headline=HEADLINE.replace("то", f"т{sign}о"))).headline == HEADLINE


@pytest.mark.parametrize("blank", ["", "\n", "\n\n\n"])
def test_blank_lines_mean_nothing(blank: str) -> None:
    text = f"\n{blank}".join(line for line in make_lines() if line)
    assert parse(text).as_dict("x") == parse(make_lines()).as_dict("x")


@pytest.mark.parametrize(
    "inset",
    [
        ("Читайте также: Мост без реки",),
        ("Читайте также:", "Мост без реки", "Кто построил перевал?"),
        ("Фото: other.example",),
        ("Реклама",),
    ],
)
def test_insets_in_the_text_are_no_body(inset: tuple[str, ...]) -> None:
    capture = parse(make_lines(paragraphs=(LEAD, BODY[0], *inset, BODY[1], BACKGROUND)))
    assert (capture.body, capture.background) == (BODY, (BACKGROUND,))


def test_a_quote_may_span_paragraphs() -> None:
    quote = ("«Мы ждали этого двадцать лет.", "Теперь дорога есть», — сказал староста деревни.")
    assert parse(make_lines(paragraphs=(LEAD, *quote))).body == quote


def test_one_paragraph_is_an_article() -> None:
    capture = parse(make_lines(paragraphs=(LEAD,)))
    assert (capture.lead, capture.body, capture.background) == (LEAD, (), ())


def test_a_page_without_a_lead_begins_with_its_first_paragraph() -> None:
    capture = parse(make_lines(paragraphs=(*BODY, BACKGROUND)))
    assert (capture.lead, capture.body) == (BODY[0], BODY[1:])


def test_recalling_paragraphs_may_stand_anywhere_behind_the_first() -> None:
    second = "Ранее в долине не было дорог."
    capture = parse(make_lines(paragraphs=(LEAD, BODY[0], BACKGROUND, BODY[1], second)))
    assert (capture.body, capture.background) == (BODY, (BACKGROUND, second))


def test_a_paragraph_of_a_megabyte_is_data() -> None:
    page = "\n".join(make_lines(paragraphs=(LEAD, "слово " * 200_000))).encode()
    assert refusal(page) == "not an article: a paragraph of 1199999 characters"


def test_an_article_has_no_more_than_two_thousand_paragraphs() -> None:
    many = tuple(f"Колонна номер {number} прошла перевал." for number in range(2001))
    assert "too many paragraphs" in refusal("\n".join(make_lines(paragraphs=many)).encode())
    assert len(parse(make_lines(paragraphs=many[1:])).body) == 1999


def test_copyright_and_menus_are_no_body() -> None:
    tail = ("Главная Новости Контакты", "© Радиосеть «Заря», 2023. Все права защищены.")
    capture = parse(make_lines(tail=tail, schedule=(), index=()))
    assert (capture.body, capture.background) == (BODY, (BACKGROUND,))


def test_non_breaking_blanks_become_plain() -> None:
    capture = parse(make_lines(paragraphs=("Путь короче на 6\u00a0часов и\u202f2\u2009минуты.",)))
    assert capture.lead == "Путь короче на 6 часов и 2 минуты."


def test_ten_thousand_levels_of_nesting_are_read() -> None:
    page = make_html(make_lines()).replace("<p>", "<div>" * 10_000 + "<p>", 1)
    assert parse(page, "page.html").headline == HEADLINE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t \n", "empty"),
        ("\u00a0\ufeff\u200b \n".encode(), "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\x06\0\0\0", "binary"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)), "binary"),
        ("\n".join(make_lines()).encode()[:91], "breaks off"),
        (b'{"headline": "14.03.2023", "views": 5}', "JSON"),
        (b'<?xml version="1.0"?><rss><channel><title>14.03.2023</title></channel></rss>', "feed"),
        (b"<html><head><title>404</title></head><body><h1>Not Found</h1></body></html>", "date"),
        ("Сервис временно недоступен. Попробуйте ещё раз позже.".encode(), "date"),
        (f"{HEADLINE}\n14.03.2023 Интерфакс 5\n".encode(), "no text"),
        (f"14.03.2023 Интерфакс 5\n{LEAD}\n".encode(), "no headline"),
    ],
)
def test_what_is_no_article_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    assert reason in refusal(data)


def test_the_limit_of_size() -> None:
    filler = b" " * (5 * 1024 * 1024)
    page = "\n".join(make_lines()).encode()
    assert parse(page + filler[len(page) :]).headline == HEADLINE
    assert "too large" in refusal(page + filler[len(page) - 1 :])
    assert refusal(b"x" * (6 * 1024 * 1024)) == "too large: 6.0 MB, the limit is 5 MB"


_FRAGMENTS = st.sampled_from(
    [
        HEADLINE, "14.03.2023 Интерфакс 5", "14.03.2023", LEAD, *BODY, BACKGROUND, *SCHEDULE, *TAIL,
        *NAMES_RU, "Фото:", "09:05", "12+", "<div>", "</p>", "<br>", "<title>", "<!--", "&nbsp;",
        "Читайте также", "©", "{", "\u00a0", "«", "(", '"', "Пятница, 7 января 2022", "5 views",
    ]
)  # fmt: skip


def _parses_or_refuses(data: bytes, filename: str) -> None:
    try:
        capture = parse(data, filename)
    except CaptureError:
        return
    assert capture.headline
    assert capture.lead
    assert "\u00a0" not in capture.headline + capture.lead


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html"]))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_are_parsed_or_refused(data: bytes, filename: str) -> None:
    _parses_or_refuses(data, filename)


@given(
    st.lists(st.one_of(_FRAGMENTS, st.text(max_size=20)), max_size=25),
    st.sampled_from(["\n", "\n\n", " "]),
    st.sampled_from(["utf-8", "cp1251", "utf-16"]),
)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_parsed_or_refused(parts: list[str], joint: str, charset: str) -> None:
    _parses_or_refuses(joint.join(parts).encode(charset, "replace"), "a.txt")
