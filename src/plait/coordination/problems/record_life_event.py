"""A treating clinician records what happened in a life, in the person's words, as exactly dated as known."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant, PartialDate
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.people import queries as people
from plait.records.problems import actions


@dataclass(frozen=True, slots=True)
class Command:
    """What happened, and when."""

    patient_id: UUID
    text: str
    on: PartialDate


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Record it; returns the event's id."""
    with door.write("problems.record", actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return UUID(visit.replayed["event"])
        patient = people.patient(command.patient_id)
        born = patient.birth_date.earliest() if patient and patient.birth_date else None
        if not command.text.strip():
            return visit.refuse(Refused("text", _("Say what happened."), "text"))
        if command.on.earliest() > at.day(actor.zone):
            return visit.refuse(Refused("future", _("This is in the future."), "on"))
        if born is not None and command.on.latest() < born:
            return visit.refuse(Refused("before-birth", _("This is before the person was born."), "on"))
        event = actions.record_life_event(
            visit.stamp, patient_id=command.patient_id, effective_at=at, text=command.text.strip(), on=str(command.on)
        )
        door.keep_outcome(visit, once, {"event": str(event)})
        return event
