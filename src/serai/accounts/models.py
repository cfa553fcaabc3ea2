"""The newsroom's users, what guards their login, and what was done to accounts."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.utils.crypto import salted_hmac
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
    #: Hashes of the recovery codes that are left.
    recovery_codes = models.JSONField(default=list, blank=True, editable=False)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The role is the truth: superuser and group of Django and Wagtail follow it."""
        if self.is_superuser or self.role == Role.ADMINISTRATOR:
            self.is_superuser, self.role = True, Role.ADMINISTRATOR
        super().save(*args, **kwargs)
        if kwargs.get("update_fields") is None:
            self.groups.set([Group.objects.get_or_create(name=self.role)[0]])

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """A session ends with anything that changes who may be behind it, or what they may do."""
        parts = (self.password, self.role, self.is_active, self.is_superuser, self.totp_seed)
        said = "\n".join(map(str, parts))
        return salted_hmac(
            "serai.accounts.session", said, secret=secret, algorithm="sha256"
        ).hexdigest()


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
