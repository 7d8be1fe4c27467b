"""What a person sent before they were in care, for those who treat them: their words, and the aid they handed over."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import door, situation
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.records.intake import queries
from plait.records.intake.types import Request

__all__ = ["FromTheDoor", "Request", "read"]


@dataclass(frozen=True, slots=True)
class FromTheDoor:
    """The page of a chart; the last request first."""

    header: Header
    requests: tuple[Request, ...]


def read(patient_id: UUID, *, actor: Actor, at: Instant) -> FromTheDoor:
    """From the front door."""
    with door.read("intake.read-of-person", actor=actor, at=at, patient=patient_id) as visit:
        top = header(situation.gather(patient_id), visit, actor=actor, at=at)
        return FromTheDoor(top, queries.of_patient(patient_id))
