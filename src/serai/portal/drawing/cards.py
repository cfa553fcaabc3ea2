"""The title card: 1200 x 630, paper, a kicker, a headline as large as it fits, the mark.

Set from the portal's own font files, one for each script; a sign that neither has is left out.
Sizes and colours are those of the style sheet (design/look).
"""

import io
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

FONTS: Final = Path(__file__).resolve().parents[1] / "static" / "portal" / "fonts"
WIDTH, HEIGHT = 1200, 630
EDGE: Final = 72
PAPER, INK, INK_2, RULE = "#fbf7ee", "#1a1815", "#524c44", "#dbd2c1"
SAFFRON, LAPIS, SUN = "#c77c02", "#1b4585", "#e09a1a"
#: Sizes of the headline in pixels, the largest that fits is taken.
SIZES: Final = (92, 84, 76, 68, 60, 54, 48, 42)
LINES: Final = 5
#: Height that the headline may take, from its first ascender to the last descender.
ROOM: Final = 326
LONGEST: Final = 260
#: Colours of the finished file: paper and inks with what lies between.
COLOURS: Final = 32
#: FreeType faces are not safe to share between threads.
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Face:
    """A face in one size: a font for each script."""

    name: str
    size: int
    axes: tuple[float, ...]

    def font(self, *, cyrillic: bool) -> ImageFont.FreeTypeFont:
        return _font(self.name, cyrillic, self.size, self.axes)

    def runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        """Pieces of a text with the font that has their signs."""
        for font, signs in groupby(text, self.font_for):
            if font is not None:
                yield font, "".join(signs)

    def font_for(self, sign: str) -> ImageFont.FreeTypeFont | None:
        """The font of the sign's script, else the other one, else none."""
        first = "\u0400" <= sign <= "\u04ff"
        fonts = (self.font(cyrillic=first), self.font(cyrillic=not first))
        return next((font for font in fonts if _has(font, sign)), None)

    def width(self, text: str) -> float:
        return sum(font.getlength(piece) for font, piece in self.runs(text))

    def draw(self, draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, ink: str) -> None:
        """``at`` is the left end of the base line."""
        left, line = at
        for font, piece in self.runs(text):
            draw.text((left, line), piece, font=font, fill=ink, anchor="ls")
            left += font.getlength(piece)


def serif(size: int) -> Face:
    return Face("literata", size, (float(min(size, 48)), 600.0))


def sans(size: int) -> Face:
    return Face("source-sans", size, (600.0,))


@lru_cache(maxsize=64)
def _font(name: str, cyrillic: bool, size: int, axes: tuple[float, ...]) -> ImageFont.FreeTypeFont:
    script = "cyrillic" if cyrillic else "latin"
    font = ImageFont.truetype(str(FONTS / f"{name}-{script}.woff2"), size)
    font.set_variation_by_axes(list(axes))
    return font


@lru_cache(maxsize=8192)
def _has(font: ImageFont.FreeTypeFont, sign: str) -> bool:
    if sign in " \u00a0":
        return True
    return bytes(font.getmask(sign)) != bytes(font.getmask("\uffff"))


def title_card(*, headline: str, kicker: str, site: str) -> bytes:
    """A PNG file. Any text will do; what cannot be set is left out."""
    with _lock:
        image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        draw = ImageDraw.Draw(image)
        draw.rectangle((EDGE, EDGE, WIDTH - EDGE, EDGE + 1), fill=INK)
        draw.rectangle((EDGE, EDGE, EDGE + 88, EDGE + 7), fill=SAFFRON)
        face = sans(32)
        face.draw(draw, (EDGE, EDGE + 62), _cut(face, clean(kicker), WIDTH - 2 * EDGE), INK_2)
        _set_headline(draw, clean(headline)[:LONGEST])
        _sign(image, draw, clean(site))
    written = io.BytesIO()
    small = image.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(written, "PNG", optimize=False, compress_level=7)
    return written.getvalue()


def clean(text: str) -> str:
    """The text in signs that our fonts have, blanks single: no control signs, no emoji."""
    face = serif(48)
    kept = (
        sign if face.font_for(sign) is not None else " "
        for sign in unicodedata.normalize("NFC", text)
        if unicodedata.category(sign) not in ("Cf", "Cs", "Mn")
    )
    return " ".join(part for part in "".join(kept).split(" ") if part)


def _set_headline(draw: ImageDraw.ImageDraw, headline: str) -> None:
    face, lines = _fitted(headline)
    leading = round(face.size * 1.1)
    for number, line in enumerate(lines):
        face.draw(draw, (EDGE, EDGE + 84 + face.size + number * leading), line, INK)


def _fitted(headline: str) -> tuple[Face, list[str]]:
    wide = WIDTH - 2 * EDGE
    for size in SIZES:
        face = serif(size)
        lines = broken(face, headline, wide)
        fits = len(lines) <= LINES and _height(size, len(lines)) <= ROOM
        if fits and all(face.width(line) <= wide for line in lines):
            return face, balanced(face, headline, wide, len(lines))
    face = serif(SIZES[-1])
    most = max(count for count in range(1, LINES + 2) if _height(face.size, count) <= ROOM)
    lines = broken(face, headline, wide)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return face, [_cut(face, line, wide) for line in lines]


def _height(size: int, lines: int) -> float:
    return size * (1.1 * (lines - 1) + 1.3)


def broken(face: Face, text: str, wide: float) -> list[str]:
    """Lines no wider than ``wide``, unless one word is."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.width(longer) <= wide:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balanced(face: Face, text: str, wide: float, count: int) -> list[str]:
    """The same number of lines, as even as can be: the narrowest measure that still holds them."""
    low, high = wide / 2, wide
    for _ in range(7):
        middle = (low + high) / 2
        lines = broken(face, text, middle)
        if len(lines) <= count and all(face.width(line) <= middle for line in lines):
            high = middle
        else:
            low = middle
    return broken(face, text, high)


def _cut(face: Face, text: str, wide: float) -> str:
    if face.width(text) <= wide:
        return text
    while text and face.width(f"{text}…") > wide:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _sign(image: Image.Image, draw: ImageDraw.ImageDraw, site: str) -> None:
    """Mark and name of the site at the foot."""
    line = HEIGHT - EDGE
    draw.rectangle((EDGE, line - 66, WIDTH - EDGE, line - 66), fill=RULE)
    gate = _gate(44)
    image.paste(gate, (EDGE, line - gate.height + 2), gate)
    face = serif(44)
    face.draw(draw, (EDGE + gate.width + 16, line), _cut(face, site, WIDTH - 2 * EDGE - 80), INK)


@lru_cache(maxsize=2)
def _gate(height: int) -> Image.Image:
    """The gate of the mark with the sun in it, from its drawing on a field of 32 x 40."""
    fine = height * 8 / 40
    image = Image.new("RGBA", (round(32 * fine), round(40 * fine)))
    draw = ImageDraw.Draw(image)
    left = list(_curve((6.5, 24.5), (6.5, 20), (11.5, 14.7), (16, 8.5)))
    right = [(32 - x, y) for x, y in reversed(left)]
    shape = [(0, 40), (0, 0), (32, 0), (32, 40), (25.5, 40), (25.5, 24.5), *reversed(right)]
    shape += [*reversed(left), (6.5, 24.5), (6.5, 40)]
    draw.polygon([(x * fine, y * fine) for x, y in shape], fill=LAPIS)
    draw.pieslice([n * fine for n in (9, 33, 23, 47)], 180, 360, fill=SUN)
    return image.resize((round(32 * height / 40), height), Image.Resampling.LANCZOS)


Point = tuple[float, float]


def _curve(start: Point, one: Point, two: Point, end: Point) -> Iterator[Point]:
    """Points of a cubic curve."""
    for step in range(17):
        t = step / 16
        u = 1 - t
        weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        yield (
            sum(w * p[0] for w, p in zip(weights, (start, one, two, end), strict=True)),
            sum(w * p[1] for w, p in zip(weights, (start, one, two, end), strict=True)),
        )
