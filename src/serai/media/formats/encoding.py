"""Pixels to files of our own: the kept picture, and its renditions, which say whose it is."""

import io
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image as Pixels

from serai.media.formats.signing import Rights
from serai.media.shapes import FORMATS, SHAPES, Shape, crop_box, fit, spec

Focus = tuple[float, float]
Box = tuple[int, int, int, int]
Size = tuple[int, int]
CENTRE: Final[Focus] = (0.5, 0.5)
NOBODY: Final = Rights()
PAPER: Final = (255, 255, 255)

#: Longest edge of the picture that is kept: enough for a page twice as sharp as the widest shape.
KEPT_EDGE: Final = 4096
KEPT_BYTES: Final = 5_500_000
_KEPT_QUALITIES: Final = (92, 84, 72, 55, 35, 15)

_OPTIONS: Final[dict[str, dict[str, Any]]] = {
    "avif": {"quality": 58, "speed": 8},
    "webp": {"quality": 78, "method": 2},  # within 3 % of the size of 4 in half the time
    "jpeg": {"quality": 80, "progressive": True, "optimize": True},
}
#: Where a picture is so full of noise that its file is too large, quality goes down by these steps.
_STEPS: Final = (0, 25, 45)
_BYTES_PER_PIXEL: Final = 0.32
_SMALL: Final = 16_384


@dataclass(frozen=True, slots=True)
class Made:
    """One rendition: under which spec it is kept, its size in pixels, its bytes."""

    spec: str
    width: int
    height: int
    content: bytes

    @property
    def suffix(self) -> str:
        image_format = self.spec.partition("|")[2]
        return "jpg" if image_format == "jpeg" else image_format


def bare(pixels: Pixels.Image) -> Pixels.Image:
    """The same pixels on paper, without profile, places and comments that Pillow writes along."""
    if pixels.mode != "RGB" or pixels.info:
        pixels = on_paper(pixels)
        pixels = pixels.copy() if pixels.mode == "RGB" else pixels.convert("RGB")
        pixels.info = {}
    return pixels


def on_paper(pixels: Pixels.Image) -> Pixels.Image:
    """Where the picture is transparent, paper shows."""
    if pixels.mode not in ("RGBA", "LA", "PA", "RGBa", "La") and "transparency" not in pixels.info:
        return pixels
    layer = pixels if pixels.mode == "RGBA" else pixels.convert("RGBA")
    sheet = Pixels.new("RGB", layer.size, PAPER)
    sheet.paste(layer, mask=layer.getchannel("A"))
    return sheet


def kept_size(width: int, height: int) -> tuple[int, int]:
    """The size in which a picture is kept, never enlarged."""
    return fit(width, height, Shape("kept", KEPT_EDGE, KEPT_EDGE, False))


def kept_file(pixels: Pixels.Image, quality: int | None = None) -> bytes:
    """The picture that is kept in place of the original: a fresh JPEG within KEPT_BYTES."""
    content = b""
    for step in (quality,) if quality else _KEPT_QUALITIES:
        content = _written(pixels, "JPEG", quality=step)
        if len(content) <= KEPT_BYTES:
            break
    return content


def renditions(pixels: Pixels.Image, focus: Focus = CENTRE, rights: Rights = NOBODY) -> list[Made]:
    """Every shape in every format. Pillow encodes without holding the interpreter's lock."""
    orders = list(_orders(pixels, focus, rights.as_xmp()))
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        return [one for some in pool.map(_made, orders) for one in some]


#: The shapes that come out alike, a format, the pixels, the rights.
Order = tuple[list[Shape], str, Pixels.Image, bytes]


def _orders(pixels: Pixels.Image, focus: Focus, xmp: bytes) -> Iterator[Order]:
    # Of a picture of three by two the card and the wide shape are the same cut: encoded once.
    cuts: dict[tuple[Box, Size], list[Shape]] = {}
    # The largest first, so that no thread is left alone with it at the end.
    for shape in sorted(SHAPES, key=lambda shape: -shape.width * shape.height):
        box = crop_box(pixels.width, pixels.height, shape, focus)
        cuts.setdefault((box, fit(box[2] - box[0], box[3] - box[1], shape)), []).append(shape)
    for (box, size), shapes in cuts.items():
        cut = pixels.resize(size, Pixels.Resampling.LANCZOS, box=box, reducing_gap=3.0)
        for image_format in FORMATS:
            yield shapes, image_format, cut, xmp


def _made(order: Order) -> list[Made]:
    shapes, image_format, cut, xmp = order
    content = _encoded(cut, image_format, xmp)
    return [Made(spec(s.name, image_format), cut.width, cut.height, content) for s in shapes]


def _encoded(pixels: Pixels.Image, image_format: str, xmp: bytes) -> bytes:
    options = _OPTIONS[image_format] | ({"xmp": xmp} if xmp else {})
    most = _SMALL + int(pixels.width * pixels.height * _BYTES_PER_PIXEL)
    content = b""
    for step in _STEPS:
        options["quality"] = _OPTIONS[image_format]["quality"] - step
        content = _written(pixels, image_format.upper(), **options)
        if len(content) <= most:
            break
    return content


def _written(pixels: Pixels.Image, image_format: str, **options: Any) -> bytes:
    content = io.BytesIO()
    pixels.save(content, image_format, **options)
    return content.getvalue()
