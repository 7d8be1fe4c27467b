"""A prescriber holds, resumes or stops an order: when, why, and what it does, on one page."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from plait.clinical.medication.order import Action
from plait.clinical.moment import Instant
from plait.coordination.medication import change_order
from plait.coordination.medication.change_order import Command
from plait.coordination.medication.order_page import Order
from plait.foundation.clock import now
from plait.web.documents import restore
from plait.web.medication.deciding import decide, page, wants_commit, wants_preview_alone
from plait.web.medication.order_form import ReasonForm
from plait.web.medication.shown import shown
from plait.web.medication.standing import standing
from plait.web.people.chart_context import chart_context


class HoldForm(ReasonForm):
    """Not taken for now."""

    action = "hold"


class ResumeForm(ReasonForm):
    """Taken again as before."""

    action = "resume"


class StopForm(ReasonForm):
    """Not taken any more."""

    action = "stop"


FORMS: dict[str, type[ReasonForm]] = {"hold": HoldForm, "resume": ResumeForm, "stop": StopForm}


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Hold an order."""
    return _step(request, order_id, "hold")


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Resume an order that is on hold."""
    return _step(request, order_id, "resume")


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Stop an order."""
    return _step(request, order_id, "stop")


def _step(request: HttpRequest, order_id: UUID, action: Action) -> HttpResponse:
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    form = _form(request, action)
    asked: dict[str, Command] = {}

    def ask(order: Order) -> Command | None:
        day = _day(form, order)
        if order.shown is None or day is None:
            return None
        asked["command"] = _command(form, order, action, day, at)
        return asked["command"]

    order, preview = change_order.consider(order_id, ask, actor=actor, at=at)
    words = _words(action, standing(order, actor.zone)["name"])
    told = shown(preview, zone=actor.zone, at=at, confirm=words["title"]) if preview is not None else None
    if wants_preview_alone(request):
        return render(request, "medication/preview.html", {"form": form, "preview": told})
    if wants_commit(request) and form.is_valid() and "command" in asked:
        done = decide(
            request,
            form,
            lambda seen, once: change_order.commit(asked["command"], actor=actor, at=at, shown=seen, once=once),
        )
        if done is not None:
            messages.success(request, words["done"])
            return redirect("medication:list", done.patient_id)
    context = {
        **chart_context(request, order.header, "medication"),
        "page_title": words["title"],
        "means": words["means"],
        "order": standing(order, actor.zone),
        "preview": told,
    }
    return page(request, "medication/step.html", form, context)


def _form(request: HttpRequest, action: Action) -> ReasonForm:
    if request.method == "POST":
        form = FORMS[action](request, request.POST)
        form.full_clean()
        return form
    return FORMS[action](request, initial=restore.kept(request) or {})


def _day(form: ReasonForm, order: Order) -> date | None:
    """The day asked about: what was typed; on a fresh page today, or the day on which a planned order begins."""
    if form.is_bound:
        return form.cleaned_data.get("effective_at")
    form.begin_with(order)
    initial = form.initial["effective_at"]
    return initial if isinstance(initial, date) else form.today


def _command(form: ReasonForm, order: Order, action: Action, day: date, at: Instant) -> Command:
    data: dict[str, Any] = form.cleaned_data if form.is_bound else {}
    return Command(
        order_id=order.order_id,
        action=action,
        effective_at=order.from_day(day, form.actor.zone, at=at),
        reason_code=data.get("reason_code", ""),
        reason_text=data.get("reason_text", "").strip(),
    )


def _words(action: Action, name: str) -> dict[str, str]:
    patterns = {
        "hold": {
            "title": gettext("Hold %(medicine)s"),
            "done": gettext("%(medicine)s is on hold."),
            "means": gettext("It is not taken for now. The order stays and can be resumed as it was."),
        },
        "resume": {
            "title": gettext("Resume %(medicine)s"),
            "done": gettext("%(medicine)s is resumed."),
            "means": gettext("It is taken again as it was before the hold."),
        },
        "stop": {
            "title": gettext("Stop %(medicine)s"),
            "done": gettext("%(medicine)s is stopped."),
            "means": gettext("It is not taken any more. To take it again later is a new start."),
        },
    }[action]
    middle = name[:1].lower() + name[1:]
    return {
        "title": patterns["title"] % {"medicine": middle},
        "done": patterns["done"] % {"medicine": name},
        "means": patterns["means"],
    }
