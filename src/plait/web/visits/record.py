"""Record that a visit took place: booked before, or not."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from plait.clinical.visits.appointment import Appointment
from plait.coordination.consequences.visits import LONGEST, Whose
from plait.coordination.visits import record_visit as decision
from plait.foundation.clock import now
from plait.web.forms import DateField, TimeField, instant_of
from plait.web.medication.order_form import KeyedForm
from plait.web.visits.frame import frame
from plait.web.visits.words import kind_words, whole_time

USUAL_MINUTES = 30
KIND_OF = {"evaluation": "evaluation", "follow-up": "medication-visit"}


class RecordForm(KeyedForm):
    """When it began, how long it took, what it was."""

    held_on = DateField(label=_("Day"))
    held_at = TimeField(label=_("Start"))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=1, max_value=LONGEST)
    kind = forms.ChoiceField(label=_("Kind of visit"), choices=(), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In one line"),
        required=False,
        max_length=300,
        help_text=_("What it was about. It stands on the timeline; the care team reads it."),
    )

    def __init__(self, request: HttpRequest, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        """Words of the kinds in the reader's language."""
        super().__init__(request, data, initial=initial)
        self.fields["minutes"].widget = forms.TextInput(attrs={"inputmode": "numeric"})
        self.fields["kind"].choices = [(name, kind_words(name)) for name in decision.KINDS]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The form of a booked visit, and what it does."""
    whose, booked = decision.read_booked(appointment_id, actor=request.actor, at=now())  # type: ignore[attr-defined]
    return _page(request, whose, booked)


@require_http_methods(["GET", "HEAD", "POST"])
def record_unbooked(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The form of a visit that nobody had booked, and what it does."""
    return _page(request, decision.read(patient_id, actor=request.actor, at=now()), None)  # type: ignore[attr-defined]


def _page(request: HttpRequest, whose: Whose, booked: Appointment | None) -> HttpResponse:
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = RecordForm.opened(request, start=lambda: _start(request, booked))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        command = decision.Command(
            patient_id=whose.patient.patient_id,
            appointment_id=booked.appointment_id if booked else None,
            started_at=instant_of(data["held_on"], actor.zone, at=at, clock=data["held_at"]),
            minutes=data["minutes"],
            kind=data["kind"],
            text=data["text"],
        )
        outcome = form.attempt(lambda once: decision.commit(command, actor=actor, at=at, once=once))
        if outcome is not None:
            messages.success(request, gettext("The visit is recorded."))
            return redirect("people:chart", outcome.patient_id)
    context = {
        **frame(request, whose, gettext("Record a visit")),
        "form": form,
        "booked": booked,
        "when": whole_time(booked) if booked else "",
    }
    return render(request, "visits/record.html", context, status=422 if form.errors else 200)


def _start(request: HttpRequest, booked: Appointment | None) -> dict[str, Any]:
    """What was agreed; else the last full hour of today."""
    local = now().local(request.actor.zone)  # type: ignore[attr-defined]
    if booked is None:
        return {
            "held_on": local.date(),
            "held_at": time(local.hour),
            "minutes": USUAL_MINUTES,
            "kind": decision.KINDS[0],
        }
    return {
        "held_on": date.fromisoformat(booked.local_start[:10]),
        "held_at": time.fromisoformat(booked.local_start[11:]),
        "minutes": booked.minutes,
        "kind": KIND_OF.get(booked.service, "other"),
    }
