import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.language.charsets import DecodeError, decode

RUSSIAN = (
    "Поезд дружбы прибыл в Ташкент. На вокзале гостей встречали музыканты,\n"
    "школьники и ветераны железной дороги; праздник длился до позднего вечера."
)
FRENCH = "Le café où l'été a été fêté : à bientôt, élève Zoé."


@pytest.mark.parametrize(
    "charset", ["utf-8", "cp1251", "koi8-r", "iso8859-5", "cp866", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("declared", [None, "no-such-charset", "rot13", "iso-8859-1"])
def test_russian_text_comes_whole_from_every_charset(charset: str, declared: str | None) -> None:
    assert decode(RUSSIAN.encode(charset), declared) == (RUSSIAN, charset)


@pytest.mark.parametrize(
    ("mark", "charset"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides(mark: bytes, charset: str) -> None:
    assert decode(mark + RUSSIAN.encode(charset), "cp1252") == (RUSSIAN, charset)


def test_utf_8_wins_over_a_wrong_declaration() -> None:
    assert decode(RUSSIAN.encode(), "windows-1251") == (RUSSIAN, "utf-8")


def test_western_text_is_not_read_as_cyrillic() -> None:
    assert decode(FRENCH.encode("cp1252"), None) == (FRENCH, "cp1252")


def test_a_declared_charset_of_another_part_of_the_world_is_believed() -> None:
    text = "北京的友谊列车今天抵达塔什干，受到热烈欢迎。"
    assert decode(text.encode("gb18030"), "gb2312") == (text, "gb18030")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\x06",
        bytes(range(256)) * 4,
        b"\0" * 40,
        b"\x1f\x8b\x08\x00\x12\x34\x56\x78\x9a\xbc\xde\xf0\x01\x02\x03",
        b"\x01\x02\x03\x04" * 20,
    ],
)
def test_binary_data_are_refused(data: bytes) -> None:
    with pytest.raises(DecodeError):
        decode(data, None)


def test_utf_8_that_breaks_off_or_has_a_broken_letter_is_refused() -> None:
    whole = RUSSIAN.encode()
    with pytest.raises(DecodeError, match="breaks off"):
        decode(whole[:41], None)
    with pytest.raises(DecodeError, match="broken"):
        decode(whole[:40] + b"\xff" + whole[40:], None)


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "cp1251", "zlib", "utf-16"]))
def test_any_bytes_are_read_or_refused(data: bytes, declared: str | None) -> None:
    try:
        text, charset = decode(data, declared)
    except DecodeError:
        return
    assert "\0" not in text
    codecs.lookup(charset)
