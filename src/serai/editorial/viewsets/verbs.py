"""The verbs in the action menu of an article's form."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.snippets.action_menu import ActionMenuItem

from serai.editorial.models import Article
from serai.editorial.views import Verb, verbs_for

#: Entries of Wagtail that have a verb of ours in their place.
REPLACED = {"action-unpublish"}
#: A killed article has only the way back.
NOT_WHEN_KILLED = {"action-publish", "action-submit", "action-restart-workflow"}


class VerbItem(ActionMenuItem):
    """A link to the verb's own page."""

    def __init__(self, name: str, verb: Verb, order: int) -> None:
        super().__init__(order)
        self.name, self.label, self.icon_name = f"verb-{name}", verb.label, verb.icon
        self.verb = name

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("article_verb", args=[parent_context["instance"].pk, self.verb])


def offer_verbs(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Add what may be done with this article now."""
    article = context.get("instance")
    if not isinstance(article, Article) or context.get("view") != "edit" or not article.pk:
        return
    without = REPLACED | (NOT_WHEN_KILLED if article.killed_at else set())
    items[:] = [item for item in items if item.name not in without]
    for place, (name, verb) in enumerate(verbs_for(request.user, article).items()):
        items.append(VerbItem(name, verb, 200 + place))
