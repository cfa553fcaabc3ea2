"""What the newsroom's own work needs of the demo, so that removing the demo leaves it whole."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.apps import apps
from django.db import models
from wagtail.models import Revision

from serai.editorial.models import Article

Key = tuple[str, str]

#: Kinds of the demo with the model and column that may need a row of them. In the order in which
#: they go: a programme before its picture.
USES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "editorial.storyline": (("editorial.article", "storyline"),),
    "broadcast.programme": (
        ("broadcast.scheduleevent", "programme"),
        ("broadcast.ondemandprogram", "programme"),
    ),
    "broadcast.channel": (
        ("broadcast.scheduleevent", "channel"),
        ("broadcast.schedulebatch", "channel"),
        ("broadcast.importprofile", "channel"),
    ),
    "editorial.author": (("editorial.articleauthor", "author"),),
    "editorial.source": (("editorial.article", "source"),),
    "vocabulary.person": (("editorial.quote", "person"),),
    "media.image": (
        ("editorial.article", "main_image"),
        ("editorial.siteidentity", "logo"),
        ("broadcast.programme", "image"),
        ("broadcast.series", "image"),
    ),
}
#: Columns of a draft and parts of a body block that name a row.
DRAFT_COLUMNS: Final = {
    "storyline": "editorial.storyline",
    "source": "editorial.source",
    "main_image": "media.image",
}
BLOCK_PARTS: Final = {
    ("quote", "speaker"): "vocabulary.person",
    ("image", "image"): "media.image",
    ("gallery", "image"): "media.image",
    ("video", "poster"): "media.image",
}


def is_needed(row: models.Model, named: set[Key]) -> bool:
    """True where a row points to ``row`` or a text names it.

    Asked when the demo's own articles and airings are gone, so whoever is left is the newsroom.
    """
    uses = USES[row._meta.label_lower]
    return (row._meta.label_lower, str(row.pk)) in named or any(
        apps.get_model(label)._default_manager.filter(**{column: row.pk}).exists()
        for label, column in uses
    )


def named_in_texts() -> set[Key]:
    """Kind and key of what bodies and unpublished drafts of the standing articles name."""
    found: set[Key] = set()
    for body in Article.objects.values_list("body", flat=True).iterator():
        found.update(_named_in_blocks(body.raw_data))
    drafts = Article.objects.filter(has_unpublished_changes=True).values("latest_revision")
    for revision in Revision.objects.filter(pk__in=drafts).iterator():
        found.update(_named_in_draft(revision.content))
    return found


def _named_in_draft(content: Mapping[str, Any]) -> Iterator[Key]:
    for column, kind in DRAFT_COLUMNS.items():
        if content.get(column):
            yield kind, str(content[column])
    for author in content.get("authors", ()):
        yield "editorial.author", str(author["author"])
    yield from _named_in_blocks(json.loads(content.get("body") or "[]"))


def _named_in_blocks(blocks: Any) -> Iterator[Key]:
    for block in blocks:
        values = block["value"] if block["type"] == "gallery" else [block["value"]]
        for (block_type, part), kind in BLOCK_PARTS.items():
            if block["type"] != block_type:
                continue
            for value in values:
                key = value.get("value", value).get(part)  # items of a list may be wrapped
                if key:
                    yield kind, str(key)
