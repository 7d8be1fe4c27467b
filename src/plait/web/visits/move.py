"""Move a visit: another time, length, clinician or way to meet."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from plait.clinical.visits.appointment import Appointment
from plait.coordination.visits import move_visit as decision
from plait.foundation.clock import now
from plait.web.visits.booking_form import MoveForm
from plait.web.visits.frame import frame
from plait.web.visits.words import whole_time


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The form, and what it does."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    desk = decision.read(appointment_id, actor=actor, at=at)
    form = MoveForm.opened(request, desk.clinicians, start=lambda: _start(desk.appointment))
    if request.method == "POST" and form.is_valid():
        command = _command(form, appointment_id)
        outcome = form.settle(lambda once: decision.commit(command, actor=actor, at=at, once=once))
        if outcome is not None:
            messages.success(request, gettext("The visit is moved."))
            return redirect("visits:appointment", outcome.appointment_id)
    form.show(desk.appointment)
    context = {
        **frame(request, desk.whose, gettext("Move a visit")),
        **form.page(desk.appointment.zone),
        "booked": desk.appointment,
        "when": whole_time(desk.appointment),
    }
    return render(request, "visits/move.html", context, status=form.status)


def _start(booked: Appointment) -> dict[str, Any]:
    """The appointment as it stands."""
    return {
        "practitioner": str(booked.practitioner_id) if booked.practitioner_id else None,
        "day": date.fromisoformat(booked.local_start[:10]),
        "starts": time.fromisoformat(booked.local_start[11:]),
        "minutes": booked.minutes,
        "mode": booked.mode,
        "shown": booked.changed_at.iso(),
    }


def _command(form: MoveForm, appointment_id: UUID) -> decision.Command:
    data = form.cleaned_data
    return decision.Command(
        appointment_id=appointment_id,
        practitioner_id=data["practitioner"],
        local_start=form.local_start(),
        minutes=data["minutes"],
        mode=data["mode"],
        shown=data["shown"],
        seen=form.seen_keys(),
        reason=data["reason"],
    )
