"""Who comes in: decides before every view whether this request may reach it, and as whom.

Deny by default. In order: a view that needs no database is left alone; a public one is open; everything else needs a
signed-in member of staff whose login session is neither over nor locked and who, outside the demo, has a second factor.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from plait.clinical.moment import Instant
from plait.coordination.accounts import login_session as noted
from plait.coordination.accounts import second_factor
from plait.coordination.accounts.backend import acting_as
from plait.foundation.actor import ANONYMOUS
from plait.web.accounts import login_session
from plait.web.accounts.header import places
from plait.web.documents import restore

POLL_HEADER = "X-Plait-Poll"
POLL_PARAMETER = "poll"


def arrive(request: HttpRequest, view: Any, at: Instant) -> HttpResponse | None:
    """Set ``request.actor``, ``request.nav`` and ``request.signed_in``; an answer when the view may not be reached."""
    request.actor, request.nav, request.signed_in = ANONYMOUS, [], False  # type: ignore[attr-defined]
    public = getattr(view, "public", False)
    if not request.user.is_authenticated:
        return None if public else to_sign_in(request)
    actor = acting_as(request.user, request.session.get(login_session.ROLE, ""), at=at)
    if actor.kind != "staff":
        logout(request)
        return None if public else to_sign_in(request)
    request.actor, request.nav = actor, places(actor, request.path)  # type: ignore[attr-defined]
    state = login_session.state(request, request.user, at)
    if state == "ended":
        return _ended(request, view, at)
    if state == "locked":
        return _locked(request, view, at)
    request.signed_in = True  # type: ignore[attr-defined]
    if not polling(request):
        login_session.seen(request, at)
    return None if public else _second_factor(request, view)


def polling(request: HttpRequest) -> bool:
    """Whether a page asks by itself: nobody need be there, so it never keeps the screen open."""
    return POLL_HEADER in request.headers or POLL_PARAMETER in request.GET


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and from there back here."""
    return _send(request, reverse("account_login"))


def _ended(request: HttpRequest, view: Any, at: Instant) -> HttpResponse | None:
    if not request.session.get(login_session.ENDED):
        noted.signed_out("over", actor=request.actor, at=at)  # type: ignore[attr-defined]
        login_session.end(request)
    public = getattr(view, "public", False)
    if not public:
        _keep_typed(request, view, "expired")
    request.actor, request.nav, request.user = ANONYMOUS, [], AnonymousUser()  # type: ignore[attr-defined]
    return None if public else to_sign_in(request)


def _locked(request: HttpRequest, view: Any, at: Instant) -> HttpResponse | None:
    if not request.session.get(login_session.LOCKED):
        noted.locked("idle", actor=request.actor, at=at)  # type: ignore[attr-defined]
        login_session.lock(request)
    if getattr(view, "public", False) or getattr(view, "while_locked", False):
        return None
    _keep_typed(request, view, "locked")
    return _send(request, reverse("accounts:lock"))


def _keep_typed(request: HttpRequest, view: Any, why: str) -> None:
    if request.method == "POST" and not getattr(view, "keeps_no_draft", False):
        restore.keep(request, why)


def _second_factor(request: HttpRequest, view: Any) -> HttpResponse | None:
    """Outside the demo nobody works without a second factor."""
    session = request.session
    if settings.DEMO or getattr(view, "before_second_factor", False) or session.get(login_session.FACTOR):
        return None
    if second_factor.stands(request.user.pk):
        session[login_session.FACTOR] = True
        return None
    return _send(request, reverse("mfa_index"), back=False)


def _send(request: HttpRequest, where: str, *, back: bool = True) -> HttpResponse:
    target = f"{where}?next={quote(restore.page(request), safe='/')}" if back else where
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
