"""One appointment: when, with whom, what became of it, and what may be done about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plait.clinical.visits.appointment import THERAPY
from plait.coordination.visits import read_visit
from plait.coordination.visits.read_visit import OneVisit
from plait.foundation.clock import now
from plait.web.visits.attendance import AttendanceForm
from plait.web.visits.frame import frame
from plait.web.visits.today import address
from plait.web.visits.words import (
    day_of_visit,
    event_words,
    service_words,
    status_words,
    told_reason,
    whole_time,
)
from plait.web.words import modality_words, place_words, time_of

TAPS = ("arrived", "noshow", "booked")


@require_safe
def appointment(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The page of an appointment."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    read = read_visit.read(appointment_id, actor=actor, at=at)
    booked = read.appointment
    context = {
        **frame(request, read.whose, gettext("Visit")),
        "booked": booked,
        "when": whole_time(booked),
        "what": f"{service_words(booked.service)}, {place_words(booked.mode)}",
        "status": status_words(booked.status),
        "why": told_reason(booked.cancel_reason) if booked.cancel_reason else "",
        "events": [
            {
                "when": time_of(one.at, booked.zone),
                "what": event_words(one),
                "by": one.by,
                "note": told_reason(one.note),
            }
            for one in reversed(read.events)
        ],
        "taps": [(status, words) for status, words in _taps() if status in read.may],
        "form": AttendanceForm.of(request, booked),
        "may_move": booked.standing,
        "may_cancel": "cancelled" in read.may,
        "records": _records(read, clinical=actor.clinical)
        if "fulfilled" in read.may and booked.starts_at <= at
        else [],
        "no_course": actor.acting_role == "therapist" and booked.service in THERAPY and not read.courses,
        "day_href": address(day_of_visit(booked)),
    }
    return render(request, "visits/appointment.html", context)


def _taps() -> tuple[tuple[str, str], ...]:
    """What may be noted by a tap."""
    return (
        ("arrived", gettext("Arrived")),
        ("noshow", gettext("Did not come")),
        ("booked", gettext("Take that back")),
    )


def _records(read: OneVisit, *, clinical: bool) -> list[dict[str, Any]]:
    """Where a clinician records that it took place: a session in each course that it can belong to."""
    booked = read.appointment
    if not clinical:
        return []
    if read.courses:
        return [
            {
                "href": f"{reverse('therapy:session', args=[one.course_id])}?appointment={booked.appointment_id}",
                "label": gettext("Record session: %(course)s") % {"course": modality_words(one.modality)},
            }
            for one in read.courses
        ]
    if booked.service in THERAPY:
        return []
    return [{"href": reverse("visits:record", args=[booked.appointment_id]), "label": gettext("Record visit")}]
