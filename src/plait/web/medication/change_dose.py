"""A prescriber changes what an order says: the dose first of all. The page that shows before it does."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from plait.clinical.moment import Instant
from plait.coordination.medication import change_order
from plait.coordination.medication.change_order import Command
from plait.coordination.medication.order_page import Order
from plait.foundation.clock import now
from plait.web.documents import restore
from plait.web.medication.deciding import decide, page, wants_commit, wants_preview_alone
from plait.web.medication.dose_facts import dose_facts
from plait.web.medication.order_form import TermsForm, taken_initial
from plait.web.medication.products import KEEP
from plait.web.medication.shown import shown
from plait.web.medication.standing import standing
from plait.web.medication.words import dose_words, name_of
from plait.web.people.chart_context import chart_context


class ChangeForm(TermsForm):
    """The order as it stands, to be changed. The route stays unless another is chosen."""

    action = "change"


def _initial(order: Order) -> dict[str, Any]:
    shown_now = order.shown
    if shown_now is None:
        return {}
    terms = shown_now.terms
    return {
        "product": KEEP,
        **taken_initial(terms.dose, terms.timing),
        "route": terms.route,
        "indication": terms.indication,
        "target_symptom": terms.target_symptom,
        **({} if shown_now.confirmed else {"reason_code": "confirmed-import"}),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def change_dose(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Fill in, look, confirm."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    asked: dict[str, Any] = {}
    kept = {} if request.method == "POST" else restore.kept(request) or {}

    def ask(order: Order) -> Command | None:
        form = _form(request, order, kept)
        asked["form"] = form
        if form is None or not form.is_bound:
            return None
        form.full_clean()
        asked["command"] = _command(form, order, at) if form.ready else None
        return asked["command"]

    order, preview = change_order.consider(order_id, ask, actor=actor, at=at)
    form: ChangeForm | None = asked["form"]
    if form is None:
        return page(request, "medication/change_dose.html", None, _context(request, order, None))
    told = None
    if preview is not None:
        confirm = gettext("Change to %(dose)s") % {"dose": dose_words(*form.taken)}
        told = shown(preview, zone=actor.zone, at=at, confirm=confirm)
    if wants_preview_alone(request):
        return render(request, "medication/preview.html", {"form": form, "preview": told})
    command: Command | None = asked.get("command")
    if wants_commit(request) and form.is_valid() and command is not None:
        done = decide(
            request,
            form,
            lambda seen, once: change_order.commit(command, actor=actor, at=at, shown=seen, once=once),
        )
        if done is not None:
            words = {"medicine": name_of(form.medicine), "dose": dose_words(*form.taken)}
            messages.success(request, gettext("%(medicine)s changed to %(dose)s.") % words)
            return redirect("medication:list", done.patient_id)
    return page(request, "medication/change_dose.html", form, _context(request, order, told))


def _form(request: HttpRequest, order: Order, kept: dict[str, Any]) -> ChangeForm | None:
    if order.shown is None:
        return None
    medicine = order.shown.medicine
    if request.method == "POST":
        return ChangeForm(request, medicine, request.POST, initial=_initial(order))
    form = ChangeForm(request, medicine, initial={**_initial(order), **kept})
    form.begin_with(order)
    return form


def _command(form: ChangeForm, order: Order, at: Instant) -> Command:
    data = form.cleaned_data
    return Command(
        order_id=order.order_id,
        action="change",
        effective_at=order.from_day(data["effective_at"], form.actor.zone, at=at),
        reason_code=data.get("reason_code", ""),
        reason_text=data.get("reason_text", "").strip(),
        terms=form.terms(),
    )


def _context(request: HttpRequest, order: Order, told: dict[str, Any] | None) -> dict[str, Any]:
    zone = request.actor.zone  # type: ignore[attr-defined]
    medicine = order.shown.medicine if order.shown else order.lines[-1].medicine
    return {
        **chart_context(request, order.header, "medication"),
        "page_title": gettext("Change %(medicine)s") % {"medicine": medicine.name},
        "order": standing(order, zone),
        "facts": dose_facts(medicine),
        "preview": told,
    }
