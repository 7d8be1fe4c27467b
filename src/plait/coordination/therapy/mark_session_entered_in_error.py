"""A session never took place as recorded: another row says so; it leaves the count and stays in the record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.therapy import actions, queries


@dataclass(frozen=True, slots=True)
class Command:
    """Which session, and how it came about."""

    session_id: UUID
    reason: str


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID:
    """Mark it; returns whose it was."""
    whose = partial(queries.patient_of_session, command.session_id)
    with door.write("therapy.conduct", actor=actor, at=at, patient=whose, once=once) as visit:
        if visit.replayed is None:
            actions.mark_session_entered_in_error(visit.stamp, command.session_id, command.reason)
            door.keep_outcome(visit, once, {"marked": True})
        return visit.patient
