"""The newsroom's users."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of the newsroom. Readers have no accounts."""
