"""Pictures: every shape in every format, made new from pixels, and gone with their files."""

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from PIL import Image as Pixels

from serai.media.actions import delete_picture, make_renditions, take_picture
from serai.media.models import Image, Rendition
from serai.media.selectors import renditions_of
from serai.media.shapes import ALL_SPECS, BY_NAME, SHAPES, crop_box, fit
from tests.builders import make_picture

RED, BLUE = (200, 20, 20), (20, 20, 200)


def halves(width: int = 1200, height: int = 800) -> Pixels.Image:
    """Red on the left, blue on the right."""
    pixels = Pixels.new("RGB", (width, height), RED)
    pixels.paste(BLUE, (width // 2, 0, width, height))
    return pixels


def opened(rendition: Rendition | Image) -> Pixels.Image:
    with rendition.file.open("rb") as file:
        image = Pixels.open(file)
        image.load()
    return image


def files(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_a_picture_comes_in_every_shape_and_format() -> None:
    image = make_picture()
    renditions = renditions_of([image.pk])[image.pk]
    assert set(renditions) == set(ALL_SPECS)
    for spec, rendition in renditions.items():
        name, image_format = spec.split("|")
        pixels = opened(rendition)
        assert pixels.format == image_format.upper()
        assert pixels.size == (rendition.width, rendition.height)
        assert rendition.width <= BY_NAME[name].width
        assert rendition.height <= BY_NAME[name].height
    assert (image.width, image.height, image.file_size) == (1200, 800, image.file.size)


@pytest.mark.django_db
def test_renditions_carry_nothing_foreign() -> None:
    pixels = halves()
    exif = Pixels.Exif()
    exif[0x010F] = "Secret Camera"
    exif[0x8825] = {1: "N", 2: (55.0, 45.0, 0.0)}
    pixels.info |= {"exif": exif.tobytes(), "icc_profile": b"profile", "comment": b"secret"}
    image = take_picture(pixels=pixels, title="t", alt="", credit="")
    for made in (image, *image.renditions.all()):
        cut = opened(made)
        assert not dict(cut.getexif()), str(made.file)
        assert not set(cut.info) & {"exif", "xmp", "comment", "icc_profile"}, str(made.file)


@pytest.mark.django_db
def test_renditions_say_whose_they_are_and_the_kept_picture_nothing() -> None:
    image = take_picture(pixels=halves(), title="t", alt="", credit="Море & Ко", creator="Анна")
    assert "xmp" not in opened(image).info
    for made in image.renditions.all():
        assert made.focal_point_key == image.cut_key
        said = opened(made).getxmp()["xmpmeta"]["RDF"]["Description"]
        assert said["Credit"] == "Море & Ко"
        assert said["creator"] == {"Seq": {"li": "Анна"}}
        assert set(said) == {"about", "Credit", "creator"}


@pytest.mark.django_db
def test_cropped_shapes_are_cut_round_the_focal_point() -> None:
    pixels = halves(2000, 400)
    image = take_picture(pixels=pixels, title="t", alt="", credit="")
    image.focal_point_x, image.focal_point_y = 1900, 200
    image.save()
    make_renditions(image=image, pixels=pixels)
    card = opened(image.renditions.get(filter_spec="card-420|jpeg"))
    assert all(value > 150 for value in (card.getpixel((5, 5))[2], card.getpixel((400, 200))[2]))
    wide = opened(image.renditions.get(filter_spec="wide-840|jpeg"))
    assert wide.getpixel((5, 5))[0] > 150


@pytest.mark.django_db
def test_renditions_made_again_replace_the_old_ones() -> None:
    image = make_picture()
    make_renditions(image=image, pixels=halves())
    assert image.renditions.count() == len(ALL_SPECS)


@pytest.mark.django_db
def test_a_shape_stands_once() -> None:
    image = make_picture()
    with pytest.raises(IntegrityError), transaction.atomic():
        Rendition.objects.create(
            image=image,
            filter_spec=ALL_SPECS[0],
            focal_point_key=image.cut_key,
            width=1,
            height=1,
        )


@pytest.mark.django_db
def test_deleting_removes_the_files(settings: Any, django_capture_on_commit_callbacks: Any) -> None:
    kept = make_picture()
    before = set(files(settings))
    image = make_picture("#a8482a")
    assert len(files(settings)) == len(before) + 1 + len(ALL_SPECS)
    with django_capture_on_commit_callbacks(execute=True):
        delete_picture(image=image)
    assert set(files(settings)) == before
    assert Image.objects.get() == kept


@pytest.mark.django_db
def test_a_deletion_that_is_taken_back_keeps_the_files(settings: Any) -> None:
    image = make_picture()
    before = files(settings)
    with transaction.atomic():
        delete_picture(image=image)
        transaction.set_rollback(True)
    assert files(settings) == before


@pytest.mark.django_db
def test_a_picture_with_transparency_is_taken(settings: Any) -> None:
    image = take_picture(
        pixels=Pixels.new("RGBA", (90, 60), (1, 2, 3, 0)), title="t", alt="", credit=""
    )
    wide = image.renditions.get(filter_spec="wide-1680|webp")
    assert (wide.width, wide.height) == (90, 60)


@pytest.mark.django_db
def test_renditions_are_read_with_one_query(django_assert_num_queries: Any) -> None:
    images = [make_picture().pk, make_picture().pk]
    with django_assert_num_queries(1):
        assert set(renditions_of([*images, None])) == set(images)
    with django_assert_num_queries(0):
        assert renditions_of([None]) == {}


@pytest.mark.parametrize("size", [(1, 1), (3000, 10), (10, 3000), (1200, 800), (799, 801)])
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
@pytest.mark.parametrize("focus", [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)])
def test_a_cut_lies_inside_the_picture_and_is_never_enlarged(
    size: tuple[int, int], shape: Any, focus: tuple[float, float]
) -> None:
    left, top, right, bottom = crop_box(*size, shape, focus)
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    width, height = fit(right - left, bottom - top, shape)
    assert 1 <= width <= min(shape.width, size[0])
    assert 1 <= height <= min(shape.height, size[1])
