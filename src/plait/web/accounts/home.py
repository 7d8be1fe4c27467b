"""The start: leads to where the role's work is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the first place of the role; a page of its own for staff who have no role today."""
    nav = request.nav  # type: ignore[attr-defined]
    if nav:
        return HttpResponseRedirect(nav[0]["href"])
    return render(request, "accounts/no_role.html", {"page_title": gettext("You have no role today")})
