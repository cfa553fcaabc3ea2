"""Errors in texts that readers report."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.core.limits import limit
from serai.editorial.models.articles import Article


class ErrorReport(models.Model):
    """A passage that a reader finds wrong. Nothing of the reader is kept but ``sender``, a keyed
    hash of the network address, for a day: it counts reports from one place."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")

    article = models.ForeignKey(Article, related_name="error_reports", on_delete=models.CASCADE)
    passage = models.TextField(_("passage"), max_length=limit("report_passage"), blank=True)
    note = models.TextField(_("note"), max_length=limit("report_note"), blank=True)
    sender = models.CharField(max_length=64, blank=True)
    reported_at = models.DateTimeField(_("reported"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, related_name="+", on_delete=models.SET_NULL
    )
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-reported_at", "-pk"]
        verbose_name = _("reported error")
        verbose_name_plural = _("reported errors")
        indexes: ClassVar = [
            models.Index(fields=["state", "-reported_at"], name="report_state"),
            models.Index(fields=["sender", "reported_at"], name="report_sender"),
        ]

    def __str__(self) -> str:
        return self.passage[:80] or self.note[:80]
