"""The list of articles: columns, filters, pages, export."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, ClassVar, Final

import django_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, TitleColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView

from serai.accounts.policy import may
from serai.core.portions import portions
from serai.editorial.desk import State
from serai.editorial.models import Article
from serai.editorial.selectors import day_span, desk
from serai.vocabulary.selectors import country_cards

#: So many articles a list shows at most; whoever wants older ones filters.
MOST: Final = 2000
#: Rows of an export that are fetched at a time.
EXPORT_BATCH: Final = 500
#: With these a spreadsheet begins a formula.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def spoken() -> str:
    return (get_language() or "ru")[:2]


class DeskPaginator(WagtailPaginator):
    """Pages over at most ``MOST`` keys, found by one query; nothing is counted beyond."""

    def __init__(self, keys: Any, *args: Any, **kwargs: Any) -> None:
        found = list(keys[: MOST + 1])
        self.is_cut = len(found) > MOST
        super().__init__(found[:MOST], *args, **kwargs)

    @property
    def items_count_label(self) -> str:
        if self.is_cut:
            return gettext("the first %(most)s; filter to see the others") % {"most": MOST}
        return gettext("articles: %(count)s") % {"count": self.count}


class HeadlineColumn(TitleColumn):
    cell_template_name = "newsroom/lists/headline.html"


class StateColumn(Column):
    cell_template_name = "newsroom/lists/state.html"


class CountryColumn(Column):
    cell_template_name = "newsroom/lists/countries.html"


class MomentColumn(Column):
    cell_template_name = "newsroom/lists/moment.html"


def _countries() -> list[tuple[str, str]]:
    cards = country_cards(spoken())
    return sorted(((code, card.name) for code, card in cards.items()), key=lambda row: row[1])


def _named(names: dict[Any, str]) -> list[tuple[str, str]]:
    rows = ((str(key), name) for key, name in names.items())
    return sorted(rows, key=lambda row: row[1].casefold())


class DaysField(django_filters.fields.DateRangeField):
    """From a day's first moment to another day's last; both within the years of the press."""

    def compress(self, data_list: Sequence[date | None]) -> slice | None:
        if not data_list or not any(data_list):
            return None
        first, last = data_list
        for day in (first, last):
            if day is not None and not 1600 <= day.year <= 2999:
                raise ValidationError(_("There is no such year in the archive."))
        return slice(first and day_span(first).start, last and day_span(last).end)


class DaysFilter(django_filters.DateFromToRangeFilter):
    field_class = DaysField


class ArticleFilters(WagtailFilterSet):
    """What the desk narrows its list by. A value nobody offers narrows nothing."""

    state = django_filters.ChoiceFilter(
        label=_("state"), choices=State.choices, empty_label=_("any"), method="by_state"
    )
    section = django_filters.ChoiceFilter(
        label=_("section"),
        choices=lambda: _named(desk.section_choices(spoken())),
        empty_label=_("any"),
        method="by_section",
    )
    country = django_filters.ChoiceFilter(
        label=_("country"), choices=_countries, empty_label=_("any"), method="by_country"
    )
    author = django_filters.ChoiceFilter(
        label=_("author"),
        choices=lambda: _named(desk.author_choices(spoken())),
        empty_label=_("any"),
        method="by_author",
    )
    source = django_filters.ChoiceFilter(
        label=_("source"),
        choices=lambda: _named(desk.source_choices(spoken())),
        empty_label=_("any"),
        method="by_source",
    )
    holder = django_filters.ChoiceFilter(
        label=_("who has it"),
        choices=[("me", _("I have it")), ("nobody", _("nobody has it"))],
        empty_label=_("any"),
        method="by_holder",
    )
    published_at = DaysFilter(
        label=_("date on the page"), widget=DateRangePickerWidget, method="by_days"
    )

    class Meta:
        model = Article
        fields: ClassVar[list[str]] = []

    def by_state(self, queryset: Any, name: str, value: str) -> Any:
        return desk.in_state(queryset, value)

    def by_section(self, queryset: Any, name: str, value: str) -> Any:
        return desk.in_section(queryset, value)

    def by_country(self, queryset: Any, name: str, value: str) -> Any:
        return desk.about_country(queryset, value)

    def by_author(self, queryset: Any, name: str, value: str) -> Any:
        return desk.written_by(queryset, int(value))

    def by_source(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(source_id=int(value))

    def by_holder(self, queryset: Any, name: str, value: str) -> Any:
        return desk.held_by(queryset, self.request.user if value == "me" else None)

    def by_days(self, queryset: Any, name: str, value: slice) -> Any:
        return desk.dated(queryset, value.start, value.stop)


class ArticleIndexView(IndexView):
    """The list. Searching and filtering read indexes; rows are fetched for one page only."""

    paginator_class = DeskPaginator
    base_filterset_class = ArticleFilters
    filterset_class = ArticleFilters
    search_fields = ("headline_folded",)
    search_backend_name = None
    default_ordering = "changed"
    FORMATS = ("csv",)
    list_export: ClassVar = [
        "id", "edition", "headline", "state", "section", "countries", "authors", "source",
        "published_at", "holder",
    ]  # fmt: skip
    export_filename = "articles"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_export:
            return self.export()
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    @cached_property
    def columns(self) -> list[Any]:
        headline = self._get_title_column_class(HeadlineColumn)(
            "headline",
            label=capfirst(gettext("headline")),
            accessor="article.headline",
            sort_key="headline_folded",
            get_url=lambda row: self.get_edit_url(row),
            get_title_id=lambda row: f"snippet_{row.pk}_title",
        )
        shown: list[Any] = [
            headline,
            StateColumn("state", label=capfirst(gettext("state"))),
            Column("section", label=capfirst(gettext("section"))),
            CountryColumn("countries", label=capfirst(gettext("country"))),
            Column("source", label=capfirst(gettext("source"))),
            Column(
                "authors",
                label=capfirst(gettext("author")),
                accessor=lambda row: ", ".join(row.authors),
            ),
            MomentColumn("published_at", label=capfirst(gettext("date")), sort_key="published_at"),
            Column("holder", label=capfirst(gettext("who has it"))),
        ]
        if may(self.request.user, "publish") or may(self.request.user, "delete"):
            shown.insert(0, BulkActionsCheckboxColumn("bulk_actions", obj_type="snippet"))
        return shown

    def get_list_buttons(self, instance: Any) -> list[Any]:
        """None: a menu in each row costs more than the rest of the page, and its entries stand in
        the article's own menu and above the list."""
        return []

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        keys = queryset.values_list("pk", flat=True)
        paginator, page, _shown, more = super().paginate_queryset(keys, page_size)
        page.object_list = desk.desk_rows(list(page.object_list), spoken())
        return paginator, page, page.object_list, more

    def get_valid_orderings(self) -> list[str]:
        return ["changed", *super().get_valid_orderings()]

    def order_queryset(self, queryset: Any) -> Any:
        """As asked; else by date where days are asked for, the newest first where words are."""
        if self.ordering != "changed":
            # The key runs the same way, as in the index that gives the order.
            key = "-pk" if self.ordering.startswith("-") else "pk"
            return queryset.order_by(self.ordering, key)
        if any(self.request.GET.get(f"published_at_{end}") for end in ("from", "to")):
            return queryset.order_by("-published_at", "-pk")
        return queryset.order_by("-pk") if self.is_searching else desk.lately_changed(queryset)

    def search_queryset(self, queryset: Any) -> Any:
        if not self.is_searching:
            return queryset
        in_its_order = self.ordering.endswith("headline_folded")
        return desk.headline_holds(queryset, self.search_query, in_its_order=in_its_order)

    # Rows carry their article; Wagtail's buttons and links want the article itself.

    def get_edit_url(self, instance: Any) -> Any:
        if not may(self.request.user, "edit", instance.article):
            return None
        return super().get_edit_url(instance)

    @property
    def header_more_buttons(self) -> list[Any]:
        if not may(self.request.user, "export"):
            return []
        address = self.get_export_url("csv")
        return [Button(_("Download CSV"), url=address, icon_name="download", priority=100)]

    def export(self) -> HttpResponse:
        """The list under the same filters and the same policy, whole, row by row."""
        if not may(self.request.user, "export"):
            raise PermissionDenied
        keys = list(self.get_queryset().values_list("pk", flat=True))
        response = StreamingHttpResponse(
            self._lines(keys, spoken()), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{self.export_filename}.csv"'
        return response  # type: ignore[return-value]

    def _lines(self, keys: Sequence[int], language: str) -> Iterator[str]:
        writer = csv.writer(_Echo())
        with override(language):
            head = writer.writerow([str(HEADINGS[name]) for name in self.list_export])
        yield "\ufeff" + head
        for some in portions(keys, EXPORT_BATCH):
            with override(language):  # never across a yield: the thread serves others meanwhile
                rows = map(exported, desk.desk_rows(some, language))
                lines = [
                    writer.writerow([harmless(row[name]) for name in self.list_export])
                    for row in rows
                ]
            yield "".join(lines)


HEADINGS: Final = {
    "id": _("number"),
    "edition": _("edition"),
    "headline": _("headline"),
    "state": _("state"),
    "section": _("section"),
    "countries": _("countries"),
    "authors": _("authors"),
    "source": _("source"),
    "published_at": _("date on the page"),
    "holder": _("who has it"),
}


def exported(row: desk.DeskRow) -> dict[str, str]:
    moment = row.article.published_at
    return {
        "id": str(row.pk),
        "edition": row.edition,
        "headline": row.article.headline,
        "state": str(row.state.label),
        "section": row.section,
        "countries": ", ".join(row.countries),
        "authors": ", ".join(row.authors),
        "source": row.source,
        "published_at": f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else "",
        "holder": row.holder,
    }


def harmless(cell: str) -> str:
    """The cell as text to every spreadsheet: a leading sign of a formula gets an apostrophe."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) or cell.startswith(FORMULA) else cell


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text
