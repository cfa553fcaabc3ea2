"""Lists of pictures in the newsroom: found by words, by what they lack, and whether they show.

They stand in the place of Wagtail's own, whose search this house does not run.
"""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.images.views.chooser import ImageChooseResultsView, ImageChooseView
from wagtail.images.views.images import ImagesFilterSet, IndexView

from serai.core.lists import in_any_case
from serai.media.models import Image, Rendition
from serai.media.shapes import ALL_SPECS

SEARCHED = ("title", "credit", "creator", "supplier")


def with_words(pictures: "QuerySet[Any]", words: str) -> "QuerySet[Any]":
    """Pictures in whose title, credit, creator or supplier every word stands."""
    for word in words.split()[:8]:
        pictures = pictures.filter(in_any_case(word, *SEARCHED))
    return pictures


class Showing(django_filters.ChoiceFilter):
    """Pictures by what an editor looks for."""

    CHOICES = (
        ("nameless", _("without a credit line")),
        ("withdrawn", _("withdrawn: no page shows it")),
    )

    def __init__(self) -> None:
        super().__init__(
            label=_("State"),
            choices=self.CHOICES,
            empty_label=_("All"),
            widget=forms.RadioSelect,
        )

    def filter(self, qs: "QuerySet[Any]", value: str) -> "QuerySet[Any]":
        shown = Rendition.objects.filter(image=OuterRef("pk"), filter_spec__in=ALL_SPECS)
        if value == "withdrawn":
            return qs.filter(~Exists(shown))
        return qs.filter(credit="") if value == "nameless" else qs


class PictureFilters(ImagesFilterSet):
    state = Showing()

    class Meta(ImagesFilterSet.Meta):
        model = Image


class PictureIndex(IndexView):
    filterset_class = PictureFilters
    is_searchable = True
    show_other_searches = False

    def search_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        return with_words(queryset, self.search_query) if self.is_searching else queryset


class PictureForm(BaseFilterForm):
    """Words of a picture in the chooser."""

    q = forms.CharField(
        label=_("Search term"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("Title, credit line, creator")}),
    )

    def __init__(self, *args: Any, collections: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def filter(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        words = self.cleaned_data["q"].strip()
        if words:
            self.is_searching, self.search_query = True, words
            return with_words(objects, words)
        found: QuerySet[Any] = super().filter(objects)
        return found


class PictureChooseView(ImageChooseView):
    filter_form_class = PictureForm


class PictureResultsView(ImageChooseResultsView):
    filter_form_class = PictureForm
