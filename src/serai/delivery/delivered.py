"""Rows that pages are built from: reading one is recorded, saving or deleting one is announced.

``Delivered`` stands first among the bases of a model, ``DeliveredPart`` on rows that belong to one
(names, countries of an article). Draft saves of a live row carry only bookkeeping columns and
announce nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Final, Self

from django.db import models
from django.db.models.signals import pre_delete

from serai.delivery.outbox import gathered, invalidate
from serai.delivery.recording import depend_on, is_recording
from serai.delivery.tags import SITE, tag

#: What Wagtail writes on a row when a draft, a lock or a workflow moves.
BOOKKEEPING: Final = frozenset(
    {
        "latest_revision", "latest_revision_id", "has_unpublished_changes", "locked", "locked_at",
        "locked_by", "locked_by_id", "go_live_at", "expire_at", "owner", "assigned_to",
    }
)  # fmt: skip


class Delivered(models.Model):
    """``delivered_kind`` names the row in tags; empty: every page shows it."""

    delivered_kind: ClassVar[str] = ""

    class Meta:
        abstract = True

    @classmethod
    def tag_of(cls, key: object) -> str:
        return tag(cls.delivered_kind, key) if cls.delivered_kind else SITE

    def delivered_tags(self) -> set[str]:
        """Tags of the row as it stands in the database: its own, and lists that it belongs to."""
        return {self.tag_of(self.pk)}

    def counted_tags(self) -> set[str]:
        """Tags of lists that show of the row only that it is one of them, and when it was."""
        return set()

    def counted_by(self) -> object:
        """What those lists go by: their tags are announced where it changes."""
        return None

    def is_delivered(self) -> bool:
        """Whether readers may see it, now or at a moment that is set."""
        return bool(getattr(self, "live", True))

    def is_shown(self) -> bool:
        """Whether readers may see it now; where that ends, pages go before new ones are made."""
        return self.is_delivered()

    def delivered_ahead(self) -> Iterable[datetime]:
        """Moments ahead at which, without anybody's doing, readers see something else."""
        return ()

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> Self:  # type: ignore[override]
        # Django looks each column up in these names, which it gives as a list.
        row = super().from_db(db, frozenset(field_names), values)
        if is_recording() and cls.delivered_kind:
            depend_on(cls.tag_of(row.pk))
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is not None and set(fields) <= BOOKKEEPING:
            super().save(*args, **kwargs)
            return
        with gathered(f"{self._meta.verbose_name} {self.pk or ''}".strip()):
            before = self._standing()
            super().save(*args, **kwargs)
            self._announce(before)

    def _standing(self) -> "_Standing":
        if self.pk is None or self._state.adding:
            return _Standing()
        row = type(self)._base_manager.filter(pk=self.pk).first()
        if row is None or not row.is_delivered():
            return _Standing()
        return _Standing(row.is_shown(), row.delivered_tags(), row.counted_tags(), row.counted_by())

    def _announce(self, before: "_Standing") -> None:
        stands = self.is_delivered()
        ahead = list(self.delivered_ahead()) if stands else []
        tags = before.tags | (self.delivered_tags() if stands else set())
        if ahead or before.by != (self.counted_by() if stands else None):
            tags |= before.counted | (self.counted_tags() if stands else set())
        if tags:
            invalidate(
                tags,
                subject=self.tag_of(self.pk),
                drops=before.shown and not (stands and self.is_shown()),
                ahead=ahead,
            )


@dataclass(frozen=True, slots=True)
class _Standing:
    """A row as readers have it before a save; nothing where they do not."""

    shown: bool = False
    tags: set[str] = field(default_factory=set)
    counted: set[str] = field(default_factory=set)
    by: object = None


class DeliveredPart(models.Model):
    """``delivered_owner`` is the name of the relation to the row that shows it."""

    delivered_owner: ClassVar[str] = ""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> Self:  # type: ignore[override]
        row = super().from_db(db, field_names, values)
        if is_recording():
            owner = cls._meta.get_field(cls.delivered_owner)
            kind: type[Delivered] = owner.related_model  # type: ignore[assignment]
            key = row.__dict__.get(owner.attname)  # type: ignore[union-attr]
            if kind.delivered_kind and key is not None:
                depend_on(kind.tag_of(key))
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        with gathered(f"{self._meta.verbose_name}"):
            super().save(*args, **kwargs)
            self._announce()

    def _announce(self) -> None:
        owner: Delivered | None = getattr(self, self.delivered_owner, None)
        if owner is not None and owner.pk is not None and owner.is_delivered():
            invalidate(owner.delivered_tags())


def on_pre_delete(sender: type[models.Model], instance: models.Model, **rest: Any) -> None:
    """A row goes: pages that showed it are dropped before they are rendered anew."""
    if isinstance(instance, Delivered):
        if instance.is_delivered():
            tags = instance.delivered_tags() | instance.counted_tags()
            invalidate(tags, cause=f"deleted: {instance!r}"[:200], drops=True)
    elif isinstance(instance, DeliveredPart):
        instance._announce()


def register_signal_handlers() -> None:
    pre_delete.connect(on_pre_delete, dispatch_uid="delivered_pre_delete")
