"""What follows a saved or deleted picture: its renditions, its files."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from serai.core.jobs import enqueue
from serai.media.actions import keep_renditions
from serai.media.models import Image, Rendition
from serai.media.shapes import ALL_SPECS
from serai.media.tasks import cut_anew


def on_image_saved(
    sender: type[Image],
    instance: Image,
    raw: bool = False,
    update_fields: Any = None,
    **kwargs: Any,
) -> None:
    """A new file brings its renditions along; new rights or focal point are cut anew in a job."""
    fresh, instance.fresh = instance.fresh, None
    if raw:
        return
    if fresh is not None:
        keep_renditions(image=instance, made=fresh.made, rights=fresh.rights, new_file=True)
        if fresh.replaces:
            transaction.on_commit(partial(instance.file.storage.delete, fresh.replaces))
    if fresh is not None or update_fields is None:
        shown = Rendition.objects.filter(image=instance, filter_spec__in=ALL_SPECS)
        if shown.exclude(focal_point_key=instance.cut_key).exists():
            enqueue(cut_anew, instance.pk)


def on_file_owner_deleted(
    sender: type[Image | Rendition], instance: Image | Rendition, **kwargs: Any
) -> None:
    """The file goes at the commit; Wagtail's own job for it comes later and finds nothing."""
    if instance.file:
        transaction.on_commit(partial(instance.file.storage.delete, instance.file.name))


def register_signal_handlers() -> None:
    post_save.connect(on_image_saved, sender=Image)
    for model in (Image, Rendition):
        post_delete.connect(on_file_owner_deleted, sender=model)
