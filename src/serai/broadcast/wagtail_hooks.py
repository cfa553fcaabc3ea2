"""Registration of the TV guide in the newsroom."""

from wagtail.snippets.models import register_snippet

from serai.broadcast.viewsets import BroadcastGroup

register_snippet(BroadcastGroup)
