"""Any treating clinician records what the person says they take beside the orders (FHIR MedicationStatement).

Another prescriber's medicine, something over the counter, a herb: it orders nothing, and every safety check sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from plait.clinical.finding import Answer
from plait.clinical.medication.order import Medicine
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.quantity import Dose
from plait.clinical.refusal import Refused
from plait.clinical.safety.check import check
from plait.clinical.situation import Medication
from plait.coordination import door, situation
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.knowledge.loader import release
from plait.records.medication import actions, queries

KINDS = ("other-prescriber", "over-the-counter", "herbal")


@dataclass(frozen=True, slots=True)
class Command:
    """What is taken, as told; ``informant`` says by whom."""

    patient_id: UUID
    kind: str
    medicine: Medicine
    dose: Dose | None
    timing: Timing | None
    started: PartialDate | None
    informant: str
    indication: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """The statement, with what it may harm."""

    statement_id: UUID
    answer: Answer


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Reported | Refused:
    """Record it."""
    with door.write("medication.report", actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if command.kind not in KINDS:
            return visit.refuse(Refused("kind", "Say where the medicine comes from.", "kind"))
        answer = _answer(command, at)
        if visit.replayed is not None:
            return Reported(UUID(visit.replayed["statement"]), answer)
        statement = actions.report(
            visit.stamp,
            patient_id=command.patient_id,
            medicine=command.medicine,
            dose=command.dose,
            timing=command.timing,
            effective_at=at,
            kind=command.kind,
            informant=command.informant,
            indication=command.indication,
            started=str(command.started or ""),
        )
        visit.detail = command.medicine.name
        door.keep_outcome(visit, once, {"statement": str(statement)})
        return Reported(statement, answer)


def _answer(command: Command, at: Instant) -> Answer:
    medicine = command.medicine
    told = Medication(
        name=medicine.name,
        ingredients=tuple(i.rxcui for i in medicine.ingredients),
        status="proposed",
        form=medicine.form,
        dose=command.dose,
        timing=command.timing,
    )
    return check(situation.situation(situation.gather(command.patient_id), as_of=at, proposed=(told,)), release())


@dataclass(frozen=True, slots=True)
class End:
    """The person no longer takes it, or never did (``in_error``)."""

    statement_id: UUID
    reason_text: str
    in_error: bool = False


def end(command: End, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Record that a stated medicine is no longer taken; returns whose it was."""
    whose = partial(queries.patient_of_statement, command.statement_id)
    with door.write("medication.report", actor=actor, at=at, patient=whose, once=once) as visit:
        if visit.replayed is None:
            changes = (
                {"entered_in_error": True, "error_reason": command.reason_text}
                if command.in_error
                else {"status": "stopped", "reason_text": command.reason_text, "effective_at": at.utc}
            )
            actions.revise_statement(visit.stamp, command.statement_id, **changes)
            door.keep_outcome(visit, once, {"ended": True})
        return visit.patient
