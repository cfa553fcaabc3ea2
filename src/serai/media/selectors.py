"""Reads of pictures."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.core.files.storage import default_storage

from serai.delivery.recording import depend_on
from serai.media.models import Image, Rendition
from serai.media.shapes import ALL_SPECS


def renditions_of(image_ids: Iterable[int | None]) -> dict[int, dict[str, Rendition]]:
    """Renditions in the portal's shapes by picture and spec; one query, none without pictures."""
    wanted = {image_id for image_id in image_ids if image_id is not None}
    found: dict[int, dict[str, Rendition]] = {}
    if not wanted:
        return found
    depend_on(*map(Image.tag_of, wanted))
    rows = Rendition.objects.filter(image_id__in=wanted, filter_spec__in=ALL_SPECS)
    for rendition in rows.select_related("image"):
        found.setdefault(rendition.image_id, {})[rendition.filter_spec] = rendition
    return found


@dataclass(frozen=True, slots=True)
class Cutting:
    """A picture in one shape and format, as a page names it."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture with its cuttings by spec. ``focus`` and ``size`` are in pixels of the original."""

    credit: str
    focus: tuple[int | None, int | None]
    size: tuple[int, int]
    cuttings: dict[str, Cutting] = field(default_factory=dict)


def pictures_of(image_ids: Iterable[int | None]) -> dict[int, ShownPicture]:
    """What pages show of pictures. A page has hundreds of cuttings, so rows are not made models."""
    wanted = {image_id for image_id in image_ids if image_id is not None}
    found: dict[int, ShownPicture] = {}
    if not wanted:
        return found
    depend_on(*map(Image.tag_of, wanted))
    rows = Rendition.objects.filter(image_id__in=wanted, filter_spec__in=ALL_SPECS).values_list(
        "image_id", "filter_spec", "file", "width", "height", "image__credit",
        "image__focal_point_x", "image__focal_point_y", "image__width", "image__height",
    )  # fmt: skip
    for key, spec, file, width, height, credit, x, y, *size in rows:
        picture = found.get(key)
        if picture is None:
            picture = found[key] = ShownPicture(credit, (x, y), (size[0], size[1]))
        picture.cuttings[spec] = Cutting(_address(file), width, height)
    return found


@lru_cache(16_384)
def _address(file: str) -> str:
    return default_storage.url(file)
