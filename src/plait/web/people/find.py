"""Find a person: the start of every clinician's and coordinator's work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plait.coordination.people import find_person
from plait.coordination.people.chart_header import age
from plait.foundation.clock import now
from plait.web.parameters import page_of
from plait.web.words import partial_day


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The actor's people, or those that match what was typed."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    found = find_person.read(request.GET.get("q", ""), actor=actor, at=at, page=page_of(request))
    route = "people:contact" if actor.acting_role == "coordinator" else "people:chart"
    lines = [
        {
            "name": line.name,
            "preferred_name": line.preferred_name,
            "pronouns": line.pronouns,
            "age": age(line.birth_date, at.day(actor.zone)),
            "birth_date": partial_day(line.birth_date),
            "number": line.number,
            "href": reverse(route, args=[line.patient_id]),
        }
        for line in found.people
    ]
    context = {
        "page_title": gettext("People"),
        "found": found,
        "clinical": actor.clinical,
        "lines": lines,
        "previous": found.page - 1,
        "next": found.page + 1,
    }
    return render(request, "people/find.html", context)
