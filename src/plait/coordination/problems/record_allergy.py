"""A clinician records an allergy or intolerance, or that none is known; a wrong entry is marked as an error."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.records.problems import actions, queries

KINDS = ("allergy", "intolerance", "none-known")
SEVERITIES = ("", "mild", "moderate", "severe")


@dataclass(frozen=True, slots=True)
class Command:
    """What to. ``ingredient`` is an RxNorm ingredient where the substance is a medicine."""

    patient_id: UUID
    kind: str
    substance: str = ""
    ingredient: str = ""
    reaction: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The new entry."""

    allergy_id: UUID


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Recorded | Refused:
    """Record it."""
    with door.write("problems.record", actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        if visit.replayed is not None:
            return Recorded(UUID(visit.replayed["allergy"]))
        standing = queries.allergies(command.patient_id)
        if command.kind not in KINDS or command.severity not in SEVERITIES:
            return visit.refuse(Refused("choice", "Choose from the list.", "kind"))
        if command.kind == "none-known" and standing.known:
            return visit.refuse(Refused("known", "Allergies are on record: mark them as errors first.", "kind"))
        if command.kind != "none-known" and not command.substance.strip():
            return visit.refuse(Refused("substance", "Say to what.", "substance"))
        if any(a.substance.text.casefold() == command.substance.casefold() for _thread, a in standing.known):
            return visit.refuse(Refused("twice", "This is on record already.", "substance"))
        allergy = actions.record_allergy(
            visit.stamp,
            patient_id=command.patient_id,
            effective_at=at,
            kind=command.kind,
            substance=command.substance.strip(),
            ingredient=command.ingredient,
            reaction=command.reaction,
            severity=command.severity,
        )
        visit.detail = command.kind
        door.keep_outcome(visit, once, {"allergy": str(allergy)})
        return Recorded(allergy)


@dataclass(frozen=True, slots=True)
class Error:
    """An entry that never was true, and how it came about."""

    allergy_id: UUID
    reason: str


def mark_entered_in_error(command: Error, *, actor: Actor, at: Instant, once: Once) -> UUID:
    """Mark it; returns whose it was."""
    whose = partial(queries.patient_of_allergy, command.allergy_id)
    with door.write("problems.record", actor=actor, at=at, patient=whose, once=once) as visit:
        if visit.replayed is None:
            actions.revise_allergy(visit.stamp, command.allergy_id, entered_in_error=True, error_reason=command.reason)
            door.keep_outcome(visit, once, {"marked": True})
        return visit.patient
