"""Tables of delivery: the outbox of changes, what each change cost, and the nodes that serve."""

from typing import ClassVar

from django.db import models


class Invalidation(models.Model):
    """What a transaction changed for readers. Numbers stand in the order of commits.

    With ``due_at`` it is announced for a moment ahead: when that comes, the refresher puts it anew
    under a number of its own. It stays, in case somebody puts the clock back.
    """

    number = models.BigAutoField(primary_key=True)
    tags = models.JSONField()
    cause = models.CharField(max_length=200, blank=True)
    #: Tag of the object whose save it was; empty for changes of many.
    subject = models.CharField(max_length=120, blank=True, db_index=True)
    #: Pages are taken away before anything is rendered: unpublished, killed, deleted.
    drops = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    brought_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False, brought_at__isnull=True),
                name="invalidation_ahead",
            ),
            models.Index(
                fields=["brought_at"],
                condition=models.Q(brought_at__isnull=False),
                name="invalidation_brought",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.cause}"


class Node(models.Model):
    """A machine with a page store of its own, and how far it has come."""

    name = models.CharField(max_length=120, primary_key=True)
    number = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Refresh(models.Model):
    """What one node did about one invalidation."""

    node = models.CharField(max_length=120)
    number = models.BigIntegerField()
    pages = models.PositiveIntegerField()
    #: Paths, at most two hundred.
    paths = models.JSONField(default=list)
    milliseconds = models.PositiveIntegerField()
    visible_at = models.DateTimeField()
    #: Outer caches that have not been purged of it yet.
    unpurged = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number", "node"], name="one_refresh_per_node")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.pages}"
