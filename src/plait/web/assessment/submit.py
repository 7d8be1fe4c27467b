"""Fill in an instrument with the person, here or over the phone. An answer about harm says at once what to do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.quantity import plain
from plait.clinical.refusal import Refused
from plait.coordination.assessment import read_scores, submit_response
from plait.coordination.assessment.submit_response import Submitted
from plait.coordination.people.timeline_words import in_language
from plait.foundation.clock import now
from plait.web.assessment import questions
from plait.web.forms import DateField, DecisionForm, instant_of
from plait.web.people.chart_context import chart_context

HERE = (("staff", _("Here, together")), ("phone", _("Over the phone")))
WHO = (("person", _("The person")), ("helper", _("A parent, partner or helper")))
AFTER_HARM = "#risk"  # of the scores page: what to do now


class InstrumentForm(DecisionForm):
    """A field for each item in the instrument's own order; a left-out item stays left out, and its rule decides."""

    taken_on = DateField(label=_("Filled in on"))
    mode = forms.ChoiceField(label=_("How"), choices=HERE, widget=forms.RadioSelect, initial="staff")
    answered_by = forms.ChoiceField(label=_("Who answered"), choices=WHO, widget=forms.RadioSelect, initial="person")

    def __init__(self, request: HttpRequest, instrument: Instrument, data: Any = None, initial: Any = None) -> None:
        """Add the questions, in the language they are read in."""
        super().__init__(request, data, initial=initial)
        self.fields["taken_on"].initial = self.today
        self.instrument, self.language = instrument, language_of(request, instrument)
        if instrument.answered_by == "clinician":
            del self.fields["answered_by"]
        self.items = [item.id for item in instrument.items]
        for item in instrument.items:
            field = questions.question(instrument, item, self.language, scores=True)
            self.fields[questions.name_of(item.id)] = field

    @property
    def questions(self) -> list[Any]:
        """The items as they are shown."""
        return questions.bound(self, self.items)

    @property
    def about(self) -> list[Any]:
        """How, when and by whom, as shown after the items."""
        return [self[name] for name in ("mode", "answered_by", "taken_on") if name in self.fields]

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
            mode=self.cleaned_data["mode"],
            answered_by=self.cleaned_data.get("answered_by") or "clinician",
            language=self.language,
        )


def language_of(request: HttpRequest, instrument: Instrument) -> str:
    """The language in which the questions are read: the one asked for, else the reader's, where it is embedded."""
    wanted = request.GET.get("in") or (get_language() or "en")[:2]
    return wanted if wanted in instrument.languages else "en"


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, patient_id: UUID, instrument: str) -> HttpResponse:
    """The form, and what it does."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    header, known = read_scores.form_for(patient_id, instrument, actor=actor, at=at)
    if not known.wording_embedded:
        return redirect("assessment:paper", patient_id, known.id)
    form = InstrumentForm.opened(request, known)
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
        "recall": questions.said(known.recall, form.language),
        "languages": [one for one in known.languages if one != form.language],
    }
    return render(request, "assessment/submit.html", context, status=422 if form.errors else 200)


def kept(request: HttpRequest, patient_id: UUID, outcome: Submitted, instrument: Instrument) -> HttpResponse:
    """Say what came of it, on the page of scores; where an answer speaks of harm, at what to do now."""
    _say(request, outcome, instrument)
    response = redirect("assessment:list", patient_id)
    if outcome.scored.level is not None or outcome.scored.risk:
        response["Location"] += AFTER_HARM
    return response


def _say(request: HttpRequest, outcome: Submitted, instrument: Instrument) -> None:
    scored = outcome.scored
    title = in_language(instrument.title)
    if not instrument.has_total:
        messages.success(request, gettext("%(title)s: kept.") % {"title": title})
        return
    if scored.total is None:
        messages.warning(request, gettext("Kept, without a total: too many answers are missing for this instrument."))
        return
    band = in_language(scored.band.text) if scored.band else ""
    words = {"title": title, "total": plain(scored.total), "band": band}
    messages.success(
        request, (gettext("%(title)s: %(total)s, %(band)s.") if band else gettext("%(title)s: %(total)s.")) % words
    )
