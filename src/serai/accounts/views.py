"""Second factor, accounts and audit in the newsroom."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from serai.accounts import actions, second_factor, throttle
from serai.accounts.errors import AccountError
from serai.accounts.forms import AUDIT_WORDS, AuditFilter, CodeForm, UserForm, refuse_blocked
from serai.accounts.middleware import mark_whole
from serai.accounts.models import AuditEvent, User

SEED_KEY = "second_factor_seed"
PAGE = 50
asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@never_cache
@sensitive_post_parameters("code")
def code(request: HttpRequest) -> HttpResponse:
    """The second step of coming in."""
    user: Any = request.half_user  # type: ignore[attr-defined]
    if not user.is_authenticated:
        return redirect("wagtailadmin_login")
    if not user.totp_seed:
        return redirect("second_factor_setup")
    form = CodeForm(request.POST or None)
    account = f"code:{user.pk}"
    if request.method == "POST" and form.is_valid():
        network = throttle.network_of_request(request)
        try:
            refuse_blocked(account, network)
            throttle.note_failure(account, network)
            if actions.use_code(user=user, code=form.cleaned_data["code"]):
                throttle.forget_failures(account, network)
                mark_whole(request, user)
                return redirect("wagtailadmin_home")
            form.add_error(None, _("The code is not right, or it was used already."))
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "newsroom/accounts/code.html", {"form": form})


@asks
@never_cache
@sensitive_post_parameters("code")
def setup(request: HttpRequest) -> HttpResponse:
    """Set the second factor up: the key, a first code, then the recovery codes, shown once."""
    user: Any = request.half_user  # type: ignore[attr-defined]
    if not user.is_authenticated:
        return redirect("wagtailadmin_login")
    if user.totp_seed:
        whole = request.user.is_authenticated
        return redirect("wagtailadmin_home" if whole else "second_factor")
    seed = _pending_seed(request, user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = actions.set_up_second_factor(
                user=user, seed=seed, code=form.cleaned_data["code"]
            )
        except AccountError as error:
            form.add_error(None, str(error))
        else:
            del request.session[SEED_KEY]
            request.user = user
            update_session_auth_hash(request, user)
            mark_whole(request, user)
            return render(request, "newsroom/accounts/recovery.html", {"codes": codes})
    context = {
        "form": form,
        "key": second_factor.key_text(seed),
        "address": second_factor.otpauth(seed, user.get_username()),
    }
    return render(request, "newsroom/accounts/setup.html", context)


def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody of the newsroom."""
    members = User.objects.order_by("-is_active", "username")
    return render(request, "newsroom/accounts/list.html", {"members": members})


@asks
def add(request: HttpRequest) -> HttpResponse:
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user, password = actions.create_user(actor=request.user, **form.cleaned_data)
        except AccountError as error:
            form.add_error(None, str(error))
        else:
            return render(
                request, "newsroom/accounts/password.html", {"member": user, "password": password}
            )
    return render(request, "newsroom/accounts/form.html", {"form": form, "title": _("New account")})


@asks
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(User, pk=pk)
    form = UserForm(request.POST or None, instance=User.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        columns = {**form.cleaned_data}
        columns.pop("username")
        try:
            actions.change_user(actor=request.user, user=member, **columns)
        except AccountError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The account is changed."))
            return redirect("accounts_list")
    context = {"form": form, "member": member, "title": member.get_username()}
    return render(request, "newsroom/accounts/form.html", context)


@require_http_methods(["POST"])
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new password for somebody who lost theirs."""
    member = get_object_or_404(User, pk=pk)
    fresh = actions.give_password(actor=request.user, user=member)
    if member.pk == request.user.pk:
        member.refresh_from_db()
        update_session_auth_hash(request, member)
    context = {"member": member, "password": fresh}
    return render(request, "newsroom/accounts/password.html", context)


@require_http_methods(["POST"])
def factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the second factor of somebody away who lost it."""
    member = get_object_or_404(User, pk=pk)
    actions.take_second_factor_away(actor=request.user, user=member)
    messages.success(request, _("The second factor is taken away."))
    return redirect(reverse("accounts_edit", args=[pk]))


def audit(request: HttpRequest) -> HttpResponse:
    """Who did what to accounts."""
    form = AuditFilter(request.GET)
    events = AuditEvent.objects.all()
    if form.is_valid():
        if form.cleaned_data["who"]:
            events = events.filter(actor_name__icontains=form.cleaned_data["who"])
        if form.cleaned_data["verb"]:
            events = events.filter(verb=form.cleaned_data["verb"])
    page = Paginator(events, PAGE).get_page(request.GET.get("p"))
    for event in page:
        event.word = AUDIT_WORDS.get(event.verb, event.verb)  # type: ignore[attr-defined]
    context = {"form": form, "page": page}
    return render(request, "newsroom/accounts/audit.html", context)


def _pending_seed(request: HttpRequest, user: Any) -> bytes:
    """The seed that is shown until its first code: sealed in the session, so a reload keeps it."""
    try:
        return second_factor.unseal_seed(request.session.get(SEED_KEY, ""), user.pk)
    except second_factor.SealBroken:
        seed = second_factor.new_seed()
        request.session[SEED_KEY] = second_factor.seal_seed(seed, user.pk)
        return seed
