"""The newsroom's users, what guards their login, and what was done to accounts."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody may do; each includes nothing of another that is not said (policy.py)."""

    REPORTER = "reporter", _("reporter")
    EDITOR = "editor", _("editor")
    SCHEDULER = "scheduler", _("TV scheduler")
    ADMINISTRATOR = "administrator", _("administrator")


class User(AbstractUser):
    """A member of the newsroom. Readers have no accounts."""

    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.REPORTER)
    #: Seed of the second factor, sealed; empty where none is set up.
    totp_seed = models.CharField(max_length=200, blank=True, editable=False)
    totp_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: Last time step that was used, so that a code works once.
    totp_last_step = models.BigIntegerField(default=0, editable=False)


class LoginFailure(models.Model):
    """A failed login, kept for the time in which it counts."""

    account = models.CharField(max_length=150)
    network = models.CharField(max_length=64)
    failed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account", "network", "failed_at"], name="failure_of_account"),
            models.Index(fields=["network", "failed_at"], name="failure_of_network"),
        ]


class AuditEvent(models.Model):
    """Who did what to an account or to a right. Never changed, never deleted by hand."""

    happened_at = models.DateTimeField(_("when"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, related_name="+", on_delete=models.SET_NULL
    )
    actor_name = models.CharField(_("who"), max_length=150)
    verb = models.CharField(_("what"), max_length=40)
    subject = models.CharField(_("whom"), max_length=200)
    details = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-happened_at", "-pk"]
        verbose_name = _("audit event")
        verbose_name_plural = _("audit")
