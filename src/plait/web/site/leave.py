"""/leave: away from here, fast, to a page that says nothing about anybody.

Forgets what the decision aid carries in this browser, and answers with a redirect that no cache keeps and that tells
the other page nothing of where one came from. It cannot take these pages out of the browser's history; the help page
says so, and how to do it. Where it leads is ``PLAIT_LEAVE_TO``: by default the weather, because that is what somebody
may be looking at at any hour. The browser asks that address only because the person pressed the link.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from plait.web.intake import carriage
from plait.web.site.access import needs_no_database


@needs_no_database
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Forget and lead away. Works without JavaScript; leave.js only spares the entry in the history."""
    response = HttpResponseRedirect(settings.LEAVE_TO)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    carriage.forget(response)
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        # The mark of a form that was opened. Staff who are signed in keep theirs: their open forms hang on it.
        response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Lax")
    return response
