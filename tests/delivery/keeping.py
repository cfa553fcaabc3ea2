"""For tests of the page store: pages kept for real, and what a change makes out of date."""

from collections.abc import Callable, Iterable

from django.db import transaction

from serai.delivery.keeping import page_store, render
from serai.delivery.outbox import last_number, newer_than
from serai.delivery.tags import SITE


def keep_all(paths: Iterable[str]) -> list[str]:
    """Render and keep each of the paths; those that the store took."""
    return [path for path in paths if render(path).kept]


def touched_since(number: int) -> set[str]:
    """Paths that the refresher would renew or drop for what was announced after ``number``."""
    tags = {tag for row in newer_than(number) for tag in row.tags}
    if SITE in tags:
        return {entry.path for entry in page_store().entries()}
    return set(page_store().paths_of(tags))


def forgotten(paths: Iterable[str], change: Callable[[], object]) -> list[str]:
    """Pages that another look shows to have changed, and nobody announced; then all is undone."""
    before = last_number()
    found = []
    with transaction.atomic():
        change()
        touched = touched_since(before)
        for path in paths:
            if path in touched:
                continue
            if render(path, looking=True).body != page_store().body(path):
                found.append(_said(path, before))
        transaction.set_rollback(True)
    return found


def _said(path: str, before: int) -> str:
    """Which tag is missing: in the page, of those that were announced, or in the announcement."""
    announced = {tag for row in newer_than(before) for tag in row.tags}
    built_from = page_store().tags_of(path)
    if not announced:
        return f"{path} changed, and nothing was announced; it was built from {built_from}"
    return f"{path} changed and has none of the announced tags {sorted(announced)}; {built_from}"
