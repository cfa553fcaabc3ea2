"""How the newsroom lists and edits articles."""

import re
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import messages
from django.forms.utils import ErrorList
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet, WorkflowActionView

from serai.accounts.guarding import Guarded, visible_to
from serai.delivery.reports import Visible, wait_until_visible
from serai.editorial.choosers import ArticleChooser
from serai.editorial.desk import remarks_on
from serai.editorial.models import Article, EditorialError, UncreditedError
from serai.editorial.selectors import source_changed_since
from serai.editorial.viewsets.lists import ArticleIndexView

#: Seconds that an editor waits for the word of the refresher.
PATIENCE: Final = 1.5

TEXT: list[Panel] = [
    FieldPanel("headline", required_on_save=True),
    FieldPanel("kicker"),
    FieldPanel("lead"),
    FieldPanel("body"),
    MultiFieldPanel(
        [
            FieldPanel("main_image"),
            FieldPanel("image_alt"),
            FieldPanel("image_caption"),
            FieldPanel("photo_credit"),
        ],
        heading=_("Picture"),
    ),
]
ABOUT: list[Panel] = [
    InlinePanel(
        "countries",
        heading=_("Countries"),
        label=_("country"),
        help_text=_("The primary one stands above the headline, else the first."),
    ),
    FieldPanel("section"),
    FieldPanel("storyline"),
    FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
    MultiFieldPanel(
        [FieldPanel("source"), FieldPanel("original_url"), FieldPanel("dateline")],
        heading=_("Source"),
    ),
    InlinePanel("authors", heading=_("Authors"), label=_("author")),
]
TIMES: list[Panel] = [
    MultiFieldPanel(
        [
            FieldPanel("published_at"),
            FieldPanel("published_date_only"),
            FieldPanel("updated_at"),
            FieldPanel("embargo_until", read_only=True),  # by its verb only
        ],
        heading=_("Times"),
    ),
    MultiFieldPanel([FieldPanel("age_rating"), FieldPanel("urgency")], heading=_("Marks")),
    MultiFieldPanel([FieldPanel("slug"), FieldPanel("legacy_views")], heading=_("Address")),
    InlinePanel("corrections", heading=_("Corrections"), label=_("correction")),
]


#: The part of a posted body that names a related article.
RELATED = re.compile(r"body-\d+-value-\d+-value")
#: A key as choosers write it; Django would read « 7» and «٧» as well.
PLAIN_KEY = re.compile(r"[1-9][0-9]{0,17}")


def without_unseen(data: Any, user: Any) -> Any:
    """The posted form without links to articles that its writer may not see: a form that came
    back, or its preview, would show their headlines."""
    keys = {name: data[name] for name in data or () if RELATED.fullmatch(name) and data[name]}
    if user is None or not keys:
        return data
    wanted = [key for key in keys.values() if PLAIN_KEY.fullmatch(key)]
    articles = visible_to(user, Article.objects.filter(pk__in=wanted))
    seen = {str(key) for key in articles.values_list("pk", flat=True)}
    data = data.copy()
    for name, key in keys.items():
        if key not in seen:
            data[name] = ""
    return data


class ArticleForm(WagtailAdminModelForm):
    """The form; what offers many names asks for them together."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(without_unseen(data, kwargs.get("for_user")), *args, **kwargs)
        if "topics" in self.fields:
            topics = self.fields["topics"]
            topics.queryset = topics.queryset.prefetch_related("names")
        if "section" in self.fields and self.instance.locale_id:
            section = self.fields["section"]
            section.queryset = section.queryset.filter(locale_id=self.instance.locale_id)


class Remarked:
    """What a reader would miss, said beside the buttons; anew after each save in between."""

    partials_template_name = "newsroom/article/partials.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        article = context["form"].instance
        context["remarks"] = remarks_on(article)
        if article.pk and source_changed_since(article):
            context["source_changed"] = reverse("article_verb", args=[article.pk, "translate"])
        return context


class Credited:
    """Publishing and approving ask for a credit line of every picture; a draft is saved without."""

    def is_valid(self, form: Any) -> bool:
        if not super().is_valid(form):  # type: ignore[misc]
            return False
        approves = getattr(self, "workflow_action", None) == "approve"
        if self.action == "publish" or approves:  # type: ignore[attr-defined]
            self._refuse_uncredited(form)
        return not form.errors

    def _refuse_uncredited(self, form: Any) -> None:
        fields = form.instance.uncredited()
        if not fields:
            return
        words = str(UncreditedError(fields))
        faults = {
            "photo_credit": words,
            "body": StreamBlockValidationError(non_block_errors=ErrorList([words])),
        }
        for name in fields:
            form.add_error(name if name in form.fields else None, faults[name])
        self.produced_error_code = "validation_error"
        self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]


class ApprovalView(WorkflowActionView):
    """Approving beside the form: a refusal of the door is told, with the way to the form."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().post(request, *args, **kwargs)
        except EditorialError as error:
            messages.error(request, str(error))
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            answer = {"step": "success", "redirect": self.redirect_url}
            return self.render_modal_json(request, answer)
        return redirect(self.redirect_url)


class Shown:
    """After publishing the editor reads since when readers have it, everywhere."""

    def run_after_hook(self) -> Any:
        answer = super().run_after_hook()  # type: ignore[misc]
        request, article = self.request, self.object  # type: ignore[attr-defined]
        if "action-publish" in request.POST and article.live:
            found = wait_until_visible(article.tag_of(article.pk), PATIENCE)
            if found is not None:
                say = messages.warning if found.unpurged else messages.info
                say(request, visible_line(found))
        return answer


def visible_line(found: Visible) -> str:
    at = found.at.astimezone(ZoneInfo(settings.NEWSROOM_ZONE))
    if found.unpurged:
        return gettext("Visible at %(at)s; these caches did not answer: %(caches)s") % {
            "at": f"{at:%H:%M:%S}.{at.microsecond // 1000:03d}",
            "caches": found.unpurged,
        }
    return gettext("Visible everywhere at %(at)s: %(pages)s pages in %(seconds)s s") % {
        "at": f"{at:%H:%M:%S}.{at.microsecond // 1000:03d}",
        "pages": found.pages,
        "seconds": f"{found.seconds:.2f}",
    }


class ArticleCreateView(Shown, Credited, Remarked, CreateView):
    def get_initial_form_instance(self) -> Article:
        """A new article belongs to whoever begins it."""
        article: Article = super().get_initial_form_instance() or Article()
        article.owner = self.request.user
        return article


class ArticleEditView(Shown, Credited, Remarked, EditView):
    pass


class ArticleViewSet(Guarded, SnippetViewSet):
    realm = "articles"
    model = Article
    chooser_viewset_class = ArticleChooser
    icon = "doc-full"
    menu_label = _("Articles")
    index_view_class = ArticleIndexView
    add_view_class = ArticleCreateView
    edit_view_class = ArticleEditView
    workflow_action_view_class = ApprovalView
    create_template_name = "newsroom/article/create.html"
    edit_template_name = "newsroom/article/edit.html"
    list_per_page = 40
    edit_handler = TabbedInterface(
        [
            ObjectList(TEXT, heading=_("Text")),
            ObjectList(ABOUT, heading=_("About")),
            ObjectList(TIMES, heading=_("Times and marks")),
        ],
        base_form_class=ArticleForm,
    )
