"""Names of what a page can be built from: ``article:812``, ``articles:ru:country:KZ``.

Every tag is made here. ``SITE`` stands for what every page shows (menus, sections, names of
countries): it is not written down page by page, a change of it empties the store.
"""

import re
from typing import Final

SITE: Final = "site"
_PART: Final = re.compile(r"[A-Za-z0-9._-]{1,80}")


def tag(kind: str, *parts: object) -> str:
    """The tag of an object or a list. Raises ValueError for a part that would not be one."""
    named = [kind, *(str(part) for part in parts if part not in ("", None))]
    for part in named:
        if not _PART.fullmatch(part):
            raise ValueError(f"{part!r} cannot stand in a tag")
    return ":".join(named)
