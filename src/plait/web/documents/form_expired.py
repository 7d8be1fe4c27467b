"""A form whose token is no longer good: nothing was done, and what was typed is kept if it surely came from us.

The token changes when somebody signs in, so a form that stood open in another tab arrives with the old one. Only the
browser's own word that the form came from this origin lets it be kept: another site can write no draft.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve

from plait.coordination.accounts.backend import acting_as
from plait.foundation import clock
from plait.web.accounts import login_session
from plait.web.documents import restore
from plait.web.site import failures


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Back to the form with what was typed, or the page that says to send it again."""
    if not (_ours(request) and _keepable(request) and request.user.is_authenticated):
        return failures.form_expired(request, reason)
    at = clock.now()
    actor = acting_as(request.user, request.session.get(login_session.ROLE, ""), at=at)
    if actor.kind != "staff" or login_session.state(request, request.user, at) == "ended":
        return failures.form_expired(request, reason)
    request.actor = actor  # type: ignore[attr-defined]
    restore.keep(request, "form-expired")
    where = restore.page(request)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    return HttpResponseRedirect(where)


def _ours(request: HttpRequest) -> bool:
    """Whether the browser says that the form came from a page of this copy."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _keepable(request: HttpRequest) -> bool:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    marked = getattr(view, "public", False) or getattr(view, "keeps_no_draft", False)
    return request.method == "POST" and not marked
