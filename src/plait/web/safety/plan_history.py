"""Every version of a safety plan: who changed what, and when."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plait.coordination.safety import read_plan
from plait.foundation.clock import now
from plait.web.people.chart_context import chart_context
from plait.web.safety.plan_words import version_words


@require_safe
def plan_history(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The newest first, each with its differences."""
    actor = request.actor  # type: ignore[attr-defined]
    top, rows = read_plan.history(patient_id, actor=actor, at=now())
    context = {
        **chart_context(request, top, ""),
        "page_title": gettext("Safety plan: history"),
        "versions": [version_words(one, actor.zone) for one in rows],
    }
    return render(request, "safety/plan_history.html", context)
