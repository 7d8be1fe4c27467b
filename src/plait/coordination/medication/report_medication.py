"""Any treating clinician records what the person says they take beside the orders (FHIR MedicationStatement).

Another prescriber's medicine, something over the counter, a herb: it orders nothing, and every safety check sees it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.utils.translation import gettext

from plait.clinical.finding import Answer
from plait.clinical.language import gettext_noop as _
from plait.clinical.medication.order import Medicine
from plait.clinical.medication.timing import Timing
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.quantity import Dose
from plait.clinical.refusal import Refused
from plait.clinical.safety.check import check
from plait.clinical.situation import Medication
from plait.coordination import door, situation
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.knowledge.loader import release
from plait.records.medication import actions, queries
from plait.records.medication.queries import Statement

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


def choose(patient_id: UUID, *, actor: Actor, at: Instant) -> Header:
    """The page on which a medicine is chosen to be reported."""
    with door.read("medication.report", actor=actor, at=at, patient=patient_id) as visit:
        return header(situation.gather(patient_id), visit, actor=actor, at=at)


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Reported | Refused:
    """Record it."""
    with door.write("medication.report", actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if command.kind not in KINDS:
            return visit.refuse(Refused("kind", _("Say where the medicine comes from."), "source"))
        if command.started is not None and command.started.earliest() > at.day(actor.zone):
            return visit.refuse(Refused("future", _("This is in the future."), "started"))
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
    return check(
        situation.situation(situation.gather(command.patient_id), as_of=at, proposed=(told,)),
        release(),
        gettext=gettext,
    )


@dataclass(frozen=True, slots=True)
class End:
    """The person no longer takes it, or never did (``in_error``)."""

    statement_id: UUID
    reason_text: str
    in_error: bool = False


def read(statement_id: UUID, *, actor: Actor, at: Instant) -> tuple[Header, Statement]:
    """A stated medicine, before somebody says that it is no longer taken. One in error is not there any more."""
    with door.read("medication.report", actor=actor, at=at, patient=_whose(statement_id)) as visit:
        known = situation.gather(visit.patient)
        found = next((s for s in known.statements if s.thread == statement_id), None)
        if found is None:
            raise door.Denied(str(statement_id))
        return header(known, visit, actor=actor, at=at), found


def end(command: End, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Record that a stated medicine is no longer taken; returns whose it was."""
    whose = _whose(command.statement_id)
    with door.write("medication.report", actor=actor, at=at, patient=whose, once=once) as visit:
        if visit.replayed is not None:
            return visit.patient
        stands = next((s for s in queries.statements(visit.patient) if s.thread == command.statement_id), None)
        if stands is None:
            return visit.refuse(Refused("in-error", _("This entry is already marked as an error.")))
        if stands.status == "stopped" and not command.in_error:
            return visit.refuse(Refused("ended", _("This is already noted as no longer taken.")))
        if command.in_error and not command.reason_text.strip():
            return visit.refuse(Refused("no-words", _("Say how this entry came about."), "reason_text"))
        changes = (
            {"entered_in_error": True, "error_reason": command.reason_text}
            if command.in_error
            else {"status": "stopped", "reason_text": command.reason_text, "effective_at": at.utc}
        )
        actions.revise_statement(visit.stamp, command.statement_id, **changes)
        visit.detail = stands.medicine.name
        door.keep_outcome(visit, once, {"ended": True})
        return visit.patient


def _whose(statement_id: UUID) -> Callable[[], UUID | None]:
    return partial(queries.patient_of_statement, statement_id)
