"""A therapist records a session in a minute: when, whether the person came, focus, homework, a line for the team.

Opened from an appointment (``?appointment=``), the form begins with what was agreed and closes the appointment.
"""

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

from plait.clinical.therapy.course import ATTENDANCES, PLACES
from plait.clinical.visits.appointment import Appointment
from plait.coordination.therapy import record_session as decision
from plait.coordination.visits import read_visit
from plait.foundation.clock import now
from plait.web.forms import DateField, DecisionForm, TimeField, instant_of
from plait.web.therapy.therapy import course_page
from plait.web.words import attendance_words, place_words

USUAL_MINUTES = 50


class SessionForm(DecisionForm):
    """What took place. Nothing private is asked here: process notes have their own room."""

    held_on = DateField(label=_("Day"))
    held_at = TimeField(label=_("Start"))
    attendance = forms.ChoiceField(label=_("Attendance"), choices=(), widget=forms.RadioSelect, initial="attended")
    minutes = forms.IntegerField(label=_("Length in minutes"), required=False, min_value=1, initial=USUAL_MINUTES)
    place = forms.ChoiceField(label=_("Place"), choices=(), widget=forms.RadioSelect, initial="in-person")
    focus = forms.CharField(label=_("Focus"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    homework = forms.CharField(
        label=_("Homework until next time"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    appointment = forms.UUIDField(widget=forms.HiddenInput, required=False)
    team_line = forms.CharField(
        label=_("One line for the team"),
        required=False,
        max_length=500,
        help_text=_("The prescriber reads this on the chart. Keep out what belongs in the room."),
    )

    def __init__(self, request: HttpRequest, data: Any = None, initial: Any = None) -> None:
        """Choices in the reader's language; the last full hour of today."""
        super().__init__(request, data, initial=initial)
        self.fields["attendance"].choices = [(name, attendance_words(name)) for name in ATTENDANCES]
        self.fields["place"].choices = [(name, place_words(name).capitalize()) for name in PLACES]
        self.fields["held_on"].initial = self.today
        self.fields["held_at"].initial = time(now().local(self.actor.zone).hour)

    def clean(self) -> dict[str, Any]:
        """An attended session has a length."""
        data = super().clean() or {}
        if data.get("attendance") == "attended" and not data.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", gettext("Say how many minutes it took."))
        return data


@require_http_methods(["GET", "HEAD", "POST"])
def record_session(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """The form, and what it does."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = SessionForm.opened(request, start=lambda: _agreed(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        command = decision.Command(
            course_id=course_id,
            held_at=instant_of(data["held_on"], actor.zone, at=at, clock=data["held_at"]),
            minutes=data["minutes"],
            attendance=data["attendance"],
            place=data["place"],
            focus=data["focus"],
            homework=data["homework"],
            team_line=data["team_line"],
            appointment_id=data["appointment"],
        )
        outcome = form.attempt(lambda once: decision.commit(command, actor=actor, at=at, once=once))
        if outcome is not None:
            messages.success(request, gettext("The session is recorded."))
            return redirect("people:chart", outcome.patient_id)
    context = course_page(request, course_id, form, gettext("Record a session"))
    return render(request, "therapy/record_session.html", context, status=422 if form.errors else 200)


def _agreed(request: HttpRequest) -> dict[str, Any]:
    """What was agreed, where the form is opened from an appointment; of somebody not theirs nothing is told."""
    try:
        appointment_id = UUID(request.GET.get("appointment", ""))
    except ValueError:
        return {}
    actor = request.actor  # type: ignore[attr-defined]
    booked: Appointment = read_visit.prefill(appointment_id, actor=actor, at=now())
    return {
        "appointment": appointment_id,
        "held_on": date.fromisoformat(booked.local_start[:10]),
        "held_at": time.fromisoformat(booked.local_start[11:]),
        "minutes": booked.minutes,
        "place": booked.mode,
        "attendance": "no-show" if booked.status == "noshow" else "attended",
    }
