"""The safety plan of a person: as it stands, whether it waits to be reviewed, and what the person said about it."""

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

from plait.coordination.safety import read_plan, review_plan
from plait.coordination.safety.read_plan import Page
from plait.foundation.clock import now
from plait.web.forms import DecisionForm
from plait.web.people.chart_context import chart_context
from plait.web.safety import plan_words as words
from plait.web.safety.plan_words import practice_number, shown_plan


class ReviewForm(DecisionForm):
    """It was gone through and still holds. ``seen`` is the row that was on screen."""

    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)
    together = forms.BooleanField(label=_("We went through it together"), required=False)
    note = forms.CharField(label=_("A word about it, if you like"), max_length=500, required=False)


class DeclineForm(DecisionForm):
    """No plan is wanted now."""

    note = forms.CharField(
        label=_("Why is there none?"),
        max_length=500,
        error_messages={"required": _("Say in a few words why there is none.")},
        help_text=_("For example: not wanted now, to be offered again on 3 May"),
    )


@require_safe
def plan(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The page."""
    return _page(request, patient_id)


@require_POST
def review(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Say that it still holds."""
    form = ReviewForm(request, request.POST)
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    if form.is_valid():
        data = form.cleaned_data
        command = review_plan.Review(patient_id, data["seen"], data["together"], data["note"])
        if form.attempt(lambda once: review_plan.commit(command, actor=actor, at=at, once=once)) is not None:
            messages.success(request, gettext("Noted: the plan was reviewed and still holds."))
            return redirect("safety:plan", patient_id)
    return _page(request, patient_id, review=form)


@require_POST
def decline(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Say that no plan is wanted now."""
    form = DeclineForm(request, request.POST)
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    if form.is_valid():
        command = review_plan.Decline(patient_id, form.cleaned_data["note"])
        if form.attempt(lambda once: review_plan.decline(command, actor=actor, at=at, once=once)) is not None:
            messages.success(request, gettext("Noted: no plan is wanted now."))
            return redirect("safety:plan", patient_id)
    return _page(request, patient_id, decline=form)


def _page(
    request: HttpRequest, patient_id: UUID, *, review: ReviewForm | None = None, decline: DeclineForm | None = None
) -> HttpResponse:
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    page = read_plan.read(patient_id, actor=actor, at=at)
    seen = {"seen": page.now.row_id if page.now else None}
    wrong = review if review is not None else decline
    context = {
        **chart_context(request, page.header, ""),
        **shown(page, actor.zone),
        "page_title": gettext("Safety plan"),
        "wrong": wrong,
        "has_errors": wrong is not None,
        "review_form": review or ReviewForm(request, initial=seen),
        "decline_form": decline or DeclineForm(request),
        "links": [words.link_words(one, actor.zone, at) for one in page.links if one.good(at)],
    }
    return render(request, "safety/plan.html", context, status=422 if wrong is not None else 200)


def shown(page: Page, zone: str) -> dict[str, Any]:
    """What every page with a plan shows of it."""
    proposals = [words.proposal_words(one, zone) for one in page.proposals]
    declined = page.now is not None and page.now.what == "declined"
    return {
        "parts": shown_plan(page.plan) if not page.plan.empty else [],
        "practice_number": practice_number(),
        "standing": words.standing_words(page, zone),
        "review_due": page.mark.review,
        "declined": words.version_words(read_plan.Told(page.now, ()), zone) if declined and page.now else None,
        "may_revise": page.may_revise,
        "waiting": [one for one in proposals if one["waits"]],
        "answered": [one for one in proposals if not one["waits"]],
    }
