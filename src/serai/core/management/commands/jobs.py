"""serai jobs: look at the queue, give a failed job another chance, drop one."""

import json
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from serai.core import queue
from serai.core.models import Job, State


class Command(BaseCommand):
    help = "List the jobs that are not done; retry ID runs a failed one again, drop ID deletes one."
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own form

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=("list", "retry", "drop"), help="what to do")
        parser.add_argument("ids", nargs="*", type=UUID, metavar="ID", help="jobs to retry or drop")
        parser.add_argument("--state", choices=State.values, help="list only these jobs")
        parser.add_argument("--limit", type=int, default=100, metavar="N", help="list at most N")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "list":
            self.show(listed(options["state"], options["limit"]), options["json"])
        elif not options["ids"]:
            raise CommandError(f"which jobs? serai jobs {options['verb']} ID…")
        else:
            self.change(options["verb"], options["ids"], options["json"])

    def show(self, rows: list[dict[str, Any]], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(
                f"{row['id']}  {row['state']:<11}  {row['queue']:<10}  {row['task']}"
                f"  attempt {row['attempts']} of {row['max_attempts']}  {row['error']}".rstrip()
            )
        if not rows:
            self.stdout.write("no jobs")

    def change(self, verb: str, ids: list[UUID], as_json: bool) -> None:
        """All that can be changed are; those that cannot make the exit code 1."""
        change, done = {"retry": (queue.retry, "ready again"), "drop": (queue.drop, "dropped")}[
            verb
        ]
        answers: list[dict[str, str]] = []
        refused = []
        for job_id in ids:
            try:
                change(job_id)
                answers.append({"id": str(job_id), "result": done})
            except queue.JobError as error:
                refused.append(str(error))
                answers.append({"id": str(job_id), "error": str(error)})
        if as_json:
            self.stdout.write(json.dumps(answers, ensure_ascii=False))
        else:
            for answer in answers:
                if "result" in answer:
                    self.stdout.write(f"{answer['id']} {answer['result']}")
        if refused:
            raise CommandError("; ".join(refused))


def listed(state: str | None, most: int) -> list[dict[str, Any]]:
    """Jobs in the order in which they are claimed; those that are done only when asked for."""
    jobs = Job.objects.filter(state=state) if state else Job.objects.exclude(state=State.DONE)
    return [
        {
            "id": str(job.pk),
            "task": job.task_path,
            "state": job.state,
            "queue": job.queue,
            "attempts": job.attempts,
            "max_attempts": job.max_attempts,
            "enqueued_at": job.enqueued_at.isoformat(),
            "run_after_at": job.run_after_at.isoformat(),
            "claimed_by": job.claimed_by,
            "error": job.errors[-1]["exception_class_path"] if job.errors else "",
        }
        for job in jobs.order_by("priority", "run_after_at", "enqueued_at")[:most]
    ]
