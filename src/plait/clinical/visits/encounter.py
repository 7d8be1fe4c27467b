"""A visit that took place (FHIR Encounter)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant


@dataclass(frozen=True, slots=True)
class Encounter:
    """Who met whom, when, and what for. ``kind`` is a short code: medication-visit, evaluation, emergency, other."""

    encounter_id: UUID
    kind: str
    text: str
    started_at: Instant
    ended_at: Instant | None = None
    practitioner: str = ""
    status: str = "finished"
