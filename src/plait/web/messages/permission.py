"""Whether we may write to an address of a person: noted on the contact page, as the person said it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from plait.clinical.refusal import Refused
from plait.coordination.messages import permit_mail
from plait.coordination.people import open_contact
from plait.coordination.people.open_contact import Contact
from plait.foundation.clock import now
from plait.web.assessment.request_buttons import LOOK_AGAIN
from plait.web.forms import DecisionForm
from plait.web.words import day_of


class PermissionForm(DecisionForm):
    """One button beside an address."""

    address = forms.CharField(max_length=254)
    permitted = forms.ChoiceField(choices=(("yes", "yes"), ("no", "no")))


@require_POST
def permission(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Note what the person said."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = PermissionForm(request, request.POST)
    if not form.is_valid():
        open_contact.read(patient_id, actor=actor, at=at)
        messages.error(request, gettext(LOOK_AGAIN.message))
        return redirect("people:contact", patient_id)
    address, permitted = form.cleaned_data["address"], form.cleaned_data["permitted"] == "yes"
    command = permit_mail.Command(patient_id, address, permitted)
    outcome = form.send(lambda once: permit_mail.commit(command, actor=actor, at=at, once=once))
    if isinstance(outcome, Refused):
        messages.error(request, gettext(outcome.message))
    elif permitted:
        messages.success(request, gettext("It is noted: we may write to %(address)s.") % {"address": address})
    else:
        messages.success(request, gettext("It is noted: we no longer write to %(address)s.") % {"address": address})
    return redirect("people:contact", patient_id)


def permission_rows(request: HttpRequest, contact: Contact) -> list[dict[str, Any]]:
    """Each address of a person with what was noted about it."""
    zone = request.actor.zone  # type: ignore[attr-defined]
    rows = []
    for address in contact.patient.emails:
        known = contact.permissions.get(address)
        rows.append(
            {
                "address": address,
                "permitted": known is not None and known.permitted,
                "asked": known is not None,
                "by": known.by if known else "",
                "day": day_of(known.at, zone) if known else "",
                "once": DecisionForm(request)["once"],
            }
        )
    return rows
