"""What templates need beyond Django's own: one door for the encoder's HTML."""

from typing import Final

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from serai.portal.pages import Frame, LetterGroup

register = template.Library()
#: By identity of the groups, which stay here so that no other object can take their place.
_drawn: dict[int, tuple[tuple[LetterGroup, ...], str, SafeString]] = {}
_DRAWN_AT_MOST: Final = 32


@register.simple_tag
def country_index(frame: Frame) -> SafeString:
    """``parts/index.html``. Pages that share the index share its drawing: it has a hundred
    variables, an eighth of an article's time."""
    groups, title = frame.index, frame.index_title
    found = _drawn.get(id(groups))
    if found is None or found[0] is not groups or found[1] != title:
        if len(_drawn) >= _DRAWN_AT_MOST:
            _drawn.clear()
        drawn = render_to_string("portal/parts/index.html", {"groups": groups, "title": title})
        found = _drawn[id(groups)] = (groups, title, drawn)
    return found[2]


@register.filter
def island(data: str) -> SafeString:
    """JSON of selectors.structured inside its script element. Raises ValueError for any other."""
    if "<" in data:
        raise ValueError("data for a script element must not hold a bracket")
    return mark_safe(data)  # noqa: S308  looked at above


@register.filter
def markup(html: str) -> SafeString:
    """HTML of ``Block.html``: written by the one encoder (core.sanitizer), by nobody else."""
    return mark_safe(html)  # noqa: S308  the encoder escapes all text
