"""How to reach a person, who treats them, and how they attend: what booking and outreach need, nothing clinical."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from plait.clinical.refusal import Refused
from plait.clinical.visits.appointment import Appointment
from plait.coordination.people import assign_care_team, open_contact
from plait.coordination.people.open_contact import Contact
from plait.foundation.clock import now
from plait.web.forms import DecisionForm
from plait.web.messages.permission import permission_rows
from plait.web.people.chart_context import chart_context
from plait.web.people.words import address_lines
from plait.web.visits.words import status_words, what_words, whole_time
from plait.web.words import day_of, partial_day, role_words


class JoinForm(DecisionForm):
    """Who joins the care team, in which role."""

    member = forms.ChoiceField(label=_("Who joins"), choices=())

    def __init__(self, request: HttpRequest, contact: Contact, data: Any = None) -> None:
        """Offer the staff of the site, each in each of their roles."""
        super().__init__(request, data)
        offered = [
            (f"{m.practitioner_id}:{role}", f"{m.name}, {role_words(role).lower()}")
            for m in contact.can_join
            for role in m.roles
            if role in open_contact.TEAM_ROLES
        ]
        self.fields["member"].choices = [("", gettext("Choose")), *offered]


@require_safe
def contact(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The contact page."""
    read = open_contact.read(patient_id, actor=request.actor, at=now())  # type: ignore[attr-defined]
    return _page(request, read, JoinForm(request, read))


@require_POST
def join(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Put somebody on the care team."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    read = open_contact.read(patient_id, actor=actor, at=at, assigning=True)
    form = JoinForm(request, read, request.POST)
    if not form.is_valid():
        return _page(request, read, form)
    practitioner, role = form.cleaned_data["member"].split(":")
    command = assign_care_team.Join(patient_id, UUID(practitioner), role)
    outcome = form.send(lambda once: assign_care_team.join(command, actor=actor, at=at, once=once))
    if isinstance(outcome, Refused):
        form.refuse(outcome)
        return _page(request, read, form)
    messages.success(request, gettext("The care team was changed. They can open the chart from now on."))
    return redirect("people:contact", patient_id)


@require_POST
def leave(request: HttpRequest, patient_id: UUID, membership: UUID) -> HttpResponse:
    """End somebody's place on the care team."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = DecisionForm(request, request.POST)
    if not form.is_valid():
        return _page(request, open_contact.read(patient_id, actor=actor, at=at, assigning=True), None)
    command = assign_care_team.Leave(patient_id, membership)
    outcome = form.send(lambda once: assign_care_team.leave(command, actor=actor, at=at, once=once))
    if isinstance(outcome, Refused):
        messages.error(request, gettext(outcome.message))
    else:
        messages.success(request, gettext("The care team was changed. Their access to this chart has ended."))
    return redirect("people:contact", patient_id)


def _page(request: HttpRequest, read: Contact, form: JoinForm | None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    patient = read.patient
    coordinator = actor.acting_role == "coordinator"
    context = {
        "page_title": gettext("Contact and team") if read.header else patient.name,
        "contact": read,
        "born": partial_day(patient.birth_date),
        "address": address_lines(patient.address),
        "team": [_member(request, m) for m in read.team],
        "former": [
            gettext("%(name)s, %(role)s, until %(day)s")
            % {"name": m.name, "role": role_words(m.role).lower(), "day": day_of(m.ends_at, actor.zone)}
            for m in read.former
            if m.ends_at is not None
        ],
        "last_contact": day_of(read.last_contact, actor.zone) if read.last_contact else "",
        "visits": [_visit(one) for one in read.ahead],
        "earlier_visits": [_visit(one) for one in read.earlier],
        "form": form,
        "assigns": coordinator,
        "revises": actor.acting_role == "coordinator" or (read.header and read.header.emergency is None),
        "mail_permissions": permission_rows(request, read),
        "merged": [
            {
                "link": link.thread,
                "name": record.name,
                "number": record.number,
                "reason": link.reason,
                "by": link.by,
                "day": day_of(link.at, actor.zone),
                "phones": [phone for phone in record.phones if phone not in patient.phones],
                "emails": [email for email in record.emails if email not in patient.emails],
            }
            for link, record in read.merged
        ],
        "frame": "base_chart.html" if read.header else "base.html",
        **(chart_context(request, read.header, "contact") if read.header else {}),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "people/contact.html", context, status=status)


def _visit(booked: Appointment) -> dict[str, Any]:
    return {
        "id": booked.appointment_id,
        "when": whole_time(booked),
        "quiet": ", ".join(part for part in (what_words(booked), booked.practitioner) if part),
        "status": "" if booked.status == "booked" else status_words(booked.status),
    }


def _member(request: HttpRequest, member: Any) -> dict[str, Any]:
    zone = request.actor.zone  # type: ignore[attr-defined]
    return {
        "thread": member.thread,
        "name": member.name,
        "profession": member.profession,
        "role": role_words(member.role),
        "since": day_of(member.starts_at, zone),
        "form": DecisionForm(request),
    }
