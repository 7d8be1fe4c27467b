"""Everything a person takes and took: what it is, since when, why, and every line of its history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plait.clinical.medication.daily_total import DailyTotal
from plait.clinical.medication.order import OrderRevision
from plait.clinical.medication.regimen import OrderState
from plait.clinical.medication.words import total_in_words
from plait.clinical.quantity import plain
from plait.coordination.medication import read_medication
from plait.coordination.medication.history import Dispense, Medicines, OrderHistory, Statement
from plait.foundation.clock import now
from plait.web.medication.words import (
    action_words,
    dose_words,
    first_upper,
    form_of,
    kind_words,
    name_of,
    order_words,
    reason_words,
    route_words,
    said,
    state_words,
)
from plait.web.people.chart_context import chart_context
from plait.web.words import day_of, partial_day, time_of


@require_safe
def medicines(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The medication page."""
    actor = request.actor  # type: ignore[attr-defined]
    read = read_medication.read(patient_id, actor=actor, at=now())
    view = Page(read, actor.zone)
    context = {
        **chart_context(request, read.header, "medication"),
        "page_title": gettext("Medication"),
        "may_order": read.may_order,
        "regimens": view.regimens(),
        "waiting": [view.order(order) for order in read.orders if order.waits],
        "planned": [view.order(o) for o in read.orders if o.now is None and o.coming],
        "stopped": [view.order(o) for o in read.orders if o.now is not None and o.now.status == "stopped"],
        "wrong": [view.order(o) for o in read.orders if o.now is None and not o.coming],
        "reported": [view.statement(s) for s in read.statements if s.status == "active"],
        "no_longer": [view.statement(s) for s in reversed(read.statements) if s.status != "active"],
        "dispense_columns": [
            {"label": gettext("Day")},
            {"label": gettext("Medicine")},
            {"label": gettext("How much")},
            {"label": gettext("Lasts")},
        ],
        "dispenses": [_dispense(d, actor.zone) for d in read.dispenses],
    }
    return render(request, "medication/medicines.html", context)


class Page:
    """The page's lines in words, for one zone."""

    def __init__(self, read: Medicines, zone: str) -> None:
        """Know every order by its id."""
        self.read, self.zone = read, zone
        self.by_id = {order.order_id: order for order in read.orders}

    def regimens(self) -> list[dict[str, Any]]:
        """What is taken now: one card an ingredient, with what a day comes to in all."""
        shown = []
        for regimen in self.read.regimens:
            codes = {i.rxcui for order in regimen.orders for i in order.medicine.ingredients}
            totals = [total for total in self.read.totals if total.ingredient.rxcui in codes]
            own = {order.order_id for order in regimen.orders}
            orders = [self.order(self.by_id[order.order_id]) for order in regimen.orders]
            shown.append(
                {
                    "name": first_upper(said(regimen.name)),
                    "orders": orders,
                    "several": len(orders) > 1,
                    "totals": [self._total(total, own, several=len(totals) > 1) for total in totals],
                }
            )
        return shown

    def _total(self, total: DailyTotal, own: set[UUID], *, several: bool) -> dict[str, str]:
        """A day's total, with the orders elsewhere on the page that it leaves out."""
        others = [self.by_id[order_id] for order_id in map(UUID, total.left_out) if order_id not in own]
        left_out = [f"{order_words(o.now)} ({_why_left_out(o.now)})" for o in others if o.now is not None]
        words = total_in_words(total, gettext)
        return {
            "words": f"{total.ingredient.name}: {words}" if several else words,
            "left_out": gettext("Left out: %(orders)s") % {"orders": "; ".join(left_out)} if left_out else "",
        }

    def order(self, order: OrderHistory) -> dict[str, Any]:
        """One order as it stands, what is planned in it, and its whole history."""
        seen = order.shown
        last = seen.terms if seen else order.lines[-1]
        begun = order.now is not None
        return {
            "order_id": order.order_id,
            "name": name_of(last.medicine),
            "dose": order_words(seen) if seen else order_words(last),
            "form": form_of(last.medicine),
            "route": route_words(last.route),
            "status": seen.status if seen else "",
            "since": self._since(seen) if seen and begun else "",
            "begins": day_of(seen.started_at, self.zone) if seen and not begun else "",
            "started": day_of(seen.started_at, self.zone) if seen and seen.started_at != seen.since else "",
            "prescriber": last.prescriber,
            "why": reason_words(seen.line.reason_code, seen.line.reason_text) if seen else "",
            "indication": said(last.indication),
            "target": said(last.target_symptom),
            "coming": [self._coming(state) for state in order.coming[0 if begun else 1 :]],
            "lines": [self._line(line) for line in reversed(order.lines)],
        }

    def _since(self, seen: OrderState) -> str:
        day = day_of(seen.since, self.zone)
        if seen.status == "on-hold":
            return gettext("on hold since %(day)s") % {"day": day}
        if seen.status == "stopped":
            return gettext("%(start)s to %(day)s") % {"start": day_of(seen.started_at, self.zone), "day": day}
        return gettext("since %(day)s") % {"day": day}

    def _coming(self, state: OrderState) -> str:
        words = {"day": day_of(state.since, self.zone), "what": state_words(state)}
        return gettext("From %(day)s: %(what)s") % words

    def _line(self, line: OrderRevision) -> dict[str, Any]:
        mark = self.read.errors.get(line.revision_id)
        took_terms = line.action in {"start", "change"}
        return {
            "order_id": line.order_id,
            "revision_id": line.revision_id,
            "day": day_of(line.effective_at, self.zone),
            "action": action_words(line.action),
            "dose": order_words(line) if took_terms or line.action == "resume" else "",
            "why": reason_words(line.reason_code, line.reason_text),
            "who": line.prescriber,
            "recorded": time_of(line.recorded_at, self.zone),
            "imported": not line.confirmed,
            "wrong": line.entered_in_error_at is not None,
            "mark": gettext("Marked as an error by %(who)s, %(day)s: %(why)s")
            % {"who": mark.by, "day": time_of(mark.at, self.zone), "why": said(mark.why)}
            if mark
            else "",
        }

    def statement(self, statement: Statement) -> dict[str, Any]:
        """One medicine that was reported."""
        started = partial_day(statement.started)
        words = state_words_of(statement)
        ended = statement.status != "active"
        return {
            "statement_id": statement.thread,
            "name": name_of(statement.medicine),
            "dose": words,
            "form": form_of(statement.medicine),
            "kind": kind_words(statement.kind),
            "since": gettext("since %(day)s") % {"day": started} if started and not ended else "",
            "ended": gettext("no longer taken, noted %(day)s") % {"day": day_of(statement.effective_at, self.zone)}
            if ended
            else "",
            "indication": said(statement.indication),
            "told": gettext("told by %(who)s") % {"who": said(statement.informant)} if statement.informant else "",
            "noted": gettext("noted by %(who)s, %(day)s")
            % {"who": statement.recorded_by, "day": day_of(statement.recorded_at, self.zone)},
            "why": said(statement.reason_text),
        }


def state_words_of(statement: Statement) -> str:
    """How a reported medicine is taken; where no dose could be read, with the words it came with."""
    words = dose_words(statement.dose, statement.timing)
    if statement.dose is None and statement.dose_text:
        return gettext("%(dose)s; it came as “%(words)s”") % {"dose": words, "words": said(statement.dose_text)}
    return words


def _why_left_out(order: OrderState) -> str:
    if not order.confirmed:
        return gettext("not confirmed")
    if order.status == "on-hold":
        return gettext("on hold")
    return gettext("once only")


def _dispense(dispense: Dispense, zone: str) -> list[str]:
    quantity = f"{plain(dispense.quantity)} {dispense.quantity_unit}".strip() if dispense.quantity is not None else ""
    days = gettext("%(days)s days") % {"days": dispense.days_supply} if dispense.days_supply else ""
    day = day_of(dispense.at, zone) if dispense.at else gettext("day not stated")
    return [day, dispense.name, quantity or gettext("not stated"), days or gettext("not stated")]
