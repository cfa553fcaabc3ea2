"""How the newsroom edits the fronts: slots in their order, moved by drag or by buttons."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    SnippetViewSet,
)

from serai.accounts.guarding import Guarded
from serai.core.lists import YesColumn, changed_column, edition_column
from serai.editorial.models import Front
from serai.editorial.models.fronts import PLACES


class _Closed:
    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponse:
        raise PermissionDenied


class _ClosedCreate(_Closed, CreateView):
    pass


class _ClosedDelete(_Closed, DeleteView):
    pass


class _OneIndex(IndexView):
    def get_add_url(self) -> None:
        return None

    def get_delete_url(self, instance: Any) -> None:
        return None


class _OneEdit(EditView):
    def get_delete_url(self) -> None:
        return None


class OnePerEdition(Guarded, SnippetViewSet):
    """Rows that start-up makes, one for each edition: nobody adds or deletes one."""

    index_view_class = _OneIndex
    add_view_class = _ClosedCreate
    edit_view_class = _OneEdit
    delete_view_class = _ClosedDelete
    copy_view_enabled = False


class FrontViewSet(OnePerEdition):
    model = Front
    realm = "fronts"
    icon = "home"
    menu_label = _("Fronts")
    list_display = (
        "title",
        edition_column(),
        YesColumn("live", label=_("published")),
        changed_column(),
    )
    panels: ClassVar[list[Any]] = [
        HelpPanel(
            _(
                "Slot 1 is the lead, 2 to 4 stand beside it, 5 is the feature, 6 and 7 are the"
                " first column, 8 and 9 the second. An empty slot, and one whose article readers"
                " may not see, is filled by rule."
            )
        ),
        FieldPanel("title", required_on_save=True),
        InlinePanel(
            "slots",
            [FieldPanel("article"), FieldPanel("pinned_until")],
            label=_("slot"),
            heading=_("Slots"),
            max_num=PLACES,
        ),
    ]
