"""The front of an edition: ordered slots, each curated, filled by rule, or pinned with an end."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import TranslatableMixin

from serai.delivery.delivered import DeliveredPart
from serai.delivery.tags import tag
from serai.editorial.models.articles import Article
from serai.editorial.models.stories import Story

#: Places of a front: the lead, three beside it, the feature, two columns of two.
PLACES = 9


class Front(Story):
    """One row per edition. A slot left empty, or whose article is not public, is filled by rule."""

    delivered_kind = "front"

    title = models.CharField(_("title"), max_length=80)

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("front")
        verbose_name_plural = _("fronts")
        unique_together: ClassVar = [("translation_key", "locale")]

    def __str__(self) -> str:
        return self.title

    def delivered_tags(self) -> set[str]:
        return {*super().delivered_tags(), tag("fronts", self.edition)}


class FrontSlot(DeliveredPart):
    """A place on the front, counted from the lead. Pinned until its end, if it has one."""

    delivered_owner = "front"
    #: Tells Wagtail that slots can be moved.
    sort_order_field = "sort_order"

    front = ParentalKey(Front, related_name="slots", on_delete=models.CASCADE)
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    article = models.ForeignKey(
        Article,
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
        verbose_name=_("article"),
        help_text=_("Left empty, the slot is filled by rule."),
    )
    pinned_until = models.DateTimeField(
        _("stands here until"),
        null=True,
        blank=True,
        help_text=_("Left empty, until the front is published again."),
    )

    class Meta:
        ordering: ClassVar = ["sort_order", "pk"]
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
