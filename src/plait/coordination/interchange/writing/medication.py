"""What the person takes: orders as they stand, statements, and what was dispensed. An order's history is our extension.

How a dose and a rhythm are said in FHIR is the reverse of what ``reading/dosage.py`` and ``reading/timing.py`` read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plait.clinical.coding import RXNORM
from plait.clinical.medication.order import OrderRevision
from plait.clinical.medication.regimen import state
from plait.coordination.interchange.value_sets import DISPENSE_STATUS, TIME_OF_DAY
from plait.coordination.interchange.writing.elements import (
    Json,
    concept,
    filled,
    instant,
    one_of,
    partial,
    quantity,
    resource,
)
from plait.coordination.interchange.writing.sheet import Sheet, Written, each, status_of
from plait.foundation.whole import Thread

STATUS = {"active": "active", "on-hold": "on-hold", "stopped": "stopped"}


def write_medication(sheet: Sheet) -> Iterator[Written]:
    """Orders, statements, dispenses."""
    writers = {"MedicationRequest": _order, "MedicationStatement": _statement, "MedicationDispense": _dispense}
    return each(sheet, writers)


def _order(sheet: Sheet, thread: Thread) -> Json:
    revisions = sheet.orders.get(thread.id, ())
    now = state(revisions, at=sheet.at)
    terms = _line_of(thread, now.terms if now is not None else None)
    last = _line_of(thread, now.line if now is not None else None)
    ended = instant(last["effective_at"]) if now is not None and now.status == "stopped" else None
    return resource(
        "MedicationRequest",
        thread.id,
        status=_status(revisions, None if now is None else now.status),
        statusReason=concept(last["reason_text"]) if now is not None and now.status != "active" else None,
        intent="order",
        medicationCodeableConcept=_medicine(terms),
        subject=sheet.me,
        authoredOn=instant(thread.lines[0]["effective_at"]),
        requester=sheet.who(terms["prescriber_id"], terms["prescriber_name"]),
        reasonCode=[{"text": terms["indication"]}] if terms["indication"] else [],
        dosageInstruction=[one for one in [_dosage(terms, ended)] if one],
        dispenseRequest=_bounds(thread, ended),
    )


def _status(revisions: tuple[OrderRevision, ...], now: str | None) -> str:
    """What an order is at the moment of the export; one that has not begun yet is active from a day ahead."""
    if now is not None:
        return STATUS.get(now, "unknown")
    start = next((line for line in revisions if line.action == "start"), None)
    return "entered-in-error" if start is None or start.entered_in_error_at is not None else "active"


def _line_of(thread: Thread, revision: OrderRevision | None) -> Mapping[str, Any]:
    """The columns of a line of the history; of an order that is not there, its last line."""
    if revision is not None and revision.revision_id in thread.rows:
        return thread.lines[thread.rows.index(revision.revision_id)]
    return thread.last


def _bounds(thread: Thread, ended: str | None) -> Json | None:
    start = instant(thread.lines[0]["effective_at"])
    return {"validityPeriod": filled(start=start, end=ended)} if ended else None


def _medicine(told: Mapping[str, Any]) -> Json:
    """By the codes that came with it, else by those of its product or its single ingredient."""
    codings = [list(one) for one in told["codings"]]
    if not codings:
        codings += [[RXNORM, told["product"], told["product_name"]]] if told.get("product") else []
        codings += [[RXNORM, code, name] for code, name in told["ingredients"]] if not codings else []
    return concept(told["name"], codings) or {"text": "not stated"}


def _dosage(told: Mapping[str, Any], ended: str | None = None) -> Json:
    dose = quantity(told["dose_value"], told["dose_unit"], told["dose_unit"])
    bounds = filled(start=instant(told["effective_at"]), end=ended) if ended else None
    return filled(
        text=told["dose_text"],
        **_timing(told["timing"], bounds),
        route=concept(told["route"]),
        doseAndRate=[{"doseQuantity": dose}] if dose else [],
    )


def _timing(told: Mapping[str, Any] | None, bounds: Json | None) -> Json:
    if told is None:
        return {"timing": {"repeat": {"boundsPeriod": bounds}}} if bounds else {}
    kind, count, every = told["kind"], told["count"], told["every"]
    when = [TIME_OF_DAY[name] for name in told["when"]]
    repeat: Json = filled(boundsPeriod=bounds)
    if kind == "once":
        repeat |= {"count": 1}
    elif kind == "interval-weeks":
        repeat |= {"frequency": count, "period": every, "periodUnit": "wk"}
    else:
        repeat |= {"frequency": count, "period": every if kind == "interval-days" else 1, "periodUnit": "d"}
    needed = {"asNeededBoolean": True} if kind == "as-needed" else {}
    return {"timing": {"repeat": repeat | ({"when": when} if when else {})}, **needed}


def _statement(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    stopped = told["status"] == "stopped"
    start = partial(told["started"])
    return resource(
        "MedicationStatement",
        thread.id,
        status=status_of(thread, "stopped" if stopped else "active"),
        statusReason=[{"text": told["reason_text"]}] if told["reason_text"] else [],
        category=concept(told["kind"]),
        medicationCodeableConcept=_medicine(told),
        subject=sheet.me,
        effectivePeriod=filled(start=start, end=instant(told["effective_at"]) if stopped and not start else None),
        dateAsserted=instant(told["effective_at"]),
        informationSource=_informant(sheet, told),
        reasonCode=[{"text": told["indication"]}] if told["indication"] else [],
        dosage=[one for one in [_dosage(told)] if one],
    )


def _informant(sheet: Sheet, told: Mapping[str, Any]) -> Json | None:
    return {**sheet.me, "display": told["informant"]} if told["informant"] else None


def _dispense(sheet: Sheet, thread: Thread) -> Json:
    told = thread.last
    status = one_of(DISPENSE_STATUS, told["status"], "unknown")
    days = told["days_supply"]
    return resource(
        "MedicationDispense",
        thread.id,
        status=status_of(thread, status),
        medicationCodeableConcept=_medicine(told),
        subject=sheet.me,
        quantity=quantity(told["quantity"], told["quantity_unit"]),
        daysSupply={"value": days, "unit": "days"} if days is not None else None,
        whenHandedOver=instant(told["effective_at"]),
    )
