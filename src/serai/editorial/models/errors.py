"""What the newsroom refuses, and why."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _


class EditorialError(Exception):
    """A verb cannot be done; the message is for the editor, ``code`` for machines."""

    def __init__(self, message: object, code: str = "refused") -> None:
        super().__init__(message)
        self.code = code

    def __str__(self) -> str:
        return str(self.args[0])


class KilledError(EditorialError, PermissionDenied):
    """A killed article comes back by ``revive_article`` only.

    Wagtail's own doors answer it as a refused permission, not as a fault.
    """

    def __init__(self) -> None:
        super().__init__(_("This article was killed; an editor must revive it first."), "killed")


class UncreditedError(EditorialError, PermissionDenied):
    """A picture of the version has no credit line: readers are always told whose it is.

    ``fields`` are those of the form to look at.
    """

    def __init__(self, fields: Iterable[str]) -> None:
        super().__init__(
            _("A picture has no credit line; without one the article is not published."),
            "uncredited",
        )
        self.fields = tuple(fields)
