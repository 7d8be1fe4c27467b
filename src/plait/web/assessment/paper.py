"""Type in what was answered on paper: the number of each answer by its place on the form, or the total alone.

Every instrument can be typed in so, also one whose words may not stand here. With a total, the question that speaks of
harm is asked all the same, by itself.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.refusal import Refused
from plait.coordination.assessment import read_scores, submit_response
from plait.coordination.people.timeline_words import in_language
from plait.foundation.clock import now
from plait.web.assessment import questions
from plait.web.assessment.submit import WHO, kept
from plait.web.forms import DateField, DecisionForm, instant_of
from plait.web.people.chart_context import chart_context


class PaperForm(DecisionForm):
    """The numbers of a paper form, and its total."""

    taken_on = DateField(label=_("Filled in on"))
    answered_by = forms.ChoiceField(label=_("Who answered"), choices=WHO, widget=forms.RadioSelect, initial="person")
    left_blank = forms.BooleanField(
        label=_("The question that can speak of harm was left blank on paper"), required=False
    )

    def __init__(self, request: HttpRequest, instrument: Instrument, data: Any = None, initial: Any = None) -> None:
        """Add a number for each item, and the total where the instrument has one."""
        super().__init__(request, data, initial=initial)
        self.fields["taken_on"].initial = self.today
        self.instrument = instrument
        self.items = [item.id for item in instrument.items]
        self.speaking = [item.id for item in instrument.items if item.risk]
        if instrument.answered_by == "clinician":
            del self.fields["answered_by"]
        if not self.speaking or not instrument.has_total:
            del self.fields["left_blank"]
        for item in instrument.items:
            self.fields[questions.name_of(item.id)] = questions.typed(instrument, item)
        if instrument.has_total:
            ends = {"low": instrument.lowest, "high": instrument.highest}
            self.fields["total"] = questions.WholeNumberField(
                instrument.lowest,
                instrument.highest,
                label=gettext("Total, if only the total is known"),
                required=False,
                help_text=gettext("%(low)s to %(high)s") % ends,
            )

    @property
    def alone(self) -> list[Any]:
        """The questions that are asked by themselves, whatever else is typed."""
        return questions.bound(self, self.speaking)

    @property
    def questions(self) -> list[Any]:
        """The other items as they are shown."""
        return questions.bound(self, [item for item in self.items if item not in self.speaking])

    def clean(self) -> dict[str, Any]:
        """With a total alone, the question about harm has its own answer, or was left blank on the paper."""
        asked: dict[str, Any] = super().clean() or {}
        if asked.get("total") is not None and not asked.get("left_blank"):
            for item in self.speaking:
                name = questions.name_of(item)
                if asked.get(name) is None and name not in self.errors:
                    self.add_error(name, gettext("Type the answer to this question too: a total does not tell it."))
        return asked

    def refuse(self, refused: Refused) -> None:
        """Say it at the item that it is about."""
        super().refuse(questions.beside(refused, self))

    def command(self, patient_id: UUID, taken_at: Any) -> submit_response.Command:
        """What the form asks for."""
        return submit_response.Command(
            patient_id,
            self.instrument.id,
            questions.answers(self, self.items),
            taken_at,
            total=self.cleaned_data.get("total"),
            mode="paper",
            answered_by=self.cleaned_data.get("answered_by") or "clinician",
            language="",
        )


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, patient_id: UUID, instrument: str) -> HttpResponse:
    """The form, and what it does."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    header, known = read_scores.form_for(patient_id, instrument, actor=actor, at=at)
    form = PaperForm.opened(request, known)
    if request.method == "POST" and form.is_valid():
        command = form.command(patient_id, instant_of(form.cleaned_data["taken_on"], actor.zone, at=at))
        outcome = form.attempt(lambda once: submit_response.commit(command, actor=actor, at=at, once=once))
        if outcome is not None:
            return kept(request, patient_id, outcome, known)
    context = {
        **chart_context(request, header, "scores"),
        "page_title": in_language(known.title),
        "form": form,
        "instrument": known,
        "typing": in_language(known.typing),
    }
    return render(request, "assessment/paper.html", context, status=422 if form.errors else 200)
