"""What all stories share: one row per edition with drafts, revisions, workflow and preview."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)

from serai.core.editions import locale_id

AGE_RATINGS = [(0, "0+"), (6, "6+"), (12, "12+"), (16, "16+"), (18, "18+")]
URGENCIES = [(n, str(n)) for n in range(1, 10)]


class Story(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    ClusterableModel,
    models.Model,  # said again, so that the type checker sees a model
):
    """One row per edition with drafts, revisions, locks, workflow and preview."""

    #: Handed in by the portal: the page a reader would see, for the newsroom's preview.
    render_preview: ClassVar[Callable[[HttpRequest, Any], HttpResponse] | None] = None

    class Meta:
        abstract = True

    @property
    def edition(self) -> str:
        """Code of the edition this row belongs to."""
        language = {locale_id(code): code for code in settings.EDITIONS}
        return language.get(self.locale_id, settings.EDITIONS[0])

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        render = type(self).render_preview
        if render is None:
            return HttpResponse(str(self), content_type="text/plain; charset=utf-8")
        return render(request, self)

    def pair_in(self, edition: str) -> Any:
        """The row of the same story in another edition, or None."""
        rows = type(self).objects.filter(translation_key=self.translation_key)
        return rows.filter(locale_id=locale_id(edition)).exclude(pk=self.pk).first()
