"""What somebody typed and could not send yet: kept until it is sent or discarded, seen by nobody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from plait.coordination.documents import drafts
from plait.foundation import clock
from plait.web.accounts.access import while_locked
from plait.web.accounts.login_session import DRAFTS
from plait.web.documents import restore

WHY = {
    "locked": gettext_lazy("The screen had locked when you sent it."),
    "expired": gettext_lazy("You had been signed in for twelve hours when you sent it."),
    "form-expired": gettext_lazy("You had signed in again elsewhere when you sent it."),
    "unconfirmed": gettext_lazy("You had to confirm first that it was you."),
    "kept": gettext_lazy("The screen was about to lock."),
}


@never_cache
@require_safe
def list_drafts(request: HttpRequest) -> HttpResponse:
    """All that is waiting."""
    found = drafts.open_drafts(actor=request.actor, at=clock.now())  # type: ignore[attr-defined]
    context = {"page_title": gettext("What you typed"), "drafts": [_line(draft) for draft in found]}
    return render(request, "documents/drafts.html", context)


@never_cache
@require_safe
def show(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """One of them in full."""
    draft = drafts.one(draft_id, actor=request.actor, at=clock.now())  # type: ignore[attr-defined]
    typed = [{"name": name, "value": "\n".join(values)} for name, values in draft.fields.items() if any(values)]
    context = {"page_title": gettext("What you typed"), "draft": _line(draft), "typed": typed, "files": draft.files}
    return render(request, "documents/draft.html", context)


@require_POST
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Throw one away."""
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    drafts.discard(draft_id, actor=actor, at=at)
    if not drafts.any_open(actor=actor, at=at):
        request.session.pop(DRAFTS, None)
    messages.success(request, gettext("Discarded."))
    return HttpResponseRedirect(reverse("documents:drafts"))


@while_locked
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what stands in a form although nobody sent it: its page is about to lock. Nothing comes back."""
    restore.keep(request, "kept")
    return HttpResponse(status=204)


def _line(draft: drafts.DraftLine) -> dict[str, Any]:
    return {
        "href": draft.path,
        "page": draft.path,
        "when": draft.created_at.utc,
        "why": WHY.get(draft.why, ""),
        "show": reverse("documents:draft", args=[draft.draft_id]),
        "discard": reverse("documents:discard", args=[draft.draft_id]),
    }
