"""In the sandbox child: a foreign picture is decoded once and made new.

What leaves the child are our own files, made from pixels, and a few lines of text.
"""

import base64
import io
import warnings
from collections.abc import Callable
from typing import Any, Final

from PIL import Image as Pixels
from PIL import ImageCms, UnidentifiedImageError

from serai.core.limits import limit
from serai.media.formats.encoding import bare, kept_file, kept_size, on_paper, renditions
from serai.media.formats.notes import read_notes
from serai.media.formats.signing import Rights

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_ORIENTATION: Final = 0x0112
_TURNS: Final = {
    2: Pixels.Transpose.FLIP_LEFT_RIGHT,
    3: Pixels.Transpose.ROTATE_180,
    4: Pixels.Transpose.FLIP_TOP_BOTTOM,
    5: Pixels.Transpose.TRANSPOSE,
    6: Pixels.Transpose.ROTATE_270,
    7: Pixels.Transpose.TRANSVERSE,
    8: Pixels.Transpose.ROTATE_90,
}
_MOST_PROFILE: Final = 4 * 1024 * 1024
_IPTC_BLOCK: Final = 0x0404


class PictureRefused(ValueError):
    """Not taken: ``reason`` is ``format``, ``pixels`` or ``broken``."""

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(message or reason)
        self.reason = reason


def open_picture(payload: bytes) -> dict[str, Any]:
    """The function that the child calls: foreign bytes to our own files. Raises PictureRefused."""
    warnings.simplefilter("error", Pixels.DecompressionBombWarning)
    Pixels.MAX_IMAGE_PIXELS = limit("image_pixels")
    _refuse_wide_webp(payload)
    source = _guarded(lambda: _opened(payload))
    notes, turn = _guarded(lambda: _said(source))
    pixels = _guarded(lambda: _pixels(source))
    if turn in _TURNS:
        pixels = pixels.transpose(_TURNS[turn])
    pixels = bare(pixels)
    rights = Rights(**{field: notes.get(field, "") for field in Rights._fields})
    return {
        "width": pixels.width,
        "height": pixels.height,
        "notes": notes,
        "kept": base64.b64encode(kept_file(pixels)).decode("ascii"),
        "renditions": [
            [made.spec, made.width, made.height, base64.b64encode(made.content).decode("ascii")]
            for made in renditions(pixels, rights=rights)
        ],
    }


def _guarded(step: Callable[[], Any]) -> Any:
    """Whatever a decoder says of hostile bytes, the picture is broken; lack of memory is not."""
    try:
        return step()
    except (MemoryError, PictureRefused):
        raise
    except UnidentifiedImageError:
        raise PictureRefused("format") from None
    except (Pixels.DecompressionBombWarning, Pixels.DecompressionBombError) as error:
        raise PictureRefused("pixels", str(error)) from None
    except Exception as error:
        raise PictureRefused("broken", f"{type(error).__name__}: {error}") from None


def _refuse_wide_webp(payload: bytes) -> None:
    """The WebP decoder takes memory for the whole canvas before it tells its size."""
    if payload[:4] == b"RIFF" and payload[8:16] == b"WEBPVP8X" and len(payload) >= 30:
        width = int.from_bytes(payload[24:27], "little") + 1
        height = int.from_bytes(payload[27:30], "little") + 1
        _refuse_large(width, height)


def _refuse_large(width: int, height: int) -> None:
    if width * height > limit("image_pixels"):
        raise PictureRefused("pixels", f"{width} x {height}")


def _opened(payload: bytes) -> Pixels.Image:
    source = Pixels.open(io.BytesIO(payload), formats=FORMATS)
    _refuse_large(*source.size)
    # A JPEG can be decoded to a half, a quarter, an eighth: less time, less memory.
    source.draft(None, kept_size(*source.size))
    source.load()
    _refuse_large(*source.size)
    return source


def _said(source: Pixels.Image) -> tuple[dict[str, str], int]:
    """What the picture says of itself and how it lies. Broken notes are no reason to refuse."""
    try:
        exif = source.getexif()
        turn = exif.get(_ORIENTATION, 1)
        tags = {tag: exif.get(tag) for tag in (0x010E, 0x013B, 0x8298)}
    except Exception:
        turn, tags = 1, {}
    blocks = source.info.get("photoshop")
    iptc = blocks.get(_IPTC_BLOCK, b"") if isinstance(blocks, dict) else b""
    xmp = source.info.get("xmp", b"")
    if isinstance(xmp, str):
        xmp = xmp.encode("utf-8", "ignore")
    notes = read_notes(
        xmp=xmp if isinstance(xmp, bytes) else b"",
        iptc=iptc if isinstance(iptc, bytes) else b"",
        exif=tags,
    )
    return notes, turn if isinstance(turn, int) else 1


def _pixels(source: Pixels.Image) -> Pixels.Image:
    """The pixels in sRGB, on paper, in the size that is kept."""
    profile = source.info.get("icc_profile")
    pixels = on_paper(_eight_bits(source))
    if pixels.mode in ("P", "1"):
        pixels = pixels.convert("RGB")
    size = kept_size(*pixels.size)
    if size != pixels.size:
        pixels = pixels.resize(size, Pixels.Resampling.LANCZOS, reducing_gap=3.0)
    return _in_srgb(pixels, profile)


def _eight_bits(source: Pixels.Image) -> Pixels.Image:
    """Grey pictures with 16 bits a pixel; Pillow itself would clip them instead of scaling."""
    if source.mode.startswith("I"):
        return source.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return source


def _in_srgb(pixels: Pixels.Image, profile: Any) -> Pixels.Image:
    if isinstance(profile, bytes) and 128 < len(profile) <= _MOST_PROFILE:
        try:
            mine = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(
                pixels,
                mine,
                ImageCms.createProfile("sRGB"),
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            turned = None
        if turned is not None:
            return turned
    return pixels.convert("RGB")
