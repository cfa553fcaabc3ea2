"""What the history of an article says about our own verbs."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

#: Action -> label, sentence; the sentence is filled from what the verb noted.
SENTENCES: Mapping[str, tuple[Any, Any]] = {
    "serai.correct": (_("Correct"), _("Corrected: %(text)s")),
    "serai.unpublish": (_("Unpublish"), _("Taken off the site. %(reason)s")),
    "serai.kill": (_("Kill"), _("Killed: %(reason)s")),
    "serai.revive": (_("Revive"), _("Revived as a draft: %(reason)s")),
    "serai.assign": (_("Assign"), _("Assigned: %(to)s")),
    "serai.translate": (_("Translate"), _("Made as a translation of article %(source)s")),
    "serai.schedule": (_("Schedule"), _("Scheduled for %(at)s, %(zone)s")),
    "serai.publish_later": (_("Publish later"), _("To be published at %(at)s")),
    "serai.expire": (_("Take off at a moment"), _("To be taken off at %(at)s, %(zone)s")),
    "serai.called_off": (_("Call off"), _("Called off: %(kind)s, %(at)s")),
    "serai.tried_again": (_("Try again"), _("To be tried again: %(kind)s")),
    "serai.due_failed": (_("Failure of the schedule"), _("Failed: %(kind)s, %(at)s")),
    "serai.embargo": (_("Embargo"), _("Under embargo until %(at)s, %(zone)s")),
    "serai.embargo_lifted": (_("Lift the embargo"), _("Embargo lifted: %(reason)s")),
    "serai.feature": (_("Feature on the front"), _("Put into slot %(place)s of the front")),
    "serai.visible": (
        _("Visible everywhere"),
        _("Visible everywhere at %(at)s: %(pages)s pages in %(seconds)s s"),
    ),
    "serai.visible_here": (
        _("Visible, but not behind every cache"),
        _("Visible at %(at)s; these caches did not answer: %(caches)s"),
    ),
    "serai.embargo_ended": (_("End of the embargo"), _("The embargo has ended")),
}
KINDS: Mapping[str, Any] = {
    "publish": _("publishing"),
    "expire": _("taking off"),
    "embargo_end": _("end of the embargo"),
}


class Noted(dict[str, Any]):
    """What was noted; a word that an older row lacks stays empty."""

    def __missing__(self, key: str) -> str:
        return ""


def register_verbs(registry: LogActionRegistry) -> None:
    for action, (label, sentence) in SENTENCES.items():
        registry.register_action(action)(_formatter(label, sentence))


def _formatter(label: Any, sentence: Any) -> type[LogFormatter]:
    class Formatter(LogFormatter):
        def format_message(self, log_entry: Any) -> str:
            noted = Noted(log_entry.data or {})
            if "kind" in noted:
                noted["kind"] = KINDS.get(noted["kind"], noted["kind"])
            return str(sentence % noted).strip()

    Formatter.label = label
    return Formatter
