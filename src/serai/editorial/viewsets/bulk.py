"""What may be done with several things of a list at once."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import classproperty
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from serai.accounts.policy import may
from serai.editorial import actions
from serai.editorial.models import Article, EditorialError, KilledError

#: Keys are SQLite's and PostgreSQL's integers of eight bytes.
LARGEST_KEY = 2**63 - 1
#: So many refusals are told one by one.
TOLD: Final = 20


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

    def prepare_action(self, objects: Any, objects_without_access: Any) -> None:
        left = objects_without_access["items_with_no_access"]
        self.refused = [(article, why_not_touched(article)) for article in left]

    @classmethod
    def execute_action(cls, objects: Any, user: Any = None, **kwargs: Any) -> tuple[int, int]:
        """Each on its own: one that cannot be published leaves the others alone."""
        refused = kwargs["self"].refused
        before = len(refused)
        for article in objects:
            try:
                actions.publish_article(article=article, user=user)
            except (EditorialError, ValidationError, IntegrityError) as error:
                refused.append((article, reason_of(error)))
        return len(objects) - (len(refused) - before), 0

    def get_success_message(self, done: int, _children: int) -> str:
        self._tell_refused()
        said = ngettext("%(done)d article published.", "%(done)d articles published.", done)
        return said % {"done": done}

    def _tell_refused(self) -> None:
        """Which ones were left and why, the first of them by name."""
        for article, why in self.refused[:TOLD]:
            messages.warning(self.request, f"{article}: {why}")
        more = len(self.refused) - TOLD
        if more > 0:
            said = ngettext("%(left)d more could not be.", "%(left)d more could not be.", more)
            messages.warning(self.request, said % {"left": more})


def why_not_touched(article: Article) -> str:
    if article.killed_at is not None:
        return str(KilledError())
    return gettext("you may not publish it.")


def reason_of(error: Exception) -> str:
    """What stopped the publishing, in words for the desk."""
    if isinstance(error, IntegrityError):
        return gettext("it clashes with another article.")
    if not hasattr(error, "error_dict"):
        return "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    said = []
    for name, faults in error.message_dict.items():  # type: ignore[attr-defined]
        try:
            label = capfirst(Article._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        except FieldDoesNotExist:
            label = ""
        said += [f"{label}: {fault}" if label else str(fault) for fault in faults]
    return "; ".join(said)


class DeletePicked(Picked, DeleteBulkAction):
    """Wagtail's own, for every kind of thing, deaf to broken addresses; all of them or none."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except ProtectedError as error:
            users = ", ".join(str(thing) for thing in sorted(error.protected_objects, key=str)[:5])
            said = gettext("Nothing was deleted: some of these are still used (%(users)s).")
            messages.error(self.request, said % {"users": users})
            return redirect(self.next_url)
        return answer
