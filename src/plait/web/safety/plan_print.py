"""The safety plan on paper: one page, large numbers, for a wallet, a wall, or a telephone without a net."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plait.clinical.safety.safety_plan import SafetyPlan
from plait.coordination.door import Denied
from plait.coordination.safety import read_plan
from plait.foundation.clock import now
from plait.web.people.chart_context import chart_context
from plait.web.people.paper import PaperUnavailable
from plait.web.safety.plan_paper import SIZES, plan_pdf
from plait.web.safety.plan_words import practice_number, shown_plan
from plait.web.words import day_of


@never_cache
@require_safe
def plan_print(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The page that prints by itself, and the way to the PDF."""
    actor = request.actor  # type: ignore[attr-defined]
    page = read_plan.read(patient_id, actor=actor, at=now(), printed=True)
    if page.written is None or page.plan.empty:
        raise Denied("safety.read-plan")
    told = paper_of(page.header.called, page.plan, day_of(page.written.effective_at, actor.zone))
    context = {**chart_context(request, page.header, ""), "page_title": gettext("Print the safety plan"), "paper": told}
    return render(request, "safety/plan_print.html", context)


@never_cache
@require_safe
def plan_print_pdf(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The PDF, on Letter or A4."""
    actor = request.actor  # type: ignore[attr-defined]
    page = read_plan.read(patient_id, actor=actor, at=now(), printed=True)
    if page.written is None or page.plan.empty:
        raise Denied("safety.read-plan")
    told = paper_of(page.header.called, page.plan, day_of(page.written.effective_at, actor.zone))
    return pdf_response(request, told, request.GET.get("size", ""))


def paper_of(called: str, plan: SafetyPlan, day: str) -> dict[str, Any]:
    """What stands on the paper: the name that the person goes by, and nothing else that tells who they are."""
    return {"called": called, "day": day, "parts": shown_plan(plan), "practice_number": practice_number()}


def pdf_response(request: HttpRequest, told: dict[str, Any], size: str, *, keep: bool = False) -> HttpResponse:
    """The PDF as an answer; ``keep``: to be saved rather than shown."""
    try:
        content = plan_pdf(told, size if size in SIZES else SIZES[0])
    except PaperUnavailable:
        return render(request, "people/no_pdf.html", {"page_title": gettext("No PDF here")}, status=503)
    response = HttpResponse(content, content_type="application/pdf")
    disposition = "attachment" if keep else "inline"
    response["Content-Disposition"] = f'{disposition}; filename="{gettext("my-safety-plan")}.pdf"'
    return response
