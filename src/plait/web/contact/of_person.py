"""From the front door: what a person sent before they were in care, for the clinicians who treat them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plait.coordination.intake import read_of_person
from plait.foundation.clock import now
from plait.web.contact.request import sent_context
from plait.web.people.chart_context import chart_context


@require_safe
def of_person(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The page of the chart."""
    actor = request.actor  # type: ignore[attr-defined]
    read = read_of_person.read(patient_id, actor=actor, at=now())
    context = {
        **chart_context(request, read.header, "contact"),
        "page_title": gettext("From the front door"),
        "requests": [sent_context(one, actor.zone) for one in read.requests],
    }
    return render(request, "contact/of_person.html", context)
