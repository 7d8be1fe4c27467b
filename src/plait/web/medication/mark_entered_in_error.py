"""A prescriber says of one line of an order that it never was true. It stays readable, struck through."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from plait.clinical.medication.order import OrderRevision
from plait.coordination.medication import mark_entered_in_error as decision
from plait.coordination.medication.mark_entered_in_error import Command
from plait.foundation.clock import now
from plait.web.medication.deciding import decide, page, wants_commit
from plait.web.medication.order_form import KeyedForm
from plait.web.medication.shown import shown
from plait.web.medication.standing import back_to
from plait.web.medication.words import action_words, name_of, order_words, reason_words
from plait.web.people.chart_context import chart_context
from plait.web.words import day_of, time_of


class ErrorForm(KeyedForm):
    """How the wrong entry came about."""

    reason_text = forms.CharField(
        label=_("How did this entry come about?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


@require_http_methods(["GET", "HEAD", "POST"])
def mark_entered_in_error(request: HttpRequest, order_id: UUID, revision_id: UUID) -> HttpResponse:
    """Look at what the order is without the line, and confirm."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = ErrorForm.opened(request)
    reason = request.POST.get("reason_text", "").strip()
    command = Command(order_id, revision_id, reason)
    order, preview = decision.consider(command, actor=actor, at=at)
    told = shown(preview, zone=actor.zone, at=at, confirm=gettext("Mark as entered in error"))
    told["title"] = gettext("Without this entry")
    if wants_commit(request) and form.is_valid():
        done = decide(
            request, form, lambda seen, once: decision.commit(command, actor=actor, at=at, shown=seen, once=once)
        )
        if done is not None:
            messages.success(request, gettext("The entry is marked as an error. It stays readable in the history."))
            return redirect("medication:list", done.patient_id)
    line = next((one for one in order.lines if one.revision_id == revision_id), None)
    context = {
        **chart_context(request, order.header, "medication"),
        "page_title": gettext("Entered in error"),
        "line": _line(line, actor.zone) if line else None,
        "whole": line is not None and line.action == "start",
        "left_stopped": [name_of(o.medicine) for o in order.replaced_by_start] if line else [],
        "back": back_to(order.header.patient_id, order_id),
        "preview": told,
    }
    return page(request, "medication/mark_entered_in_error.html", form, context)


def _line(line: OrderRevision, zone: str) -> dict[str, Any]:
    return {
        "what": f"{name_of(line.medicine)}, {action_words(line.action).lower()}",
        "dose": order_words(line),
        "day": day_of(line.effective_at, zone),
        "why": reason_words(line.reason_code, line.reason_text),
        "who": line.prescriber,
        "recorded": time_of(line.recorded_at, zone),
    }
