"""Former address parts: whoever kept an old address is led to the new one."""

from typing import Any

from django.db import models, transaction

from serai.core.editions import ALL, locale_id
from serai.core.models import FormerSlug


class KeepsFormerSlugs(models.Model):
    """First among the bases of a model with ``slug``: a changed one is noted with the save.

    Only rows that readers may have seen leave a trace; a draft's address was nobody's.
    """

    slug: Any

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if self._state.adding or (fields is not None and "slug" not in fields):
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            before = type(self)._base_manager.filter(pk=self.pk).first()
            super().save(*args, **kwargs)
            if before is not None and was_seen(before) and before.slug != self.slug:
                keep_slug(self, before.slug)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        FormerSlug.objects.filter(kind=self._meta.label_lower, target=str(self.pk)).delete()
        return super().delete(*args, **kwargs)


def was_seen(row: Any) -> bool:
    return bool(getattr(row, "first_published_at", True) or getattr(row, "live", False))


def keep_slug(row: Any, slug: str) -> None:
    """Note that ``slug`` was the row's; what the row is called now is nobody's former one."""
    mine = {"kind": row._meta.label_lower, "edition": edition_of(row)}
    FormerSlug.objects.filter(**mine, slug=row.slug).delete()
    FormerSlug.objects.update_or_create(**mine, slug=slug, defaults={"target": str(row.pk)})


def edition_of(row: Any) -> str:
    """Code of the edition of a story; empty for what all editions share."""
    if not hasattr(row, "locale_id"):
        return ""
    return next((code for code in ALL if locale_id(code) == row.locale_id), "")


def now_called(kind: type[models.Model], edition: str, slug: str) -> str:
    """The present address part of the row that was once called ``slug``; empty for none that
    readers may see."""
    found = FormerSlug.objects.filter(
        kind=kind._meta.label_lower, edition__in=("", edition), slug=slug
    ).first()
    if found is None:
        return ""
    row: Any = kind._default_manager.filter(pk=found.target).first()
    return str(row.slug) if row is not None and getattr(row, "live", True) else ""
