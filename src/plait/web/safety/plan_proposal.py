"""A clinician reads what the person would write differently in their safety plan: takes it over, or answers."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from plait.coordination.safety import answer_plan_proposal
from plait.foundation.clock import now
from plait.web.forms import DecisionForm
from plait.web.medication.deciding import page
from plait.web.people.chart_context import chart_context
from plait.web.safety.plan_words import proposal_words


class AnswerForm(DecisionForm):
    """What the person reads in reply."""

    answer = forms.CharField(
        label=_("Your answer"),
        error_messages={"required": _("Write what the person shall read.")},
        max_length=answer_plan_proposal.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person reads it where they read their plan."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def plan_proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """The words, the way to take them over, and an answer."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = AnswerForm.opened(request)
    if request.method == "POST" and form.is_valid():
        command = answer_plan_proposal.Command(proposal_id, form.cleaned_data["answer"])
        whose = form.attempt(lambda once: answer_plan_proposal.commit(command, actor=actor, at=at, once=once))
        if whose is not None:
            messages.success(request, gettext("Your answer stands beside the plan."))
            return redirect("safety:plan", whose)
    top, proposal = answer_plan_proposal.read(proposal_id, actor=actor, at=at)
    context = {
        **chart_context(request, top, ""),
        "page_title": gettext("What the person wrote"),
        "one": proposal_words(proposal, actor.zone),
    }
    return page(request, "safety/plan_proposal.html", form, context)
