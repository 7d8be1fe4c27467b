"""The privacy lead's pages: every emergency access, those that wait first, and the review of one."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from plait.coordination.people import review_emergency
from plait.coordination.people.review_emergency import Access, Review, Step
from plait.foundation.clock import now
from plait.web.forms import DecisionForm
from plait.web.parameters import page_of
from plait.web.people.emergency_words import FINDINGS, finding_words, reason_words
from plait.web.people.who_looked import action_words, outcome_words
from plait.web.words import role_words, time_of


class ReviewForm(DecisionForm):
    """What was found."""

    finding = forms.ChoiceField(label=_("What do you find"), choices=list(FINDINGS.items()), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed unless it was appropriate. Nothing clinical belongs here."),
    )


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """All emergency accesses."""
    actor = request.actor  # type: ignore[attr-defined]
    read = review_emergency.listed(actor=actor, at=now(), page=page_of(request))
    context = {
        "page_title": gettext("Emergency accesses"),
        "waiting": [_line(one, actor.zone) for one in read.accesses if not one.settled],
        "settled": [_line(one, actor.zone) for one in read.accesses if one.settled],
        "previous": read.page - 1,
        "next": read.page + 1 if read.more else 0,
    }
    return render(request, "people/emergency_reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """One access: who, whom, why, what was done, and what was found."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    if request.method == "POST":
        form = ReviewForm(request, request.POST)
        if form.is_valid():
            command = review_emergency.Command(access_id, form.cleaned_data["finding"], form.cleaned_data["note"])
            outcome = form.attempt(lambda once: review_emergency.commit(command, actor=actor, at=at, once=once))
            if outcome is not None:
                messages.success(request, gettext("The review is on record."))
                return redirect("people:emergency-reviews")
        return _page(request, review_emergency.read(access_id, actor=actor, at=at), form)
    read = review_emergency.read(access_id, actor=actor, at=at)
    return _page(request, read, ReviewForm.opened(request))


def _page(request: HttpRequest, read: Review, form: ReviewForm) -> HttpResponse:
    zone, one = request.actor.zone, read.access  # type: ignore[attr-defined]
    early = one.ended_at < one.ends_at
    ended = gettext("%(time)s, left early") if early else gettext("%(time)s, when the hour was over")
    if now() < one.ended_at:
        ended = gettext("still open, until %(time)s")
    context = {
        "page_title": gettext("Review an emergency access"),
        "facts": [
            {"term": gettext("Who"), "detail": f"{one.name}, {role_words(one.role)}"},
            {"term": gettext("Whose chart"), "detail": f"{one.patient_name}, {one.patient_number}"},
            {"term": gettext("Why"), "detail": reason_words(one.reason)},
            {"term": gettext("In their words"), "detail": one.note},
            {"term": gettext("Opened"), "detail": time_of(one.starts_at, zone)},
            {"term": gettext("Ended"), "detail": ended % {"time": time_of(one.ended_at, zone)}},
        ],
        "columns": [{"label": label} for label in (gettext("When"), gettext("What"))],
        "rows": [_row(list(steps), zone) for _same, steps in groupby(read.steps, key=lambda s: (s.action, s.outcome))],
        "looks": [
            {"finding": finding_words(k.finding), "note": k.note, "by": k.by, "at": time_of(k.at, zone)}
            for k in one.looks
        ],
        "own": read.own,
        "form": form,
    }
    return render(request, "people/emergency_review.html", context, status=422 if form.errors else 200)


def _row(steps: list[Step], zone: str) -> list[str]:
    when = time_of(steps[0].at, zone)
    if len(steps) > 1:
        when = gettext("%(first)s, %(times)s times") % {"first": when, "times": len(steps)}
    what = ", ".join(part for part in (action_words(steps[0].action), outcome_words(steps[0].outcome)) if part)
    return [when, what]


def _line(one: Access, zone: str) -> dict[str, Any]:
    last = one.looks[-1] if one.looks else None
    return {
        "href": reverse("people:emergency-review", args=[one.access_id]),
        "who": f"{one.name}, {role_words(one.role)}",
        "whom": f"{one.patient_name}, {one.patient_number}",
        "why": reason_words(one.reason),
        "when": time_of(one.starts_at, zone),
        "finding": finding_words(last.finding) if last else "",
        "by": last.by if last else "",
    }
