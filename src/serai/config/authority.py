"""The gate of the newsroom: which role may call which address on which object.

Every address has a row: the right that reading and writing need, and how the object is found. The
rows, multiplied by roles and states of the object, are committed as ``data/authority.json`` and
``docs/reference/authority.md``; a test calls every row. An address without a row is closed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Final

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.http import urlencode

from serai.accounts.policy import (
    ADMINISTER_USERS,
    CHOOSE_PICTURE,
    CORRECT,
    DELETE,
    EDIT_GUIDE,
    EDIT_PICTURE,
    EDIT_SETTINGS,
    PUBLISH,
    SCHEDULE,
    SEE_AUDIT,
    SEE_REPORTS,
    UPLOAD_PICTURE,
    VIEW,
    VIEW_GUIDE,
    may,
    role_of,
    verb_for,
)
from serai.editorial.selectors import picture_is_public

#: Rights beside the verbs of the policy.
ANYONE, MEMBER, NOBODY = "anyone", "member", "nobody"
YES, NO, HIDDEN = "yes", "no", "hidden"
#: Model -> realm of the policy.
REALM_OF: Final[Mapping[str, str]] = {
    "editorial.article": "articles",
    "editorial.storyline": "vocabulary",
    "editorial.section": "vocabulary",
    "editorial.source": "vocabulary",
    "editorial.author": "vocabulary",
    "editorial.front": "fronts",
    "editorial.standingpage": "fronts",
    "editorial.siteidentity": "settings",
    "vocabulary.country": "vocabulary",
    "vocabulary.city": "vocabulary",
    "vocabulary.person": "vocabulary",
    "vocabulary.organisation": "vocabulary",
    "vocabulary.topic": "vocabulary",
    "broadcast.channel": "guide",
    "broadcast.programme": "guide",
    "broadcast.scheduleevent": "guide",
    "broadcast.series": "guide",
    "broadcast.importprofile": "guide",
    "broadcast.ondemandprogram": "guide",
    "media.image": "pictures",
}
#: The same of objects that have no list of their own.
BESIDE: Final[Mapping[str, str]] = {"broadcast.schedulebatch": "guide"}
#: Buttons of a form that ask for more than the form does: name in the POST -> action.
BUTTONS: Final[Mapping[str, str]] = {
    "action-publish": "publish",
    "action-unpublish": "unpublish",
    "action-workflow-action": "publish",
}


@dataclass(frozen=True, slots=True)
class Row:
    """``key`` is the part of the address that names the object, ``ids`` the query's own ids,
    ``through`` the way from that object to the one that is judged, ``chosen_by`` the part of the
    address that names the verb or, for bulk actions, the action."""

    read: str
    write: str = NOBODY
    model: str = ""
    key: str = ""
    ids: str = ""
    through: str = ""
    chosen_by: str = ""
    choices: tuple[str, ...] = ()
    files: bool = True

    @property
    def realm(self) -> str:
        return (
            "articles" if self.through else REALM_OF.get(self.model) or BESIDE.get(self.model, "")
        )

    def settled(self, kwargs: Mapping[str, Any]) -> "Row":
        """The row with what the address itself names: the model, the verb. Raises Http404."""
        row = self
        if self.chosen_by:
            chosen = str(kwargs[self.chosen_by])
            if chosen not in self.choices:
                raise Http404
            row = replace(row, read=chosen, write=chosen, chosen_by="")
        if "{" in self.model:
            row = replace(row, model=self.model.format(**kwargs).lower())
            if not row.realm:
                raise Http404
            if row.model in ONE_PER_EDITION and row.read in NOT_OF_ONE:
                return replace(row, read=NOBODY, write=NOBODY)
            row = replace(
                row, read=verb_for(row.realm, row.read), write=verb_for(row.realm, row.write)
            )
        return row


#: Part of a snippet's address -> action for reading, action for writing, whether it has an object.
SNIPPET: Final[Mapping[str, tuple[str, str, bool]]] = {
    "list": ("view", "", False),
    "list_results": ("view", "", False),
    "add": ("add", "add", False),
    "edit": ("change", "change", True),
    # Its form is sent to «add»; sent here, Wagtail would write over the original.
    "copy": ("copy", "", True),
    "delete": ("delete", "delete", True),
    "inspect": ("view", "", True),
    "history": ("view", "", True),
    "history_results": ("view", "", True),
    "preview_on_add": ("add", "add", False),
    "preview_on_edit": ("view", "change", True),
    "revisions_view": ("view", "", True),
    "revisions_compare": ("view", "", True),
    "revisions_revert": ("change", "change", True),
    "revisions_unschedule": ("schedule", "schedule", True),
    "unpublish": ("unpublish", "unpublish", True),
    "lock": ("lock", "lock", True),
    "unlock": ("unlock", "unlock", True),
    "workflow_action": ("publish", "publish", True),
    "collect_workflow_action_data": ("publish", "publish", True),
    "confirm_workflow_cancellation": ("change", "change", True),
    "workflow_history": ("view", "", True),
    "workflow_history_results": ("view", "", True),
    "workflow_history_detail": ("view", "", True),
    "workflow_preview": ("view", "", True),
    "reorder": ("change", "change", True),
}
ARTICLE_VERBS = (
    "correct", "schedule", "expire", "embargo", "lift_embargo", "translate", "assign", "feature",
    "unpublish",     "kill", "revive",
)  # fmt: skip
#: Start-up makes one of each for an edition: nobody adds, copies or deletes one.
ONE_PER_EDITION = ("editorial.front", "editorial.siteidentity")
NOT_OF_ONE = ("add", "preview_on_add", "copy", "delete")
BULK = ("delete", "publish", "unpublish", "add_tags", "add_to_collection")
_PICTURE = Row(CHOOSE_PICTURE, CHOOSE_PICTURE, model="media.image")
_OWN_PICTURE = Row(EDIT_PICTURE, EDIT_PICTURE, model="media.image", key="image_id")
_SETTINGS = Row(EDIT_SETTINGS, EDIT_SETTINGS)
_REPORT = Row(SEE_REPORTS)

#: Every address that is no snippet's, by name.
NAMED: Final[Mapping[str, Row]] = {
    "": Row(ANYONE, ANYONE),  # Wagtail's own 404
    "wagtailadmin_sprite": Row(ANYONE),
    "wagtailadmin_javascript_catalog": Row(ANYONE),
    "wagtailadmin_login": Row(ANYONE, ANYONE),
    "wagtailadmin_logout": Row(ANYONE, ANYONE),
    "wagtailadmin_password_reset": Row(ANYONE, ANYONE),
    "wagtailadmin_password_reset_done": Row(ANYONE),
    "wagtailadmin_password_reset_confirm": Row(ANYONE, ANYONE),
    "wagtailadmin_password_reset_complete": Row(ANYONE),
    "second_factor": Row(ANYONE, ANYONE),
    "second_factor_setup": Row(ANYONE, ANYONE),
    "wagtailadmin_home": Row(MEMBER),
    "wagtailadmin_account": Row(MEMBER, MEMBER, files=False),
    "wagtailadmin_dismissibles": Row(MEMBER, MEMBER),
    "wagtailadmin_editing_sessions:release": Row(MEMBER, MEMBER),
    "wagtailadmin_editing_sessions:ping": Row(
        "view", "view", model="{app_label}.{model_name}", key="object_id"
    ),
    "wagtailadmin_block_preview": Row(VIEW),
    "wagtailadmin_tag_autocomplete": Row(CHOOSE_PICTURE),
    "wagtailadmin_tag_model_autocomplete": Row(CHOOSE_PICTURE),
    "link_chooser": Row(VIEW, VIEW),
    "wagtailsnippets:index": Row(VIEW),
    "wagtail_bulk_action": Row(
        "", "", model="{app_label}.{model_name}", ids="id", chosen_by="action", choices=BULK
    ),
    "article_verb": Row(
        "", "", model="editorial.article", key="pk", chosen_by="name", choices=ARTICLE_VERBS
    ),
    "error_reports": Row(VIEW),
    "error_report_done": Row(NOBODY, CORRECT),
    "due_change": Row(NOBODY, SCHEDULE, model="editorial.duechange", key="pk", through="article"),
    "schedule_import": Row(EDIT_GUIDE, EDIT_GUIDE),
    "schedule_copy": Row(NOBODY, EDIT_GUIDE),
    "schedule_batch": Row(VIEW_GUIDE, model="broadcast.schedulebatch", key="pk"),
    "schedule_publish": Row(NOBODY, EDIT_GUIDE, model="broadcast.schedulebatch", key="pk"),
    "schedule_reject": Row(NOBODY, EDIT_GUIDE, model="broadcast.schedulebatch", key="pk"),
    "accounts_list": Row(ADMINISTER_USERS),
    "accounts_add": Row(ADMINISTER_USERS, ADMINISTER_USERS),
    "accounts_edit": Row(ADMINISTER_USERS, ADMINISTER_USERS),
    "accounts_password": Row(NOBODY, ADMINISTER_USERS),
    "accounts_factor": Row(NOBODY, ADMINISTER_USERS),
    "accounts_audit": Row(SEE_AUDIT),
    "wagtailimages:index": Row(VIEW, model="media.image"),
    "wagtailimages:index_results": Row(VIEW, model="media.image"),
    "wagtailimages:add": replace(_PICTURE, read=UPLOAD_PICTURE, write=UPLOAD_PICTURE),
    "wagtailimages:add_multiple": replace(_PICTURE, read=UPLOAD_PICTURE, write=UPLOAD_PICTURE),
    "wagtailimages:edit": _OWN_PICTURE,
    "wagtailimages:edit_multiple": _OWN_PICTURE,
    "wagtailimages:delete": replace(_OWN_PICTURE, read=DELETE, write=DELETE),
    "wagtailimages:delete_multiple": replace(_OWN_PICTURE, read=DELETE, write=DELETE),
    "wagtailimages:image_usage": replace(_REPORT, model="media.image", key="image_id"),
    "wagtailimages_chooser:choose": _PICTURE,
    "wagtailimages_chooser:choose_results": _PICTURE,
    "wagtailimages_chooser:chosen": replace(_PICTURE, key="pk"),
    "wagtailimages_chooser:chosen_multiple": replace(_PICTURE, ids="id"),
    "wagtailimages_chooser:create": replace(_PICTURE, read=UPLOAD_PICTURE, write=UPLOAD_PICTURE),
    "wagtailimages_chooser:select_format": replace(_PICTURE, key="image_id"),
}
#: Beginnings of names that share one row.
NAMESPACES: Final[Mapping[str, Row]] = {
    "wagtailadmin_reports:": _REPORT,
    "wagtailadmin_workflows:": _SETTINGS,
}


def row_for(name: str) -> Row | None:
    """The row of an address by its full name; None where nobody gave it one."""
    if name in NAMED:
        return NAMED[name]
    for beginning, row in NAMESPACES.items():
        if name.startswith(beginning):
            return row
    space, _colon, part = name.rpartition(":")
    kind, _line, rest = space.partition("_")
    model = rest.replace("_", ".", 1)
    if model not in REALM_OF:
        return None
    if kind == "wagtailsnippets":
        return _snippet_row(model, part)
    return _chooser_row(model, part) if kind == "wagtailsnippetchoosers" else None


def _snippet_row(model: str, part: str) -> Row | None:
    if part in ("usage", "usage_results"):
        return Row(SEE_REPORTS, model=model, key="pk")
    if part not in SNIPPET:
        return None
    if model in ONE_PER_EDITION and part in NOT_OF_ONE:
        return Row(NOBODY, model=model, key="pk" if SNIPPET[part][2] else "")
    read, write, has_object = SNIPPET[part]
    realm = REALM_OF[model]
    return Row(
        verb_for(realm, read),
        verb_for(realm, write) if write else NOBODY,
        model=model,
        key="pk" if has_object else "",
    )


def _chooser_row(model: str, part: str) -> Row | None:
    realm = REALM_OF[model]
    view, add = verb_for(realm, "view"), verb_for(realm, "add")
    rows = {
        "choose": Row(view, model=model),
        "choose_results": Row(view, model=model),
        "chosen": Row(view, model=model, key="pk"),
        "chosen_multiple": Row(view, model=model, ids="id"),
        "create": Row(add, add, model=model),
    }
    return rows.get(part)


def guard(view: Callable[..., Any], row: Row) -> Callable[..., Any]:
    """The view behind its row: nothing of it runs before the answer is yes."""
    if row.read == row.write == ANYONE or (row.read == ANYONE and row.write == NOBODY):
        return view

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user = request.user
        if not user.is_authenticated:
            return _to_the_door(request)
        if not allowed(request, row, kwargs):
            return refused(request)
        try:
            return view(request, *args, **kwargs)
        except MultiValueDictKeyError:
            # Wagtail's forms read their parts without asking whether they came.
            return HttpResponseBadRequest()

    return guarded


def allowed(request: HttpRequest, row: Row, kwargs: Mapping[str, Any]) -> bool:
    """Whether the row lets this request in. Raises Http404 for what is not there or not seen."""
    user: Any = request.user
    row = row.settled(kwargs)
    right = row.read if request.method in ("GET", "HEAD") else row.write
    if right == MEMBER and not row.files and request.FILES:
        return False
    rights = {right, *_more_rights(request, row.realm)}
    if verdict(user, rights, row.realm) == NO:
        return False
    things = _things(request, row, kwargs)
    if right == EDIT_PICTURE and not may(user, PUBLISH):
        for thing in things:
            thing.live = picture_is_public(thing.pk)
    verdicts = {verdict(user, rights, row.realm, thing) for thing in things}
    if HIDDEN in verdicts:
        raise Http404
    return NO not in verdicts


def verdict(user: Any, rights: Iterable[str], realm: str, thing: Any = None) -> str:
    """Yes, no, or hidden: may it be done to this thing, and may the thing be seen at all?"""
    asked = set(rights)
    if not role_of(user) or NOBODY in asked:
        return NO
    asked -= {ANYONE, MEMBER}
    if not all(may(user, verb) for verb in asked):
        return NO
    if thing is not None and not may(user, verb_for(realm, "view"), thing):
        return HIDDEN
    return YES if all(may(user, verb, thing) for verb in asked) else NO


def _more_rights(request: HttpRequest, realm: str) -> set[str]:
    """What the pressed button of a form, or an export of a list, asks for beside the row."""
    if not realm:
        return set()
    more = {"export"} if "export" in request.GET else set()
    if request.method == "POST":
        more |= {action for name, action in BUTTONS.items() if name in request.POST}
    return {verb_for(realm, action) for action in more}


def _things(request: HttpRequest, row: Row, kwargs: Mapping[str, Any]) -> list[Any]:
    """The objects that the address names; all of them must be there."""
    keys: Iterable[str] = ()
    if row.key:
        keys = [str(kwargs[row.key])]
    elif row.ids:
        keys = [key for key in request.GET.getlist(row.ids) if key != "all"]
    wanted = set(keys)
    if not wanted:
        return []
    model: Any = apps.get_model(row.model)
    try:
        found = list(model._default_manager.filter(pk__in=wanted))
    except (ValueError, TypeError, OverflowError):
        raise Http404 from None
    if len(found) != len(wanted):
        raise Http404
    return [getattr(thing, row.through) for thing in found] if row.through else found


def _to_the_door(request: HttpRequest) -> HttpResponse:
    half: Any = getattr(request, "half_user", None)
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return HttpResponse(status=403)
    if half is not None and half.is_authenticated:
        return redirect("second_factor" if half.totp_seed else "second_factor_setup")
    query = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('wagtailadmin_login')}?{query}")


def refused(request: HttpRequest) -> HttpResponse:
    return render(request, "newsroom/accounts/refused.html", status=403)


def plug_policies(*labels: str) -> None:
    """Hand the policy to Wagtail for models whose viewset does not do so itself."""
    from wagtail.permissions import register_permission_policy

    from serai.accounts.guarding import RolePolicy

    for label in labels or REALM_OF:
        model = apps.get_model(label)
        register_permission_policy(model, RolePolicy(model, REALM_OF[label]), True)
