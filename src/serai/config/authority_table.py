"""The table of authority written out: address x role x state of the object, as it is committed."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, Final

from django.urls import URLPattern, URLResolver

from serai.accounts.policy import ALLOWED
from serai.config.authority import ANYONE, REALM_OF, YES, Row, row_for, verdict
from serai.config.newsroom import closed, newsroom_urls
from serai.core import clock

ME, OTHER = 1, 2
#: Realm -> states in which an object of it may stand, as the person who asks sees it.
STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "articles": ("own", "assigned", "other", "live", "embargoed"),
    "pictures": ("own", "other", "live"),
}
Entry = dict[str, Any]


def addresses(patterns: Any = None, space: str = "", route: str = "") -> Iterator[tuple[str, str]]:
    """Full name and route of every address that is not closed."""
    for pattern in newsroom_urls() if patterns is None else patterns:
        here = (route + str(pattern.pattern)).replace("^", "")
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (space, pattern.namespace) if part)
            yield from addresses(pattern.url_patterns, inner, here)
        elif isinstance(pattern, URLPattern) and pattern.callback is not closed:
            yield ":".join(part for part in (space, pattern.name) if part), here


def table() -> dict[str, Entry]:
    """Every row, by the name of its address and what the address itself chooses."""
    written: dict[str, Entry] = {}
    for name in sorted({name for name, _route in addresses()}):
        row = row_for(name)
        assert row is not None, name
        for words, kwargs in _choices(row):
            settled = row.settled(kwargs)
            written[" ".join([name or "(no such address)", *words])] = _entry(settled)
    return written


def markdown() -> str:
    """docs/reference/authority.md."""
    lines = [
        "# Who may do what",
        "",
        "Generated from `serai/config/authority.py` by `make docs`. One row per address of the",
        "newsroom: who may read it and who may write through it; in brackets the states of the",
        "object for which that holds, where it does not hold for all. What a role may not see",
        "answers 404, what it may not do 403; an address without a row is closed.",
        "",
        "| address | reading | writing |",
        "|---|---|---|",
    ]
    for name, entry in table().items():
        lines.append(f"| `{name}` | {_who(entry, 'read')} | {_who(entry, 'write')} |")
    return "\n".join(lines) + "\n"


def lines() -> str:
    """data/authority.tsv: one line per address and state, a reading/writing answer per role."""
    written = ["\t".join(("address", "read", "write", "object", "state", *ALLOWED))]
    for name, entry in table().items():
        for state, by in entry["answers"].items():
            answers = ["/".join(by[role]) for role in ALLOWED]
            row = (name, entry["read"], entry["write"], entry["object"] or "-", state, *answers)
            written.append("\t".join(row))
    return "\n".join(written) + "\n"


def _choices(row: Row) -> Iterator[tuple[list[str], dict[str, str]]]:
    """What the address itself can name: verbs, and one model of each realm."""
    verbs = row.choices if row.chosen_by else ("",)
    models = {realm: model for model, realm in REALM_OF.items()} if "{" in row.model else {"": "."}
    for realm, model in models.items():
        for verb in verbs:
            app_label, _dot, model_name = model.partition(".")
            named = {"app_label": app_label, "model_name": model_name, row.chosen_by: verb}
            yield [word for word in (realm, verb) if word], named


def _entry(row: Row) -> Entry:
    has_object = bool(row.key or row.ids)
    states = STATES.get(row.realm, ("any",)) if has_object else ("-",)
    answers = {
        state: {
            role: [_answer(role, right, row.realm, state) for right in (row.read, row.write)]
            for role in ALLOWED
        }
        for state in states
    }
    return {"read": row.read, "write": row.write, "object": row.model, "answers": answers}


def _answer(role: str, right: str, realm: str, state: str) -> str:
    if right == ANYONE:
        return YES
    user = SimpleNamespace(pk=ME, is_authenticated=True, is_active=True, role=role)
    return verdict(user, [right], realm, None if state == "-" else _thing(state))


def _thing(state: str) -> SimpleNamespace:
    owner = OTHER if state in ("assigned", "other") else ME
    return SimpleNamespace(
        owner_id=owner,
        uploaded_by_user_id=owner,
        assigned_to_id=ME if state == "assigned" else None,
        live=state == "live",
        embargo_until=clock.now() + timedelta(days=1) if state == "embargoed" else None,
    )


def _who(entry: Entry, what: str) -> str:
    if entry[what] == ANYONE:
        return "anyone"
    place = 0 if what == "read" else 1
    said = []
    for role in ALLOWED:
        states = [state for state, by in entry["answers"].items() if by[role][place] == YES]
        if len(states) == len(entry["answers"]):
            said.append(role)
        elif states:
            said.append(f"{role} ({', '.join(states)})")
    return ", ".join(said) or "—"
