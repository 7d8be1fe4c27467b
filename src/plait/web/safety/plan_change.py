"""A clinician writes the safety plan, alone or with the person; what a colleague wrote meanwhile is laid beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from plait.clinical.refusal import Refused
from plait.clinical.safety.safety_plan import changes
from plait.coordination.consequences.safety_plan import CHANGED
from plait.coordination.safety import read_plan, revise_plan
from plait.coordination.safety.read_plan import Page
from plait.coordination.safety.revise_plan import Command, Meanwhile
from plait.foundation.clock import now
from plait.web.medication.deciding import page as form_page
from plait.web.people.chart_context import chart_context
from plait.web.safety import plan_words as words
from plait.web.safety.plan_form import PlanForm, initial_of


@require_http_methods(["GET", "HEAD", "POST"])
def plan_change(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The form, and what became of it."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    read = read_plan.read(patient_id, actor=actor, at=at, revising=True)
    form = PlanForm.opened(request, start=lambda: _start(request, read))
    told: Meanwhile | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        command = Command(patient_id, form.plan(), data["seen"], data["together"], data["note"], data["taking"])
        outcome = form.send(lambda once: revise_plan.commit(command, actor=actor, at=at, once=once))
        if not isinstance(outcome, Refused):
            messages.success(request, gettext("The safety plan is kept. The one before it is in its history."))
            return redirect("safety:plan", patient_id)
        told = revise_plan.meanwhile(command, actor=actor, at=at) if outcome.reason == CHANGED else None
        if told is not None:
            form = _laid_together(request, form, told)
        form.refuse(outcome)
    context = {
        **chart_context(request, read.header, ""),
        "page_title": gettext("Write the safety plan"),
        "taking": _taking(form, read, actor.zone),
        "meanwhile": _meanwhile_words(told, actor.zone) if told is not None else None,
        "practice_number": words.practice_number(),
    }
    return form_page(request, "safety/plan_change.html", form, context)


def _start(request: HttpRequest, read: Page) -> dict[str, Any]:
    """A fresh form: the plan as it stands, or a first one with those who treat the person."""
    first = read.plan if not read.plan.empty else read_plan.begun(read, settings.PRACTICE_PHONE, at=now())
    asked = request.GET.get("words", "")
    waits = {str(one.proposal_id): one.proposal_id for one in read.proposals if one.status == "proposed"}
    return {**initial_of(first), "seen": read.now.row_id if read.now else None, "taking": waits.get(asked)}


def _laid_together(request: HttpRequest, form: PlanForm, told: Meanwhile) -> PlanForm:
    """The same form with both changes in it: what I did not touch is as my colleague left it."""
    kept = {name: form.data.get(name, "") for name in ("note", "together", "taking")}
    data = request.POST.copy()
    for name in [one for one in data if one not in {"csrfmiddlewaretoken", *kept}]:
        del data[name]
    for name, value in initial_of(told.together.plan).items():
        data[name] = value
    laid = PlanForm(request, data)
    laid.data["seen"] = str(told.theirs.row_id)
    laid.fresh_key()
    laid.full_clean()
    return laid


def _meanwhile_words(told: Meanwhile, zone: str) -> dict[str, Any]:
    """What the colleague changed, and which parts both changed."""
    both = set(told.together.clashing)
    found = [words.change_words(one) for one in changes(told.base, told.theirs.plan)]
    return {
        "by": words.by_words(told.theirs.by, told.theirs.role),
        "when": words.time_of(told.theirs.effective_at, zone),
        "changes": found,
        "clashing": [words.title(part) for part in told.together.clashing],
        "theirs": [one for one in words.shown_plan(told.theirs.plan) if one["name"] in both],
    }


def _taking(form: PlanForm, read: Page, zone: str) -> dict[str, Any] | None:
    """The person's words that are taken over with this change."""
    chosen = str(form["taking"].value() or "")
    return next((words.proposal_words(one, zone) for one in read.proposals if str(one.proposal_id) == chosen), None)
