"""Verbs and clock jumps in any order: what is not public leaves through no public address.

Each version of each text carries a word of its own in headline, lead, kicker, body, quote, slug and
alt text. ``expected.py`` knows which words readers may see; ``reader.py`` asks every address.
"""

import json
import random
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as options
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from serai.core.clock import frozen
from serai.core.editions import forget_locales, locale_id
from serai.delivery.auditing import audit
from serai.delivery.keeping import page_store
from serai.delivery.refreshing import Refresher
from serai.editorial import actions
from serai.editorial.actions import due
from serai.editorial.models import (
    Article,
    ArticleAuthor,
    CountryListing,
    DueChange,
    DueKind,
    EditorialError,
    Quote,
    Storyline,
)
from serai.editorial.tasks import run_due_changes
from serai.editorial.viewsets.bulk import PublishPicked
from serai.vocabulary.models import Topic
from tests.accounts.members import member
from tests.builders import (
    make_article,
    make_event,
    make_person,
    make_picture,
    make_section,
    make_source,
    make_standing,
    make_storyline,
)
from tests.scenarios.expected import Expected, Version
from tests.scenarios.reader import CANARY, EDITIONS, Site, ask, days, never_asked

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
STORIES = 3
#: Lists that are asked after each step, in turns; all of them at the end of a run.
ASKED_EACH_STEP = 10
#: Of the running story's pair, which begins as a draft.
PAIR_WORD = "kanar0v0k"
MINUTES = st.integers(min_value=1, max_value=90)
#: Counted among those that stand: three stories in Russian, then their translations.
ROWS = st.integers(min_value=0, max_value=2 * STORIES - 1)


def edition_of(row: int) -> str:
    return "ru" if row < STORIES else "en"


class Newsroom(RuleBasedStateMachine):
    """Stories with canary words in every text, and a clock that jumps."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        forget_locales()
        self.hand = self.stack.enter_context(frozen(START))
        self.now = self.latest = START
        self.made = self.steps = 0
        self.moved = False
        self.keys: dict[int, int] = {}
        self.models: dict[int, Expected] = {}
        self.versions: dict[int, tuple[int, int]] = {}
        self.buried: list[int] = []

    def teardown(self) -> None:
        try:
            if self.keys:
                self.look_everywhere()
        finally:
            self.close()

    def close(self) -> None:
        transaction.set_rollback(True)
        self.stack.close()
        forget_locales()

    @initialize()
    def begin(self) -> None:
        self.editor = member("editor")
        actions.make_approval()
        self.picture, self.person, self.source = make_picture(), make_person(), make_source()
        self.author = actions.find_or_make_author(name="Writer", language="en")[0]
        self.topic = Topic.objects.create(code="medtop:01", slug="arts")
        self.section, self.storyline = make_section(), make_storyline()
        paired = make_section("en")
        paired.translation_key = self.section.translation_key
        paired.save()
        pair = Storyline(
            locale_id=locale_id("en"), live=False, title=f"{PAIR_WORD} lighthouses",
            translation_key=self.storyline.translation_key, background=f"{PAIR_WORD} before",
        )  # fmt: skip
        pair.save()
        pair.save_revision()
        self.pair, self.pair_live = pair, False
        make_event(starts_at=START)
        make_standing(slug="about")
        for row in range(STORIES):
            self.file(row)
        # Something is public from the start, and has a newer draft.
        for row in (0, 1):
            self.publish(row=row)
            self.write(row=row, ahead=None)

    def file(self, row: int) -> None:
        """A new article of the Russian edition on every shelf."""
        article = make_article(
            "x", live=False, countries=("OM",), section=self.section, storyline=self.storyline,
            source=self.source, main_image=self.picture, published_at=START - timedelta(hours=1),
        )  # fmt: skip
        article.authors = [ArticleAuthor(author=self.author)]
        article.topics = [self.topic]
        article.save()
        article.save_revision()
        self.keys[row], self.models[row] = article.pk, Expected()
        self.draft(row, START - timedelta(hours=1))

    def draft(self, row: int, dated: datetime | None) -> None:
        """A version with a word of its own in every text; it leads to the other stories."""
        self.made += 1
        word = f"kanar{row}v{self.made}k"
        draft = self.article(row).get_latest_revision_as_object()
        draft.headline, draft.lead, draft.kicker = f"{word} заголовок", f"{word} лид", word
        draft.slug, draft.image_alt, draft.published_at = f"{word}-slug", f"{word} маяк", dated
        others = [key for key in self.keys.values() if key != draft.pk]
        links = "".join(f'<a href="/ru/news/{key}/">туда</a> ' for key in others)
        draft.body = json.dumps(
            [
                {"type": "paragraph", "value": f"<p>{word} {links}</p>"},
                {"type": "quote", "value": {"text": word, "speaker": self.person.pk}},
                {"type": "background", "value": {"text": f"{word} раньше"}},
                {"type": "related", "value": others},
            ]
        )
        notes = self.models[row].versions[-1].notes if self.models[row].versions else ()
        self.keep(row, draft.save_revision().pk, Version(word, dated, notes))

    def keep(self, row: int, revision: int, version: Version) -> None:
        self.models[row].versions.append(version)
        self.versions[revision] = (row, self.models[row].latest)

    def article(self, row: int) -> Article:
        found: Article = Article.objects.get(pk=self.keys[row])
        return found

    def standing(self, number: int) -> int:
        """The row that a step means; a few are enough, so that verbs meet on the same one."""
        rows = sorted(self.keys)
        return rows[number % len(rows)]

    def act(self, row: int, action: Any, **arguments: Any) -> bool:
        """True where the verb was done; a refusal changes nothing."""
        try:
            action(article=self.article(row), **arguments)
        except EditorialError:
            return False
        return True

    # -- verbs -------------------------------------------------------------------------------------

    @rule(row=ROWS, ahead=st.sampled_from((None, None, None, 20)))
    def write(self, row: int, ahead: int | None) -> None:
        """A new draft, sometimes with a date that lies ahead."""
        moment = self.now + timedelta(minutes=ahead) if ahead else START - timedelta(hours=1)
        self.draft(self.standing(row), moment)

    @rule(row=ROWS)
    def publish(self, row: int) -> None:
        row = self.standing(row)
        model = self.models[row]
        assert self.act(row, actions.publish_article) != model.killed
        if not model.killed:
            model.put_out(model.latest, self.now)

    @rule(rows=st.sets(ROWS, min_size=2))
    def publish_several(self, rows: set[int]) -> None:
        chosen = sorted({self.standing(row) for row in rows})
        action = SimpleNamespace(refused=[])
        PublishPicked.execute_action([self.article(row) for row in chosen], self=action)
        for model in (self.models[row] for row in chosen):
            if not model.killed:
                model.put_out(model.latest, self.now)

    @rule(row=ROWS)
    def submit(self, row: int) -> None:
        row = self.standing(row)
        article = self.article(row)
        if article.current_workflow_state is None and not self.models[row].killed:
            article.get_workflow().start(article, self.editor)
            self.models[row].submitted = self.models[row].latest

    @rule(row=ROWS)
    def approve(self, row: int) -> None:
        row = self.standing(row)
        step, model = self.article(row).current_workflow_task_state, self.models[row]
        assert (step is None) == (model.submitted is None)
        if step is not None and model.submitted is not None:
            version, model.submitted = model.submitted, None
            step.approve(user=self.editor)
            model.put_out(version, self.now)

    @rule(row=ROWS, minutes=MINUTES)
    def schedule(self, row: int, minutes: int) -> None:
        at = self.now + timedelta(minutes=minutes)
        row = self.standing(row)
        if self.act(row, actions.schedule_article, at=at):
            model = self.models[row]
            assert not model.killed
            model.publish = (at, model.latest)

    @rule(row=ROWS, minutes=MINUTES)
    def expire(self, row: int, minutes: int) -> None:
        at = self.now + timedelta(minutes=minutes)
        row = self.standing(row)
        if self.act(row, actions.expire_article, at=at):
            self.models[row].expire = at

    @rule(row=ROWS, minutes=MINUTES)
    def set_embargo(self, row: int, minutes: int) -> None:
        until = self.now + timedelta(minutes=minutes)
        row = self.standing(row)
        if self.act(row, actions.set_embargo, until=until):
            self.models[row].embargo = until

    @rule(row=ROWS)
    def lift(self, row: int) -> None:
        row = self.standing(row)
        if self.act(row, actions.lift_embargo, reason="Можно"):
            assert self.models[row].embargoed(self.now)
            self.models[row].embargo = None

    @rule(row=ROWS)
    def unpublish(self, row: int) -> None:
        row = self.standing(row)
        model = self.models[row]
        assert self.act(row, actions.unpublish_article) == (model.live is not None)
        if model.live is not None:
            model.take_off()

    @rule(row=ROWS)
    def correct(self, row: int) -> None:
        row = self.standing(row)
        self.made += 1
        note, model = f"kanar{row}c{self.made}k", self.models[row]
        assert self.act(row, actions.correct_article, text=note) == (model.live is not None)
        if model.live is not None:
            last = model.versions[-1]
            revision = self.article(row).latest_revision_id
            self.keep(row, revision, Version(last.word, last.dated, (*last.notes, note)))
            model.put_out(model.latest, self.now)

    @rule(row=ROWS)
    def kill(self, row: int) -> None:
        row = self.standing(row)
        if self.act(row, actions.kill_article, reason="Ложь"):
            self.models[row].kill()

    @rule(row=ROWS)
    def revive(self, row: int) -> None:
        row = self.standing(row)
        if self.act(row, actions.revive_article, reason="Правда"):
            self.models[row].killed = False

    @rule(row=st.integers(0, STORIES - 1), written=st.booleans())
    def translate(self, row: int, written: bool) -> None:
        """The pair in the other edition, as a draft; in words of its own if it is written."""
        there = row + STORIES
        if there in self.keys:
            return
        source = self.models[row]
        assert self.act(row, actions.translate_article, edition="en") != source.killed
        if source.killed:
            return
        pair = self.article(row).pair_in("en")
        self.keys[there] = pair.pk
        self.models[there] = Expected(embargo=source.embargo)
        taken = source.versions[source.latest if source.live is None else source.live]
        self.keep(there, pair.latest_revision_id, Version(taken.word, None))
        if written:
            self.draft(there, START - timedelta(hours=1))

    @rule(row=ROWS)
    def delete(self, row: int) -> None:
        """A new one is filed in its place, so that the newsroom never runs dry."""
        row = self.standing(row)
        self.article(row).delete()
        self.buried.append(self.keys.pop(row))
        del self.models[row]
        if row < STORIES:
            self.file(row)

    @rule(row=ROWS, place=st.integers(1, 9), until=st.none() | MINUTES)
    def feature(self, row: int, place: int, until: int | None) -> None:
        end = self.now + timedelta(minutes=until) if until else None
        row = self.standing(row)
        done = self.act(row, actions.feature_on_front, place=place, until=end)
        assert done != self.models[row].killed

    @rule()
    def turn_the_running_storys_pair(self) -> None:
        """The story is told in the other edition too, or no longer."""
        pair = Storyline.objects.get(pk=self.pair.pk)
        if self.pair_live:
            pair.unpublish()
        else:
            pair.latest_revision.publish()
        self.pair_live = not self.pair_live

    # -- time --------------------------------------------------------------------------------------

    def set_clock(self, moment: datetime) -> None:
        self.now, self.moved = moment, True
        self.latest = max(self.latest, moment)
        self.hand.move_to(moment)

    @rule(minutes=st.integers(min_value=1, max_value=120))
    def time_passes(self, minutes: int) -> None:
        self.set_clock(self.now + timedelta(minutes=minutes))

    @precondition(lambda self: self.next_moment() is not None)
    @rule(early=st.booleans())
    def the_next_moment_comes(self, early: bool) -> None:
        """To the very second, or to the one before."""
        moment = self.next_moment()
        assert moment is not None
        self.set_clock(moment - timedelta(seconds=early))

    @precondition(lambda self: self.next_moment() is not None)
    @rule(tries=st.sampled_from((1, 2, 4)), by_hand=st.booleans())
    def the_worker_fails(self, tries: int, by_hand: bool) -> None:
        """What is due fails some times; then it is its turn again, or somebody says «try again»."""
        moment = self.next_moment()
        assert moment is not None
        self.set_clock(moment)
        broken = {kind: mock.Mock(side_effect=RuntimeError) for kind in DueKind}
        with mock.patch.object(due, "EFFECTS", broken):
            for wait in (*due.BACK_OFF, timedelta())[:tries]:
                run_due_changes.func()
                self.look(exactly=False)
                self.set_clock(self.now + wait)
        if by_hand or tries == 4:
            for change in DueChange.objects.troubled():
                actions.retry_change(change=change)

    @precondition(lambda self: self.now > START)
    @rule(minutes=st.integers(min_value=1, max_value=60))
    def clock_is_set_back(self, minutes: int) -> None:
        self.set_clock(max(START, self.now - timedelta(minutes=minutes)))

    def next_moment(self) -> datetime | None:
        moments = [one for model in self.models.values() for one in model.moments()]
        return min((one for one in moments if one > self.now), default=None)

    # -- what must hold ----------------------------------------------------------------------------

    @invariant()
    def the_worker_is_prompt_and_pages_show_what_is_public(self) -> None:
        if not self.keys:
            return
        self.steps += 1
        if self.moved:
            # A worker that stands still may be late, and never shows what is not yet public.
            self.look(exactly=False)
        self.moved = False
        run_due_changes.func()
        for model in self.models.values():
            model.pass_time(self.now)
        self.look(exactly=True)
        late = DueChange.objects.waiting().filter(next_try_at__lte=self.now)
        assert not late.exists()
        for derived in (CountryListing, Quote):
            assert not derived.objects.filter(article__live=False).exists()

    def allowed(self) -> frozenset[str]:
        words = (model.words(self.now) for model in self.models.values())
        return frozenset({PAIR_WORD} if self.pair_live else ()).union(*words)

    def site(self) -> Site:
        zone = ZoneInfo(options.NEWSROOM_ZONE)
        return Site(
            storylines={"ru": self.storyline.slug, "en": self.pair.slug},
            person=self.person.slug,
            days=days(START.astimezone(zone).date(), self.latest.astimezone(zone).date()),
        )

    def anchors(self) -> list[int]:
        return list(self.keys.values())[:1] + self.buried[:1]

    def look(self, *, exactly: bool) -> None:
        """Every article's own address, and after the worker some of the lists."""
        allowed = self.allowed()
        for row, key in self.keys.items():
            answer, model = ask(f"/{edition_of(row)}/news/{key}/"), self.models[row]
            assert answer.words <= allowed, (row, answer.words - allowed)
            if exactly:
                assert answer.status == model.status(self.now), (row, model)
                assert answer.words >= model.words(self.now), (row, model)
        lists = self.site().lists(self.anchors())
        some = random.Random(self.steps).sample(lists, ASKED_EACH_STEP)
        self.look_at(some if exactly else ["/ru/news/"], allowed)

    def look_everywhere(self) -> None:
        """All lists; what is public is in those where it must be."""
        allowed = self.allowed()
        seen = self.look_at(self.site().lists(self.anchors()), allowed)
        assert seen >= {word for word in allowed if "v" in word}
        own = [f"/{edition}/news/{key}/" for key in self.keys.values() for edition in EDITIONS]
        self.look_at(own, allowed)
        for key in self.buried:
            answer = ask(f"/ru/news/{key}/")
            assert (answer.status, answer.words) == (404, frozenset())

    def look_at(self, addresses: list[str], allowed: frozenset[str]) -> set[str]:
        seen: set[str] = set()
        for address in addresses:
            answer = ask(address)
            assert answer.status in (200, 404, 410), (address, answer.status)
            assert answer.words <= allowed, (address, answer.words - allowed)
            seen |= answer.words
        return seen


class KeptNewsroom(Newsroom):
    """The same behind the page store, whose refresher does a round after each step."""

    def __init__(self) -> None:
        super().__init__()
        root = Path(self.stack.enter_context(TemporaryDirectory(prefix="serai-kept-")))
        self.stack.enter_context(override_settings(PAGE_STORE=root))
        self.stack.callback(page_store().close)
        self.refresher = Refresher(made_by="the machine")
        self.refresher.begin()

    @invariant()
    def nothing_is_kept_that_is_not_public(self) -> None:
        if not self.keys:
            return
        run_due_changes.func()
        for model in self.models.values():
            model.pass_time(self.now)
        self.refresher.step()
        for address in ("/ru/", "/en/", "/ru/feed.json", "/sitemap.xml", "/ru/countries/oman/"):
            ask(address)  # dropped ones are made when a reader comes
        allowed, kept = self.allowed(), page_store().entries()
        assert kept
        for entry in kept:
            files = (page_store().head_file(entry.path), page_store().body_file(entry.path))
            text = b"".join(file.read_bytes() for file in files if file.exists())
            words = {found.group() for found in CANARY.finditer(text.decode(errors="replace"))}
            assert words <= allowed, (entry.path, words - allowed)
        some = random.Random(self.steps).sample(kept, min(5, len(kept)))
        assert [found for found in audit(one.path for one in some) if found is not None] == []


def machine(
    examples: int, steps: int, *, shrunk: bool = False, kind: type[Newsroom] = Newsroom
) -> None:
    chosen = settings(
        # A short run is told as it was: shrinking it would take minutes.
        phases=(Phase.generate, Phase.shrink) if shrunk else (Phase.generate,),
        derandomize=not shrunk,
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(kind, settings=chosen)


@pytest.fixture(autouse=True)
def _database(db: Any) -> None:
    pass


def test_every_state_at_once() -> None:
    """The golden path: what hides an article hides it everywhere, and everything comes back."""
    newsroom = Newsroom()
    try:
        newsroom.begin()
        fill_with_every_state(newsroom)
        newsroom.look_everywhere()
        newsroom.the_next_moment_comes(early=True)
        newsroom.the_worker_is_prompt_and_pages_show_what_is_public()
        for tries, by_hand in ((1, True), (1, False), (4, True)):
            newsroom.the_worker_fails(tries=tries, by_hand=by_hand)
            newsroom.the_worker_is_prompt_and_pages_show_what_is_public()
        newsroom.look_everywhere()
    finally:
        newsroom.close()


def fill_with_every_state(newsroom: Newsroom) -> None:
    """All are public and curated first, so that what hides them has something to hide."""
    newsroom.publish(row=2)
    for row in range(STORIES):
        newsroom.translate(row=row, written=True)
    newsroom.publish_several(rows={3, 4})
    for row in range(2 * STORIES):
        newsroom.feature(row=row, place=row + 1, until=None)
        newsroom.write(row=row, ahead=None)
    newsroom.set_embargo(row=0, minutes=30)
    newsroom.kill(row=1)
    newsroom.schedule(row=2, minutes=20)
    newsroom.unpublish(row=3)
    newsroom.set_embargo(row=4, minutes=10)
    newsroom.schedule(row=5, minutes=50)


def test_a_date_that_lies_ahead_hides_an_article_to_the_second() -> None:
    """It is live and on every shelf; only its date keeps it back."""
    newsroom = Newsroom()
    try:
        newsroom.begin()
        newsroom.translate(row=2, written=True)
        for row in (2, 3):  # the story, and its pair: the fourth that stands
            newsroom.feature(row=row, place=row + 1, until=None)
            newsroom.write(row=row, ahead=20)
            newsroom.publish(row=row)
        newsroom.look_everywhere()
        for early in (True, False):
            newsroom.the_next_moment_comes(early=early)
            newsroom.the_worker_is_prompt_and_pages_show_what_is_public()
            newsroom.look_everywhere()
    finally:
        newsroom.close()


def test_nothing_that_is_not_public_leaves_through_any_address() -> None:
    machine(examples=6, steps=15)


def test_nothing_that_is_not_public_is_kept() -> None:
    machine(examples=3, steps=10, kind=KeptNewsroom)


@pytest.mark.soak
@pytest.mark.parametrize("kind", [Newsroom, KeptNewsroom])
def test_nothing_leaves_in_long_runs(kind: type[Newsroom]) -> None:
    machine(examples=150, steps=40, shrunk=True, kind=kind)


def test_the_kinds_of_change_are_all_in_the_machine() -> None:
    """A kind that is added later must be added to the machine too."""
    assert set(DueKind) == {DueKind.PUBLISH, DueKind.EXPIRE, DueKind.EMBARGO_END}


def test_every_kind_of_address_is_asked() -> None:
    """A route that is added to the portal later must be added to the reader too."""
    site = Site({"ru": "a", "en": "b"}, "person", days(START.date(), START.date()))
    assert never_asked([*site.lists([1]), "/ru/news/1/", "/ru/news/1-slug/"]) == set()
