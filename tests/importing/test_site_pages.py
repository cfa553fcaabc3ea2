"""Whole pages in HTML, as sites set them and browsers save them: clutter around and inside."""

import pytest

from serai.importing.formats.capture import CaptureError
from tests.importing.pages import (
    BACKGROUND,
    BODY,
    HEADLINE,
    LEAD,
    NAMES_RU,
    SCHEDULE,
    make_lines,
    make_site,
    parse,
)

WHOLE = parse(make_lines()).as_dict("page")
CARD = "<div><a href=/a>{}</a><span>13.03.2023</span><span>Интерфакс</span><span>15</span></div>"
CARDS = CARD.format("Другая дорога вышла к морю") + CARD.format("Третья дорога ушла в горы")
RELATED = (
    "<div><h3>Читайте также</h3><ul><li><a href=/a>Другая дорога вышла к морю</a></li>"
    "<li><a href=/b>Кто построил первый мост?</a></li></ul></div>"
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_a_site_page_says_the_same_as_its_text() -> None:
    assert parse(make_site(), "page.html").as_dict("page") == WHOLE


@pytest.mark.parametrize(
    "above",
    [
        pytest.param("<nav><a>Главная</a> / <a>Новости</a></nav>", id="menu"),
        pytest.param(f"<nav><a>Главная</a> / <a>Непал</a> / {HEADLINE}</nav>", id="breadcrumbs"),
        pytest.param(
            f"<ol><li>Главная</li><li>Новости</li><li>{HEADLINE}</li></ol>", id="breadcrumb list"
        ),
        pytest.param(f"<aside><h3>Лента новостей</h3>{CARDS}</aside>", id="side column first"),
        pytest.param("<div>Мы используем файлы cookie, чтобы сайт работал.</div>", id="cookies"),
        pytest.param("<div>Пятница, 17 марта 2023</div><div>+12°C Дели</div>", id="clock"),
        pytest.param("<script>var d = '01.01.2001 Нет 5';</script>", id="script"),
        pytest.param("<!--[if IE]><p>01.01.2001 Нет 5</p><![endif]-->", id="conditional comment"),
        pytest.param("<noscript>Включите сценарии. 01.01.2001 Нет 5</noscript>", id="noscript"),
        pytest.param("<div>+7 495 000-00-00</div><div>info@zarya.example</div>", id="contacts"),
        pytest.param("<ul>" + "".join(f"<li>{n}" for n in NAMES_RU) + "</ul>", id="index above"),
        pytest.param("<div>" * 5000, id="deep nesting"),
        pytest.param(
            '<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">&lol2;', id="entities in entities"
        ),
    ],
)
def test_what_a_site_sets_above_the_headline(above: str) -> None:
    assert parse(make_site(above=above), "page.html").as_dict("page") == WHOLE


@pytest.mark.parametrize(
    "meta",
    [
        pytest.param(
            "<span>14.03.2023</span><span>Интерфакс</span><span>27</span>", id="no blanks"
        ),
        pytest.param("<div>14.03.2023</div><div>Интерфакс</div><div>27</div>", id="blocks"),
        pytest.param(
            "<time datetime='2023-03-14'>14.03.2023</time> <a>Интерфакс</a> <i>\ue001</i>27",
            id="icon font",
        ),
        pytest.param("14.03.2023&nbsp;Интерфакс&nbsp;27&nbsp;просмотров", id="hard blanks"),
        pytest.param("<table><tr><td>14.03.2023<td>Интерфакс<td>27</table>", id="table"),
        pytest.param("14.03.2023\n\t\tИнтерфакс\n\t\t27\n", id="line ends in the source"),
        pytest.param("14.03.2023 Интер&shy;факс 27", id="soft hyphen"),
        pytest.param("&#x202e;14.03.2023 Интерфакс &#8203;27", id="turned direction"),
    ],
)
def test_how_a_site_sets_the_date_line(meta: str) -> None:
    assert parse(make_site(meta=meta), "page.html").as_dict("page") == WHOLE


@pytest.mark.parametrize(
    "story",
    [
        pytest.param(f"{LEAD}<br><br>{BODY[0]}<br>\n<br>{BODY[1]}<br>{BACKGROUND}", id="breaks"),
        pytest.param(paragraphs(LEAD, BODY[0]) + RELATED + paragraphs(BODY[1], BACKGROUND),
                     id="related articles inside"),
        pytest.param(paragraphs(LEAD, *BODY, BACKGROUND) + RELATED, id="related articles after"),
        pytest.param(paragraphs(LEAD, *BODY, BACKGROUND) + CARDS, id="cards after"),
        pytest.param(
            paragraphs(LEAD, BODY[0], "<a href=/a>Другая дорога вышла к морю</a>", BODY[1],
                       BACKGROUND),
            id="a link on a line of its own",
        ),
        pytest.param(
            paragraphs(LEAD, BODY[0].replace("автобусы", "<a href=/b>авто<b>бусы</b></a>"), BODY[1],
                       BACKGROUND),
            id="a link inside a paragraph",
        ),
        pytest.param(paragraphs(LEAD, LEAD, *BODY, BACKGROUND), id="lead twice"),
        pytest.param(
            paragraphs(LEAD, BODY[0]) + "<figure><img><figcaption>Фото: other.example</figcaption>"
            "</figure>" + paragraphs(BODY[1], BACKGROUND),
            id="second picture",
        ),
        pytest.param(
            "<div>Поделиться</div><a>VK</a> <a>Telegram</a>"
            + paragraphs(LEAD, *BODY, BACKGROUND) + "<div>Теги: <a>дорога</a></div>",
            id="share buttons",
        ),
        pytest.param(
            paragraphs(LEAD, BODY[0]) + "<div>Реклама</div><script>x</script><style>p{}</style>"
            + paragraphs(BODY[1], BACKGROUND),
            id="advertisement",
        ),
        pytest.param(
            f"<table><tr><td>{paragraphs(LEAD, BODY[0])}</td></tr><tr><td>"
            f"{paragraphs(BODY[1], BACKGROUND)}</td></tr></table>",
            id="layout in tables",
        ),
        pytest.param("<div>" * 3000 + paragraphs(LEAD, *BODY, BACKGROUND), id="deep nesting"),
    ],
)  # fmt: skip
def test_how_a_site_sets_the_text(story: str) -> None:
    assert parse(make_site(story=story), "page.html").as_dict("page") == WHOLE


@pytest.mark.parametrize(
    "below",
    [
        "<footer>© Радиосеть «Заря», 2023</footer>",
        "<p>Свидетельство о регистрации СМИ ЭЛ № ФС 77 от 01.01.2020</p>",
        "<div>Комментарии (3)</div><p>Хорошая дорога, поеду в выходные с семьёй.</p>",
        "<p>При использовании материалов ссылка обязательна.</p>",
    ],
)
def test_what_a_site_sets_below_the_text(below: str) -> None:
    assert parse(make_site(below=below), "page.html").as_dict("page") == WHOLE


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("utf-8", "windows-1251"),
        ("utf-8", "koi8-r"),
        ("utf-8", "no-such-charset"),
        ("cp1251", "windows-1251"),
        ("cp1251", "utf-8"),
        ("cp1251", ""),
        ("koi8-r", "koi8-r"),
        ("koi8-r", ""),
        ("cp866", "cp866"),
        ("utf-16", "utf-8"),
        ("utf-16-le", ""),
        ("utf-8-sig", "windows-1251"),
        ("utf-32", ""),
    ],
)
def test_a_site_page_in_any_charset_rightly_declared_or_not(charset: str, declared: str) -> None:
    page = make_site(head=f'<meta charset="{declared}">' if declared else "")
    if charset in {"koi8-r", "cp866"}:
        for sign, name in {"«": "&laquo;", "»": "&raquo;", "—": "&mdash;"}.items():
            page = page.replace(sign, name)
    assert parse(page.encode(charset), "page.html").as_dict("page") == WHOLE


def test_the_date_may_stand_above_the_main_heading() -> None:
    page = make_site(above="<div>14.03.2023</div>", meta="Интерфакс<div>27 просмотров</div>")
    assert parse(page, "page.html").as_dict("page") == WHOLE


def test_a_list_in_the_text_stays_and_its_end_is_no_heading() -> None:
    story = paragraphs(LEAD, "В колонне три машины:") + "<ul><li>синяя<li>белая<li>серая</ul>"
    capture = parse(make_site(story=story), "page.html")
    assert capture.body == ("В колонне три машины:", "синяя", "белая", "серая")


def test_a_sub_heading_stays_and_a_last_one_goes() -> None:
    story = paragraphs(LEAD, BODY[0]) + f"<h2>Что дальше</h2><p>{BODY[1]}</p><h2>Наш эфир</h2>"
    capture = parse(make_site(story=story), "page.html")
    assert capture.body == (BODY[0], "Что дальше", BODY[1])


def test_a_timetable_in_the_text_is_no_strip() -> None:
    table = "<table><tr><td>08:00<td>Долина<tr><td>09:30<td>Перевал<tr><td>10:00<td>Город</table>"
    capture = parse(make_site(story=paragraphs(LEAD) + table + paragraphs(*BODY)), "page.html")
    assert [show.title for show in capture.schedule] == [
        line[6:].rpartition(" ")[0] for line in SCHEDULE
    ]
    assert capture.body[-2:] == BODY
    assert "Перевал" in capture.body


def test_a_front_with_its_cards_is_no_article() -> None:
    card = "Дорога номер {0} вышла к морю\n1{0}.03.2023 Интерфакс {0}\nЕё открыли вчера вечером.\n"
    front = "\n".join(card.format(number) for number in range(5))
    with pytest.raises(CaptureError, match="a list of articles"):
        parse(front)
    named = "<title>Дорога номер 4 вышла к морю</title>"
    lines = "".join(f"<p>{line}</p>" for line in front.splitlines())
    assert parse(named + lines, "page.html").headline == "Дорога номер 4 вышла к морю"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://zarya.example/road/?id=5", "https://zarya.example/road/?id=5"),
        ("HTTP://zarya.example/", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//zarya.example/road/", None),
        ("https://zarya.example/a b", None),
        ("", None),
    ],
)
def test_the_address_of_the_original_is_a_web_address(address: str, kept: str | None) -> None:
    page = make_site(head=f'<meta property="og:url" content="{address}">')
    assert parse(page, "page.html").original_url == kept


def test_a_heading_that_is_only_markup_is_none() -> None:
    page = make_site().replace(f"<h1>{HEADLINE}</h1>", "<h1><b></b><img src=x></h1>")
    with pytest.raises(CaptureError, match="no headline"):
        parse(page, "page.html")
