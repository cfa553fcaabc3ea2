"""What Django and Wagtail are told: the same as the policy says."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from serai.accounts.guarding import RolePolicy, visible_to
from serai.broadcast.models import Programme
from serai.config.authority import REALM_OF
from serai.core import clock
from serai.editorial.models import Article, Section
from tests.accounts.members import member
from tests.builders import make_article

pytestmark = pytest.mark.django_db


def test_has_perm_follows_the_role() -> None:
    people = {role: member(role) for role in ("reporter", "editor", "scheduler", "administrator")}
    can = {
        role: {
            perm
            for perm in (
                "wagtailadmin.access_admin", "editorial.add_article", "editorial.publish_article",
                "editorial.change_section", "broadcast.change_programme", "media.add_image",
                "media.choose_image", "wagtailcore.add_workflow", "accounts.change_user",
            )
            if person.has_perm(perm)
        }
        for role, person in people.items()
    }  # fmt: skip
    entry = "wagtailadmin.access_admin"
    assert can["reporter"] == {
        entry, "editorial.add_article", "media.add_image", "media.choose_image",
    }  # fmt: skip
    assert can["editor"] == can["reporter"] | {
        "editorial.publish_article", "editorial.change_section", "broadcast.change_programme",
    }  # fmt: skip
    assert can["scheduler"] == {entry, "broadcast.change_programme", "media.choose_image"}
    assert can["administrator"] > can["editor"]


def test_rows_of_permissions_give_nothing() -> None:
    reporter = member("reporter")
    reporter.user_permissions.set(Permission.objects.all())
    reporter.groups.first().permissions.set(Permission.objects.all())  # type: ignore[union-attr]
    assert not reporter.has_perm("editorial.publish_article")
    assert not reporter.has_perm("accounts.change_user")


def test_a_disabled_account_has_nothing() -> None:
    gone = member("administrator", is_active=False)
    assert not gone.has_perm("wagtailadmin.access_admin")
    assert not gone.has_perm("editorial.add_article")


def test_every_model_of_the_newsroom_has_the_policy() -> None:
    from django.apps import apps

    for label, realm in REALM_OF.items():
        policy = policy_registry.get_by_type(apps.get_model(label))
        assert isinstance(policy, RolePolicy), label
        assert policy.realm == realm, label


def test_questions_about_one_article() -> None:
    reporter, other = member("reporter"), member("reporter", "other")
    policy = policy_registry.get_by_type(Article)
    mine = make_article(live=False, owner=reporter)
    theirs = make_article(live=False, owner=other)
    live = make_article(owner=reporter)
    assert policy.user_has_permission_for_instance(reporter, "change", mine)
    assert not policy.user_has_permission_for_instance(reporter, "change", theirs)
    assert not policy.user_has_permission_for_instance(reporter, "change", live)
    found = policy.instances_user_has_permission_for(reporter, "change")
    assert list(found) == [mine]
    assert policy.instances_user_has_permission_for(reporter, "view").count() == 3
    assert policy.instances_user_has_permission_for(member("scheduler"), "view").count() == 0
    assert reporter.has_perm("editorial.change_article", mine)
    assert not reporter.has_perm("editorial.change_article", theirs)


def test_lists_hide_what_is_under_an_embargo_from_reporters() -> None:
    reporter, editor = member("reporter"), member("editor")
    make_article(live=False, owner=reporter, embargo_until=clock.now() + timedelta(hours=1))
    over = make_article(live=False, embargo_until=clock.now() - timedelta(hours=1))
    assert list(visible_to(reporter, Article.objects.all())) == [over]
    assert visible_to(editor, Article.objects.all()).count() == 2
    assert visible_to(reporter, Section.objects.all()).count() == Section.objects.count()


def test_who_may_publish_is_found_for_workflows_and_mails() -> None:
    people = {role: member(role) for role in ("reporter", "editor", "scheduler", "administrator")}
    member("editor", "gone", is_active=False)
    articles, guide = (policy_registry.get_by_type(model) for model in (Article, Programme))
    names = {user.username for user in articles.users_with_permission("publish")}
    assert names == {"editor", "administrator"}
    assert people["scheduler"] in guide.users_with_any_permission(["change", "add"])


def test_pictures_follow_the_policy_and_lie_in_one_collection() -> None:
    policy = policy_registry.get_by_type(get_image_model())
    reporter, scheduler = member("reporter"), member("scheduler")
    assert policy.user_has_permission(reporter, "add")
    assert not policy.user_has_permission(reporter, "delete")
    assert policy.collections_user_has_permission_for(reporter, "add").exists()
    assert not policy.collections_user_has_permission_for(scheduler, "add").exists()
