"""Writes of the newsroom.

filing    drafts, publishing the latest version, sources, authors, storyline candidates, desk data
verbs     correct, unpublish, kill, revive, assign, translate
timing    schedule, expire, embargo, lift it, call off, try again
fronts    fronts and site settings of the editions, an article into a slot
due       what the due worker does
reports   errors that readers report
approval  the workflow of a new newsroom
showing   since when a change is visible
"""

from serai.editorial.actions.approval import make_approval
from serai.editorial.actions.filing import (
    Draft,
    create_draft,
    file_storyline_candidate,
    find_or_make_author,
    find_or_make_source,
    load_desk,
    publish_article,
)
from serai.editorial.actions.fronts import FrontError, feature_on_front, make_fronts
from serai.editorial.actions.reports import forget_reports, report_error, settle_report
from serai.editorial.actions.showing import note_visible
from serai.editorial.actions.timing import (
    cancel_change,
    expire_article,
    lift_embargo,
    retry_change,
    schedule_article,
    set_embargo,
)
from serai.editorial.actions.verbs import (
    assign_article,
    correct_article,
    kill_article,
    revive_article,
    translate_article,
    unpublish_article,
)

__all__ = [
    "Draft",
    "FrontError",
    "assign_article",
    "cancel_change",
    "correct_article",
    "create_draft",
    "expire_article",
    "feature_on_front",
    "file_storyline_candidate",
    "find_or_make_author",
    "find_or_make_source",
    "forget_reports",
    "kill_article",
    "lift_embargo",
    "load_desk",
    "make_approval",
    "make_fronts",
    "note_visible",
    "publish_article",
    "report_error",
    "retry_change",
    "revive_article",
    "schedule_article",
    "set_embargo",
    "settle_report",
    "translate_article",
    "unpublish_article",
]
