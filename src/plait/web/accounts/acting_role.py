"""One person with two roles acts in one at a time, and says which."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from plait.coordination.accounts import login_session as noted
from plait.coordination.accounts.backend import acting_as
from plait.foundation import clock
from plait.web.accounts import login_session
from plait.web.accounts.access import keeps_no_draft
from plait.web.accounts.lock import next_page


@keeps_no_draft
@require_POST
def switch_role(request: HttpRequest) -> HttpResponse:
    """Act in another of one's roles from now on; a role that one does not have changes nothing."""
    at, wanted = clock.now(), request.POST.get("role", "")
    before = request.actor.acting_role  # type: ignore[attr-defined]
    actor = acting_as(request.user, wanted, at=at)
    if wanted and actor.acting_role == wanted and wanted != before:
        noted.role_switched(before, actor=actor, at=at)
        request.session[login_session.ROLE] = wanted
    return HttpResponseRedirect(next_page(request))
