"""The tablet is handed over: the staff member's login session ends first, then only the questions are left.

Nothing is locked away by this page itself. There is no login session any more: every address of the chart leads to the
sign-in page, and no page of it was ever stored by the browser.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables


@sensitive_variables("token")
def hand_over_now(request: HttpRequest, token: str) -> HttpResponse:
    """End the login session on the server, and go to the questions."""
    get_adapter(request).logout(request)
    response = HttpResponseRedirect(reverse("assessment:answer", args=[token]))
    response["Cache-Control"] = "no-store"
    return response
