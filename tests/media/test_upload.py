"""Pictures through the newsroom's doors: list, several at once, chooser, edit, replace, delete."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Pixels

from serai.accounts.models import User
from serai.core.limits import limit
from serai.core.models import Job
from serai.media.actions import (
    refresh_renditions,
    restore_picture,
    take_foreign_picture,
    withdraw_picture,
)
from serai.media.formats.notes import read_notes
from serai.media.formats.parcel import PictureError
from serai.media.formats.signing import Rights
from serai.media.models import Image, Rendition
from serai.media.selectors import renditions_of
from serai.media.shapes import ALL_SPECS
from serai.media.tasks import cut_anew
from tests.builders import make_picture
from tests.media import samples
from tests.media.samples import BLUE, RED, SECRET, corners, is_near, written

pytestmark = pytest.mark.django_db
CHOOSER = "image-chooser-upload"


@pytest.fixture(autouse=True)
def no_thumbnails_of_other_tests() -> None:
    cache.clear()


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor", "", "a long test password"))
    return client


def sent(content: bytes, name: str = "DSC_0042.JPG") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def choose(editor: Client, content: bytes, name: str = "a.jpg", **typed: str) -> dict[str, Any]:
    """Post to the upload tab of the chooser; what its script gets back."""
    data: dict[str, Any] = {f"{CHOOSER}-{field}": text for field, text in typed.items()}
    data[f"{CHOOSER}-file"] = sent(content, name)
    answer = editor.post(reverse("wagtailimages_chooser:create"), data)
    assert answer.status_code == 200
    return dict(json.loads(answer.content))


def add_several(editor: Client, content: bytes, name: str, **typed: str) -> dict[str, Any]:
    answer = editor.post(
        reverse("wagtailimages:add_multiple"), {"files[]": sent(content, name), **typed}
    )
    assert answer.status_code == 200, answer.content
    return dict(json.loads(answer.content))


def bytes_of(row: Image | Rendition) -> bytes:
    return Path(row.file.path).read_bytes()


def said(image: Image) -> list[Rights]:
    """What each public file says of itself, read by our own reader of notes."""
    rows = []
    for row in Rendition.objects.filter(image=image, filter_spec__in=ALL_SPECS):
        with Pixels.open(row.file.path) as pixels:
            notes = read_notes(xmp=pixels.info["xmp"], iptc=b"", exif=pixels.getexif())
        rows.append(Rights(**notes))
    return rows


def cuts_asked_for() -> int:
    return Job.objects.filter(task_path="serai.media.tasks.cut_anew").count()


def stored(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def posted(image: Image, **changes: Any) -> dict[str, Any]:
    """What the edit form posts."""
    fields = ("title", "credit", "description", "creator", "copyright", "supplier")
    focal = [f"focal_point_{name}" for name in ("x", "y", "width", "height")]
    data = {name: getattr(image, name) for name in fields}
    data |= {name: "" if getattr(image, name) is None else getattr(image, name) for name in focal}
    return data | {"collection": image.collection_id, "tags": ""} | changes


def test_a_picture_is_taken_in_the_chooser(editor: Client, settings: Any) -> None:
    answer = choose(editor, samples.camera_jpeg(), title="Маяк")
    assert answer["step"] == "chosen"
    image = Image.objects.get()
    assert answer["result"]["preview"]["url"].startswith("/media/images/")
    assert (image.title, image.credit, image.creator) == ("Маяк", "Море Пресс", "Анна Морева")
    assert (image.copyright, image.description) == ("© Море", "Маяк у порта")
    assert (image.width, image.height, image.file_size) == (120, 80, image.file.size)
    assert image.uploaded_by_user.get_username() == "editor"
    assert set(renditions_of([image.pk])[image.pk]) == set(ALL_SPECS)
    assert re.fullmatch(r"original_images/[0-9a-f]{32}\.jpg", image.file.name)
    for path in stored(settings):
        content = path.read_bytes()
        assert SECRET.encode() not in content
        assert b"DSC_0042" not in content
        assert b"Exif" not in content


def test_typed_words_stand_before_the_notes(editor: Client) -> None:
    choose(editor, samples.camera_jpeg(), title="Маяк", credit="Фото: мы", description="Море")
    image = Image.objects.get()
    assert (image.credit, image.description, image.creator) == ("Фото: мы", "Море", "Анна Морева")


def test_a_credit_is_put_together_where_the_picture_has_none(editor: Client) -> None:
    jpeg = written(samples.quarters(), xmp=samples.xmp(creator="Анна Морева", source="Восток"))
    choose(editor, jpeg, title="Маяк")
    assert Image.objects.get().credit == "Анна Морева / Восток"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (samples.SVG, "JPEG, PNG, WebP, GIF, AVIF"),
        (written(samples.quarters(600, 400))[:900], "Файл повреждён"),
        (samples.wide_webp(16_383, 16_383), "50 млн пикселей"),
        (b"", "Файл пуст"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(
    editor: Client, settings: Any, content: bytes, words: str
) -> None:
    answer = choose(editor, content, title="Мой «маяк»", credit="Фото: мы")
    assert answer["step"] == "reshow_creation_form"
    assert words in answer["htmlFragment"]
    assert 'value="Мой «маяк»"' in answer["htmlFragment"]
    assert 'value="Фото: мы"' in answer["htmlFragment"]
    assert not Image.objects.exists()
    assert not stored(settings)


def test_a_file_above_the_limit_is_told_so(editor: Client) -> None:
    answer = choose(editor, b"\xff" * (limit("image_bytes") + 1), title="Маяк")
    assert "Файл больше 25 МБ" in answer["htmlFragment"]


@pytest.mark.parametrize("name", ["photo.png", "photo.txt", "photo.svg", "photo"])
def test_a_wrong_ending_is_judged_by_content(editor: Client, name: str) -> None:
    assert choose(editor, written(samples.quarters()), name, title="Маяк")["step"] == "chosen"


def test_several_are_taken_and_described(editor: Client) -> None:
    answer = add_several(editor, samples.camera_jpeg(), "DSC_0042.JPG", title="DSC_0042")
    image = Image.objects.get(pk=answer["image_id"])
    assert "Море Пресс" in answer["form"]
    assert set(renditions_of([image.pk])[image.pk]) == set(ALL_SPECS)
    prefix = f"image-{image.pk}"
    changed = {f"{prefix}-{key}": value for key, value in posted(image, credit="Мы").items()}
    url = reverse("wagtailimages:edit_multiple", args=[image.pk])
    assert json.loads(editor.post(url, changed).content)["success"] is True
    image.refresh_from_db()
    assert (image.title, image.credit) == ("DSC_0042", "Мы")


def test_one_bad_file_among_several_is_refused_alone(editor: Client, settings: Any) -> None:
    answer = add_several(editor, samples.SVG, "x.jpg")
    assert answer["success"] is False
    assert "JPEG, PNG, WebP, GIF, AVIF" in answer["error_message"]
    assert not stored(settings)


def test_nasty_names_leave_no_trace(editor: Client, settings: Any) -> None:
    content = written(Pixels.new("RGB", (9, 6)), "PNG")
    taken = 0
    for name in samples.NASTY_NAMES:
        answer = editor.post(
            reverse("wagtailimages:add_multiple"), {"files[]": sent(content, name), "title": name}
        )
        if answer.status_code == 400:  # a name that is no name: Django sees no file
            continue
        taken += 1
        image = Image.objects.get(pk=json.loads(answer.content)["image_id"])
        assert 1 <= len(image.title) <= 255, name
        assert image.title.isprintable(), name
    assert taken > 40
    assert Image.objects.count() == taken
    kept = re.compile(r"original_images/[0-9a-f]{32}\.jpg")
    public = re.compile(
        r"images/([0-9]+-[a-z0-9]+-[0-9]+-[0-9a-f]{12}|[0-9a-f]{32}[\w.-]{1,40})\.\w+"
    )
    for path in stored(settings):
        place = path.relative_to(settings.MEDIA_ROOT).as_posix()
        assert kept.fullmatch(place) or public.fullmatch(place), place


def test_an_empty_title_never_leads_to_raw_bytes_on_the_disk(editor: Client, settings: Any) -> None:
    answer = add_several(editor, written(samples.quarters()), "\u202e.jpg", title="\u202e ")
    assert Image.objects.get(pk=answer["image_id"]).title
    assert {path.parent.name for path in stored(settings)} == {"original_images", "images"}


def test_a_replaced_file_replaces_everything(
    editor: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    image = take_foreign_picture(data=samples.camera_jpeg(), title="Маяк")
    image.get_rendition("max-165x165")
    image.focal_point_x = image.focal_point_y = 20
    image.focal_point_width = image.focal_point_height = 10
    image.save()
    before = set(stored(settings))
    blue = written(Pixels.new("RGB", (300, 300), BLUE), xmp=samples.xmp(credit="Другие"))
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(
            reverse("wagtailimages:edit", args=[image.pk]), posted(image, file=sent(blue))
        )
    assert answer.status_code == 302
    image.refresh_from_db()
    assert (image.width, image.height, image.focal_point_x) == (300, 300, None)
    assert (image.credit, image.creator) == ("Другие", "Анна Морева")
    assert not before & set(stored(settings))
    renditions = renditions_of([image.pk])[image.pk]
    assert set(renditions) == set(ALL_SPECS)
    card = renditions["card-420|jpeg"]
    assert all(is_near(colour, BLUE) for colour in corners(bytes_of(card)))


def test_a_refused_replacement_changes_nothing(editor: Client, settings: Any) -> None:
    image = make_picture()
    before = set(stored(settings))
    answer = editor.post(
        reverse("wagtailimages:edit", args=[image.pk]), posted(image, file=sent(samples.SVG))
    )
    assert "JPEG, PNG, WebP, GIF, AVIF" in answer.content.decode()
    assert before <= set(stored(settings))  # the page that is shown again may draw a thumbnail
    assert image.renditions.filter(filter_spec__in=ALL_SPECS).count() == len(ALL_SPECS)


def test_a_moved_focal_point_cuts_anew_in_a_job(editor: Client) -> None:
    pixels = Pixels.new("RGB", (2000, 400), RED)
    pixels.paste(BLUE, (1000, 0, 2000, 400))
    image = take_foreign_picture(data=written(pixels, quality=95), title="t")
    point = {"focal_point_x": 1900, "focal_point_y": 200}
    size = {"focal_point_width": 50, "focal_point_height": 50}
    url = reverse("wagtailimages:edit", args=[image.pk])
    assert editor.post(url, posted(image, **point, **size)).status_code == 302
    assert cuts_asked_for() == 1
    cut_anew.call(image.pk)
    card = renditions_of([image.pk])[image.pk]["card-420|jpeg"]
    assert all(is_near(colour, BLUE) for colour in corners(bytes_of(card)))
    image.refresh_from_db()
    assert refresh_renditions(image=image) is False
    assert editor.post(url, posted(image, title="Мыс")).status_code == 302
    assert cuts_asked_for() == 1


@pytest.mark.parametrize("field", ["credit", "creator", "copyright"])
def test_changed_rights_are_written_into_the_files_by_a_job(editor: Client, field: str) -> None:
    image = take_foreign_picture(data=samples.camera_jpeg(), title="t")
    url = reverse("wagtailimages:edit", args=[image.pk])
    assert editor.post(url, posted(image, **{field: "Кто-то другой"})).status_code == 302
    assert cuts_asked_for() == 1
    cut_anew.call(image.pk)
    image.refresh_from_db()
    assert said(image) == [image.rights] * len(ALL_SPECS)
    assert getattr(image.rights, field) == "Кто-то другой"
    assert refresh_renditions(image=image) is False


def test_typed_rights_reach_the_files_of_an_upload(editor: Client) -> None:
    choose(editor, samples.camera_jpeg(), title="Маяк")
    assert said(Image.objects.get()) == [("Анна Морева", "Море Пресс", "© Море")] * len(ALL_SPECS)
    assert cuts_asked_for() == 0
    Image.objects.all().delete()
    choose(editor, samples.camera_jpeg(), title="Маяк", credit="Фото: мы")
    image = Image.objects.get()
    assert cuts_asked_for() == 1
    cut_anew.call(image.pk)
    assert said(image) == [("Анна Морева", "Фото: мы", "© Море")] * len(ALL_SPECS)


def test_a_foreign_picture_says_the_credit_it_was_taken_with() -> None:
    image = take_foreign_picture(data=samples.camera_jpeg(), title="t", credit="ТАСС")
    assert said(image) == [("Анна Морева", "ТАСС", "© Море")] * len(ALL_SPECS)
    assert refresh_renditions(image=image) is False


def test_a_withdrawn_picture_has_no_public_file_and_comes_back(
    editor: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    image = make_picture()
    image.get_rendition("max-165x165")
    with django_capture_on_commit_callbacks(execute=True):
        assert withdraw_picture(image=image) == len(ALL_SPECS) + 1
    assert [path.parent.name for path in stored(settings)] == ["original_images"]
    assert renditions_of([image.pk]) == {}
    assert withdraw_picture(image=image) == 0
    image.focal_point_x = image.focal_point_y = 10
    image.save()
    cut_anew.call(image.pk)
    assert renditions_of([image.pk]) == {}  # hidden stays hidden
    restore_picture(image=image)
    assert set(renditions_of([image.pk])[image.pk]) == set(ALL_SPECS)


def test_pages_of_pictures_open(editor: Client) -> None:
    image = make_picture()
    for name, args in (
        ("index", []), ("add", []), ("add_multiple", []), ("edit", [image.pk]),
        ("delete", [image.pk]), ("image_usage", [image.pk]),
    ):  # fmt: skip
        answer = editor.get(reverse(f"wagtailimages:{name}", args=args))
        assert answer.status_code == 200, name
    form = editor.get(reverse("wagtailimages:add")).content.decode()
    assert "до 25 МБ и 50 млн пикселей" in form
    assert form.index('id="id_credit"') < form.index('id="id_description"')


def test_a_picture_is_deleted_with_its_files(
    editor: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    image = make_picture()
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(reverse("wagtailimages:delete", args=[image.pk]))
    assert answer.status_code == 302
    assert not stored(settings)


def test_a_picture_of_which_not_all_could_be_written_leaves_nothing(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import DatabaseError

    image = make_picture()
    before = set(stored(settings))

    def full(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr("django.db.models.query.QuerySet.bulk_create", full)
    with pytest.raises(DatabaseError):
        restore_picture(image=image)
    assert set(stored(settings)) == before


def test_a_stranger_is_sent_to_the_login(client: Client) -> None:
    for name in ("wagtailimages:add", "wagtailimages:add_multiple", "wagtailimages_chooser:create"):
        answer = client.post(reverse(name), {"file": sent(written(samples.quarters()))})
        assert answer.status_code == 302
    assert not Image.objects.exists()


def test_a_foreign_picture_is_taken_or_refused_as_a_whole(settings: Any) -> None:
    image = take_foreign_picture(data=samples.camera_jpeg(), title="", alt="", credit="")
    assert (image.title, image.credit) == ("—", "Море Пресс")
    before = set(stored(settings))
    with pytest.raises(PictureError):
        take_foreign_picture(data=samples.SVG, title="x")
    assert set(stored(settings)) == before
