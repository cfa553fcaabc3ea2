"""Every write on accounts; each leaves a row in the audit."""

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from serai.accounts import second_factor
from serai.accounts.errors import AccountError
from serai.accounts.models import AuditEvent, Role, User
from serai.accounts.policy import ADMINISTER_USERS, ALLOWED, may, role_of
from serai.core import clock


def note(*, actor: Any, verb: str, subject: str, **details: Any) -> AuditEvent:
    """A row of the audit."""
    known = actor if getattr(actor, "pk", None) else None
    return AuditEvent.objects.create(
        happened_at=clock.now(),
        actor=known,
        actor_name=known.get_username() if known else "",
        verb=verb,
        subject=subject,
        details=details,
    )


def create_user(*, actor: Any, username: str, role: str, **columns: Any) -> tuple[User, str]:
    """A new account and its first password, which is shown once and kept only hashed."""
    _check_right(actor, role)
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        user = User(username=username, role=role, is_superuser=False, **columns)
        user.set_password(password)
        user.save()
        note(actor=actor, verb="create", subject=username, role=role)
    return user, password


def change_user(
    *,
    actor: Any,
    user: User,
    role: str | None = None,
    is_active: bool | None = None,
    **columns: Any,
) -> User:
    """Change an account. A new role, or being disabled, ends its sessions."""
    _check_right(actor, role or user.role)
    with transaction.atomic():
        standing = _held(user)
        before = {"role": standing.role, "is_active": standing.is_active}
        after = {
            "role": standing.role if role is None else role,
            "is_active": standing.is_active if is_active is None else is_active,
        }
        if standing.pk == actor.pk and after != before:
            raise AccountError(_("Nobody changes their own role or disables themselves."))
        _keep_an_administrator(standing, after)
        for name, value in {**columns, **after}.items():
            setattr(standing, name, value)
        standing.is_superuser = standing.role == Role.ADMINISTRATOR
        changed = sorted({*columns} | {name for name in after if after[name] != before[name]})
        standing.save()
        note(actor=actor, verb="change", subject=standing.username, fields=changed, **after)
    return standing


def give_password(*, actor: Any, user: User) -> str:
    """A new password for somebody, shown once; their sessions end."""
    _check_right(actor, user.role)
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        standing = _held(user)
        standing.set_password(password)
        standing.save(update_fields=["password"])
        note(actor=actor, verb="password", subject=standing.username)
    return password


def set_up_second_factor(*, user: User, seed: bytes, code: str) -> list[str]:
    """Confirm the seed with a code of it; gives the recovery codes, shown once."""
    step = second_factor.step_of(seed, code, 0)
    if step is None:
        raise AccountError(_("The code is not right, or it was used already."))
    codes = second_factor.new_recovery_codes()
    with transaction.atomic():
        standing = _held(user)
        if standing.totp_confirmed_at is not None:
            raise AccountError(_("A second factor is set up already."))
        standing.totp_seed = second_factor.seal_seed(seed, standing.pk)
        standing.totp_confirmed_at = clock.now()
        standing.totp_last_step = step
        standing.recovery_codes = [second_factor.recovery_hash(one, standing.pk) for one in codes]
        standing.save(
            update_fields=["totp_seed", "totp_confirmed_at", "totp_last_step", "recovery_codes"]
        )
        note(actor=standing, verb="second_factor_set", subject=standing.username)
    user.refresh_from_db()
    return codes


def take_second_factor_away(*, actor: Any, user: User) -> None:
    """For somebody who lost telephone and codes; their sessions end, they set it up again."""
    _check_right(actor, user.role)
    with transaction.atomic():
        standing = _held(user)
        standing.totp_seed, standing.totp_confirmed_at = "", None
        standing.totp_last_step, standing.recovery_codes = 0, []
        standing.save(
            update_fields=["totp_seed", "totp_confirmed_at", "totp_last_step", "recovery_codes"]
        )
        note(actor=actor, verb="second_factor_away", subject=standing.username)


def use_code(*, user: User, code: str) -> bool:
    """Whether the code is right; each code of the app and each recovery code works once."""
    with transaction.atomic():
        standing = _held(user)
        if not standing.totp_seed:
            return False
        try:
            seed = second_factor.unseal_seed(standing.totp_seed, standing.pk)
        except second_factor.SealBroken:
            seed = b""
        step = second_factor.step_of(seed, code, standing.totp_last_step) if seed else None
        if step is not None:
            standing.totp_last_step = step
            standing.save(update_fields=["totp_last_step"])
            return True
        hashed = second_factor.recovery_hash(code, standing.pk)
        if hashed not in standing.recovery_codes:
            return False
        standing.recovery_codes = [one for one in standing.recovery_codes if one != hashed]
        standing.save(update_fields=["recovery_codes"])
        note(
            actor=standing,
            verb="recovery_code",
            subject=standing.username,
            left=len(standing.recovery_codes),
        )
    return True


def _held(user: User) -> User:
    members = get_user_model()._default_manager
    standing: User = members.select_for_update().get(pk=user.pk)
    return standing


def _check_right(actor: Any, role: str) -> None:
    """Only who administers users, and nobody gives more than they have."""
    if not may(actor, ADMINISTER_USERS) or not ALLOWED[role] <= ALLOWED[role_of(actor)]:
        raise AccountError(_("You may not give this role."))


def _keep_an_administrator(standing: User, after: dict[str, Any]) -> None:
    if standing.role != Role.ADMINISTRATOR or not standing.is_active:
        return
    if after["role"] == Role.ADMINISTRATOR and after["is_active"]:
        return
    members = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True)
    if not [one for one in members if one.pk != standing.pk]:
        raise AccountError(_("The last administrator stays one."))
