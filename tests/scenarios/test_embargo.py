"""Verbs and clock jumps in any order: what is not public leaves through no public address."""

import re
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
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
from serai.core.editions import forget_locales
from serai.editorial import actions
from serai.editorial.models import Article, DueChange, DueKind, EditorialError
from serai.editorial.tasks import run_due_changes
from tests.builders import make_article, make_section, make_storyline

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
ADDRESSES = (
    "/ru/",
    "/ru/news/",
    "/ru/news/2026/11/",
    "/ru/news/2026/11/24/",
    "/ru/sections/society/",
    "/ru/countries/oman/",
    "/ru/stories/{storyline}/",
)
CANARY = re.compile(r"kanar(\d+)v(\d+)k")
MINUTES = st.integers(min_value=1, max_value=90)
ROWS = st.integers(min_value=0, max_value=2)


class Model:
    """What one article should be, reckoned without the code under test."""

    def __init__(self) -> None:
        self.version = 0
        self.live: int | None = None
        self.killed = self.was_public = False
        self.embargo: datetime | None = None
        self.publish: tuple[datetime, int] | None = None
        self.expire: datetime | None = None

    def embargoed(self, now: datetime) -> bool:
        return self.embargo is not None and self.embargo > now

    def go_live(self, version: int) -> None:
        self.live, self.was_public = version, True
        if self.publish and self.publish[1] <= version:
            self.publish = None

    def put_out(self, now: datetime) -> None:
        """The button."""
        if self.embargoed(now):
            self.publish = (now, self.version)
        else:
            self.go_live(self.version)

    def pass_time(self, now: datetime) -> None:
        """Whatever is due happens, in its order."""
        while True:
            due: list[tuple[datetime, str]] = []
            if self.publish:
                due.append((max(self.publish[0], self.embargo or self.publish[0]), "publish"))
            if self.expire:
                due.append((self.expire, "expire"))
            due = sorted(one for one in due if one[0] <= now)
            if not due:
                break
            if due[0][1] == "publish" and self.publish:
                self.go_live(self.publish[1])
                self.publish = None
            else:
                if self.publish and self.expire and self.publish[0] < self.expire:
                    self.publish = None
                self.live = self.expire = None
        if self.embargo is not None and self.embargo <= now:
            self.embargo = None


class Newsroom(RuleBasedStateMachine):
    """Three articles with canary words in every text, and a clock that jumps."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        forget_locales()
        self.hand = self.stack.enter_context(frozen(START))
        self.now = self.latest = START

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.stack.close()
        forget_locales()

    @initialize()
    def begin(self) -> None:
        section, storyline = make_section(), make_storyline()
        self.storyline = storyline.slug
        self.keys: list[int] = []
        self.models = [Model() for _ in range(3)]
        for row in range(3):
            article = make_article(
                "x", live=False, countries=("OM",), section=section, storyline=storyline,
                published_at=START - timedelta(hours=1),
            )  # fmt: skip
            self.keys.append(article.pk)
            self.write(row=row)

    def article(self, row: int) -> Article:
        found: Article = Article.objects.get(pk=self.keys[row])
        return found

    def act(self, row: int, action: Any, **arguments: Any) -> bool:
        """True where the verb was done; a refusal changes nothing."""
        try:
            action(article=self.article(row), **arguments)
        except EditorialError:
            return False
        return True

    # -- verbs -------------------------------------------------------------------------------------

    @rule(row=ROWS)
    def write(self, row: int) -> None:
        """A new draft; every text carries the canary of article and version."""
        model = self.models[row]
        model.version += 1
        word = f"kanar{row}v{model.version}k"
        draft = self.article(row).get_latest_revision_as_object()
        draft.headline, draft.lead, draft.kicker = f"{word} заголовок", f"{word} лид", word
        draft.body = f'[{{"type": "quote", "value": {{"text": "{word}", "speaker_name": "X"}}}}]'
        draft.save_revision()

    @rule(row=ROWS)
    def publish(self, row: int) -> None:
        if self.act(row, actions.publish_article):
            self.models[row].put_out(self.now)
        else:
            assert self.models[row].killed

    @rule(row=ROWS, minutes=MINUTES)
    def schedule(self, row: int, minutes: int) -> None:
        model, at = self.models[row], self.now + timedelta(minutes=minutes)
        if self.act(row, actions.schedule_article, at=at):
            assert not model.killed
            model.publish = (at, model.version)

    @rule(row=ROWS, minutes=MINUTES)
    def expire(self, row: int, minutes: int) -> None:
        at = self.now + timedelta(minutes=minutes)
        if self.act(row, actions.expire_article, at=at):
            self.models[row].expire = at

    @rule(row=ROWS, minutes=MINUTES)
    def set_embargo(self, row: int, minutes: int) -> None:
        until = self.now + timedelta(minutes=minutes)
        if self.act(row, actions.set_embargo, until=until):
            self.models[row].embargo = until

    @rule(row=ROWS)
    def lift(self, row: int) -> None:
        if self.act(row, actions.lift_embargo, reason="Можно"):
            assert self.models[row].embargoed(self.now)
            self.models[row].embargo = None

    @rule(row=ROWS)
    def unpublish(self, row: int) -> None:
        model = self.models[row]
        assert self.act(row, actions.unpublish_article) == (model.live is not None)
        if model.live is not None:
            model.live = model.publish = model.expire = None

    @rule(row=ROWS)
    def correct(self, row: int) -> None:
        model = self.models[row]
        if self.act(row, actions.correct_article, text="Исправлено"):
            model.version += 1
            # The note is a version of its own with the texts of the one before.
            draft = self.article(row).get_latest_revision_as_object()
            assert CANARY.search(draft.headline)
            model.version -= 1
            model.put_out(self.now)

    @rule(row=ROWS)
    def kill(self, row: int) -> None:
        model = self.models[row]
        if self.act(row, actions.kill_article, reason="Ложь"):
            model.killed = True
            model.live = model.publish = model.expire = None

    @rule(row=ROWS)
    def revive(self, row: int) -> None:
        if self.act(row, actions.revive_article, reason="Правда"):
            self.models[row].killed = False

    # -- time --------------------------------------------------------------------------------------

    @rule(minutes=st.integers(min_value=1, max_value=120))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.hand.move_to(self.now)

    @precondition(lambda self: self.now > START)
    @rule(minutes=st.integers(min_value=1, max_value=60))
    def clock_is_set_back(self, minutes: int) -> None:
        self.now = max(START, self.now - timedelta(minutes=minutes))
        self.hand.move_to(self.now)

    # -- what must hold ----------------------------------------------------------------------------

    @invariant()
    def the_worker_is_prompt_and_pages_show_what_is_public(self) -> None:
        if not hasattr(self, "keys"):
            return
        self.before_the_worker()
        run_due_changes.func()
        for model in self.models:
            model.pass_time(self.now)
        self.look(exactly=True)
        late = DueChange.objects.waiting().filter(next_try_at__lte=self.now)
        assert not late.exists()

    def before_the_worker(self) -> None:
        """A worker that stands still may be late, and never shows what is not yet public."""
        self.look(exactly=False)

    def look(self, *, exactly: bool) -> None:
        allowed = {
            f"kanar{row}v{model.live}k"
            for row, model in enumerate(self.models)
            if model.live is not None and not model.embargoed(self.now)
        }
        seen: set[str] = set()
        for address in ADDRESSES if exactly else ADDRESSES[1:2]:
            answer = Client().get(address.format(storyline=self.storyline))
            found = {match.group() for match in CANARY.finditer(answer.content.decode())}
            assert found <= allowed, (address, found - allowed)
            seen |= found
        for row, key in enumerate(self.keys):
            answer = Client().get(f"/ru/news/{key}/", follow=True)
            found = {match.group() for match in CANARY.finditer(answer.content.decode())}
            assert found <= allowed, (key, found - allowed)
            seen |= found
            if exactly:
                assert answer.status_code == self.expected(row), self.models[row].__dict__
        if exactly:
            assert seen == allowed

    def expected(self, row: int) -> int:
        model = self.models[row]
        if model.live is not None:
            return 404 if model.embargoed(self.now) else 200
        return 410 if model.was_public else 404


def machine(examples: int, steps: int) -> None:
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Newsroom, settings=chosen)


@pytest.fixture(autouse=True)
def _database(db: Any) -> None:
    pass


def test_nothing_that_is_not_public_leaves_through_any_address() -> None:
    machine(examples=6, steps=12)


@pytest.mark.soak
def test_nothing_leaves_in_long_runs() -> None:
    machine(examples=150, steps=40)


def test_the_kinds_of_change_are_all_in_the_machine() -> None:
    """A kind that is added later must be added to the machine too."""
    assert set(DueKind) == {DueKind.PUBLISH, DueKind.EXPIRE, DueKind.EMBARGO_END}
