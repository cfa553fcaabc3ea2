"""What all stories share: one row per edition with drafts, revisions, workflow and preview."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)

from serai.accounts.policy import VIEW, may
from serai.core.editions import editions, locale_id
from serai.delivery.delivered import Delivered
from serai.editorial.models.tagging import pair_tag

AGE_RATINGS = [(0, "0+"), (6, "6+"), (12, "12+"), (16, "16+"), (18, "18+")]
URGENCIES = [(n, str(n)) for n in range(1, 10)]


class Story(
    Delivered,
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs:
            super().__init__(*args, **kwargs)
        else:
            # A row read from the database: no children can be given, and modelcluster's search
            # for them would cost as much as the row itself.
            models.Model.__init__(self, *args)

    def delivered_tags(self) -> set[str]:
        return {self.tag_of(self.pk), pair_tag(self.translation_key)}

    @property
    def edition(self) -> str:
        """Code of the edition this row belongs to."""
        language = {locale_id(code): code for code in settings.EDITIONS}
        return language.get(self.locale_id, settings.EDITIONS[0])

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """This edition, and every other one in which the story has its pair."""
        others = [edition for edition in editions() if edition.code != self.edition]
        if not self.pk:
            # A story that is not saved yet carries its edition in the mode: the form does not.
            own = [edition for edition in editions() if edition.code == self.edition]
            return [(row.code, row.label) for row in (*own, *others)]
        pairs = [edition for edition in others if self.pair_in(edition.code)]
        return [("", _("This edition")), *((row.code, row.label) for row in pairs)]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page as a reader would see it, never kept; of the pair its latest version."""
        if not self.pk and mode_name in settings.EDITIONS:
            self.locale_id = locale_id(mode_name)
        pair = self.pair_in(mode_name) if self.pk and mode_name in settings.EDITIONS else None
        if pair is not None and not may(request.user, VIEW, pair):
            raise Http404
        shown = self if pair is None else pair.get_latest_revision_as_object()
        render = type(self).render_preview
        if render is None:
            return HttpResponse(str(shown), content_type="text/plain; charset=utf-8")
        answer = render(request, shown)
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer

    def pair_in(self, edition: str) -> Any:
        """The row of the same story in another edition, or None."""
        rows = type(self).objects.filter(translation_key=self.translation_key)
        return rows.filter(locale_id=locale_id(edition)).exclude(pk=self.pk).first()
