"""Pictures of a killed article go with it, where nothing else that is public shows them."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from serai.editorial.blocks import pictures_in
from serai.editorial.models import Article
from serai.editorial.selectors import names_picture
from serai.media.actions import restore_picture, withdraw_picture
from serai.media.models import Image
from serai.media.selectors import renditions_of


def withdraw_pictures(*, article: Article) -> int:
    """Take away the public files of what only this article showed; how many pictures that were."""
    alone = [image for image in _pictures(article) if not _is_shown_elsewhere(image, article)]
    for image in alone:
        withdraw_picture(image=image)
    return len(alone)


def restore_pictures(*, article: Article) -> int:
    """Make the public files again. It takes seconds: call it outside a transaction."""
    pictures = _pictures(article)
    standing = renditions_of([image.pk for image in pictures])
    hidden = [image for image in pictures if image.pk not in standing]
    for image in hidden:
        restore_picture(image=image)
    return len(hidden)


def _pictures(article: Article) -> list[Image]:
    return list(Image.objects.filter(pk__in=_keys(article)).order_by("pk"))


def _keys(article: Article) -> set[int]:
    keys = set(pictures_in(article.body.get_prep_value()))
    if article.main_image_id is not None:
        keys.add(article.main_image_id)
    return keys


def _is_shown_elsewhere(image: Image, article: Article) -> bool:
    """Articles are asked themselves, because the reference index follows a publication later."""
    others = Article.objects.filter(live=True).exclude(pk=article.pk)
    if others.filter(main_image=image).exists() or names_picture(others, image.pk):
        return True
    articles = ContentType.objects.get_for_model(Article)
    uses = ReferenceIndex.get_references_to(image).exclude(base_content_type=articles)
    return bool(uses.exists())
