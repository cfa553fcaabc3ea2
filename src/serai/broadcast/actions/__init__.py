"""Writes of the TV guide.

printed.py      printed lists of saved pages, one by one
batches.py      what a file says becomes drafts, one a channel
publishing.py   a draft replaces its window of the guide at once
copying.py      a day or a week once more
"""

from serai.broadcast.actions.batches import (
    ChannelMissing,
    draft_batches,
    find_targets,
    of_channel,
    rules_for,
)
from serai.broadcast.actions.copying import copy_days
from serai.broadcast.actions.printed import (
    BroadcastError,
    Show,
    file_event,
    file_shows,
    find_channel,
    find_or_make_programme,
    make_default_channel,
)
from serai.broadcast.actions.publishing import (
    Difference,
    NeedsConfirmation,
    compare,
    publish_batch,
    reject_batch,
)

__all__ = [
    "BroadcastError",
    "ChannelMissing",
    "Difference",
    "NeedsConfirmation",
    "Show",
    "compare",
    "copy_days",
    "draft_batches",
    "file_event",
    "file_shows",
    "find_channel",
    "find_or_make_programme",
    "find_targets",
    "make_default_channel",
    "of_channel",
    "publish_batch",
    "reject_batch",
    "rules_for",
]
