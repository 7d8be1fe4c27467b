"""Writing what a person takes: an order gets another line, never a change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from plait.clinical.medication.order import Action, Medicine
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant
from plait.clinical.quantity import Dose
from plait.foundation.facts import Stamp, record, revise
from plait.records.medication.models import MedicationDispense, MedicationRequest, MedicationStatement
from plait.records.medication.queries import MARK_ERROR


def medicine_columns(medicine: Medicine) -> dict[str, Any]:
    """The columns of what is taken."""
    return {
        "name": medicine.name,
        "ingredients": [[i.rxcui, i.name] for i in medicine.ingredients],
        "product": medicine.product or "",
        "product_name": medicine.product_name,
        "form": medicine.form,
        "strength": medicine.strength,
    }


def dose_columns(dose: Dose | None, timing: Timing | None) -> dict[str, Any]:
    """The columns of how much and how often."""
    return {
        "dose_value": dose.value if dose else None,
        "dose_unit": dose.unit if dose else "",
        "timing": {"kind": timing.kind, "count": timing.count, "every": timing.every, "when": list(timing.when)}
        if timing
        else None,
    }


def start(
    stamp: Stamp,
    *,
    patient_id: UUID,
    medicine: Medicine,
    dose: Dose | None,
    timing: Timing | None,
    effective_at: Instant,
    prescriber_id: UUID | None,
    prescriber_name: str,
    **more: Any,
) -> UUID:
    """The first line of a new order; returns the order's id. ``more``: route, indication, reason, release, ..."""
    return record(
        MedicationRequest,
        stamp,
        patient_id=patient_id,
        action="start",
        effective_at=effective_at.utc,
        prescriber_id=prescriber_id,
        prescriber_name=prescriber_name,
        **medicine_columns(medicine),
        **dose_columns(dose, timing),
        **more,
    ).thread


def append_line(
    stamp: Stamp,
    *,
    order_id: UUID,
    action: Action,
    effective_at: Instant,
    medicine: Medicine,
    dose: Dose | None,
    timing: Timing | None,
    **more: Any,
) -> UUID:
    """The next line of an order: changed, held, resumed or stopped. It says all over again what is taken."""
    last = MedicationRequest.objects.filter(thread=order_id).order_by("-sequence")[0]
    row = revise(
        last,
        stamp,
        action=action,
        effective_at=effective_at.utc,
        corrects_id=None,
        **medicine_columns(medicine),
        **dose_columns(dose, timing),
        **more,
    )
    return row.id


def mark_entered_in_error(stamp: Stamp, *, order_id: UUID, revision_id: UUID, reason_text: str) -> UUID:
    """Say that a line of an order never was true: another line names it."""
    last = MedicationRequest.objects.filter(thread=order_id).order_by("-sequence")[0]
    return revise(
        last, stamp, action=MARK_ERROR, corrects_id=revision_id, reason_code="entered-in-error", reason_text=reason_text
    ).id


def report(
    stamp: Stamp,
    *,
    patient_id: UUID,
    medicine: Medicine,
    dose: Dose | None,
    timing: Timing | None,
    effective_at: Instant,
    **more: Any,
) -> UUID:
    """Record a medicine that the person is said to take."""
    return record(
        MedicationStatement,
        stamp,
        patient_id=patient_id,
        effective_at=effective_at.utc,
        **medicine_columns(medicine),
        **dose_columns(dose, timing),
        **more,
    ).thread


def revise_statement(stamp: Stamp, thread: UUID, **changes: Any) -> UUID:
    """The next line of a statement: no longer taken, or entered in error."""
    last = MedicationStatement.objects.filter(thread=thread).order_by("-sequence")[0]
    return revise(last, stamp, **changes).id


def receive_dispense(stamp: Stamp, *, patient_id: UUID, fields: Mapping[str, Any]) -> None:
    """Keep what a pharmacy handed out, as received."""
    record(MedicationDispense, stamp, patient_id=patient_id, **fields)
