"""The verbs of an article: each with its own effect, its row in the history, its page."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import registry

from serai.accounts.models import User
from serai.core import clock
from serai.core.editions import locale_id
from serai.editorial import actions
from serai.editorial.models import (
    Article,
    CountryListing,
    DueChange,
    DueKind,
    EditorialError,
    KilledError,
    Quote,
    Section,
)
from serai.editorial.selectors import changes_of, source_changed_since
from serai.vocabulary.models import Topic
from tests.builders import make_article, make_picture, make_section, make_source, make_storyline

pytestmark = pytest.mark.django_db
QUOTE = {
    "type": "quote",
    "value": {"text": "Маяк горит", "speaker_name": "Смотритель", "cue": "говорит"},
}


@pytest.fixture
def user() -> User:
    return User.objects.create_superuser("editor", "", "a long test password")


@pytest.fixture
def editor(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def status(article: Article) -> int:
    return Client().get(f"/{article.edition}/news/{article.pk}/", follow=True).status_code


def told(article: Article) -> list[tuple[str, str]]:
    """Our rows in the article's history: action and sentence, the newest first."""
    rows = registry.get_logs_for_instance(article).filter(action__startswith="serai.")
    return [(row.action, str(row.message)) for row in rows.order_by("-pk")]


def shown(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_correction_publishes_the_text_with_a_dated_note(user: User) -> None:
    article = make_article("Маяк высотой 40 метров")
    draft = article.get_latest_revision_as_object()
    draft.headline = "Маяк высотой 30 метров"
    draft.save_revision()
    actions.correct_article(article=article, text="Высота маяка — 30 метров.", user=user)
    assert (article.headline, article.has_unpublished_changes) == ("Маяк высотой 30 метров", False)
    note = article.corrections.get()
    assert (note.text, note.made_at) == ("Высота маяка — 30 метров.", article.updated_at)
    page = Client().get(f"/ru/news/{article.pk}/", follow=True).content.decode()
    assert "Высота маяка — 30 метров." in page.replace("\u00a0", " ").replace("\u2060", "")
    action, sentence = told(article)[0]
    assert action == "serai.correct"
    assert "Высота маяка — 30 метров." in sentence
    actions.correct_article(article=article, text="И он белый.", user=user)
    assert article.corrections.count() == 2


def test_only_a_published_article_is_corrected() -> None:
    draft, public = make_article(live=False), make_article()
    for article, text in ((draft, "x"), (public, " ")):
        with pytest.raises(EditorialError):
            actions.correct_article(article=article, text=text)


def test_an_unpublished_article_answers_410_until_it_is_published_again(user: User) -> None:
    article = make_article(countries=("OM",))
    actions.unpublish_article(article=article, reason="Проверяем", user=user)
    assert (status(article), CountryListing.objects.count()) == (410, 0)
    assert told(article)[0][0] == "serai.unpublish"
    with pytest.raises(EditorialError):
        actions.unpublish_article(article=article)
    actions.publish_article(article=article)
    assert status(article) == 200


def test_unpublishing_calls_off_what_would_bring_it_back() -> None:
    article = make_article()
    actions.schedule_article(article=article, at=clock.now() + actions.due.LEASE)
    article.unpublish()
    assert (changes_of(article), status(article)) == ([], 410)


def test_a_killed_article_leaves_every_list(user: User) -> None:
    article = make_article("Канарейка", countries=("OM",), body=[QUOTE], section=make_section())
    assert Quote.objects.count() == 1
    actions.schedule_article(article=article, at=clock.now() + actions.due.LEASE)
    actions.kill_article(article=article, reason="Источник отозвал", user=user)
    assert (status(article), article.live, article.kill_reason) == (410, False, "Источник отозвал")
    assert article.killed_at is not None
    assert (Quote.objects.count(), CountryListing.objects.count()) == (0, 0)
    assert set(DueChange.objects.values_list("state", flat=True)) == {"cancelled"}
    for path in ("/ru/", "/ru/news/", "/ru/countries/oman/", "/ru/sections/society/"):
        assert "Канарейка" not in shown(path)
    action, sentence = told(article)[0]
    assert action == "serai.kill"
    assert "Источник отозвал" in sentence


def test_no_door_publishes_a_killed_article(user: User) -> None:
    article = make_article()
    stale = Article.objects.get(pk=article.pk)
    old_revision = article.live_revision
    actions.kill_article(article=article, reason="Ложь")
    doors = [
        lambda: actions.publish_article(article=article, user=user),
        lambda: old_revision.publish(user=user),
        lambda: stale.publish(old_revision, user=user),
        lambda: stale.save(),
        lambda: actions.schedule_article(article=stale, at=clock.now() + actions.due.LEASE),
        lambda: actions.set_embargo(article=stale, until=clock.now() + actions.due.LEASE),
        lambda: actions.translate_article(article=stale, edition="en"),
        lambda: actions.kill_article(article=stale, reason="ещё раз"),
    ]
    for open_door in doors:
        with pytest.raises(KilledError):
            open_door()
    standing = Article.objects.get(pk=article.pk)
    assert (standing.live, standing.kill_reason) == (False, "Ложь")
    assert Article.objects.count() == 1


def test_an_old_copy_does_not_take_a_kill_back() -> None:
    article = make_article(live=False)
    stale = Article.objects.get(pk=article.pk)
    actions.kill_article(article=article, reason="Ложь")
    stale.save()
    article.refresh_from_db()
    assert article.kill_reason == "Ложь"
    assert status(article) == 404  # never public, and nobody learns that it was there


def test_a_revived_article_is_a_draft_that_can_be_published(user: User) -> None:
    article = make_article()
    with pytest.raises(EditorialError):
        actions.kill_article(article=article, reason=" ")
    actions.kill_article(article=article, reason="Ошибка")
    actions.revive_article(article=article, reason="Источник подтвердил", user=user)
    assert (status(article), article.live) == (410, False)
    actions.publish_article(article=article)
    assert status(article) == 200
    assert [action for action, _ in told(article)] == ["serai.revive", "serai.kill"]
    with pytest.raises(EditorialError):
        actions.revive_article(article=article, reason="ещё раз")


def test_an_article_is_assigned_and_a_version_does_not_take_it_away(user: User) -> None:
    article = make_article(live=False)
    actions.assign_article(article=article, to=user, user=user)
    assert article.assigned_to == user
    article.revisions.get().publish()
    article.refresh_from_db()
    assert article.assigned_to == user
    actions.assign_article(article=article, to=None)
    assert article.assigned_to is None


def test_a_translation_is_a_draft_pair_with_the_public_text(user: User) -> None:
    section = make_section()
    english = Section.objects.create(
        slug="society",
        name="Society",
        locale_id=locale_id("en"),
        translation_key=section.translation_key,
    )
    article = make_article(
        countries=("OM", "IN"),
        body=[QUOTE],
        section=section,
        source=make_source(),
        main_image=make_picture(),
        storyline=make_storyline(),
    )
    draft = article.get_latest_revision_as_object()
    draft.headline = "Ещё не публично"
    draft.save_revision()
    article.refresh_from_db()
    pair = actions.translate_article(article=article, edition="en", user=user)
    assert article.pair_in("en") == pair
    assert (pair.live, pair.headline, pair.owner) == (False, article.headline, user)
    assert (pair.section, pair.source, pair.main_image, pair.storyline) == (
        english, article.source, article.main_image, None,
    )  # fmt: skip
    assert [row.country_id for row in pair.countries.all()] == ["OM", "IN"]
    version = pair.get_latest_revision_as_object()
    assert version.body[0].value["text"] == "Маяк горит"
    assert status(pair) == 404
    assert pair.translated_revision_id == article.live_revision_id
    version.headline = "A lighthouse"
    version.save_revision().publish()
    pair.refresh_from_db()
    assert (pair.slug, pair.translated_from, status(pair)) == ("a-lighthouse", article, 200)
    with pytest.raises(EditorialError):
        actions.translate_article(article=article, edition="en")


def test_a_translation_keeps_topics_and_the_embargo() -> None:
    topic = Topic.objects.create(slug="sea")
    article = make_article(live=False)
    article.topics.set([topic])
    article.save_revision()
    until = clock.now() + actions.due.LEASE
    actions.set_embargo(article=article, until=until)
    pair = actions.translate_article(article=article, edition="en")
    assert [row.pk for row in pair.topics.all()] == [topic.pk]
    assert pair.embargo_until == until
    assert [change.kind for change in changes_of(pair)] == [DueKind.EMBARGO_END]


def test_what_changed_in_the_source_is_told_by_column() -> None:
    article = make_article("Первый", body=[{"type": "paragraph", "value": "<p>Было.</p>"}])
    pair = actions.translate_article(article=article, edition="en")
    assert source_changed_since(pair) == []
    version = article.get_latest_revision_as_object()
    version.headline = "Второй"
    version.body = json.dumps([{"type": "paragraph", "value": "<p>Стало.</p>"}])
    version.save_revision().publish()
    pair.refresh_from_db()
    found = {row.name: (row.before, row.after) for row in source_changed_since(pair)}
    assert found == {"headline": ("Первый", "Второй"), "body": ("Было.", "Стало.")}
    assert source_changed_since(article) == []


# -- the pages of the verbs ------------------------------------------------------------------------

FORMS: dict[str, dict[str, Any]] = {
    "correct": {"text": "Высота — 30 метров."},
    "schedule": {"on": "2099-01-31", "at": "18:30", "zone": "Europe/Moscow"},
    "expire": {"on": "2099-02-01", "at": "18:30", "zone": "UTC"},
    "embargo": {"on": "2099-01-31", "at": "", "zone": "Europe/Moscow"},
    "translate": {"edition": "en"},
    "assign": {"to": ""},
    "unpublish": {"reason": ""},
    "kill": {"reason": "Ложь"},
}


@pytest.mark.parametrize("name", FORMS)
def test_a_verb_is_done_by_post_only(editor: Client, user: User, name: str) -> None:
    article = make_article()
    address = reverse("article_verb", args=[article.pk, name])
    before = Article.objects.filter(pk=article.pk).values().get()
    assert editor.get(address).status_code == 200
    assert Article.objects.filter(pk=article.pk).values().get() == before
    answer = editor.post(address, FORMS[name])
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    changed = Article.objects.order_by("pk").last()
    row = registry.get_logs_for_instance(changed).filter(action=f"serai.{name}").get()
    assert row.user == user
    assert editor.get(answer["Location"]).status_code == 200
    history = reverse("wagtailsnippets_editorial_article:history", args=[changed.pk])
    assert str(row.message) in editor.get(history).content.decode()


def test_a_date_without_a_time_is_the_end_of_the_day(editor: Client) -> None:
    article = make_article(live=False)
    editor.post(reverse("article_verb", args=[article.pk, "embargo"]), FORMS["embargo"])
    change = DueChange.objects.get()
    assert (change.due_at.isoformat(), change.local_text) == (
        "2099-01-31T21:00:00+00:00",
        "31.01.2099 24:00",
    )
    answer = editor.post(reverse("article_verb", args=[article.pk, "lift_embargo"]), {})
    assert answer.status_code == 200  # why is missing
    answer = editor.post(
        reverse("article_verb", args=[article.pk, "lift_embargo"]), {"reason": "Можно"}
    )
    assert answer.status_code == 302
    assert Article.objects.get().embargo_until is None


@pytest.mark.parametrize(
    ("name", "entered"),
    [
        ("schedule", {"on": "2020-01-31", "at": "18:30", "zone": "UTC"}),
        ("schedule", {"on": "2099-02-30", "at": "18:30", "zone": "UTC"}),
        ("schedule", {"on": "2099-02-01", "at": "18:30", "zone": "Mars/Olympus"}),
        ("expire", {"on": "2099-02-01", "at": "18:30", "zone": "UTC"}),
        ("correct", {"text": ""}),
        ("kill", {"reason": "  "}),
        ("translate", {"edition": "ru"}),
    ],
)
def test_a_refused_verb_keeps_what_was_entered(
    editor: Client, name: str, entered: dict[str, str]
) -> None:
    article = make_article(live=False)
    answer = editor.post(reverse("article_verb", args=[article.pk, name]), entered)
    assert answer.status_code == 200
    assert "error" in answer.content.decode()
    assert not DueChange.objects.exists()
    assert Article.objects.get().killed_at is None


def test_changes_are_called_off_and_tried_again_by_post(editor: Client) -> None:
    article = make_article(live=False)
    at = clock.now() + actions.due.LEASE
    change = actions.schedule_article(article=article, at=at)
    address = reverse("due_change", args=[change.pk, "cancel"])
    assert editor.get(address).status_code == 403
    assert changes_of(article) == [change]
    assert editor.post(address).status_code == 302
    assert changes_of(article) == []
    change = actions.schedule_article(article=article, at=at)
    DueChange.objects.filter(pk=change.pk).update(state="failed", error="headline blank")
    page = editor.get(reverse("article_verb", args=[article.pk, "schedule"])).content.decode()
    assert reverse("due_change", args=[change.pk, "retry"]) in page
    editor.post(reverse("due_change", args=[change.pk, "retry"]))
    change.refresh_from_db()
    assert (change.state, change.attempts) == ("waiting", 0)
    assert editor.post(reverse("due_change", args=[change.pk, "burn"])).status_code == 404


def test_the_action_menu_offers_what_is_possible_now(editor: Client) -> None:
    def offered(article: Article) -> set[str]:
        edit = reverse("wagtailsnippets_editorial_article:edit", args=[article.pk])
        page = editor.get(edit).content.decode()
        names = ("correct", "lift_embargo", "unpublish", "kill", "revive", "schedule", "translate")
        return {n for n in names if reverse("article_verb", args=[article.pk, n]) in page}

    article = make_article()
    assert offered(article) == {"correct", "unpublish", "kill", "schedule", "translate"}
    actions.set_embargo(article=article, until=clock.now() + actions.due.LEASE)
    assert "lift_embargo" in offered(article)
    actions.kill_article(article=article, reason="Ложь")
    assert offered(article) == {"revive"} | ({"lift_embargo"} & offered(article))


def test_the_publish_button_of_a_killed_article_is_refused(editor: Client) -> None:
    from tests.editorial.test_newsroom import form

    article = make_article()
    actions.kill_article(article=article, reason="Ложь")
    edit = reverse("wagtailsnippets_editorial_article:edit", args=[article.pk])
    answer = editor.post(edit, form(**{"action-publish": "1"}))
    assert answer.status_code in (302, 403)
    assert not Article.objects.get().live


def test_without_the_right_a_verb_is_refused(client: Client) -> None:
    client.force_login(User.objects.create_user("nobody", "", "a long test password"))
    article = make_article()
    for name in FORMS.keys() - {"translate"}:  # which a reporter may
        answer = client.post(reverse("article_verb", args=[article.pk, name]), FORMS[name])
        assert answer.status_code in (302, 403, 404)
    assert list(DueChange.objects.all()) == []
    assert Article.objects.get().live
