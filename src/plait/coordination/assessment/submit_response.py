"""A filled-in instrument is kept: its answers, and what the scoring said. An impossible answer is refused.

An answer that speaks of harm stands on the chart at once, with the answer itself, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from plait.clinical.assessment.scoring import Scored, score
from plait.clinical.language import gettext_noop as _
from plait.clinical.moment import Instant
from plait.clinical.refusal import Refused
from plait.coordination import door
from plait.foundation.actor import Actor
from plait.foundation.idempotency import Once
from plait.knowledge.loader import release
from plait.records.assessment import actions


@dataclass(frozen=True, slots=True)
class Command:
    """The answers by item id, without the items left out, and when they were given."""

    patient_id: UUID
    instrument: str
    answers: Mapping[str, int]
    taken_at: Instant


@dataclass(frozen=True, slots=True)
class Submitted:
    """The response, with its score."""

    response_id: UUID
    scored: Scored


def commit(command: Command, *, actor: Actor, at: Instant, once: Once) -> Submitted | Refused:
    """Score and keep the answers."""
    with door.write("assessment.submit", actor=actor, at=at, patient=command.patient_id, once=once) as visit:
        told = release()
        instrument = told.instruments.get(command.instrument)
        if instrument is None:
            return visit.refuse(Refused("instrument", _("There is no such instrument.")))
        scored = score(instrument, command.answers)
        if isinstance(scored, Refused):
            return visit.refuse(scored)
        if visit.replayed is not None:
            return Submitted(UUID(visit.replayed["response"]), scored)
        if not command.answers:
            return visit.refuse(Refused("blank", _("Nothing was answered, so there is nothing to keep.")))
        if command.taken_at > at:
            return visit.refuse(Refused("future", _("This is in the future."), "taken_on"))
        response = actions.submit(
            visit.stamp,
            patient_id=command.patient_id,
            taken_at=command.taken_at,
            instrument=instrument.id,
            version=instrument.version,
            release=told.version,
            answers=dict(command.answers),
            **scored_columns(scored),
        )
        visit.detail = instrument.id
        door.keep_outcome(visit, once, {"response": str(response)})
        return Submitted(response, scored)


def scored_columns(scored: Scored) -> dict[str, object]:
    """What the scoring said, as it is kept."""
    return {
        "total": scored.total,
        "band": scored.band.code if scored.band else "",
        "complete": scored.complete,
        "prorated": scored.prorated,
        "risk": [list(answer) for answer in scored.risk],
    }
