"""Measuring: what is due at one moment, published by one worker."""

import time
from datetime import timedelta

from django.db import transaction

from serai.core import clock
from serai.editorial.actions import schedule_article
from serai.editorial.models import Article, DueChange
from serai.editorial.tasks import run_due_changes

DUE = 200


def measure_due() -> dict[str, float]:
    """Milliseconds for each change: by the clock and of the processor."""
    later = clock.now() + timedelta(hours=1)
    with transaction.atomic():  # one write to the disk, not hundreds
        for article in Article.objects.published().newest_first()[:DUE]:
            article.headline = f"{article.headline[:200]} \N{EM DASH} new"
            article.save_revision()
            schedule_article(article=Article.objects.get(pk=article.pk), at=later)
    now = clock.now()
    DueChange.objects.waiting().filter(due_at=later).update(due_at=now, next_try_at=now)
    started, worked = time.perf_counter(), time.process_time()
    done = run_due_changes.func()
    seconds, processor = time.perf_counter() - started, time.process_time() - worked
    return {
        "due_published": done,
        "due_publish_ms": round(seconds * 1000 / max(done, 1), 1),
        "due_publish_cpu_ms": round(processor * 1000 / max(done, 1), 1),
    }
