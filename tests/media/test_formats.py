"""Foreign pictures in the sandbox child: what is taken, what is refused, what is left of them."""

import io
from typing import Any

import pytest
from PIL import Image as Pixels

from serai.core.limits import limit
from serai.media.formats.encoding import KEPT_BYTES, KEPT_EDGE, kept_file, renditions
from serai.media.formats.notes import LENGTHS, plain_line, read_notes
from serai.media.formats.parcel import Picture, PictureError, _picture_from, open_in_child
from serai.media.formats.signing import MOST_BYTES, Rights
from serai.media.shapes import ALL_SPECS, BY_NAME
from tests.media import samples
from tests.media.samples import BLUE, GREEN, GREY, RED, SECRET, corners, is_near, written


def opened(content: bytes) -> Pixels.Image:
    pixels = Pixels.open(io.BytesIO(content))
    pixels.load()
    return pixels


def files(picture: Picture) -> list[bytes]:
    return [picture.kept, *(made.content for made in picture.renditions)]


def test_a_camera_picture_is_made_new() -> None:
    picture = open_in_child(samples.camera_jpeg())
    assert (picture.width, picture.height) == (120, 80)
    assert {made.spec for made in picture.renditions} == set(ALL_SPECS)
    assert picture.notes == {
        "creator": "Анна Морева",
        "credit": "Море Пресс",
        "copyright": "© Море",
        "description": "Маяк у порта",
    }
    for content in files(picture):
        assert SECRET.encode() not in content
        pixels = opened(content)
        assert "xmp" in pixels.info or content is picture.kept
        assert not dict(pixels.getexif())
        assert not set(pixels.info) & {"exif", "comment", "icc_profile", "photoshop"}
    assert "xmp" not in opened(picture.kept).info
    for made in picture.renditions:
        cut = opened(made.content)
        assert cut.size == (made.width, made.height)
        assert read_notes(xmp=cut.info["xmp"], iptc=b"", exif={}) == picture.rights._asdict()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_is_set_upright(orientation: int) -> None:
    turned = {
        1: samples.quarters(),
        2: samples.quarters().transpose(Pixels.Transpose.FLIP_LEFT_RIGHT),
        3: samples.quarters().transpose(Pixels.Transpose.ROTATE_180),
        4: samples.quarters().transpose(Pixels.Transpose.FLIP_TOP_BOTTOM),
        5: samples.quarters().transpose(Pixels.Transpose.TRANSPOSE),
        6: samples.quarters().transpose(Pixels.Transpose.ROTATE_90),
        7: samples.quarters().transpose(Pixels.Transpose.TRANSVERSE),
        8: samples.quarters().transpose(Pixels.Transpose.ROTATE_270),
    }[orientation]
    exif = Pixels.Exif()
    exif[0x0112] = orientation
    picture = open_in_child(written(turned, quality=95, exif=exif.tobytes()))
    assert (picture.width, picture.height) == (120, 80)
    seen = zip(corners(picture.kept), (RED, GREEN, BLUE, GREY), strict=True)
    assert all(is_near(*pair) for pair in seen)


@pytest.mark.parametrize("image_format", ["GIF", "WEBP", "AVIF", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_taken(image_format: str) -> None:
    picture = open_in_child(samples.animated(image_format))
    assert all(is_near(colour, RED) for colour in corners(picture.kept))


def clear_palette() -> bytes:
    pixels = Pixels.new("P", (64, 64), 1)
    pixels.putpalette([0, 0, 0, *RED])
    pixels.paste(0, (0, 0, 32, 64))
    return written(pixels, "PNG", transparency=0)


ODD: dict[str, tuple[bytes, tuple[int, int, int], tuple[int, int, int]]] = {
    "palette with a clear colour": (clear_palette(), (255, 255, 255), RED),
    "clear RGBA": (written(Pixels.new("RGBA", (64, 64), (9, 9, 9, 0)), "PNG"),) + ((255,) * 3,) * 2,
    "half clear grey": (written(Pixels.new("LA", (64, 64), (0, 128)), "PNG"),) + ((127,) * 3,) * 2,
    "grey of 16 bits": (written(Pixels.new("I;16", (64, 64), 32_896), "PNG"),) + (GREY,) * 2,
    "black and white": (written(Pixels.new("1", (64, 64), 1), "PNG"),) + ((255,) * 3,) * 2,
    "grey jpeg": (written(Pixels.new("L", (64, 64), 128)),) + (GREY,) * 2,
    "cmyk jpeg": (written(Pixels.new("CMYK", (64, 64), (0, 0, 0, 127))),) + (GREY,) * 2,
    "jpeg with a profile": (samples.wide_gamut_jpeg(),) + (GREY,) * 2,
    "jpeg with a broken profile": (
        written(Pixels.new("RGB", (64, 64), GREY), icc_profile=b"x" * 500),
    )
    + (GREY,) * 2,
    "clear webp": (written(Pixels.new("RGBA", (64, 64), (9, 9, 9, 0)), "WEBP", lossless=True),)
    + ((255,) * 3,) * 2,
    "clear gif": (written(Pixels.new("RGBA", (64, 64), (9, 9, 9, 0)), "GIF"),) + ((255,) * 3,) * 2,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_pixels_come_out_as_plain_ones(name: str) -> None:
    content, left, right = ODD[name]
    seen = corners(open_in_child(content).kept)
    assert is_near(seen[0], left)
    assert is_near(seen[1], right)


@pytest.mark.parametrize("name", samples.hostile())
def test_hostile_bytes_are_refused_with_a_reason(name: str) -> None:
    content, reason = samples.hostile()[name]
    with pytest.raises(PictureError) as refused:
        open_in_child(content)
    assert refused.value.reason == reason, refused.value


def test_a_picture_that_is_a_program_too_loses_the_program() -> None:
    for content in files(open_in_child(samples.gif_and_script())):
        assert b"alert" not in content


def test_bytes_behind_the_picture_are_left_behind() -> None:
    tail = b"<script>alert(1)</script>" + b"PK\x03\x04"
    for content in files(open_in_child(written(samples.quarters(), "PNG") + tail)):
        assert b"script" not in content


@pytest.mark.parametrize("size", [0, limit("image_bytes") + 1])
def test_the_size_is_judged_before_a_child_starts(size: int) -> None:
    with pytest.raises(PictureError) as refused:
        open_in_child(b"\xff" * size)
    assert refused.value.reason == ("bytes" if size else "empty")


@pytest.mark.parametrize(("width", "reason"), [(50_000, ""), (50_001, "pixels")])
def test_the_limit_of_pixels_is_the_last_that_passes(width: int, reason: str) -> None:
    content = samples.png(width, 1000)
    if reason:
        with pytest.raises(PictureError) as refused:
            open_in_child(content)
        assert refused.value.reason == reason
    else:
        picture = open_in_child(content)
        assert (picture.width, picture.height) == (KEPT_EDGE, 82)


def test_a_thread_of_one_pixel_is_a_picture_too() -> None:
    picture = open_in_child(samples.png(1, 9000))
    assert (picture.width, picture.height) == (1, KEPT_EDGE)


def test_noise_stays_within_what_the_child_may_hand_back() -> None:
    import random

    noise = Pixels.frombytes("RGB", (2400, 2400), random.Random(7).randbytes(2400 * 2400 * 3))
    assert len(kept_file(noise.resize((4096, 4096), Pixels.Resampling.NEAREST))) <= KEPT_BYTES
    made = renditions(noise)
    assert sum(len(one.content) for one in made) + KEPT_BYTES < limit("sandbox_result_bytes") * 0.74


# What the picture says of itself


@pytest.mark.parametrize("charset", ["utf-8", "cp1251", "koi8-r"])
def test_iptc_is_read_in_old_charsets(charset: str) -> None:
    fields = {
        80: "Иван Петров".encode(charset),
        110: "Агентство Восток".encode(charset),
        120: "Караван у колодца".encode(charset),
    }
    assert read_notes(xmp=b"", iptc=samples.iptc(fields), exif={}) == {
        "creator": "Иван Петров",
        "credit": "Агентство Восток",
        "description": "Караван у колодца",
    }


def test_xmp_goes_before_iptc_and_iptc_before_exif() -> None:
    notes = read_notes(
        xmp=samples.xmp(creator="X", headline="Заголовок", source="TASS"),
        iptc=samples.iptc({80: b"I", 110: b"I"}),
        exif={0x013B: "E", 0x8298: "E", 0x010E: "E"},
    )
    assert notes == {
        "title": "Заголовок", "supplier": "TASS", "creator": "X", "credit": "I", "copyright": "E",
        "description": "E",
    }  # fmt: skip


@pytest.mark.parametrize(
    "xmp",
    [
        b"<",
        b"\xff\xfe\x00",
        b"<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c '&a;&a;&a;'>]><x>&c;</x>",
        b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>",
        b"<a>" * 5000,
        samples.xmp(creator="A") + b"x" * 600_000,
    ],
)
def test_hostile_xmp_says_nothing(xmp: bytes) -> None:
    assert read_notes(xmp=xmp, iptc=b"", exif={}) == {}


@pytest.mark.parametrize(
    "sets",
    [b"\x1c", b"\x1c\x02\x50\xff\xff" + b"a" * 90, b"\x1c\x02\x50\x00\x09abc", b"\0" * 50,
     samples.iptc({80: b"\xff\xfe\x01\x00\x00"}), samples.iptc({80: b""})],
)  # fmt: skip
def test_broken_iptc_says_nothing(sets: bytes) -> None:
    assert read_notes(xmp=b"", iptc=sets, exif={}) == {}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\x00b\r\nc\u2028d", "a b c d"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("  a \u00a0 b ", "a b"),
        ("e\u0301", "é"),
        ("слово " * 60, "слово " * 16 + "слово…"),
        ("ы" * 300, "ы" * 99 + "…"),
        ("\u200b\ufeff", ""),
    ],
)
def test_a_line_is_plain(text: str, line: str) -> None:
    assert plain_line(text, 103 if text.startswith("слово") else 100) == line


def test_notes_keep_their_lengths() -> None:
    notes = read_notes(
        xmp=samples.xmp(creator="а" * 999, credit="б" * 999, description="в " * 999),
        iptc=b"",
        exif={},
    )
    assert all(len(text) <= LENGTHS[field] for field, text in notes.items())
    assert len(notes) == 3


# What our own files say of themselves

NASTY = {
    "signs that steer": ("a\x00b\x1b[2J\u202ec", "a b [2Jc"),
    "markup": ("<b>]]></rdf:li>&amp;", "<b>]]></rdf:li>&amp;"),
    "a packet's end": ("<?xpacket end='w'?>", "<?xpacket end='w'?>"),
    "half a surrogate": ("a\ud800b", "ab"),
    "no character of XML": ("a\ufffe\uffffb", "ab"),
    "nothing": ("\u200b \x00", ""),
}


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("image_format", ["jpeg", "webp", "avif"])
def test_nasty_rights_are_text_in_every_format(name: str, image_format: str) -> None:
    text, read = NASTY[name]
    made = renditions(samples.quarters(), rights=Rights(text, text, text))
    (content,) = (one.content for one in made if one.spec == f"card-420|{image_format}")
    xmp = opened(content).info.get("xmp", b"")
    expected = dict.fromkeys(Rights._fields, read) if read else {}
    assert read_notes(xmp=xmp, iptc=b"", exif={}) == expected
    assert bool(xmp) == bool(read)


@pytest.mark.parametrize("sign", ["a", "ы", "&", "\U0001f600", "\ud800"])
def test_what_a_file_says_weighs_less_than_a_kib(sign: str) -> None:
    rights = Rights(sign * 10_000, sign * 10_000, sign * 10_000)
    assert len(rights.as_xmp()) <= MOST_BYTES
    plain = renditions(samples.quarters())
    signed = renditions(samples.quarters(), rights=rights)
    for without, with_ in zip(plain, signed, strict=True):
        assert len(with_.content) - len(without.content) < 1200


def test_the_mark_of_rights_changes_with_each_of_them() -> None:
    rights = [Rights("a"), Rights("", "a"), Rights("", "", "a"), Rights("a", "a"), Rights("aa")]
    assert len({one.key for one in rights}) == len(rights)
    assert Rights().key == "" == Rights().as_xmp().decode()


# The answer of a child that has been taken over


def answer(**changes: Any) -> dict[str, Any]:
    from serai.media.formats.opening import open_picture

    before = Pixels.MAX_IMAGE_PIXELS
    try:
        return {**open_picture(written(samples.quarters())), **changes}
    finally:
        Pixels.MAX_IMAGE_PIXELS = before


@pytest.mark.parametrize(
    "changes",
    [
        {"width": 0},
        {"width": True},
        {"height": KEPT_EDGE + 1},
        {"kept": "PGh0bWw+"},
        {"kept": "not base64!"},
        {"renditions": []},
        {"renditions": [["../x|jpeg", 1, 1, "/9j/"]]},
    ],
)
def test_an_answer_that_is_no_picture_is_not_believed(changes: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError)):
        _picture_from(answer(**changes))


def test_words_in_an_answer_are_cleaned_again() -> None:
    picture = _picture_from(answer(notes={"credit": "a\x00\u202eb" + "c" * 999, "place": SECRET}))
    assert picture.notes["credit"].startswith("a bc")
    assert set(picture.notes) == {"credit"}
    assert all(made.width <= BY_NAME[made.spec.split("|")[0]].width for made in picture.renditions)
