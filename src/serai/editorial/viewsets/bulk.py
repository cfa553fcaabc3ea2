"""What may be done with several things of a list at once."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from serai.accounts.policy import may
from serai.editorial import actions
from serai.editorial.models import Article, EditorialError

#: Keys are SQLite's and PostgreSQL's integers of eight bytes.
LARGEST_KEY = 2**63 - 1


def named(model: Any, keys: Sequence[Any]) -> list[Any]:
    """The things that an address names; a key that can be none is nothing that was found."""
    wanted = []
    for key in keys:
        try:
            value = model._meta.pk.to_python(key)
        except (ValidationError, ValueError):
            continue
        if not isinstance(value, int) or 0 <= value <= LARGEST_KEY:
            wanted.append(value)
    found = list(model._default_manager.filter(pk__in=wanted))
    if not found:
        raise Http404
    return found


class Picked:
    """Only what was ticked: «all of the list» would go past its filters."""

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Sequence[Any]) -> list[Any]:
        return named(model, object_ids)

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[Any]:
        return []


class PublishPicked(Picked, SnippetBulkAction):
    """Publishes the latest version of each, through the door of the button."""

    display_name = _("Publish")
    action_type = "publish"
    aria_label = _("Publish the ticked articles")
    template_name = "newsroom/bulk/publish.html"
    action_priority = 10

    @classproperty
    def models(cls) -> list[Any]:
        return [Article]

    def check_perm(self, snippet: Any) -> bool:
        return snippet.killed_at is None and may(self.request.user, "publish", snippet)

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "user": self.request.user}

    @classmethod
    def execute_action(cls, objects: Any, user: Any = None, **kwargs: Any) -> tuple[int, int]:
        """Each on its own: one that cannot be published leaves the others alone."""
        done = 0
        for article in objects:
            try:
                actions.publish_article(article=article, user=user)
            except (EditorialError, ValidationError, IntegrityError):
                continue
            done += 1
        return done, 0

    def get_success_message(self, done: int, _children: int) -> str:
        said = ngettext("%(done)d article published.", "%(done)d articles published.", done)
        left = len(self.actionable_objects) - done
        more = ngettext("%(left)d could not be.", "%(left)d could not be.", left)
        return (said % {"done": done}) + (" " + more % {"left": left} if left else "")


class DeletePicked(Picked, DeleteBulkAction):
    """Wagtail's own, for every kind of thing, deaf to broken addresses."""
