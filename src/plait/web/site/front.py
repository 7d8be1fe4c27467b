"""/ is two things: the practice's home for everybody, and the way to one's work for staff who are signed in.

Whoever carries no session meets no database here. While the database is down everybody gets the practice's home.
"""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from plait.coordination.door import AuditUnavailable
from plait.foundation import clock
from plait.web.accounts.access import before_second_factor
from plait.web.accounts.arrival import arrive
from plait.web.accounts.home import home as staff_home
from plait.web.site.access import needs_no_database
from plait.web.site.languages import in_its_language
from plait.web.site.pages import home as public_home

PUBLIC_HOME = in_its_language(public_home)
STAFF_HOME = before_second_factor(staff_home)


@needs_no_database
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The home of whoever asks."""
    response = _staff(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    if response is None:
        response = PUBLIC_HOME(request)
        response["Cache-Control"] = "no-cache"  # asked anew each time: after signing in it is another page
    patch_vary_headers(response, ["Cookie"])
    return response


def _staff(request: HttpRequest) -> HttpResponse | None:
    """The answer for staff: their home, the lock, the sign-in where their time is over; None for everybody else."""
    try:
        if not request.user.is_authenticated:
            return None
        elsewhere = arrive(request, STAFF_HOME, clock.now())
    except (AuditUnavailable, DatabaseError, InterfaceError):
        return None
    return elsewhere or staff_home(request)
