"""Writes of fronts and of what stands: the rows that every edition has, an article into a slot."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from serai.core.editions import editions, locale_id
from serai.editorial.models import Article, EditorialError, Front, FrontSlot, SiteIdentity
from serai.editorial.models.doors import note, refuse_killed
from serai.editorial.models.fronts import PLACES


class FrontError(EditorialError):
    """A front has no such slot."""


def make_fronts() -> int:
    """Give every edition its front and its site settings; how many rows were missing."""
    made = 0
    for edition in editions():
        with transaction.atomic(), translation.override(edition.language):
            for model in (Front, SiteIdentity):
                if not model.objects.filter(locale_id=locale_id(edition.code)).exists():
                    _make(model, edition.code)
                    made += 1
    return made


def _make(model: type[Front] | type[SiteIdentity], edition: str) -> None:
    first = model.objects.order_by("pk").first()
    pairing = {
        "locale_id": locale_id(edition),
        "translation_key": first.translation_key if first else uuid.uuid4(),
    }
    if model is SiteIdentity:
        SiteIdentity.objects.create(**pairing)
        return
    front = Front(title=_("Home page"), live=False, **pairing)
    front.slots.set(FrontSlot(sort_order=place) for place in range(PLACES))
    front.save()
    front.save_revision().publish()


def feature_on_front(
    *, article: Article, place: int, until: datetime | None = None, user: Any = None
) -> Front:
    """Put an article into a slot of its edition's front, counted from 1, and publish the front.

    It leaves the slot where it stood before. A front that is being prepared keeps its changes and
    gets the article too. An article that is not public yet appears once it is.
    """
    if not 1 <= place <= PLACES:
        raise FrontError(_("A front has slots 1 to %(last)s.") % {"last": PLACES})
    refuse_killed(article)
    make_fronts()
    with transaction.atomic():
        fronts = Front.objects.select_for_update().filter(locale_id=article.locale_id)
        front: Front = fronts.order_by("pk")[0]
        prepared = front.get_latest_revision_as_object() if front.has_unpublished_changes else None
        _put(front, article, place, until)
        front.save_revision(user=user).publish(user=user, skip_permission_checks=True)
        front.refresh_from_db()
        if prepared is not None:
            _put(prepared, article, place, until)
            prepared.save_revision(user=user)
        note(article, "serai.feature", user=user, place=place)
    return front


def _put(front: Front, article: Article, place: int, until: datetime | None) -> None:
    slots = sorted(front.slots.all(), key=lambda slot: slot.sort_order)
    slots += [FrontSlot() for _missing in range(PLACES - len(slots))]
    for number, slot in enumerate(slots, start=1):
        slot.sort_order = number - 1
        if number == place:
            slot.article, slot.pinned_until = article, until
        elif slot.article_id == article.pk:
            slot.article = slot.pinned_until = None
    front.slots.set(slots)
