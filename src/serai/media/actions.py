"""Writes of pictures: taking one in, making its renditions."""

import io
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image as Pixels

from serai.media.models import Image, Rendition
from serai.media.shapes import FORMATS, SHAPES, Shape, crop_box, fit, spec

QUALITY: dict[str, dict[str, Any]] = {
    "avif": {"quality": 58, "speed": 8},
    "webp": {"quality": 78, "method": 4},
    "jpeg": {"quality": 80, "progressive": True, "optimize": True},
}


def take_picture(
    *,
    pixels: Pixels.Image,
    title: str,
    alt: str,
    credit: str,
    creator: str = "",
    quality: int = 92,
) -> Image:
    """Keep decoded pixels as a new picture with all its renditions.

    The pixels must come from our own drawing code or out of the sandbox child, never straight from
    foreign bytes.
    """
    pixels = _bare(pixels)
    original = io.BytesIO()
    pixels.save(original, "JPEG", quality=quality)
    with transaction.atomic():
        image = Image(title=title[:255], description=alt[:255], credit=credit, creator=creator)
        image.file.save("picture.jpg", ContentFile(original.getvalue()), save=False)
        image.width, image.height = pixels.size  # keeping the file has emptied them
        image.file_size = original.tell()
        image.save()
        make_renditions(image=image, pixels=pixels)
    return image


def make_renditions(*, image: Image, pixels: Pixels.Image) -> list[Rendition]:
    """Make every shape in every format from ``pixels``, replacing what stood there."""
    focus = _focus(image)
    pixels = _bare(pixels)
    Rendition.objects.filter(image=image, filter_spec__contains="|").delete()
    made: list[Rendition] = []
    for shape in SHAPES:
        cut = _shaped(pixels, shape, focus)
        for image_format in FORMATS:
            content = io.BytesIO()
            cut.save(content, image_format.upper(), **QUALITY[image_format])
            rendition = Rendition(image=image, filter_spec=spec(shape.name, image_format))
            suffix = "jpg" if image_format == "jpeg" else image_format
            rendition.file.save(
                f"{image.pk}-{shape.name}.{suffix}", ContentFile(content.getvalue()), save=False
            )
            rendition.width, rendition.height = cut.size
            made.append(rendition)
    Rendition.objects.bulk_create(made)
    return made


def delete_picture(*, image: Image) -> None:
    """Delete a picture; its files go when the transaction has committed."""
    files = [image.file, *(rendition.file for rendition in image.renditions.all())]
    with transaction.atomic():
        image.delete()
        for file in files:
            transaction.on_commit(partial(file.storage.delete, file.name))


def _bare(pixels: Pixels.Image) -> Pixels.Image:
    """The same pixels without profile, places and comments, which Pillow would write along."""
    bare = pixels.convert("RGB").copy()
    bare.info = {}
    return bare


def _focus(image: Image) -> tuple[float, float]:
    if image.focal_point_x is None or image.focal_point_y is None:
        return (0.5, 0.5)
    return (image.focal_point_x / image.width, image.focal_point_y / image.height)


def _shaped(pixels: Pixels.Image, shape: Shape, focus: tuple[float, float]) -> Pixels.Image:
    cut = pixels.crop(crop_box(pixels.width, pixels.height, shape, focus))
    return cut.resize(fit(cut.width, cut.height, shape), Pixels.Resampling.LANCZOS)
