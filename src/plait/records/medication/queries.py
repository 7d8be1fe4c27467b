"""Reading what a person takes, as the clinical core understands it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from plait.clinical.medication.order import Ingredient, Medicine, OrderRevision
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.quantity import Dose
from plait.foundation.pinned import Pinned
from plait.records.medication.models import MedicationDispense, MedicationRequest, MedicationStatement, Taking
from plait.records.people.one_person import latest_of_person, of_person

MARK_ERROR = "mark-error"


@dataclass(frozen=True, slots=True)
class Statement:
    """A medicine that the person is said to take, as known now."""

    thread: UUID
    kind: str
    status: str
    medicine: Medicine
    dose: Dose | None
    timing: Timing | None
    dose_text: str
    started: PartialDate | None
    effective_at: Instant
    informant: str
    indication: str
    recorded_by: str
    recorded_at: Instant
    reason_text: str = ""  # why it is no longer taken


@dataclass(frozen=True, slots=True)
class ErrorMark:
    """Who said of a line that it never was true, when and why."""

    by: str
    at: Instant
    why: str


@dataclass(frozen=True, slots=True)
class Dispense:
    """What a pharmacy handed out."""

    name: str
    at: Instant | None
    quantity: Decimal | None
    quantity_unit: str
    days_supply: int | None
    status: str


def medicine_of(row: Taking) -> Medicine:
    """The medicine of a row."""
    return Medicine(
        name=row.name,
        ingredients=tuple(Ingredient(code, name) for code, name in row.ingredients),
        product=row.product or None,
        product_name=row.product_name,
        form=row.form,
        strength=row.strength,
    )


def dose_of(row: Taking) -> Dose | None:
    """The dose of a row, or None: not stated."""
    return Dose(row.dose_value.normalize(), row.dose_unit) if row.dose_value is not None else None


def timing_of(row: Taking) -> Timing | None:
    """The timing of a row, or None: not stated."""
    return Timing(**{**row.timing, "when": tuple(row.timing["when"])}) if row.timing else None


def _revision(row: MedicationRequest, errors: dict[UUID, Instant]) -> OrderRevision:
    return OrderRevision(
        order_id=row.thread,
        revision_id=row.id,
        sequence=row.sequence,
        action=row.action,  # type: ignore[arg-type]
        effective_at=Instant(row.effective_at),
        recorded_at=Instant(row.recorded_at),
        medicine=medicine_of(row),
        dose=dose_of(row),
        timing=timing_of(row),
        route=row.route,
        indication=row.indication,
        target_symptom=row.target_symptom,
        prescriber=row.prescriber_name,
        reason_code=row.reason_code,
        reason_text=row.reason_text,
        confirmed=row.confirmed,
        entered_in_error_at=errors.get(row.id),
        dose_text=row.dose_text,
    )


def histories(rows: Iterable[MedicationRequest]) -> tuple[tuple[OrderRevision, ...], ...]:
    """The orders that these rows (by thread and sequence) are lines of, by their first effect."""
    orders = []
    for _thread, group in groupby(rows, key=lambda row: row.thread):
        lines = list(group)
        errors = {
            line.corrects_id: Instant(line.recorded_at)
            for line in lines
            if line.action == MARK_ERROR and line.corrects_id is not None
        }
        orders.append(tuple(_revision(line, errors) for line in lines if line.action != MARK_ERROR))
    return tuple(sorted(orders, key=lambda order: (order[0].effective_at, order[0].order_id)))


_ORDERS = Pinned(lambda one: MedicationRequest.objects.filter(of_person(one)).order_by("thread", "sequence"))


def orders(patient_id: UUID) -> tuple[tuple[OrderRevision, ...], ...]:
    """Every order of a person with its whole history, in order of recording; orders by their first effect."""
    return histories(_ORDERS(patient_id))


def order(order_id: UUID) -> tuple[OrderRevision, ...]:
    """The history of one order; empty if there is none."""
    found = histories(MedicationRequest.objects.filter(thread=order_id).order_by("sequence"))
    return found[0] if found else ()


def error_marks(patient_id: UUID) -> dict[UUID, ErrorMark]:
    """The lines of a person's orders that were marked as errors, by the line's id."""
    rows = MedicationRequest.objects.filter(of_person(patient_id), action=MARK_ERROR, corrects__isnull=False)
    return {r.corrects_id: ErrorMark(r.recorded_by_name, Instant(r.recorded_at), r.reason_text) for r in rows}


def patient_of_order(order_id: UUID) -> UUID | None:
    """Whose order it is."""
    return MedicationRequest.objects.filter(pk=order_id).values_list("patient_id", flat=True).first()


def last_sequence(order_id: UUID) -> int:
    """How many lines an order has, error marks included: what a fingerprint of it rests on."""
    return MedicationRequest.objects.filter(thread=order_id).count()


def statements(patient_id: UUID) -> tuple[Statement, ...]:
    """What the person is said to take beside the orders, as known now."""
    return tuple(
        _statement(row) for row in latest_of_person(MedicationStatement, patient_id) if not row.entered_in_error
    )


def _statement(row: MedicationStatement) -> Statement:
    return Statement(
        thread=row.thread,
        kind=row.kind,
        status=row.status,
        medicine=medicine_of(row),
        dose=dose_of(row),
        timing=timing_of(row),
        dose_text=row.dose_text,
        started=PartialDate.parse(row.started) if row.started else None,
        effective_at=Instant(row.effective_at),
        informant=row.informant,
        indication=row.indication,
        recorded_by=row.recorded_by_name,
        recorded_at=Instant(row.recorded_at),
        reason_text=row.reason_text,
    )


def patient_of_statement(thread: UUID) -> UUID | None:
    """Whose statement it is."""
    return MedicationStatement.objects.filter(pk=thread).values_list("patient_id", flat=True).first()


def dispenses(patient_id: UUID) -> tuple[Dispense, ...]:
    """What was dispensed, newest first."""
    rows: list[Any] = latest_of_person(MedicationDispense, patient_id)
    lines = [
        Dispense(
            r.name,
            Instant(r.effective_at) if r.effective_at else None,
            r.quantity,
            r.quantity_unit,
            r.days_supply,
            r.status,
        )
        for r in rows
        if not r.entered_in_error
    ]
    return tuple(sorted(lines, key=lambda line: line.at.iso() if line.at else "", reverse=True))
