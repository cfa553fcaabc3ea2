"""What each role may do: pure rules on a user and on plain attributes of a thing.

The one answer behind list, edit, preview, history, compare, copy, chooser, export, workflow and
bulk actions. A thing is anything that carries some of `owner_id`, `assigned_to_id`,
`uploaded_by_user_id`, `live` and `embargo_until`; without a thing the question is "may this be
done to anything at all?".
"""

from typing import Any, Final

from serai.core import clock

VIEW, CREATE, EDIT, PUBLISH, CORRECT = "view", "create", "edit", "publish", "correct"
UNPUBLISH, KILL, REVIVE = "unpublish", "kill", "revive"
SCHEDULE, EXPIRE, EMBARGO = "schedule", "expire", "embargo"
LIFT_EMBARGO, TRANSLATE, ASSIGN, FEATURE = "lift_embargo", "translate", "assign", "feature"
DELETE, COPY, EXPORT, SEE_REPORTS = "delete", "copy", "export", "see_reports"
CHOOSE_PICTURE, UPLOAD_PICTURE, EDIT_PICTURE = "choose_picture", "upload_picture", "edit_picture"
VIEW_GUIDE, EDIT_GUIDE, EDIT_FRONT = "view_guide", "edit_guide", "edit_front"
EDIT_VOCABULARY, EDIT_SETTINGS = "edit_vocabulary", "edit_settings"
ADMINISTER_USERS, SEE_AUDIT = "administer_users", "see_audit"

#: What an editor may do to everything editorial.
EDITORIAL: Final = frozenset(
    {VIEW, CREATE, EDIT, PUBLISH, CORRECT, UNPUBLISH, KILL, REVIVE, SCHEDULE, EXPIRE, EMBARGO}
    | {LIFT_EMBARGO, TRANSLATE, ASSIGN, FEATURE, DELETE, COPY, EXPORT, SEE_REPORTS}
    | {CHOOSE_PICTURE, UPLOAD_PICTURE, EDIT_PICTURE, VIEW_GUIDE, EDIT_GUIDE, EDIT_FRONT}
    | {EDIT_VOCABULARY}
)
VERBS: Final = EDITORIAL | {EDIT_SETTINGS, ADMINISTER_USERS, SEE_AUDIT}
#: What each role may do at all; what a reporter may do depends on the thing too.
ALLOWED: Final[dict[str, frozenset[str]]] = {
    "reporter": frozenset(
        {VIEW, CREATE, EDIT, TRANSLATE, COPY, EXPORT, VIEW_GUIDE}
        | {CHOOSE_PICTURE, UPLOAD_PICTURE, EDIT_PICTURE}
    ),
    "editor": EDITORIAL,
    "scheduler": frozenset({VIEW_GUIDE, EDIT_GUIDE, CHOOSE_PICTURE}),
    "administrator": VERBS,
}
#: Roles that bring something before readers, and so need the second factor where it is on.
PUBLISHING_ROLES: Final = frozenset({"editor", "scheduler", "administrator"})

#: Realm of things -> Wagtail's action -> verb.
REALMS: Final[dict[str, dict[str, str]]] = {
    "articles": {
        "view": VIEW, "add": CREATE, "change": EDIT, "delete": DELETE, "publish": PUBLISH,
        "lock": PUBLISH, "unlock": PUBLISH, "unpublish": UNPUBLISH, "copy": COPY,
        "schedule": SCHEDULE, "export": EXPORT,
    },
    "vocabulary": {"view": VIEW, "export": EXPORT, "": EDIT_VOCABULARY},
    "guide": {"view": VIEW_GUIDE, "export": VIEW_GUIDE, "": EDIT_GUIDE},
    "fronts": {"": EDIT_FRONT},
    "settings": {"": EDIT_SETTINGS},
    "pictures": {
        "view": CHOOSE_PICTURE, "choose": CHOOSE_PICTURE, "add": UPLOAD_PICTURE,
        "change": EDIT_PICTURE, "": DELETE,
    },
}  # fmt: skip


class UnknownVerb(ValueError):
    """A question about a verb that no rule knows."""


def role_of(user: Any) -> str:
    """The user's role, empty for a stranger or a disabled account."""
    if not getattr(user, "is_authenticated", False) or not getattr(user, "is_active", False):
        return ""
    if getattr(user, "is_superuser", False):
        return "administrator"
    return str(getattr(user, "role", ""))


def may(user: Any, verb: str, thing: object | None = None) -> bool:
    """Whether this user may do this, to this thing if one is given."""
    if verb not in VERBS:
        raise UnknownVerb(verb)
    role = role_of(user)
    if verb not in ALLOWED.get(role, frozenset()):
        return False
    if verb == COPY and _is_embargoed(thing):
        return False  # the copy would stand under no embargo
    return role != "reporter" or thing is None or _reporter_may(user, verb, thing)


def verb_for(realm: str, action: str) -> str:
    """The verb that an action of Wagtail means in a realm; an unnamed one is the editing verb."""
    verbs = REALMS[realm]
    return verbs[action] if action in verbs else verbs.get("", EDIT)


def roles_with(verb: str) -> tuple[str, ...]:
    return tuple(role for role, verbs in ALLOWED.items() if verb in verbs)


def _reporter_may(user: Any, verb: str, thing: object) -> bool:
    """Embargoed things are unseen; only one's own and assigned ones are edited, until live."""
    if _is_embargoed(thing):
        return False
    if verb not in (EDIT, EDIT_PICTURE):
        return True
    return is_own(user, thing) and not getattr(thing, "live", False)


def _is_embargoed(thing: object | None) -> bool:
    until = getattr(thing, "embargo_until", None)
    return until is not None and until > clock.now()


def is_own(user: Any, thing: object) -> bool:
    """Whether the thing belongs to this user or is assigned to them."""
    names = ("owner_id", "assigned_to_id", "uploaded_by_user_id")
    return user.pk is not None and user.pk in {getattr(thing, name, None) for name in names}
