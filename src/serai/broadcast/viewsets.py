"""How the newsroom lists and edits channels, programmes and the schedule."""

from typing import Any, Final

from django.contrib import messages
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from serai.accounts.guarding import Guarded
from serai.broadcast.models import (
    Channel,
    ImportProfile,
    OnDemandProgram,
    Programme,
    ScheduleEvent,
    Series,
)
from serai.core.lists import NamedList

#: Minutes: shorter holes are between programmes, longer ones are known.
LEAST_HOLE: Final = 2
DAY: Final = 24 * 60
WORK_PANELS: Final = (
    InlinePanel("names", label=_("title")),
    FieldPanel("slug"),
    FieldPanel("kind"),
    FieldPanel("age_rating"),
    FieldPanel("image"),
)


class ScheduleList(NamedList):
    """Airings are looked for by the names of their programmes."""

    through = "programme"


class TellsNeighbours:
    """After a save: what the airing runs into, and what is empty round it."""

    def save_instance(self) -> Any:
        event = super().save_instance()  # type: ignore[misc]
        for text in told_of(event):
            messages.warning(self.request, text)  # type: ignore[attr-defined]
        return event


class AiringCreate(TellsNeighbours, CreateView):
    pass


class AiringEdit(TellsNeighbours, EditView):
    pass


def told_of(event: ScheduleEvent) -> list[str]:
    """Overlaps and holes at both ends of an airing."""
    near = ScheduleEvent.objects.filter(channel_id=event.channel_id).exclude(pk=event.pk)
    over = near.filter(starts_at__lt=event.ends_at, ends_at__gt=event.starts_at)
    said = [
        _("It overlaps with «%(title)s».") % {"title": other.programme}
        for other in over.select_related("programme")[:3]
    ]
    before = near.filter(ends_at__lte=event.starts_at).order_by("-ends_at").first()
    after = near.filter(starts_at__gte=event.ends_at).order_by("starts_at").first()
    ends = [(before.ends_at, event.starts_at)] if before else []
    ends += [(event.ends_at, after.starts_at)] if after else []
    for start, end in ends:
        minutes = int((end - start).total_seconds() // 60)
        if LEAST_HOLE <= minutes <= DAY:
            said.append(
                _("There is a hole of %(minutes)d minutes beside it.") % {"minutes": minutes}
            )
    return said


class SeriesViewSet(Guarded, SnippetViewSet):
    realm = "guide"
    model = Series
    icon = "folder-open-1"
    menu_label = _("Series")
    index_view_class = NamedList
    list_display = ("__str__", "kind", "age_rating", "slug")
    panels = WORK_PANELS


class ProfileViewSet(Guarded, SnippetViewSet):
    realm = "guide"
    model = ImportProfile
    icon = "cogs"
    menu_label = _("Import profiles")
    list_display = ("name", "channel", "format")
    panels = tuple(
        FieldPanel(name)
        for name in (
            "name", "channel", "format", "sheet", "header_row", "columns", "zone", "shift",
            "date_order", "encoding", "language",
        )
    )  # fmt: skip


class OnDemandViewSet(Guarded, SnippetViewSet):
    realm = "guide"
    model = OnDemandProgram
    icon = "media"
    menu_label = _("On demand")
    list_display = ("programme", "url", "from_at", "until_at")
    panels = tuple(
        FieldPanel(name) for name in ("programme", "event", "url", "from_at", "until_at", "note")
    )


class ChannelViewSet(Guarded, SnippetViewSet):
    realm = "guide"
    model = Channel
    icon = "media"
    menu_label = _("Channels")
    index_view_class = NamedList
    list_display = ("__str__", "zone", "day_starts", "is_default")
    panels = (
        InlinePanel("names", label=_("name")),
        FieldPanel("slug"),
        FieldPanel("zone"),
        FieldPanel("day_starts"),
        FieldPanel("is_default"),
        FieldPanel("xmltv_id"),
        FieldPanel("other_ids"),
        FieldPanel("website"),
        FieldPanel("stream_url"),
    )


class ProgrammeViewSet(Guarded, SnippetViewSet):
    realm = "guide"
    model = Programme
    icon = "media"
    menu_label = _("Programmes")
    index_view_class = NamedList
    list_per_page = 60
    list_display = ("__str__", "kind", "age_rating", "slug")
    list_filter = ("kind", "age_rating")
    panels = (
        *WORK_PANELS,
        FieldPanel("countries"),
        FieldPanel("series"),
        FieldPanel("year"),
    )


class ScheduleViewSet(Guarded, SnippetViewSet):
    realm = "guide"
    model = ScheduleEvent
    icon = "calendar"
    menu_label = _("Schedule")
    index_view_class = ScheduleList
    list_per_page = 60
    list_display = (
        "__str__", "channel", "ends_at", "age_rating", "is_live", "is_repeat", "is_premiere",
    )  # fmt: skip
    ordering = ("-starts_at",)
    list_filter = ("channel", "broadcast_on")
    panels = (
        FieldPanel("channel"),
        FieldPanel("programme"),
        FieldPanel("starts_at"),
        FieldPanel("ends_at"),
        FieldPanel("age_rating"),
        FieldPanel("is_live"),
        FieldPanel("is_repeat"),
        FieldPanel("is_premiere"),
        FieldPanel("season"),
        FieldPanel("episode"),
    )
    add_view_class = AiringCreate
    edit_view_class = AiringEdit


class BroadcastGroup(SnippetViewSetGroup):
    items = (
        ScheduleViewSet,
        ProgrammeViewSet,
        SeriesViewSet,
        ChannelViewSet,
        ProfileViewSet,
        OnDemandViewSet,
    )
    menu_label = _("On air")
    menu_icon = "media"
    menu_order = 200
