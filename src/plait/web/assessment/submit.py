"""Fill in an instrument with the person. An answer that speaks of harm offers the help page at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.quantity import plain
from plait.coordination.assessment import read_scores, submit_response
from plait.coordination.assessment.submit_response import Submitted
from plait.coordination.people.timeline_words import in_language
from plait.foundation.clock import now
from plait.web.forms import DateField, DecisionForm, instant_of
from plait.web.people.chart_context import chart_context


class InstrumentForm(DecisionForm):
    """One radio group an item, in the instrument's own order; nothing is preselected."""

    taken_on = DateField(label=_("Filled in on"))

    def __init__(self, request: HttpRequest, instrument: Instrument, data: Any = None, initial: Any = None) -> None:
        """A field for each item; a left-out item stays left out, and the instrument's rule decides on the total."""
        super().__init__(request, data, initial=initial)
        self.fields["taken_on"].initial = self.today
        self.items = [item.id for item in instrument.items]
        for number, item in enumerate(instrument.items, 1):
            self.fields[item.id] = forms.TypedChoiceField(
                label=f"{number}. {in_language(item.text)}",
                choices=[(str(o.value), f"{o.value} · {in_language(o.text)}") for o in item.options],
                widget=forms.RadioSelect,
                coerce=int,
                empty_value=None,
                required=False,
            )

    @property
    def questions(self) -> list[Any]:
        """The items as they are shown."""
        return [self[name] for name in self.items]

    def answers(self) -> dict[str, int]:
        """What was answered, by item id."""
        return {name: self.cleaned_data[name] for name in self.items if self.cleaned_data.get(name) is not None}


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, patient_id: UUID, instrument: str) -> HttpResponse:
    """The form, and what it does."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    header, known = read_scores.form_for(patient_id, instrument, actor=actor, at=at)
    form = InstrumentForm.opened(request, known)
    if request.method == "POST" and form.is_valid():
        taken_at = instant_of(form.cleaned_data["taken_on"], actor.zone, at=at)
        command = submit_response.Command(patient_id, known.id, form.answers(), taken_at)
        outcome = form.attempt(lambda once: submit_response.commit(command, actor=actor, at=at, once=once))
        if outcome is not None:
            _say(request, outcome, known)
            return redirect("assessment:list", patient_id)
    context = {
        **chart_context(request, header, "scores"),
        "page_title": in_language(known.title),
        "form": form,
        "instrument": known,
        "recall": in_language(known.recall),
    }
    return render(request, "assessment/submit.html", context, status=422 if form.errors else 200)


def _say(request: HttpRequest, outcome: Submitted, instrument: Instrument) -> None:
    scored = outcome.scored
    if scored.total is None:
        messages.warning(request, gettext("Kept, without a total: too many answers are missing for this instrument."))
        return
    band = in_language(scored.band.text) if scored.band else ""
    words = {"title": in_language(instrument.title), "total": plain(scored.total), "band": band}
    messages.success(
        request, (gettext("%(title)s: %(total)s, %(band)s.") if band else gettext("%(title)s: %(total)s.")) % words
    )
