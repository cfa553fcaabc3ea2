"""Writes of the newsroom.

filing    drafts, publishing the latest version, sources, authors, storyline candidates, desk data
"""

from serai.editorial.actions.filing import (
    Draft,
    create_draft,
    file_storyline_candidate,
    find_or_make_author,
    find_or_make_source,
    load_desk,
    publish_article,
)

__all__ = [
    "Draft",
    "create_draft",
    "file_storyline_candidate",
    "find_or_make_author",
    "find_or_make_source",
    "load_desk",
    "publish_article",
]
