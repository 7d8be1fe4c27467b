"""A treating clinician sees who looked at a person's chart, and what each did."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import door, situation
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.records.audit import queries
from plait.records.audit.queries import Look

__all__ = ["Look", "Looks", "read"]


@dataclass(frozen=True, slots=True)
class Looks:
    """One page of looks, newest first."""

    header: Header
    looks: tuple[Look, ...]
    page: int
    more: bool


def read(patient_id: UUID, *, actor: Actor, at: Instant, page: int = 1) -> Looks:
    """One page of who looked."""
    with door.read("people.who-looked", actor=actor, at=at, patient=patient_id) as visit:
        looks, more = queries.who_looked(patient_id, max(1, page))
        return Looks(header(situation.gather(patient_id), visit, actor=actor, at=at), looks, max(1, page), more)
