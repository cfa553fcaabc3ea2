"""Writes of pictures: taking one in, its renditions, showing and hiding it, deleting it."""

import io
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image as Pixels

from serai.delivery.outbox import gathered, invalidate
from serai.media.formats.encoding import Focus, Made, bare, kept_file, renditions
from serai.media.formats.parcel import open_in_child
from serai.media.formats.signing import Rights
from serai.media.models import Image, Rendition
from serai.media.shapes import ALL_SPECS


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

    The pixels must come from our own drawing code, never straight from foreign bytes: those are
    taken by ``take_foreign_picture``.
    """
    pixels = bare(pixels)
    image = Image(title=title[:255], description=alt[:255], credit=credit, creator=creator)
    made = renditions(pixels, rights=image.rights)
    return _kept(image, kept_file(pixels, quality), pixels.size, made)


def take_foreign_picture(*, data: bytes, title: str, alt: str = "", credit: str = "") -> Image:
    """Make a foreign picture new in the sandbox child and keep it. Raises PictureError.

    What is left empty comes from the picture's own notes.
    """
    picture = open_in_child(data)
    notes = picture.notes
    image = Image(
        title=title[:255] or notes.get("title", "") or "—",
        description=alt[:255] or notes.get("description", ""),
        credit=credit or notes.get("credit", ""),
        creator=notes.get("creator", ""),
        copyright=notes.get("copyright", ""),
        supplier=notes.get("supplier", ""),
    )
    made = picture.renditions
    if image.rights != picture.rights:
        made = renditions(_opened(picture.kept), rights=image.rights)
    return _kept(image, picture.kept, (picture.width, picture.height), made)


def _kept(image: Image, content: bytes, size: tuple[int, int], made: Sequence[Made]) -> Image:
    image.file.save("picture.jpg", ContentFile(content), save=False)
    image.width, image.height = size  # keeping the file has emptied them
    image.file_size = len(content)
    with transaction.atomic():
        image.save()
        keep_renditions(image=image, made=made)
    return image


def keep_renditions(
    *, image: Image, made: Iterable[Made], rights: Rights | None = None, new_file: bool = False
) -> list[Rendition]:
    """Put these renditions in the place of the old; of a new file, also of Wagtail's thumbnails.

    ``rights`` is what they say of themselves, where that is not what the picture says by now.
    Old files go when the transaction has committed; new ones, where it fails here.
    """
    key = image.cut_key if rights is None else image.cut_key_with(rights)
    rows: list[Rendition] = []
    try:
        for one in made:
            row = Rendition(image=image, filter_spec=one.spec, focal_point_key=key)
            # A name of its own every time: an old file's deletion may come late.
            name = f"{image.pk}-{one.spec.partition('|')[0]}-{secrets.token_hex(6)}.{one.suffix}"
            row.file.save(name, ContentFile(one.content), save=False)
            row.width, row.height = one.width, one.height
            rows.append(row)
        with gathered(f"picture {image.pk}"):
            invalidate(image.delivered_tags())
            Image.objects.select_for_update().filter(pk=image.pk).first()
            old = Rendition.objects.filter(image=image)
            (old if new_file else old.filter(filter_spec__contains="|")).delete()
            Rendition.objects.bulk_create(rows)
    except BaseException:
        for row in rows:
            with suppress(OSError):
                row.file.storage.delete(row.file.name)
        raise
    return rows


def make_renditions(*, image: Image, pixels: Pixels.Image) -> list[Rendition]:
    """Make every shape in every format from ``pixels``, replacing what stood there."""
    made = renditions(bare(pixels), _focus(image), image.rights)
    return keep_renditions(image=image, made=made)


def refresh_renditions(*, image: Image) -> bool:
    """Cut anew where focal point or rights have changed; True if done.

    A hidden picture stays hidden. Encoding takes a second or two, so this belongs into a job and
    outside a transaction.
    """
    shown = Rendition.objects.filter(image=image, filter_spec__in=ALL_SPECS)
    if not shown.exclude(focal_point_key=image.cut_key).exists():
        return False
    make_renditions(image=image, pixels=_kept_pixels(image))
    return True


def withdraw_picture(*, image: Image) -> int:
    """Take every public file of a picture away; the kept one stays, without an address.

    Returns how many files there were. Harmless when it is called twice.
    """
    with transaction.atomic():
        count: int = Rendition.objects.filter(image=image).delete()[0]
    return count


def restore_picture(*, image: Image) -> list[Rendition]:
    """Make the public files of a withdrawn picture again, from the kept one.

    Encoding takes a second or two, so call it outside a transaction.
    """
    return make_renditions(image=image, pixels=_kept_pixels(image))


def delete_picture(*, image: Image) -> None:
    """Delete a picture; its files go when the transaction has committed (signal_handlers)."""
    with transaction.atomic():
        image.delete()


def _kept_pixels(image: Image) -> Pixels.Image:
    """Pixels of the kept file, which is our own work."""
    with image.file.storage.open(image.file.name, "rb") as file:
        return _opened(file.read())


def _opened(kept: bytes) -> Pixels.Image:
    pixels = Pixels.open(io.BytesIO(kept), formats=("JPEG",))
    pixels.load()
    return bare(pixels)


def _focus(image: Image) -> Focus:
    if image.focal_point_x is None or image.focal_point_y is None:
        return (0.5, 0.5)
    return (image.focal_point_x / image.width, image.focal_point_y / image.height)
