"""Lists of the newsroom for things with names per language: few queries, search by any name.

The names are compared in Python: SQLite knows upper and lower case of Latin letters only.
"""

from typing import Any, ClassVar, Final

from django.db.models import BooleanField, DateTimeField, ForeignKey, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, LocaleColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import IndexView

#: Columns that hold a name, in whatever table.
NAMING: Final = ("name", "short", "full", "abbreviation", "title", "aliases")


class YesColumn(Column):
    """A word where it is so, nothing where it is not."""

    def get_value(self, instance: Any) -> Any:
        return _("yes") if super().get_value(instance) else ""


class MomentColumn(Column):
    """Day and time as the desk writes them in either language."""

    def get_value(self, instance: Any) -> str:
        moment = super().get_value(instance)
        return date_format(timezone.localtime(moment), "d.m.Y H:i") if moment else ""


def edition_column() -> Column:
    return LocaleColumn(label=_("Edition"))


def changed_column() -> Column:
    return UpdatedAtColumn(label=_("Changed"))


class NamedList(IndexView):
    """The list of a model that has ``names``, or a title of its own.

    ``through`` is the relation whose names count where the model itself has none.
    """

    through: ClassVar[str] = ""
    search_fields = ("names",)  # says to Wagtail that there is a search
    search_backend_name = None
    list_export: ClassVar[list[str]] = []

    def get_base_queryset(self) -> Any:
        queryset = super().get_base_queryset()
        relations = [
            field.name for field in self.model._meta.fields if isinstance(field, ForeignKey)
        ]
        named = [
            name
            for name in relations
            if hasattr(self.model._meta.get_field(name).related_model, "names")
        ]
        own = ["names"] if hasattr(self.model, "names") else []
        shown = [*own, *(f"{name}__names" for name in named)]
        return queryset.prefetch_related(*shown) if shown else queryset

    def _get_custom_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        kinds = {field.name: type(field) for field in self.model._meta.concrete_fields}
        column = {BooleanField: YesColumn, DateTimeField: MomentColumn}.get(
            kinds.get(field_name, ForeignKey)
        )
        if column is not None:
            kwargs["column_class"] = column
        return super()._get_custom_column(field_name, *args, **kwargs)

    def search_queryset(self, queryset: Any) -> Any:
        if not self.is_searching:
            return queryset
        model = self.model
        if self.through:
            model = model._meta.get_field(self.through).related_model
        keys = keys_named(model, self.search_query)
        return queryset.filter(**{f"{self.through or 'pk'}__in": keys})


def keys_named(model: Any, words: str) -> list[Any]:
    """Keys of the things with a name that holds all the words, whatever the case."""
    names = model.names.rel.related_model if hasattr(model, "names") else model
    owner = model.names.rel.field.attname if hasattr(model, "names") else "pk"
    columns = [field.name for field in names._meta.concrete_fields if field.name in NAMING]
    wanted = folded(words).split()
    found: dict[Any, None] = {}
    for key, *texts in names._default_manager.order_by().values_list(owner, *columns):
        text = folded(" ".join(t if isinstance(t, str) else " ".join(t or ()) for t in texts))
        if all(word in text for word in wanted):
            found[key] = None
    return list(found)


def in_any_case(word: str, *columns: str) -> Q:
    """Rows with the word in one of the columns. SQLite folds Latin letters only, so Cyrillic is
    looked for as it may be written."""
    wanted = Q()
    for written in {word, word.lower(), word.capitalize(), word.upper()}:
        for column in columns:
            wanted |= Q(**{f"{column}__icontains": written})
    return wanted


def folded(text: str) -> str:
    return text.casefold().replace("ё", "е")
