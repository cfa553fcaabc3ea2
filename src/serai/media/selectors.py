"""Reads of pictures."""

from collections.abc import Iterable

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
