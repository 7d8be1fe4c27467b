"""A clinician asks about pregnancy and breastfeeding and records the answer, dated."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.problems import actions

STATES = ("none", "planning", "pregnant", "postpartum", "unknown")
MOST_WEEKS = {"pregnant": 44, "postpartum": 104}


@dataclass(frozen=True, slots=True)
class Command:
    """The answer. ``weeks`` of pregnancy or since birth."""

    patient_id: UUID
    state: str
    weeks: int | None = None
    breastfeeding: bool | None = None


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> UUID | Refused:
    """Record it; returns the entry's id."""
    with door.write("problems.record", actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return UUID(visit.replayed["entry"])
        if command.state not in STATES:
            return visit.refuse(Refused("choice", _("Choose from the list."), "state"))
        if command.weeks is not None and not 0 <= command.weeks <= MOST_WEEKS.get(command.state, -1):
            return visit.refuse(Refused("weeks", _("This number of weeks does not fit the answer."), "weeks"))
        entry = actions.record_pregnancy(
            visit.stamp,
            patient_id=command.patient_id,
            effective_at=at,
            state=command.state,
            weeks=command.weeks,
            breastfeeding=command.breastfeeding,
        )
        visit.detail = command.state
        door.keep_outcome(visit, once, {"entry": str(entry)})
        return entry
