"""Somebody who asked for contact turns out to be in care here: their request becomes part of that person's record."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door, policy
from plait.coordination.consequences import contact
from plait.foundation.actor import Actor
from plait.foundation.enquirer import Enquirer
from plait.foundation.idempotency import Once
from plait.foundation.ids import read_person_number
from plait.foundation.locks import lock_patients
from plait.records.intake import queries
from plait.records.people import whole as people
from plait.records.people.one_person import person_of

ACTION = "intake.answer-contact-request"
NOBODY = Refused("number", _("There is no person of your site with this number."), "number")


@dataclass(frozen=True, slots=True)
class Command:
    """Which request, and the number of the person that it is."""

    request_id: UUID
    number: str


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Link them; returns the person."""
    with door.write(ACTION, actor=actor, at=at, patient=Enquirer(command.request_id), once=once) as visit:
        if visit.replayed is not None:
            return UUID(visit.replayed["patient"])
        request = queries.one(command.request_id)
        if request is None:
            raise door.Denied(ACTION)
        if request.line.patient_id is not None or request.line.closed:
            return visit.refuse(Refused("ended", _("This request is closed, or the person is registered: see below.")))
        number = read_person_number(command.number)
        found = people.by_number(number) if number else None
        if found is None or not policy.permits(ACTION, actor, door.relation_of(actor, at, found)[0]):
            return visit.refuse(NOBODY)
        patient_id = person_of(found)
        lock_patients([patient_id])
        visit.saw([patient_id])
        contact.becomes(visit, command.request_id, patient_id)
        door.keep_outcome(visit, once, {"patient": str(patient_id)})
        return patient_id
