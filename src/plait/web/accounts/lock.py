"""The locked screen: only the person it belongs to opens it again, and finds what they typed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from plait.coordination.accounts import login_session as noted
from plait.foundation import clock
from plait.web.accounts import login_session
from plait.web.accounts.access import before_second_factor, keeps_no_draft, while_locked
from plait.web.accounts.forms import UnlockForm
from plait.web.accounts.sign_in import is_demo
from plait.web.documents import restore


def next_page(request: HttpRequest) -> str:
    """Where to go afterwards: a page of this copy, else the start."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if asked.startswith("/") and get_adapter(request).is_safe_url(asked) else "/"


@while_locked
@before_second_factor
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: HttpRequest) -> HttpResponse:
    """The locked screen, and the password, passkey or (in the demo) click that opens it."""
    if not request.session.get(login_session.LOCKED):
        return HttpResponseRedirect(next_page(request))
    posted = request.POST if request.method == "POST" else None
    if posted is not None and "me" in posted and is_demo(request):
        return _unlocked(request, "demo")
    if posted is not None and "credential" in posted:
        passkey = ReauthenticateWebAuthnForm(user=request.user, data=posted)
        if passkey.is_valid():
            return _unlocked(request, "passkey")
        _failed(request)
        return _page(request, UnlockForm(user=request.user), passkey)
    form = UnlockForm(posted, user=request.user) if posted is not None else UnlockForm(user=request.user)
    if posted is not None and form.is_valid():
        return _unlocked(request, "password")
    return _page(request, form)


@while_locked
@before_second_factor
@keeps_no_draft
@require_POST
def lock_now(request: HttpRequest) -> HttpResponse:
    """Lock the screen because the person asks for it, or because their browser saw nobody for a while."""
    if not request.session.get(login_session.LOCKED):
        noted.locked("asked", actor=request.actor, at=clock.now())  # type: ignore[attr-defined]
        login_session.lock(request)
    return HttpResponseRedirect(f"{reverse('accounts:lock')}?next={next_page(request)}")


@before_second_factor
@keeps_no_draft
@never_cache
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """A person is there: the idle clock starts again. Nothing comes back."""
    login_session.seen(request, clock.now(), at_once=True)
    return HttpResponse(status=204)


def _unlocked(request: HttpRequest, how: str) -> HttpResponse:
    at = clock.now()
    noted.unlocked(how, actor=request.actor, at=at)  # type: ignore[attr-defined]
    login_session.unlock(request, at)
    restore.tell_after_return(request)
    return HttpResponseRedirect(next_page(request))


def _failed(request: HttpRequest) -> None:
    noted.unlock_failed(actor=request.actor, at=clock.now())  # type: ignore[attr-defined]


def _page(request: HttpRequest, form: UnlockForm, passkey: Any = None) -> HttpResponse:
    has_passkey = is_mfa_enabled(request.user, ["webauthn"])
    context: dict[str, Any] = {
        "page_title": gettext("Locked"),
        "form": form,
        "passkey_form": passkey,
        "name": request.actor.name,  # type: ignore[attr-defined]
        "next": next_page(request),
        "one_click": is_demo(request),
        "has_password": request.user.has_usable_password(),
        "has_passkey": has_passkey,
        "kept": bool(request.session.get(login_session.DRAFTS)),
    }
    if has_passkey:
        context["js_data"] = {"request_options": webauthn.begin_authentication(request.user)}
    return render(request, "accounts/lock.html", context)
