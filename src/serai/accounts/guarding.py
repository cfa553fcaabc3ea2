"""The policy as Wagtail asks for it: a permission policy, and mixins for viewsets and choosers."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

from serai.accounts.policy import may, role_of, roles_with, verb_for
from serai.core import clock


def visible_to(user: Any, queryset: Any) -> Any:
    """What of a list this user may see: a reporter sees nothing under an embargo."""
    names = {field.name for field in queryset.model._meta.get_fields()}
    if role_of(user) != "reporter" or "embargo_until" not in names:
        return queryset
    over = Q(embargo_until__isnull=True) | Q(embargo_until__lte=clock.now())
    return queryset.filter(over)


class RolePolicy(BasePermissionPolicy):
    """Wagtail's questions about a model, answered by ``policy.may``."""

    def __init__(self, model: Any, realm: str) -> None:
        super().__init__(model)
        self.realm = realm

    def user_has_permission(self, user: Any, action: str) -> bool:
        return may(user, verb_for(self.realm, action))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return may(user, verb_for(self.realm, action), instance)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        roles = {role for action in actions for role in roles_with(verb_for(self.realm, action))}
        members = get_user_model()._default_manager.filter(is_active=True)
        return members.filter(role__in=roles)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        everything = self.model._default_manager.all()
        if not self.user_has_any_permission(user, actions):
            return everything.none()
        seen = visible_to(user, everything)
        names = {field.name for field in self.model._meta.get_fields()}
        if role_of(user) != "reporter" or "view" in actions or "choose" in actions:
            return seen
        owned = {"owner", "assigned_to", "uploaded_by_user"} & names
        own = Q()
        for name in owned:
            own |= Q(**{name: user})
        return seen.filter(own, **({"live": False} if "live" in names else {}))

    # What Wagtail asks of the pictures' policy beside this; Serai has one collection.

    def collections_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        from wagtail.models import Collection

        allowed = self.user_has_any_permission(user, actions)
        return Collection.objects.all() if allowed else Collection.objects.none()

    def collections_user_has_permission_for(self, user: Any, action: str) -> Any:
        return self.collections_user_has_any_permission_for(user, [action])


class GuardedChoose(ChooseView):
    """A chooser's list without what this user may not see."""

    def get_object_list(self) -> Any:
        return visible_to(self.request.user, super().get_object_list())


class GuardedChooseResults(ChooseResultsView):
    def get_object_list(self) -> Any:
        return visible_to(self.request.user, super().get_object_list())


class ChooserField(AdminSnippetChooser):
    """Says what its buttons do in the language of whoever looks.

    Wagtail puts the name of the model into the words once, in the language of the first form, and
    in the nominative.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_one_text = _("Choose")
        self.choose_another_text = _("Choose another")
        self.link_to_chosen_text = _("Open in a new tab")


class GuardedChooser(SnippetChooserViewSet):
    """Chooser of a guarded model."""

    choose_view_class = GuardedChoose
    choose_results_view_class = GuardedChooseResults
    base_widget_class = ChooserField
    choose_one_text = _("Choose")
    choose_another_text = _("Choose another")
    edit_item_text = _("Open in a new tab")
    search_tab_label = _("Search")
    create_action_label = _("Create")


class Guarded:
    """For a SnippetViewSet, named before it: ``realm`` says which verbs of the policy count.

    Whoever overrides ``get_queryset`` passes the result through ``visible_to``.
    """

    realm: ClassVar[str] = "vocabulary"
    chooser_viewset_class = GuardedChooser
    model: Any = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.model is not None:
            register_permission_policy(cls.model, RolePolicy(cls.model, cls.realm), True)

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Wagtail's way home, but named in the language of whoever looks."""
        return [{"url": reverse_lazy("wagtailadmin_home"), "label": _("Dashboard")}]

    def get_queryset(self, request: Any) -> Any:
        given = super().get_queryset(request)  # type: ignore[misc]
        queryset = self.model._default_manager.all() if given is None else given
        return visible_to(request.user, queryset)
