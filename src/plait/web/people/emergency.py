"""Open a chart in an emergency: exact name, exact birth date, a reason. And leave it before the hour is over."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from plait.coordination.people import end_emergency_access, open_in_emergency
from plait.coordination.people.open_in_emergency import SECONDS
from plait.foundation.clock import now
from plait.web.accounts.confirming import confirm_href, confirmed, keep_until_confirmed
from plait.web.forms import DateField, DecisionForm
from plait.web.people.emergency_words import REASONS


class EmergencyForm(DecisionForm):
    """Who is meant, and why."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        help_text=_("Given name and family name, as on the record."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    birth_date = DateField(label=_("Birth date"))
    reason = forms.ChoiceField(label=_("Why"), choices=list(REASONS.items()), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What is happening, in a few words"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Whoever reviews it reads this beside your name."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_chart(request: HttpRequest) -> HttpResponse:
    """The page of its own on which emergency access begins."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    lead = open_in_emergency.prepare(actor=actor, at=at)
    sure = confirmed(request)
    if not sure and request.method != "POST":
        return HttpResponseRedirect(confirm_href(request))
    form = EmergencyForm.opened(request)
    if not sure:
        keep_until_confirmed(request, form)
    elif request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        command = open_in_emergency.Command(asked["name"], asked["birth_date"], asked["reason"], asked["note"])
        outcome = form.attempt(lambda once: open_in_emergency.commit(command, actor=actor, at=at, once=once))
        if outcome is not None:
            if outcome.ends_at is None:
                messages.success(request, gettext("You are on the care team: this was no emergency access."))
            return redirect("people:chart", outcome.patient_id)
    context = {
        "page_title": gettext("Emergency access"),
        "form": form,
        "lead": lead,
        "minutes": SECONDS // 60,
        "confirm_href": "" if sure else confirm_href(request),
    }
    return render(request, "people/emergency.html", context, status=422 if form.errors else 200)


@require_POST
def leave(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """Leave the chart now."""
    form = DecisionForm(request, request.POST)
    if form.is_valid():
        command = end_emergency_access.Command(access_id)
        actor, at = request.actor, now()  # type: ignore[attr-defined]
        form.send(lambda once: end_emergency_access.commit(command, actor=actor, at=at, once=once))
        messages.success(request, gettext("You have left the chart. The access stays listed for review."))
    return redirect("people:find")
