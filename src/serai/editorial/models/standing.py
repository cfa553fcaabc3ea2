"""What stands: pages such as «About the channel», and the identity and menus of an edition."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import RevisionMixin, TranslatableMixin

from serai.core.slugs import KeepsFormerSlugs
from serai.delivery.delivered import Delivered, DeliveredPart
from serai.delivery.tags import SITE, tag
from serai.editorial.blocks import BodyBlock, own_path
from serai.editorial.models.stories import AGE_RATINGS, Story
from serai.language.slugs import slugify_headline


class StandingPage(KeepsFormerSlugs, Story):
    """A page without a date: about us, contacts, rules."""

    delivered_kind = "standing"

    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(_("address part"), max_length=80, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta(TranslatableMixin.Meta):
        ordering: ClassVar = ["title"]
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")

    def __str__(self) -> str:
        return self.title

    def delivered_tags(self) -> set[str]:
        # Menus name standing pages, and menus stand on every page.
        in_menu = MenuLink.objects.filter(page=self.pk).exists()
        site = {SITE} if in_menu else set()
        return {*super().delivered_tags(), tag("standing", "list", self.edition), *site}

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = slugify_headline(self.title)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        same = StandingPage.objects.filter(slug=self.slug, locale_id=self.locale_id)
        if self.slug and same.exclude(pk=self.pk).exists():
            raise ValidationError({"slug": _("Another page of this edition has this address.")})


class SiteIdentity(Delivered, TranslatableMixin, RevisionMixin, ClusterableModel):
    """Name, marks and menus of one edition of the portal."""

    name = models.CharField(_("name of the site"), max_length=60, default="Serai")
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
        verbose_name=_("logo"),
    )
    description = models.CharField(_("what the site is about"), max_length=200, blank=True)
    legal_notice = models.TextField(_("legal notice in the footer"), max_length=2000, blank=True)
    age_rating = models.PositiveSmallIntegerField(
        _("age mark of the site"), choices=AGE_RATINGS, null=True, blank=True
    )
    noindex = models.BooleanField(
        _("keep search engines away"), default=False, help_text=_("For the time before the start.")
    )
    urgent_text = models.CharField(_("urgent news bar"), max_length=160, blank=True)
    urgent_until = models.DateTimeField(_("the bar stands until"), null=True, blank=True)

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        unique_together: ClassVar = [("translation_key", "locale")]

    def __str__(self) -> str:
        return self.name


class MenuPlace(models.TextChoices):
    HEADER = "header", _("main menu")
    FOOTER = "footer", _("footer")


class MenuLink(DeliveredPart):
    """An entry of a menu: a standing page, a section, or an address of our own portal."""

    delivered_owner = "identity"
    #: Tells Wagtail that entries can be moved.
    sort_order_field = "sort_order"

    identity = ParentalKey(SiteIdentity, related_name="menu_links", on_delete=models.CASCADE)
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    place = models.CharField(
        _("where"), max_length=10, choices=MenuPlace.choices, default=MenuPlace.FOOTER
    )
    label = models.CharField(_("label"), max_length=60, blank=True)
    page = models.ForeignKey(
        StandingPage,
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.CASCADE,
        verbose_name=_("standing page"),
    )
    section = models.ForeignKey(
        "editorial.Section",
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.CASCADE,
        verbose_name=_("section"),
    )
    path = models.CharField(_("or an address on this site"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["sort_order", "pk"]
        verbose_name = _("menu entry")
        verbose_name_plural = _("menu entries")

    def __str__(self) -> str:
        return self.label or str(self.page or self.section or self.path)

    def clean(self) -> None:
        """One target, and an address only of a page that readers have here."""
        super().clean()
        targets = [target for target in (self.page_id, self.section_id, self.path) if target]
        if len(targets) != 1:
            raise ValidationError(_("Choose one: a standing page, a section or an address."))
        if self.path:
            self.path = own_path(self.path)
            if not _is_page(self.path):
                raise ValidationError({"path": _("There is no such page on this site.")})
            if not self.label:
                raise ValidationError({"label": _("An address needs a label.")})


def _is_page(path: str) -> bool:
    """Whether the path leads to a page for readers, not to the newsroom or somewhere else."""
    if not path or any(sign in path for sign in "?#\\"):
        return False
    try:
        resolve(path)
    except Resolver404:
        return False
    return not path.startswith(reverse("wagtailadmin_home"))
