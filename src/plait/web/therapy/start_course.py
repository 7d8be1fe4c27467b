"""A therapist starts a course of therapy."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from plait.clinical.therapy.course import FORMATS, MODALITIES
from plait.coordination.therapy import read_therapy
from plait.coordination.therapy import start_course as decision
from plait.foundation.clock import now
from plait.web.forms import DateField, DecisionForm
from plait.web.people.chart_context import chart_context
from plait.web.words import format_words, modality_words

RHYTHMS = (("7", _("Weekly")), ("14", _("Every 2 weeks")), ("21", _("Every 3 weeks")), ("28", _("Every 4 weeks")))


class StartCourseForm(DecisionForm):
    """What was agreed with the person."""

    modality = forms.ChoiceField(label=_("Kind of therapy"), choices=())
    format = forms.ChoiceField(
        label=_("Who is in the room"), choices=(), widget=forms.RadioSelect, initial="individual"
    )
    target_problem = forms.CharField(label=_("Target problem"), max_length=300, help_text=_("In the person's words."))
    planned_sessions = forms.IntegerField(label=_("Planned number of sessions"), required=False, min_value=1)
    rhythm_days = forms.ChoiceField(label=_("How often"), choices=(("", _("Not fixed")), *RHYTHMS), required=False)
    started_on = DateField(label=_("First day"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Words of the choices in the reader's language."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["modality"].choices = [("", gettext("Choose")), *((m, modality_words(m)) for m in MODALITIES)]
        self.fields["format"].choices = [(name, format_words(name).capitalize()) for name in FORMATS]
        self.fields["started_on"].initial = self.today


@require_http_methods(["GET", "HEAD", "POST"])
def start_course(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The form, and what it does."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = StartCourseForm.opened(request)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        command = decision.Command(
            patient_id=patient_id,
            modality=data["modality"],
            format=data["format"],
            planned_sessions=data["planned_sessions"],
            rhythm_days=int(data["rhythm_days"]) if data["rhythm_days"] else None,
            target_problem=data["target_problem"],
            started_on=data["started_on"],
        )
        outcome = form.attempt(lambda once: decision.commit(command, actor=actor, at=at, once=once))
        if outcome is not None:
            messages.success(request, gettext("The course has started."))
            return redirect("therapy:list", patient_id)
    header = read_therapy.head(patient_id, actor=actor, at=at)
    context = {**chart_context(request, header, "therapy"), "page_title": gettext("Start a course"), "form": form}
    return render(request, "therapy/start_course.html", context, status=422 if form.errors else 200)
