"""How the newsroom lists and edits channels, programmes and the schedule."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from serai.accounts.guarding import Guarded
from serai.broadcast.models import Channel, Programme, ScheduleEvent
from serai.core.lists import NamedList


class ScheduleList(NamedList):
    """Airings are looked for by the names of their programmes."""

    through = "programme"


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
        InlinePanel("names", label=_("title")),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("age_rating"),
        FieldPanel("image"),
        FieldPanel("countries"),
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
    )


class BroadcastGroup(SnippetViewSetGroup):
    items = (ScheduleViewSet, ProgrammeViewSet, ChannelViewSet)
    menu_label = _("On air")
    menu_icon = "media"
    menu_order = 200
