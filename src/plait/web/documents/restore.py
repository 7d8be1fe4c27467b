"""Nothing typed is lost: keep what was sent while it could not be taken, and put it back into its form.

For a screen with a form:

    form = StartForm(initial=restore.kept(request) or {})     # on GET; DecisionForm.opened does it

A form that is sent afterwards and leads to another page closes its draft by itself; a screen that answers a
successful form with a page of its own calls ``restore.used(request)``. ``kept`` gives the fields as they were typed,
the idempotency key too, so that sending again is the same request. It costs nothing while the person has no drafts.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from plait.coordination.documents import drafts
from plait.coordination.documents.drafts import Typed
from plait.foundation import clock
from plait.web.accounts.login_session import DRAFTS, TOLD

SECRET = ("password", "credential", "secret")
MOST_CHARACTERS = 200_000
KEY = "once"  # every form that decides something carries it (plait.web.forms.DecisionForm)


def kept(request: HttpRequest) -> dict[str, Any] | None:
    """What this person typed into the form of this page before, or None. Says so on the page."""
    actor = request.actor  # type: ignore[attr-defined]
    if not request.session.get(DRAFTS):
        return None
    draft = drafts.kept(request.path, actor=actor, at=clock.now())
    if draft is None:
        return None
    if not request.session.pop(TOLD, False):
        tell(request)
    return {name: values[0] if len(values) == 1 else values for name, values in draft.fields.items()}


def used(request: HttpRequest) -> None:
    """The form of this page was taken: its draft, if there is one, is done."""
    if request.session.get(DRAFTS):
        actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
        drafts.used((request.path, page_path(request)), actor=actor, at=at)
        if not drafts.any_open(actor=actor, at=at):
            request.session.pop(DRAFTS, None)


def close_if_taken(request: HttpRequest, response: HttpResponse) -> None:
    """A form that was sent and led to another page was taken, so its draft is done: screens need not say so.

    A form that comes back with something wrong answers with itself, and its draft stays.
    """
    leads_away = response.status_code in {302, 303} or "HX-Redirect" in response
    if leads_away and request.method == "POST" and KEY in request.POST:
        used(request)


def keep(request: HttpRequest, why: str) -> None:
    """Keep what this request sent, for the person who sent it."""
    fields = {
        _storable(name): [_storable(value) for value in values]
        for name, values in request.POST.lists()
        if _may_be_kept(name, values)
    }
    files = tuple(_storable(str(file.name))[:200] for file in request.FILES.values())
    if not fields and not files:
        return
    path = page_path(request)
    typed = Typed(path=path, fields=fields, why=why, files=files, patient_id=_patient(path))
    drafts.keep(typed, actor=request.actor, at=clock.now())  # type: ignore[attr-defined]
    request.session[DRAFTS] = True


def tell(request: HttpRequest) -> None:
    """Say that what was typed is there."""
    link = reverse("documents:drafts")
    messages.success(
        request,
        format_html(
            '{} <a href="{}">{}</a>',
            gettext("We kept what you typed. Look it over and send it again."),
            link,
            gettext("All that was kept"),
        ),
    )


def tell_after_return(request: HttpRequest) -> None:
    """The same person is back: say once, on the next page, that what they typed was kept."""
    if request.session.get(DRAFTS):
        tell(request)
        request.session[TOLD] = True


def page(request: HttpRequest) -> str:
    """The page that a person was on: for a form or a fragment the page around it, else the address itself."""
    told = request.headers.get("HX-Current-URL", "")
    if not told and request.method not in {"GET", "HEAD"}:
        told = request.headers.get("Referer", "")
    parts = urlsplit(told)
    if parts.path.startswith("/") and not parts.path.startswith("//") and parts.netloc == request.get_host():
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return request.get_full_path()


def page_path(request: HttpRequest) -> str:
    """The page without its query: what a draft is kept under."""
    return urlsplit(page(request)).path[:500]


def _may_be_kept(name: str, values: list[str]) -> bool:
    secret = name == "csrfmiddlewaretoken" or any(word in name for word in SECRET)
    return not secret and sum(map(len, values)) <= MOST_CHARACTERS


def _storable(text: str) -> str:
    """What PostgreSQL can hold: no NUL, no half characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _patient(path: str) -> UUID | None:
    try:
        found = resolve(path).kwargs.get("patient_id")
    except Resolver404:
        return None
    return found if isinstance(found, UUID) else None
