"""Who to turn to: the named duties of the practice, for all staff; the administrator names who holds them."""

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

from plait.coordination.accounts import name_duty
from plait.coordination.accounts.name_duty import Duties
from plait.foundation.clock import now
from plait.web.accounts.duties_words import DUTY_WORDS, duty_context
from plait.web.forms import DateField, DecisionForm


class NameForm(DecisionForm):
    """Who holds a duty, from which day."""

    duty = forms.ChoiceField(label=_("Duty"), choices=list(DUTY_WORDS.items()))
    member = forms.ChoiceField(label=_("Who holds it"), choices=())
    starts_on = DateField(label=_("First day"), help_text=_("On this day it ends for whoever holds it until then."))

    def __init__(self, request: HttpRequest, read: Duties, data: Any = None) -> None:
        """Offer the staff whose account is on; today is the first day unless another is chosen."""
        super().__init__(request, data, initial={"starts_on": read.today})
        offered = [(str(member), name) for member, name in read.staff]
        self.fields["member"].choices = [("", gettext("Choose")), *offered]


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """The page for everybody."""
    return _page(request, None)


@require_POST
def name_holder(request: HttpRequest) -> HttpResponse:
    """Name somebody."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    read = name_duty.read(actor=actor, at=at, naming=True)
    form = NameForm(request, read, request.POST)
    if form.is_valid():
        asked = form.cleaned_data
        command = name_duty.Command(asked["duty"], UUID(asked["member"]), asked["starts_on"])
        outcome = form.attempt(lambda once: name_duty.commit(command, actor=actor, at=at, once=once))
        if outcome is not None:
            messages.success(request, gettext("It is on record who holds the duty."))
            return redirect("accounts:duties")
    return _page(request, form)


def _page(request: HttpRequest, form: NameForm | None) -> HttpResponse:
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    naming = actor.acting_role == "administrator"
    read = name_duty.read(actor=actor, at=at, naming=naming)
    if form is None and naming:
        form = NameForm(request, read)
    context = {
        "page_title": gettext("Who to turn to"),
        "duties": [duty_context(duty, read.today) for duty in read.duties],
        "form": form,
        "naming": naming,
    }
    return render(request, "accounts/duties.html", context, status=422 if form is not None and form.errors else 200)
