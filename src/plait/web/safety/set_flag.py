"""Flag a risk by hand: what was said or seen, by either clinician, or by a coordinator who took a call."""

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

from plait.clinical.assessment.instrument import LEVELS
from plait.clinical.safety.harm import WHOM
from plait.coordination.safety import set_flag as decision
from plait.foundation.clock import now
from plait.web.forms import DateField, DecisionForm, instant_of
from plait.web.safety.flag_words import level_words, whom_words


class FlagForm(DecisionForm):
    """What was said or seen, about whom, when."""

    whom = forms.ChoiceField(label=_("Who may come to harm"), choices=(), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What was said or seen"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Their words, as exactly as you can."),
    )
    said_on = DateField(label=_("When"))
    level = forms.ChoiceField(label=_("How soon somebody must look"), choices=(), widget=forms.RadioSelect)

    def __init__(self, request: HttpRequest, data: Any = None, initial: Any = None) -> None:
        """How soon is a clinician's to say; from anybody else it is looked at at once."""
        super().__init__(request, data, initial=initial)
        self.fields["said_on"].initial = self.today
        self.fields["whom"].choices = [(whom, whom_words(whom)) for whom in WHOM]
        if self.actor.clinical:
            self.fields["level"].choices = [(level, level_words(level)) for level in reversed(LEVELS)]
        else:
            del self.fields["level"]


@require_http_methods(["GET", "HEAD", "POST"])
def set_flag(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The page."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    about = decision.prepare(patient_id, actor=actor, at=at)
    form = FlagForm.opened(request)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        moment = instant_of(said["said_on"], actor.zone, at=at)
        command = decision.Command(patient_id, said["whom"], said["words"], moment, said.get("level", "high"))
        outcome = form.attempt(lambda once: decision.commit(command, actor=actor, at=at, once=once))
        if outcome is not None:
            call = ", ".join(outcome.to_call)
            told = gettext("It is flagged. Call now: %(names)s.") % {"names": call}
            messages.success(request, told if call else gettext("It is flagged. Find a clinician now."))
            return redirect("safety:flag", outcome.flag_id) if actor.clinical else redirect("safety:list")
    context = {"page_title": gettext("Flag a risk"), "form": form, "about": about, "clinical": actor.clinical}
    return render(request, "safety/set_flag.html", context, status=422 if form.errors else 200)
