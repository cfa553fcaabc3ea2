"""Jobs of pictures."""

from django_tasks import task

from serai.media.actions import refresh_renditions
from serai.media.models import Image


@task(queue_name="media")
def cut_anew(image_id: int) -> None:
    """Renditions with focal point and rights as they stand now. Harmless when it runs twice."""
    image = Image.objects.filter(pk=image_id).first()
    if image is not None:
        refresh_renditions(image=image)
