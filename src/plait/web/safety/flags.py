"""The signs of harm that wait, as much of each as whoever looks may know; and all of one person's."""

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

from plait.coordination.safety import read_flags, set_threshold
from plait.coordination.safety.read_flags import Threshold
from plait.foundation.clock import now
from plait.web.forms import DateField, DecisionForm
from plait.web.people.chart_context import chart_context
from plait.web.safety.flag_words import call_words, mine_line, more_words, reach_line, record_line
from plait.web.words import short_name


@require_safe
def flags(request: HttpRequest) -> HttpResponse:
    """The list for whoever asks."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    found = read_flags.read(actor=actor, at=at)
    context = {
        "page_title": gettext("Signs of harm"),
        "mine": [mine_line(one, at, actor.zone) for one in found.mine],
        "reach": [reach_line(one) for one in found.to_reach],
        "late": [call_words(one) for one in found.late],
        "more": more_words(found.more),
    }
    return render(request, "safety/flags.html", context)


class ThresholdForm(DecisionForm):
    """Which answer is usual, why, until when."""

    item = forms.ChoiceField(label=_("Question"), choices=())
    value = forms.IntegerField(label=_("Usual answer"), min_value=1, max_value=9)
    reason = forms.CharField(label=_("Why this is usual"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    review_on = DateField(label=_("Look at it again on"), help_text=_("From that day on every answer counts in full."))

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        """Offer the questions that can speak of harm."""
        super().__init__(request, data)
        offered = [
            (f"{instrument}/{item}", f"{short_name(instrument)}, {item} ({', '.join(map(str, values))})")
            for instrument, item, values in set_threshold.choices()
        ]
        self.fields["item"].choices = [("", gettext("Choose")), *offered]


@require_safe
def of_person(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Every sign of harm of a person."""
    return _person(request, patient_id, None)


@require_POST
def threshold(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Say what is usual."""
    form = ThresholdForm(request, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        instrument, _slash, item = said["item"].partition("/")
        command = set_threshold.Command(patient_id, instrument, item, said["value"], said["reason"], said["review_on"])
        actor, at = request.actor, now()  # type: ignore[attr-defined]
        if form.attempt(lambda once: set_threshold.commit(command, actor=actor, at=at, once=once)) is not None:
            messages.success(request, gettext("It holds until its review date. Every answer still opens a flag."))
            return redirect("safety:of-person", patient_id)
    return _person(request, patient_id, form)


@require_POST
def threshold_end(request: HttpRequest, patient_id: UUID, thread: UUID) -> HttpResponse:
    """End it now."""
    form = DecisionForm(request, request.POST)
    if form.is_valid():
        actor, at = request.actor, now()  # type: ignore[attr-defined]
        command = set_threshold.End(patient_id, thread)
        form.attempt(lambda once: set_threshold.end(command, actor=actor, at=at, once=once))
    return redirect("safety:of-person", patient_id)


def _person(request: HttpRequest, patient_id: UUID, wrong: ThresholdForm | None) -> HttpResponse:
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    read = read_flags.of_person(patient_id, actor=actor, at=at)
    form = wrong or (ThresholdForm(request) if read.may_set_threshold else None)
    context = {
        **chart_context(request, read.header, "harm"),
        "page_title": gettext("Signs of harm"),
        "flags": [record_line(flag, actor.zone) for flag in read.flags],
        "thresholds": [_threshold(request, one) for one in read.thresholds if one.holds(at, actor.zone)],
        "form": form,
    }
    return render(request, "safety/of_person.html", context, status=422 if wrong is not None else 200)


def _threshold(request: HttpRequest, one: Threshold) -> dict[str, Any]:
    words = {"instrument": short_name(one.instrument), "item": one.item, "value": one.value, "day": one.review_on}
    return {
        "text": gettext("%(instrument)s, question %(item)s: up to %(value)s, until %(day)s") % words,
        "reason": one.reason,
        "by": one.by,
        "thread": one.thread,
        "once": DecisionForm(request)["once"],
    }
