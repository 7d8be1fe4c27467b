"""Somebody of the practice notes what the person said: whether we may write to an e-mail address of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.outbox import actions, queries
from plait.records.people import queries as people

ACTION = "messages.permit"


@dataclass(frozen=True, slots=True)
class Command:
    """Whom, at which address, and what they said."""

    patient_id: UUID
    address: str
    permitted: bool


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Note it. What is on record already makes no second row."""
    with door.write(ACTION, actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return command.patient_id
        person = people.patient(command.patient_id)
        if person is None or command.address not in person.emails:
            return visit.refuse(Refused("address", _("This address is not on record any more."), "address"))
        known = queries.permissions(command.patient_id).get(command.address)
        if (known.permitted if known else None) != command.permitted:
            actions.permit(visit.stamp, command.patient_id, command.address, permitted=command.permitted)
        visit.detail = "permitted" if command.permitted else "no more"
        door.keep_outcome(visit, once, {"patient": str(command.patient_id)})
        return command.patient_id
