"""Choosing a person or an organisation by any of their names."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column

from serai.accounts.guarding import GuardedChoose, GuardedChooser, GuardedChooseResults
from serai.core.lists import in_any_case
from serai.vocabulary.models import Organisation, Person

#: Columns in which a word is looked for.
SEARCHED = {
    Person: ("names__name", "names__role"),
    Organisation: ("names__name", "names__abbreviation"),
}


class NameForm(BaseFilterForm):
    """Every word must stand in a name, a role or an abbreviation, in any language."""

    q = forms.CharField(
        label=_("Search term"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("Name")}),
    )

    def filter(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        query = self.cleaned_data["q"].strip()
        if not query:
            return objects
        self.is_searching, self.search_query = True, query
        for word in query.split():
            objects = objects.filter(in_any_case(word, *SEARCHED[objects.model]))
        return objects.distinct()


def _role(chosen: Any) -> str:
    if isinstance(chosen, Person):
        names = list(chosen.names.all())
        mine = [row.role for row in names if row.language == get_language()]
        return next(filter(None, [*mine, *(row.role for row in names)]), "")
    return str(chosen.kind)


class _NameView:
    filter_form_class = NameForm

    def get_object_list(self) -> "QuerySet[Any]":
        found: QuerySet[Any] = super().get_object_list()  # type: ignore[misc]
        return found.prefetch_related("names", "country__names").select_related("country")

    @property
    def columns(self) -> list[Any]:
        return [
            *super().columns,  # type: ignore[misc]
            Column("role", label=_("role"), accessor=_role),
            Column("country", label=_("country"), accessor=lambda row: row.country or ""),
        ]


class NameChooseView(_NameView, GuardedChoose):
    pass


class NameResultsView(_NameView, GuardedChooseResults):
    pass


class NameChooser(GuardedChooser):
    choose_view_class = NameChooseView
    choose_results_view_class = NameResultsView
    form_fields: ClassVar[list[str]] = []
