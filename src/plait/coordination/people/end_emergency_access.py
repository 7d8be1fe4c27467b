"""A clinician leaves a chart that was opened in an emergency, before its hour is over. The access stays on record."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.people import emergency


@dataclass(frozen=True, slots=True)
class Command:
    """Which access ends."""

    access_id: UUID


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID:
    """Record that the actor left; one that is over already stays as it is. Raises ``Denied`` for somebody else's."""
    with door.write("people.end-emergency-access", actor=actor, at=at, once=once) as visit:
        access = emergency.one(command.access_id)
        if access is None or access.practitioner_id != actor.practitioner_id:
            raise door.Denied("people.end-emergency-access")
        visit.saw([access.patient_id])
        if visit.replayed is None and at < access.ended_at:
            emergency.leave(visit.stamp, access)
        door.keep_outcome(visit, once, {"access": str(access.access_id)})
        return access.access_id
