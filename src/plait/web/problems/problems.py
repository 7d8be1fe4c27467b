"""What burdens a person and what they carry: problems, allergies, pregnancy, life events, measured results."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plait.clinical.quantity import plain
from plait.clinical.situation import Problem
from plait.coordination.people.timeline_words import said
from plait.coordination.problems import read_problems
from plait.coordination.problems.read_problems import Problems
from plait.foundation.clock import now
from plait.web.forms import DecisionForm
from plait.web.people.chart_context import allergy_words, chart_context, pregnancy_words
from plait.web.words import partial_day, time_of, unit_words


@require_safe
def problems(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The page of problems and results."""
    actor = request.actor  # type: ignore[attr-defined]
    read = read_problems.read(patient_id, actor=actor, at=now())
    return render(request, "problems/problems.html", context_of(request, read, DecisionForm(request)))


def context_of(request: HttpRequest, read: Problems, form: DecisionForm) -> dict[str, Any]:
    """What the page shows; ``form`` is the one that says that no allergy is known."""
    zone = request.actor.zone  # type: ignore[attr-defined]
    return {
        **chart_context(request, read.header, "problems"),
        "page_title": gettext("Problems and results"),
        "form": form,
        "active": [problem_words(p) for p in read.conditions if p.current],
        "past": [problem_words(p) for p in read.conditions if not p.current],
        "allergies": [
            {"allergy_id": thread, "words": allergy_words(one), "coded": one.ingredient is not None}
            for thread, one in read.allergies.known
        ],
        "allergy_state": read.allergies.state,
        "pregnancy_relevant": read.header.pregnancy_relevant,
        "pregnancy": pregnancy_words(read.pregnancy, zone),
        "life_events": [{"day": partial_day(e.on), "text": said(e.text)} for e in reversed(read.life_events)],
        "result_columns": [
            {"label": gettext("Result")},
            {"label": gettext("Value"), "num": True},
            {"label": gettext("Taken")},
        ],
        "results": [
            [
                said(line.text) or line.code,
                f"{plain(line.value)} {unit_words(line.unit)}".strip()
                if line.value is not None
                else said(line.value_text) or gettext("not stated"),
                time_of(line.taken_at, zone) if line.taken_at else gettext("day not stated"),
            ]
            for line in read.results
        ],
        "more_results": read.more_results,
    }


def problem_words(problem: Problem) -> dict[str, str]:
    """A problem: its words, and status, beginning and codes."""
    onset = partial_day(problem.onset)
    codes = ", ".join(coding.code for coding in problem.concept.codings[:2])
    status = {
        "inactive": gettext("inactive"),
        "resolved": gettext("resolved"),
        "remission": gettext("in remission"),
        "recurrence": gettext("come back"),
        "relapse": gettext("relapsed"),
    }.get(problem.clinical_status, "")
    since = gettext("since %(day)s") % {"day": onset} if onset else ""
    return {
        "text": said(problem.concept.text),
        "more": " · ".join(part for part in (status, since, codes) if part),
    }
