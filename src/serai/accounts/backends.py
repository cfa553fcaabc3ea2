"""Roles as Django's permissions: ``user.has_perm`` answers what the policy says."""

from typing import Any

from django.apps import apps
from django.contrib.auth.backends import ModelBackend
from wagtail.permissions import policy_registry

from serai.accounts.guarding import RolePolicy
from serai.accounts.policy import role_of

ENTRY = "wagtailadmin.access_admin"


class RoleBackend(ModelBackend):
    """Passwords as Django keeps them; permissions from the role, never from rows."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return {ENTRY} if role_of(user_obj) else set()

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return bool(role_of(user_obj))

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if perm == ENTRY:
            return bool(role_of(user_obj))
        app_label, _dot, codename = perm.partition(".")
        action, _line, model_name = codename.partition("_")
        try:
            model = apps.get_model(app_label, model_name)
        except (LookupError, ValueError):
            return False
        policy: Any = policy_registry.get_by_type(model, fallback=False)
        if not isinstance(policy, RolePolicy):
            return False
        if obj is None:
            return policy.user_has_permission(user_obj, action)
        return policy.user_has_permission_for_instance(user_obj, action, obj)
