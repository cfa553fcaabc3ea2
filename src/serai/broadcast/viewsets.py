"""How the newsroom lists and edits channels, programmes and the schedule."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from serai.broadcast.models import Channel, Programme, ScheduleEvent


class ChannelViewSet(SnippetViewSet):
    model = Channel
    icon = "media"
    menu_label = _("Channels")
    list_display = ("__str__", "zone", "is_default")
    panels = (
        InlinePanel("names", label=_("name")),
        FieldPanel("slug"),
        FieldPanel("zone"),
        FieldPanel("day_starts"),
        FieldPanel("is_default"),
    )


class ProgrammeViewSet(SnippetViewSet):
    model = Programme
    icon = "media"
    menu_label = _("Programmes")
    list_display = ("__str__", "kind", "age_rating")
    list_filter = ("kind", "age_rating")
    panels = (
        InlinePanel("names", label=_("title")),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("age_rating"),
        FieldPanel("image"),
        FieldPanel("countries"),
    )


class ScheduleViewSet(SnippetViewSet):
    model = ScheduleEvent
    icon = "calendar"
    menu_label = _("Schedule")
    list_display = ("__str__", "channel", "age_rating", "is_live", "is_repeat")
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
