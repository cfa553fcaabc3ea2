"""Members of the newsroom for tests; no password, so that nothing slow is hashed."""

from typing import Any

from serai.accounts.models import User

PASSWORD = "a long test password"


def member(role: str, name: str = "", **columns: Any) -> User:
    user = User(username=name or role, role=role, **columns)
    user.set_unusable_password()
    user.save()
    return user


def member_with_password(role: str, name: str = "", **columns: Any) -> User:
    user = User(username=name or role, role=role, **columns)
    user.set_password(PASSWORD)
    user.save()
    return user
