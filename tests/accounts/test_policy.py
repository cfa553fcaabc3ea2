"""What each role may do."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from serai.accounts.policy import ALLOWED, REALMS, VERBS, UnknownVerb, may, verb_for
from serai.core import clock

ME = 7
PUBLISHING = (
    "publish", "correct", "unpublish", "kill", "revive", "schedule", "expire", "embargo",
    "lift_embargo", "delete", "assign", "edit_front", "feature",
)  # fmt: skip


def person(role: str, **more: Any) -> SimpleNamespace:
    return SimpleNamespace(
        **{"pk": ME, "is_authenticated": True, "is_active": True, "role": role, **more}
    )


def article(**more: Any) -> SimpleNamespace:
    standing = {"owner_id": 1, "assigned_to_id": None, "live": False, "embargo_until": None}
    return SimpleNamespace(**{**standing, **more})


def test_a_reporter_edits_own_and_assigned_drafts_only() -> None:
    reporter = person("reporter")
    assert may(reporter, "create")
    assert may(reporter, "edit", article(owner_id=ME))
    assert may(reporter, "edit", article(assigned_to_id=ME))
    assert not may(reporter, "edit", article())
    assert not may(reporter, "edit", article(owner_id=ME, live=True))
    assert may(reporter, "view", article(live=True))


@pytest.mark.parametrize("verb", PUBLISHING)
def test_a_reporter_never_publishes(verb: str) -> None:
    assert not may(person("reporter"), verb)
    assert not may(person("reporter"), verb, article(owner_id=ME))
    assert may(person("editor"), verb, article())


@pytest.mark.parametrize("verb", ["view", "edit", "copy", "translate", "export"])
def test_an_embargo_hides_even_ones_own(verb: str) -> None:
    until = clock.now() + timedelta(hours=1)
    assert not may(person("reporter"), verb, article(owner_id=ME, embargo_until=until))
    assert may(person("editor"), verb, article(embargo_until=until)) is (verb != "copy")
    over = clock.now() - timedelta(seconds=1)
    assert may(person("reporter"), verb, article(owner_id=ME, embargo_until=over))


def test_a_scheduler_has_only_the_guide() -> None:
    scheduler = person("scheduler")
    assert {verb for verb in VERBS if may(scheduler, verb)} == {
        "view_guide", "edit_guide", "choose_picture",
    }  # fmt: skip


def test_only_administrators_have_users_and_settings() -> None:
    for verb in ("administer_users", "see_audit", "edit_settings"):
        assert [role for role in ALLOWED if may(person(role), verb)] == ["administrator"]


def test_a_superuser_is_an_administrator() -> None:
    assert all(may(person("reporter", is_superuser=True), verb) for verb in VERBS)


@pytest.mark.parametrize(
    "stranger",
    [
        person("administrator", is_active=False),
        person("administrator", is_authenticated=False),
        person("administrator", is_active=False, is_superuser=True),
        person("king"),
        SimpleNamespace(),
    ],
)
def test_nobody_else_may_anything(stranger: Any) -> None:
    assert not any(may(stranger, verb) for verb in VERBS)


def test_a_verb_without_a_rule_is_an_error() -> None:
    with pytest.raises(UnknownVerb):
        may(person("administrator"), "burn")


def test_a_draft_of_nobody_is_not_ones_own() -> None:
    assert not may(person("reporter", pk=None), "edit", article(owner_id=None))


def test_every_action_of_wagtail_means_a_verb_of_the_policy() -> None:
    for realm, verbs in REALMS.items():
        assert set(verbs.values()) <= VERBS
        assert verb_for(realm, "an action of tomorrow") in VERBS
