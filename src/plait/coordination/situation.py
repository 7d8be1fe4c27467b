"""What is known before a decision: everything about one person, gathered once, frozen.

``gather`` reads the records inside the transaction that the door opened; ``Known`` answers questions about it, and
``situation`` puts it into the shape that the clinical core reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from plait.clinical.assessment.response import Response
from plait.clinical.medication.order import OrderRevision
from plait.clinical.medication.regimen import OrderState, by_order, current_orders, state, steps
from plait.clinical.moment import Instant
from plait.clinical.situation import Medication, MedicationStatus, Person, Pregnancy, Problem, Score, Situation
from plait.coordination.door import Denied
from plait.records.assessment import queries as assessment
from plait.records.medication import queries as medication
from plait.records.medication.queries import Statement
from plait.records.people.types import PatientRecord
from plait.records.problems import queries as problems
from plait.records.problems.queries import Allergies
from plait.records.safety import plan_queries
from plait.records.safety.marks import FlagMark
from plait.records.safety.plan_queries import Mark


@dataclass(frozen=True)
class Known:
    """Everything that a medication decision turns on."""

    patient: PatientRecord
    plan: Mark  # of the safety plan
    flags: tuple[FlagMark, ...]  # signs of harm, the newest first
    orders: tuple[tuple[OrderRevision, ...], ...]
    statements: tuple[Statement, ...]
    allergies: Allergies
    conditions: tuple[Problem, ...]
    pregnancy: Pregnancy | None
    responses: tuple[Response, ...]

    @cached_property
    def lines(self) -> tuple[OrderRevision, ...]:
        """All lines of all orders."""
        return tuple(line for order in self.orders for line in order)

    def order(self, order_id: UUID) -> tuple[OrderRevision, ...]:
        """The history of one order; empty if this person has no such order."""
        return by_order(self.lines).get(order_id, ())

    def changed_since(self, moment: Instant) -> tuple[OrderRevision, ...]:
        """Order lines recorded or marked as errors after a moment: what somebody who looked then has not seen."""
        return tuple(line for line in self.lines if max(line.recorded_at, line.entered_in_error_at or moment) > moment)


def gather(patient_id: UUID) -> Known:
    """Read what is known of a person. Raises ``Denied`` if there is no such person."""
    found = plan_queries.patient_and_marks(patient_id)
    if found is None:
        raise Denied(str(patient_id))
    return Known(
        patient=found[0],
        plan=found[1],
        flags=found[2],
        orders=medication.orders(patient_id),
        statements=medication.statements(patient_id),
        allergies=problems.allergies(patient_id),
        conditions=problems.conditions(patient_id),
        pregnancy=problems.pregnancy(patient_id),
        responses=assessment.responses(patient_id),
    )


def situation(
    known: Known, *, as_of: Instant, proposed: tuple[Medication, ...] = (), leaving_out: frozenset[UUID] = frozenset()
) -> Situation:
    """The person's situation at a moment, with what is proposed and without orders that the proposal ends."""
    patient = known.patient
    return Situation(
        as_of=as_of,
        person=Person(
            birth_date=patient.birth_date,
            sex=patient.sex_for_clinical_use
            if patient.sex_for_clinical_use in {"female", "male", "other"}
            else "unknown",  # type: ignore[arg-type]
            pregnancy=known.pregnancy,
        ),
        conditions=known.conditions,
        allergies=tuple(allergy for _thread, allergy in known.allergies.known),
        medications=(*_ordered(known, as_of, leaving_out), *_stated(known), *proposed),
        scores=tuple(Score(r.instrument, r.version, r.total, r.taken_at, r.risk) for r in known.responses),
    )


def as_medication(order: OrderState, history: tuple[OrderRevision, ...], status: MedicationStatus) -> Medication:
    """An order as the core sees it."""
    medicine = order.medicine
    return Medication(
        name=medicine.name,
        ingredients=tuple(i.rxcui for i in medicine.ingredients),
        status=status,
        key=str(order.order_id),
        product=medicine.product,
        form=medicine.form,
        route=order.terms.route,
        dose=order.dose,
        timing=order.timing,
        start=order.started_at,
        history=steps(history),
    )


def _ordered(known: Known, as_of: Instant, leaving_out: frozenset[UUID]) -> tuple[Medication, ...]:
    found = []
    for history in known.orders:
        order = state(history, at=as_of)
        if order is None or order.order_id in leaving_out:
            continue
        status: MedicationStatus = order.status if order.confirmed else "unconfirmed"
        if order.status == "stopped":
            status = "stopped"
        found.append(as_medication(order, history, status))
    return tuple(found)


def _stated(known: Known) -> tuple[Medication, ...]:
    return tuple(
        Medication(
            name=s.medicine.name,
            ingredients=tuple(i.rxcui for i in s.medicine.ingredients),
            status="active" if s.status == "active" else "stopped",
            key=str(s.thread),
            product=s.medicine.product,
            form=s.medicine.form,
            dose=s.dose,
            timing=s.timing,
            start=s.effective_at,
        )
        for s in known.statements
    )


def active_orders(known: Known, at: Instant) -> tuple[OrderState, ...]:
    """The orders that are active or on hold at a moment."""
    return current_orders(known.lines, at=at)
