"""What belongs to the demo newsroom, so that all of it can be taken away again."""

from typing import ClassVar

from django.db import models


class DemoRecord(models.Model):
    """One row made by the demo: ``kind`` is its model label, ``key`` its primary key."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="one_demo_record_per_row")
        ]
