"""One tap: somebody has arrived, did not come, or that is taken back. And calling a visit off, with the reason."""

from __future__ import annotations

from typing import Any, Self
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from plait.clinical.refusal import Refused
from plait.clinical.visits.appointment import Appointment
from plait.coordination.consequences import visits as consequences
from plait.coordination.visits import note_attendance, read_visit
from plait.coordination.visits.note_attendance import CANCEL_REASONS
from plait.foundation.clock import now
from plait.web.forms import SENT_BEFORE, DecisionForm
from plait.web.visits.booking_form import ShownForm
from plait.web.visits.frame import frame
from plait.web.visits.words import cancel_words, whole_time

DONE = {
    "arrived": _("Noted: they are here."),
    "noshow": _("Noted: they did not come."),
    "booked": _("Taken back: the visit is booked again."),
}


class AttendanceForm(DecisionForm):
    """What is noted of an appointment, and how it stood when the page was shown; ``back``: the page it was on."""

    status = forms.ChoiceField(choices=[(name, name) for name in DONE])
    shown = forms.CharField(max_length=40)
    back = forms.CharField(required=False, max_length=500)

    @classmethod
    def of(cls, request: HttpRequest, appointment: Appointment) -> Self:
        """The form beside an appointment."""
        return cls(request, initial={"shown": appointment.changed_at.iso(), "back": request.get_full_path()})

    def way_back(self) -> str:
        """The page it was sent from, where it is one of ours; else the day."""
        back = str(self.cleaned_data.get("back") or "")
        ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
        return back if ours else reverse("visits:today")


class CancelForm(ShownForm):
    """Why a visit is called off."""

    reason = forms.ChoiceField(label=_("Why"), choices=(), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("More, if it helps"),
        required=False,
        max_length=200,
        help_text=_("Nothing clinical: the desk reads it."),
    )

    def __init__(self, request: HttpRequest, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        """Words of the reasons in the reader's language."""
        super().__init__(request, data, initial=initial)
        self.fields["reason"].choices = [(code, cancel_words(code)) for code in CANCEL_REASONS]


@require_POST
def mark(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Note it, and go back to the page it was sent from."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = AttendanceForm(request, request.POST)
    if not form.is_valid():
        read_visit.read(appointment_id, actor=actor, at=at)
        messages.error(request, gettext("That could not be read. Nothing was noted: try again."))
        return redirect("visits:appointment", appointment_id)
    command = note_attendance.Command(appointment_id, form.cleaned_data["status"], form.cleaned_data["shown"])
    outcome: object = form.send(lambda once: note_attendance.commit(command, actor=actor, at=at, once=once))
    if outcome is SENT_BEFORE:  # two buttons of one line, pressed one after the other: the first holds
        outcome = consequences.CHANGED
    if isinstance(outcome, Refused):
        messages.error(request, gettext(outcome.message))
    else:
        messages.success(request, str(DONE[command.status]))
    return redirect(f"{form.way_back()}#visit-{appointment_id}")


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The form that calls a visit off, and what it does."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = CancelForm.opened(request)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        command = note_attendance.Command(appointment_id, "cancelled", data["shown"], data["reason"], data["note"])
        outcome = form.attempt(lambda once: note_attendance.commit(command, actor=actor, at=at, once=once))
        if outcome is not None:
            messages.success(request, gettext("The visit is called off."))
            return redirect("visits:appointment", appointment_id)
    read = read_visit.read(appointment_id, actor=actor, at=at)
    form.initial.setdefault("shown", read.appointment.changed_at.iso())
    form.show(read.appointment)
    context = {
        **frame(request, read.whose, gettext("Call off a visit")),
        "form": form,
        "when": whole_time(read.appointment),
        "booked": read.appointment,
    }
    return render(request, "visits/cancel.html", context, status=422 if form.errors else 200)
