"""Choosing an article or a storyline by words or by its pasted address; the link of a paragraph."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, LocaleFilterMixin
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.chooser import BaseLinkFormView

from serai.accounts.guarding import GuardedChoose, GuardedChooser, GuardedChooseResults, visible_to
from serai.core.addresses import safe_url
from serai.core.lists import in_any_case
from serai.editorial.blocks import linked_article, own_path

_STORYLINE = re.compile(r"/([a-z]{2})/stories/([-\w]+)/?")


class StoryForm(LocaleFilterMixin, BaseFilterForm):
    """Words of a headline, or an address of our own portal."""

    q = forms.CharField(
        label=_("Search term"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"placeholder": _("Words or an address on this site")}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "locale" in self.fields:
            self.fields["locale"].label = _("Edition")

    def filter(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        query = self.cleaned_data["q"].strip()
        if not query:
            found: QuerySet[Any] = super().filter(objects)
            return found
        self.is_searching, self.search_query = True, query
        if own_path(query):
            return objects.filter(self.at_address(query))
        found = super().filter(objects)
        for word in query.split():
            found = found.filter(self.with_word(word))
        return found

    def at_address(self, address: str) -> Q:
        key = linked_article(address)
        return Q(pk=key) if key is not None else Q(pk__in=())

    def with_word(self, word: str) -> Q:
        return Q(headline_folded__contains=word.casefold())


class StorylineForm(StoryForm):
    def at_address(self, address: str) -> Q:
        found = _STORYLINE.fullmatch(own_path(address))
        return Q(slug=found[2], locale__language_code=found[1]) if found else Q(pk__in=())

    def with_word(self, word: str) -> Q:
        return in_any_case(word, "title")


class _ArticleView:
    filter_form_class = StoryForm
    ordering = ("-pk",)

    def get_object_list(self) -> "QuerySet[Any]":
        found: QuerySet[Any] = super().get_object_list()  # type: ignore[misc]
        seen = visible_to(self.request.user, found)  # type: ignore[attr-defined]
        return seen.select_related("locale").without_body()  # type: ignore[no-any-return]

    @property
    def columns(self) -> list[Any]:
        date = DateColumn("published_at", label=_("Date"), accessor="published_at")
        return [*super().columns, date]  # type: ignore[misc]


class ArticleChooseView(_ArticleView, GuardedChoose):
    pass


class ArticleResultsView(_ArticleView, GuardedChooseResults):
    pass


class ArticleChooser(GuardedChooser):
    choose_view_class = ArticleChooseView
    choose_results_view_class = ArticleResultsView


class _StorylineView:
    filter_form_class = StorylineForm

    def get_object_list(self) -> "QuerySet[Any]":
        found: QuerySet[Any] = super().get_object_list()  # type: ignore[misc]
        return found.select_related("locale").prefetch_related("countries__names")

    @property
    def columns(self) -> list[Any]:
        about = Column(
            "countries",
            label=_("countries"),
            accessor=lambda row: ", ".join(map(str, row.countries.all())),
        )
        return [*super().columns, about]  # type: ignore[misc]


class StorylineChooseView(_StorylineView, GuardedChoose):
    pass


class StorylineResultsView(_StorylineView, GuardedChooseResults):
    pass


class StorylineChooser(GuardedChooser):
    choose_view_class = StorylineChooseView
    choose_results_view_class = StorylineResultsView


class LinkForm(forms.Form):
    """The target of a link in a paragraph."""

    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        help_text=_("A page of this site, an address on the web, or an e-mail address."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    link_text = forms.CharField(label=_("Text of the link"), required=False, max_length=500)

    def clean_url(self) -> str:
        """Our own pages as paths, so that a link outlives a move to another host."""
        url = str(self.cleaned_data["url"]).strip()
        if "@" in url and "/" not in url and ":" not in url:
            validate_email(url)
            url = f"mailto:{url}"
        elif "://" not in url and not url.startswith(("/", "mailto:")) and "." in url:
            url = f"https://{url}"
        safe = safe_url(own_path(url) or url)
        if safe is None:
            raise ValidationError(_("This address cannot stand in a link."))
        return safe


class LinkView(BaseLinkFormView):
    """The window behind the link button: one field, no page tree."""

    form_prefix = "link"
    form_class = LinkForm
    step_name = "external_link"
    link_url_field_name = "url"
    template_name = "newsroom/choosers/link.html"


def register_link(features: Any) -> None:
    """The link button of paragraphs, in place of Wagtail's with its page tree."""
    address = reverse_lazy("link_chooser")
    features.register_editor_plugin(
        "draftail",
        "link",
        EntityFeature(
            {
                "type": "LINK",
                "icon": "link",
                "description": _("Link"),
                "attributes": ["url"],
                "allowlist": {"href": "^(http:|https:|mailto:|/|undefined$)"},
                "chooserUrls": {
                    f"{kind}Chooser": address
                    for kind in ("page", "externalLink", "emailLink", "phoneLink", "anchorLink")
                },
            },
            js=["wagtailadmin/js/page-chooser-modal.js"],
        ),
    )
