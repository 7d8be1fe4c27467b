"""The end of a link: help where it is needed, what is still open, sending once, and one's own result in plain words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from plait.clinical.assessment.asking import pages
from plait.clinical.refusal import Refused
from plait.coordination.assessment import answer as decision
from plait.coordination.assessment.answer import Own
from plait.coordination.door import Denied
from plait.foundation.clock import now
from plait.web.assessment import questions
from plait.web.assessment.answer_entry import ENTRY, entered, page
from plait.web.assessment.answer_page import pages_of
from plait.web.safety.plan_after_answer import way_to_own_plan
from plait.web.safety.when_read import when_read_lines
from plait.web.words import day_of


@ENTRY.guarded
@require_safe
def answer_help(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Right after an answer that speaks of harm: whom to call, and then on with the questions."""
    asked = decision.opened(token, at=now())
    if not entered(request, asked):
        return redirect("assessment:answer", token)
    context = {
        "go_on": reverse("assessment:answer-page", args=[token, number]),
        "tablet": asked.channel == "tablet",
        "own_plan": way_to_own_plan(token),
    }
    with translation.override(asked.language):
        context["when_read"] = when_read_lines(request)
    return page(request, "assessment/after_harm.html", asked.language, context)


@ENTRY.guarded
@require_http_methods(["GET", "HEAD", "POST"])
def answer_send(request: HttpRequest, token: str) -> HttpResponse:
    """What is open still, and the button that sends; sent twice from the same browser it is done once."""
    at = now()
    try:
        asked = decision.opened(token, at=at)
    except Denied:
        if request.method == "POST" and ENTRY.entered_by(request) is not None:
            return redirect("assessment:answer-done", token)
        raise
    if not entered(request, asked):
        return redirect("assessment:answer", token)
    refused = ""
    if request.method == "POST":
        sent = decision.send(token, at=at)
        if not isinstance(sent, Refused):
            return redirect("assessment:answer-done", token)
        with translation.override(asked.language):
            refused = gettext(sent.message)
    left = [
        number
        for number, (instrument, items) in enumerate(pages_of(asked), 1)
        for item in items
        if item.id not in asked.so_far.get(instrument.id, {})
    ]
    context = {
        "token": token,
        "refused": refused,
        "open_count": len(left),
        "open_pages": sorted(set(left)),
        "last": sum(len(pages(one, asked.so_far.get(one.id, {}))) for one in asked.instruments),
    }
    return page(request, "assessment/answer_send.html", asked.language, context, status=422 if refused else 200)


@ENTRY.guarded
@require_safe
def answer_done(request: HttpRequest, token: str) -> HttpResponse:
    """Thanks, and the person's own result: what it says and what it does not."""
    done = decision.results(token, at=now())
    if ENTRY.entered_by(request) != done.link_id:
        raise Denied("another browser")
    with translation.override(done.language):
        own = [_own(one, done.language, done.zone) for one in done.own if one.total is not None]
    way = way_to_own_plan(token) if done.spoke else ""
    context = {"own": own, "spoke": done.spoke, "tablet": done.channel == "tablet", "own_plan": way}
    return page(request, "assessment/answer_done.html", done.language, context)


def _own(one: Own, language: str, zone: str) -> dict[str, Any]:
    """A result in words: the number, its range, and the last time. No band, no verdict."""
    words = {"before": one.before, "day": day_of(one.before_at, zone) if one.before_at else ""}
    last = gettext("Last time, on %(day)s, it was %(before)s.") % words if one.before is not None else ""
    meaning = {
        "lower": gettext("A higher number means that more of this weighed on you."),
        "higher": gettext("A higher number means that you were doing better."),
    }.get(one.instrument.better, "")
    return {
        "title": questions.said(one.instrument.title, language),
        "total": one.total,
        "lowest": one.instrument.lowest,
        "highest": one.instrument.highest,
        "last": last,
        "meaning": meaning,
    }
