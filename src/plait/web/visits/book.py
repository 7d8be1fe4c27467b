"""Book a visit by hand."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from plait.coordination.visits import book_visit as decision
from plait.foundation.actor import Actor
from plait.foundation.clock import now
from plait.web.visits.booking_form import BookForm
from plait.web.visits.frame import frame

USUAL = {"therapist": ("session", 50), "prescriber": ("follow-up", 30), "coordinator": ("follow-up", 30)}


@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The form, and what it does."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    desk = decision.read(patient_id, actor=actor, at=at)
    form = BookForm.opened(request, desk.clinicians, start=lambda: _start(request, actor, desk))
    if request.method == "POST" and form.is_valid():
        command = _command(form, patient_id)
        outcome = form.settle(lambda once: decision.commit(command, actor=actor, at=at, once=once))
        if outcome is not None:
            messages.success(request, gettext("The visit is booked."))
            return redirect("visits:appointment", outcome.appointment_id)
    context = {
        **frame(request, desk.whose, gettext("Book a visit")),
        **form.page(desk.whose.zone),
        "nobody": not desk.clinicians,
        "clinical": actor.clinical,
    }
    return render(request, "visits/book.html", context, status=form.status)


def _start(request: HttpRequest, actor: Actor, desk: decision.Desk) -> dict[str, Any]:
    """What the form begins with: oneself where one may, the usual length, the day the link names."""
    service, minutes = USUAL.get(actor.acting_role, ("other", 30))
    own = [one for one in desk.clinicians if one.practitioner_id == actor.practitioner_id]
    try:
        day: Any = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = None
    return {
        "practitioner": str(own[0].practitioner_id) if own else None,
        "service": service,
        "minutes": minutes,
        "day": day,
    }


def _command(form: BookForm, patient_id: UUID) -> decision.Command:
    data = form.cleaned_data
    return decision.Command(
        patient_id=patient_id,
        practitioner_id=data["practitioner"],
        service=data["service"],
        local_start=form.local_start(),
        minutes=data["minutes"],
        mode=data["mode"],
        text=data["text"],
        seen=form.seen_keys(),
        reason=data["reason"],
    )
