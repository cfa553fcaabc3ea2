"""Reads of imports: the names of sources, which the reader of captures is given."""

from serai.editorial.models import SourceName


def source_names() -> list[str]:
    """Every name that a source is known by, in any language."""
    return [
        name
        for row in SourceName.objects.order_by("pk")
        for name in dict.fromkeys((row.name, row.short, *row.aliases))
        if name
    ]
