"""A clinician records what happened in a life, in the person's words, as exactly dated as they know it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from plait.coordination.problems import read_problems, record_life_event
from plait.coordination.problems.record_life_event import Command
from plait.foundation.clock import now
from plait.web.documents import restore
from plait.web.medication.deciding import decide_unseen, page
from plait.web.medication.order_form import KeyedForm
from plait.web.people.chart_context import chart_context
from plait.web.problems.partial_date import PartialDateField


class LifeEventForm(KeyedForm):
    """What, and when."""

    text = forms.CharField(label=_("What happened"), max_length=300, help_text=_("In their words, in a few of them"))
    on = PartialDateField(label=_("When"))


@require_http_methods(["GET", "HEAD", "POST"])
def life_event(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Record it: it then stands on the timeline."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    posted = request.method == "POST"
    form = LifeEventForm(request, request.POST if posted else None, initial={} if posted else restore.kept(request))
    if posted and form.is_valid():
        command = Command(patient_id, form.cleaned_data["text"], form.cleaned_data["on"])
        done = decide_unseen(
            request, form, lambda once: record_life_event.commit(command, actor=actor, at=at, once=once)
        )
        if done is not None:
            messages.success(request, gettext("It stands on the timeline."))
            return redirect("problems:list", patient_id)
    read = read_problems.read(patient_id, actor=actor, at=at)
    context = {**chart_context(request, read.header, "problems"), "page_title": gettext("Record a life event")}
    return page(request, "problems/life_event.html", form, context)
