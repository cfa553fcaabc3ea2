"""The lease store: what is due is leased, and every later write must show the lease's number.

A claim counts the attempt, so that a job which kills its worker is counted too. A worker that has
fallen silent loses the job when its lease ends; what it says afterwards is refused, because the
number is no longer the job's.
"""

import json
import logging
import re
import socket
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from serai.core import clock
from serai.core.limits import limit, refuse_above
from serai.core.models import STRANDED, Job, JobQuerySet, State

logger = logging.getLogger(__name__)

#: Kinds of work, the most urgent first; a job's own priority orders within its kind.
PRIORITIES: Final[Mapping[str, int]] = {
    name: rank * 1000
    for rank, name in enumerate(("publish", "confirm", "ingest", "media", "statistics", "default"))
}
#: Publishing and the confirmation of a reader lie below this number.
URGENT_BELOW: Final = PRIORITIES["ingest"] - 500
#: Other work stands back for so long while publishing runs; a job that hangs holds up none longer.
STAND_BACK: Final = timedelta(seconds=60)
BACK_OFF: Final = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300))
SPACING: Final = timedelta(seconds=5)
TRACE_CHARACTERS: Final = 4000
# A backslash before the u is text and not an escape when it is itself escaped.
_NUL: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


class JobError(Exception):
    """The queue refuses; the message says what and why."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to run one job and to write how it ended."""

    job: Job
    number: int


def put(
    task_path: str,
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    *,
    queue: str,
    priority: int = 0,
    run_after: datetime | None = None,
    unique_key: str | None = None,
) -> Job:
    """Insert the job in the caller's transaction; the worker is woken when that commits.

    While a job with the same key is open, running included, that one is the answer.
    """
    refuse_above("job_payload_bytes", len(as_json({"args": args, "kwargs": kwargs})))
    now = clock.now()
    job = Job(
        task_path=task_path,
        args=list(args),
        kwargs=dict(kwargs),
        queue=queue,
        priority=PRIORITIES[queue] - priority,
        unique_key=unique_key,
        enqueued_at=now,
        run_after_at=max(clock.utc(run_after), now) if run_after else now,
        max_attempts=limit("job_attempts"),
    )
    standing = _insert(job) if unique_key is None else _insert_once(job, unique_key)
    transaction.on_commit(wake, robust=True)
    return standing


def as_json(value: Any) -> bytes:
    """The value as every database can keep it; ValueError or TypeError where none could."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if _NUL.search(text):
        raise ValueError("text with a NUL character cannot be kept")
    return text.encode()


def _insert(job: Job) -> Job:
    job.save(force_insert=True)
    return job


def _insert_once(job: Job, unique_key: str) -> Job:
    # The standing job may end between the refused insert and the look for it.
    for _ in range(5):
        Job.objects.bulk_create([job], ignore_conflicts=True)
        standing = Job.objects.open_with(unique_key).first()
        if standing is not None:
            return standing
    raise JobError(f"jobs with the key {unique_key} come and go too fast")


def wake() -> None:
    """Ring at the worker's door. Nobody may be there: a worker also looks by itself."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.setblocking(False)
        try:
            line.sendto(b"!", str(door()))
        except OSError:
            logger.debug("no worker at the door")


def door() -> Path:
    return Path(settings.VAR) / "worker.sock"


def claim(
    worker: str, *, lease: timedelta, urgent_only: bool = False, stand_back: bool = False
) -> Lease | None:
    """Lease the first due job, or None. The attempt is counted here.

    Who stands back takes only what is urgent while publishing runs.
    """

    def due() -> JobQuerySet:
        urgent = urgent_only or (stand_back and is_publishing())
        jobs = Job.objects.due()
        return jobs.filter(priority__lt=URGENT_BELOW) if urgent else jobs

    if not due().exists():
        return None  # an idle worker never takes the write lock
    with transaction.atomic():
        job = (
            due()  # once more: publishing may have begun
            .select_for_update(skip_locked=True)
            .order_by("priority", "run_after_at", "enqueued_at")
            .first()
        )
        if job is None:
            return None
        now = clock.now()
        job.state = State.RUNNING
        job.claimed_at, job.claimed_by = now, worker
        job.lease_until_at = now + lease
        job.lease_number += 1
        job.attempts += 1
        job.save(
            update_fields=(
                "state", "claimed_at", "claimed_by", "lease_until_at", "lease_number", "attempts",
            )
        )  # fmt: skip
    return Lease(job, job.lease_number)


def is_publishing() -> bool:
    """Whether a worker publishes just now, and has not done so for long."""
    now = clock.now()
    return Job.objects.filter(
        state=State.RUNNING,
        lease_until_at__gt=now,
        queue="publish",
        claimed_at__gt=now - STAND_BACK,
    ).exists()


def _held(lease: Lease) -> JobQuerySet:
    """The row, as long as the lease is the last one and the job has not been taken back."""
    return Job.objects.filter(pk=lease.job.pk, lease_number=lease.number, state=State.RUNNING)


def renew(leases: Collection[Lease], *, lease: timedelta) -> list[Lease]:
    """Hold on to these leases; those that are lost come back."""
    until = clock.now() + lease
    return [one for one in leases if not _held(one).update(lease_until_at=until)]


def finish(lease: Lease, return_value: Any) -> bool:
    """Write the success; False where the lease is lost and the result is refused."""
    return bool(
        _held(lease).update(
            state=State.DONE,
            return_value=return_value,
            finished_at=clock.now(),
            lease_until_at=None,
        )
    )


def fail(lease: Lease, error_path: str, trace: str) -> State | None:
    """Write the failure: READY where it is tried again, FAILED where not, None where refused."""
    job, now = lease.job, clock.now()
    errors = [*job.errors, _error(error_path, trace)]
    if job.attempts >= job.max_attempts:
        columns: dict[str, Any] = {"state": State.FAILED, "finished_at": now}
    else:
        pause = BACK_OFF[min(job.attempts, len(BACK_OFF)) - 1]
        columns = {"state": State.READY, "run_after_at": now + pause}
    written = _held(lease).update(errors=errors, lease_until_at=None, **columns)
    return columns["state"] if written else None


def release(lease: Lease) -> bool:
    """Give the job back unharmed: the attempt does not count."""
    return bool(
        _held(lease).update(
            state=State.READY,
            attempts=lease.job.attempts - 1,
            lease_until_at=None,
        )
    )


def _error(error_path: str, trace: str) -> dict[str, str]:
    tail = trace[-TRACE_CHARACTERS:].replace("\x00", "\ufffd")
    return {
        "exception_class_path": error_path,
        "traceback": tail.encode("utf-8", "replace").decode(),
    }


def take_back(*, lease: timedelta) -> list[Job]:
    """Take jobs from workers that fell silent: once more, or into quarantine.

    Jobs of one dead worker come back one after the other, so that the one which killed it does
    not drag its neighbour into quarantine with it.
    """
    _shorten_leases(lease)
    if not Job.objects.abandoned().exists():
        return []
    with transaction.atomic():
        rows = Job.objects.abandoned().select_for_update(skip_locked=True)
        jobs = list(rows.order_by("priority", "run_after_at", "enqueued_at"))
        places: Counter[str] = Counter()
        for job in jobs:
            _take_back_one(job, SPACING * places[job.claimed_by])
            places[job.claimed_by] += 1
    for job in jobs:
        if job.state == State.QUARANTINED:
            logger.error(
                "job %s %s quarantined: %d claims, no end", job.task_path, job.pk, job.attempts
            )
        else:
            logger.warning("job %s %s taken back from %s", job.task_path, job.pk, job.claimed_by)
    return jobs


def _take_back_one(job: Job, pause: timedelta) -> None:
    now = clock.now()
    told = f"attempt {job.attempts}: {job.claimed_by} fell silent; claimed {job.claimed_at}"
    job.errors = [*job.errors, _error(f"{WorkerLost.__module__}.{WorkerLost.__name__}", told)]
    job.lease_until_at = None
    if job.attempts >= job.max_attempts:
        job.state, job.finished_at = State.QUARANTINED, now
    else:
        job.state, job.run_after_at = State.READY, now + pause
    job.save(update_fields=("errors", "lease_until_at", "state", "finished_at", "run_after_at"))


class WorkerLost(Exception):
    """The worker ended, or was stopped, while it ran the job."""


def _shorten_leases(lease: timedelta) -> None:
    """After the clock was set back no dead worker holds a job for the length of the jump."""
    now = clock.now()
    beyond = Job.objects.filter(state=State.RUNNING, lease_until_at__gt=now + 2 * lease)
    if beyond.exists():
        beyond.update(lease_until_at=now + lease)


def retry(job_id: UUID) -> Job:
    """Give a failed or quarantined job all its attempts again."""
    now = clock.now()
    try:
        with transaction.atomic():
            again = Job.objects.filter(pk=job_id, state__in=STRANDED).update(
                state=State.READY, attempts=0, run_after_at=now, finished_at=None
            )
    except IntegrityError as error:
        raise JobError(f"job {job_id}: another one with its key is open") from error
    if not again:
        raise JobError(f"job {job_id} {_whereabouts(job_id)}; failed ones can be retried")
    transaction.on_commit(wake, robust=True)
    return Job.objects.get(pk=job_id)


def drop(job_id: UUID) -> None:
    """Delete a job that is not running."""
    gone, _ = Job.objects.filter(pk=job_id).exclude(state=State.RUNNING).delete()
    if not gone:
        raise JobError(f"job {job_id} {_whereabouts(job_id)}; it cannot be dropped")


def _whereabouts(job_id: UUID) -> str:
    state = Job.objects.filter(pk=job_id).values_list("state", flat=True).first()
    return f"is {state}" if state else "does not exist"
