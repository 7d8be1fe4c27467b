"""The chart on paper: a page that prints by itself, and the same as a PDF."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plait.clinical.moment import Instant
from plait.coordination.people import print_chart
from plait.coordination.people.print_chart import Printed
from plait.coordination.people.timeline_types import PERIODS
from plait.coordination.people.timeline_words import one_language
from plait.foundation.clock import now
from plait.web.components.timeline import spoken_period
from plait.web.people.chart_context import chart_context
from plait.web.people.paper import PaperUnavailable, pdf
from plait.web.people.print_chart_words import drawing, paper

DEFAULT = "12"


@never_cache
@require_safe
def print_page(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The page: what will stand on the paper, and the button to the PDF."""
    at, printed = _read(request, patient_id)
    context = {
        **chart_context(request, printed.header, "summary"),
        "page_title": gettext("Print the chart"),
        "paper": _paper(request, printed, at),
        "drawing": _drawn(printed),
        "period": _period(request),
        "periods": [(one, spoken_period(one)) for one in PERIODS],
    }
    return render(request, "people/print_chart.html", context)


@never_cache
@require_safe
def as_pdf(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The PDF. It is made here, from what is in this answer alone: nothing is fetched."""
    at, printed = _read(request, patient_id)
    told = _paper(request, printed, at)
    html = render_to_string(
        "people/print_chart_pdf.html", {"paper": told, "drawing": _drawn(printed), "language": get_language()}
    )
    try:
        named = ", ".join(part for part in (told["name"], told["number"], told["born"]) if part)
        content = pdf(html, title=f"{told['name']}, {told['number']}", head=f"{named} · {told['printed']}")
    except PaperUnavailable:
        return render(request, "people/no_pdf.html", {"page_title": gettext("No PDF here")}, status=503)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="chart-{told["number"]}-{at.utc:%Y%m%d}.pdf"'
    return response


def _read(request: HttpRequest, patient_id: UUID) -> tuple[Instant, Printed]:
    at = now()
    actor = request.actor  # type: ignore[attr-defined]
    return at, print_chart.read(patient_id, actor=actor, at=at, period=_period(request))


def _period(request: HttpRequest) -> Any:
    asked = request.GET.get("period", DEFAULT)
    return asked if asked in PERIODS else DEFAULT


def _drawn(printed: Printed) -> str:
    with one_language():
        return drawing(printed)


def _paper(request: HttpRequest, printed: Printed, at: Instant) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    with one_language():
        return paper(printed, zone=actor.zone, at=at, by=actor.name)
