"""The verbs' pages in the newsroom: a small form each, done by POST only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from serai.accounts.policy import may
from serai.core.jobs import enqueue
from serai.editorial import actions, forms
from serai.editorial.models import Article, DueChange, DueKind, EditorialError, ErrorReport
from serai.editorial.selectors import changes_of, desk, source_changed_since
from serai.editorial.tasks import run_due_changes

#: Reports on a page of the list.
PER_PAGE: Final = 50
Done = Article | DueChange


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb with its words, its form, and the action that the form leads to."""

    label: Any
    form: type[forms.VerbForm]
    act: Callable[[Any, Article, Any], Done]
    done: Any
    icon: str
    suits: Callable[[Article], bool] = lambda article: article.killed_at is None


def _correct(form: Any, article: Article, user: Any) -> Done:
    return actions.correct_article(article=article, text=form.cleaned_data["text"], user=user)


def _schedule(form: Any, article: Article, user: Any) -> Done:
    zone = form.cleaned_data["zone"]
    return actions.schedule_article(
        article=article, at=form.moment(), zone=zone, entered=form.entered(), user=user
    )


def _expire(form: Any, article: Article, user: Any) -> Done:
    zone = form.cleaned_data["zone"]
    return actions.expire_article(
        article=article, at=form.moment(), zone=zone, entered=form.entered(), user=user
    )


def _embargo(form: Any, article: Article, user: Any) -> Done:
    entered = form.cleaned_data
    until = form.moment() if entered["at"] else entered["on"]
    return actions.set_embargo(article=article, until=until, zone=entered["zone"], user=user)


def _with_reason(action: Callable[..., Done]) -> Callable[[Any, Article, Any], Done]:
    def act(form: Any, article: Article, user: Any) -> Done:
        return action(article=article, reason=form.cleaned_data["reason"], user=user)

    return act


def _translate(form: Any, article: Article, user: Any) -> Done:
    edition = form.cleaned_data["edition"]
    return actions.translate_article(article=article, edition=edition, user=user)


def _assign(form: Any, article: Article, user: Any) -> Done:
    return actions.assign_article(article=article, to=form.cleaned_data["to"], user=user)


def _feature(form: Any, article: Article, user: Any) -> Done:
    place, until = int(form.cleaned_data["place"]), form.until()
    actions.feature_on_front(article=article, place=place, until=until, user=user)
    return article


def _is_live(article: Article) -> bool:
    return bool(article.live)


VERBS: Final[Mapping[str, Verb]] = {
    "correct": Verb(
        _("Correct…"), forms.CorrectForm, _correct, _("The correction is published."), "edit",
        _is_live,
    ),
    "schedule": Verb(
        _("Schedule…"), forms.ScheduleForm, _schedule, _("Scheduled."), "calendar-alt"
    ),
    "expire": Verb(
        _("Take off at a moment…"), forms.ExpireForm, _expire, _("Its end is set."), "time"
    ),
    "embargo": Verb(
        _("Embargo…"), forms.EmbargoForm, _embargo, _("The embargo stands."), "lock"
    ),
    "lift_embargo": Verb(
        _("Lift the embargo…"), forms.LiftForm, _with_reason(actions.lift_embargo),
        _("The embargo is lifted."), "lock-open", lambda article: article.is_embargoed,
    ),
    "translate": Verb(
        _("Translate…"), forms.TranslateForm, _translate, _("The draft is made."), "globe"
    ),
    "assign": Verb(_("Assign…"), forms.AssignForm, _assign, _("Assigned."), "user"),
    "feature": Verb(
        _("Feature on the front…"), forms.FeatureForm, _feature,
        _("The article stands on the front."), "home",
    ),
    "unpublish": Verb(
        _("Unpublish…"), forms.UnpublishForm, _with_reason(actions.unpublish_article),
        _("The article is off the site."), "download", _is_live,
    ),
    "kill": Verb(
        _("Kill…"), forms.KillForm, _with_reason(actions.kill_article),
        _("The article is killed."), "bin",
    ),
    "revive": Verb(
        _("Revive…"), forms.ReviveForm, _with_reason(actions.revive_article),
        _("The article is a draft again."), "undo", lambda article: article.killed_at is not None,
    ),
}  # fmt: skip


def verbs_for(user: Any, article: Article) -> dict[str, Verb]:
    """What this person may do with this article now."""
    return {
        name: verb
        for name, verb in VERBS.items()
        if verb.suits(article) and may(user, name, article)
    }


@require_http_methods(["GET", "HEAD", "POST"])
def verb(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The form of a verb; POST does it."""
    if name not in VERBS:
        raise Http404
    article = get_object_or_404(Article, pk=pk)
    if not may(request.user, name, article):
        raise PermissionDenied
    chosen = VERBS[name]
    form = chosen.form(request.POST or None, article=article)
    if request.method == "POST" and form.is_valid():
        try:
            done = chosen.act(form, article, request.user)
        except EditorialError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, chosen.done)
            if name == "lift_embargo":
                enqueue(run_due_changes)
            return redirect(edit_address(done if isinstance(done, Article) else article))
    source = article.translated_from
    shows_source = name == "translate" and may(request.user, "view", source)
    context = {
        "form": form,
        "verb": chosen,
        "article": article,
        "changes": changes_of(article),
        "source_changes": source_changed_since(article) if shows_source else (),
        "back": edit_address(article),
    }
    return render(request, "newsroom/verbs/form.html", context)


#: What may be done with a change, and the verb whose right it needs.
CHANGE_VERBS: Final[Mapping[str, Callable[..., Any]]] = {
    "cancel": actions.cancel_change,
    "retry": actions.retry_change,
}
RIGHT_FOR: Final = {
    DueKind.PUBLISH: "schedule", DueKind.EXPIRE: "expire", DueKind.EMBARGO_END: "embargo",
}  # fmt: skip


@require_POST
def change(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Call off a due change, or try a failed one again."""
    if name not in CHANGE_VERBS:
        raise Http404
    row = get_object_or_404(DueChange.objects.select_related("article"), pk=pk)
    if not may(request.user, RIGHT_FOR[DueKind(row.kind)], row.article):
        raise PermissionDenied
    try:
        CHANGE_VERBS[name](change=row, user=request.user)
    except EditorialError as error:
        messages.error(request, str(error))
    else:
        enqueue(run_due_changes)
        messages.success(request, _("Done."))
    return redirect(edit_address(row.article))


def error_reports(request: HttpRequest) -> HttpResponse:
    """Errors that readers report: open ones, or those that were dealt with."""
    state = "done" if request.GET.get("state") == "done" else "open"
    page = Paginator(desk.error_reports(request.user, state), PER_PAGE).get_page(
        request.GET.get("p")
    )
    may_settle = may(request.user, "correct")
    context = {"page": page, "state": state, "may_settle": may_settle}
    return render(request, "newsroom/reports/list.html", context)


@require_POST
def error_report_done(request: HttpRequest, pk: int) -> HttpResponse:
    if not may(request.user, "correct"):
        raise PermissionDenied
    actions.settle_report(report=get_object_or_404(ErrorReport, pk=pk), user=request.user)
    messages.success(request, _("Done."))
    return redirect("error_reports")


def edit_address(article: Article) -> str:
    return reverse("wagtailsnippets_editorial_article:edit", args=[article.pk])
