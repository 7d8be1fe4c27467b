"""From an answer that spoke of harm to the person's own safety plan: one button, then their birth date."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from plait.coordination.door import Denied
from plait.coordination.safety import plan_after_answer as decision
from plait.foundation.clock import now
from plait.web.site.access import public


@public
@never_cache
@sensitive_variables("token")
@require_POST
def plan_after_answer(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 - a view
    """Make the link and follow it."""
    return redirect("safety:own-plan", decision.commit(token, at=now()))


def way_to_own_plan(token: str) -> str:
    """Where the button sends somebody who answers by this link; "" where there is no plan."""
    try:
        stands = decision.offered(token, at=now())
    except Denied:
        return ""
    return reverse("safety:plan-after-answer", args=[token]) if stands else ""
