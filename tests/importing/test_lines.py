"""Bytes of a page to lines: what ends a line, what is dropped, what is refused."""

import pytest

from serai.core.limits import limit
from serai.importing.formats.lines import MAX_LINES, CaptureError, clean, read_page, visible


def lines(page: str) -> list[str]:
    return [line for line in read_page(page.encode(), "page.html").lines if line]


def test_block_ends_are_line_ends() -> None:
    page = "<h1>Раз</h1><p>Два <b>и</b> три</p><div>Четыре<br>Пять<ul><li>Шесть<li>Семь</ul>"
    assert lines(page) == ["Раз", "Два и три", "Четыре", "Пять", "Шесть", "Семь"]


@pytest.mark.parametrize(
    "dropped",
    [
        "<script>если (a<b) 'Нет'</script>",
        "<style>p{}</style>",
        "<noscript><p>Нет</p></noscript>",
        "<template><p>Нет</p></template>",
        "<svg><text>Нет</text></svg>",
        "<iframe>Нет</iframe>",
        "<select><option>Нет</option></select>",
        "<textarea>Нет</textarea>",
        "<button>Нет</button>",
        "<!-- <p>Нет</p> -->",
    ],
)
def test_what_is_no_text_of_the_page(dropped: str) -> None:
    assert lines(f"<p>Раз</p>{dropped}<p>Два</p>") == ["Раз", "Два"]


def test_text_keeps_its_own_lines_under_any_line_end() -> None:
    for end in ("\n", "\r\n", "\r", "\u2028", "\x0c"):
        assert read_page(f"Раз{end}{end}Два".encode()).lines == ["Раз", "", "Два"]


def test_entities_in_a_text_are_letters() -> None:
    assert read_page(b"&laquo;\xd0\xa0\xd0\xb0\xd0\xb7&raquo; &mdash; &#1044;\n").lines == [
        "«Раз» — Д"
    ]


def test_hard_blanks_stay_until_a_line_is_cleaned() -> None:
    assert read_page("19\u00a0452\n".encode()).lines == ["19\u00a0452"]
    assert clean(" 19\u00a0452\t\u2009просмотра ") == "19 452 просмотра"


@pytest.mark.parametrize(
    "sign",
    ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\u00ad", "\u061c", "\u200b", "\u200d", "\u200f",
     "\u202e", "\u2066", "\u2069", "\ufeff", "\ufff9", "\ue001", "\U000e0041", "\U0010ffff",
     "\ud800"],
)  # fmt: skip
def test_signs_that_print_nothing_are_gone(sign: str) -> None:
    assert visible(f"Пе{sign}ревал") == "Перевал"
    assert clean(f"Пе{sign}ревал") == "Перевал"


@pytest.mark.parametrize("sign", ["\x85", "\x0b", "\u2029", "\u00a0", "\u3000"])
def test_blanks_of_all_kinds_are_blanks(sign: str) -> None:
    assert clean(f"Пе{sign}ревал") == "Пе ревал"


def test_references_to_odd_signs_do_no_harm() -> None:
    page = "<p>Пе&#0;&#x202e;&#8203;&#xD800;&#x110000;ревал</p>"
    assert visible(lines(page)[0].replace("\ufffd", "")) == "Перевал"


def test_titles_and_headings_are_noted() -> None:
    page = read_page(b"<title>One &amp; two</title><h1>One<br>two</h1><p>x</p><h1></h1>", "a.html")
    assert (page.title, page.main_headings) == ("One & two", ["One two"])


def test_lines_that_are_links_and_nothing_else_are_noted() -> None:
    page = read_page(
        b"<p><a>One</a></p><p><a>Two</a> and</p><p>- <a>Three</a> |</p><p>Four</p>", "a.html"
    )
    filled = [line for line in page.lines if line]
    assert filled == ["One", "Two and", "- Three |", "Four"]
    assert [page.lines[number] for number in sorted(page.links)] == ["One", "- Three |"]


@pytest.mark.parametrize("depth", [100, 20_000])
def test_nothing_is_lost_behind_deep_nesting(depth: int) -> None:
    page = f"<p>Раз</p>{'<div>' * depth}<p>Два</p>{'</div>' * depth}<p>Три</p>"
    assert lines(page) == ["Раз", "Два", "Три"]


def test_declared_entities_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    page = f'<!DOCTYPE html [<!ENTITY l0 "ха">{laughs}]><html><body><p>&l9;</p></body></html>'
    assert sum(map(len, read_page(page.encode(), "a.html").lines)) < 1000


def test_an_external_entity_is_not_read() -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><p>&x; Раз</p></html>'
    assert "root:" not in " ".join(read_page(page.encode(), "a.html").lines)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\0" * 500, "binary"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 4, "binary"),
        (b"PK\x03\x04" + bytes(range(256)) * 4, "binary"),
        (b"\xff\xfe" + "Раз".encode("utf-16-le") + b"\x00\xd8", "damaged"),
        ("Раз два три четыре пять. ".encode() * 3 + b"\xed\xa0\x80", "damaged"),
        (b'[{"a": 1}]', "JSON"),
        (b"<?xml version='1.0'?><feed><title>x</title></feed>", "feed"),
        (b"\n" * (MAX_LINES + 2) + b"x", "too many lines"),
    ],
)
def test_what_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(CaptureError, match=reason):
        read_page(data)


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"a":' * 50_000, b"{ not JSON", b"[1, 2"])
def test_what_only_begins_like_json_is_text(data: bytes) -> None:
    assert read_page(data).lines


def test_the_limit_of_size_is_the_table_s() -> None:
    most = limit("capture_bytes")
    assert read_page(b"x" * most).lines == ["x" * most]
    with pytest.raises(CaptureError, match=r"too large: 5\.0 MB, the limit is 5 MB"):
        read_page(b"x" * (most + 1))
