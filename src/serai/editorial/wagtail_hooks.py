"""Registration of the stories in the newsroom."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from serai.editorial.viewsets import EditorialGroup

register_snippet(EditorialGroup)

#: Menu entries of Wagtail for things that Serai does not have.
WITHOUT = {"explorer", "documents", "snippets"}


def hide_unused(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in WITHOUT]


hooks.register("construct_main_menu", hide_unused)
