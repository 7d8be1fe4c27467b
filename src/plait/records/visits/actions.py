"""Writing visits that took place."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp, record
from plait.records.visits.models import Encounter


def record_encounter(stamp: Stamp, *, patient_id: UUID, started_at: Instant, **fields: Any) -> UUID:
    """Record a visit."""
    return record(Encounter, stamp, patient_id=patient_id, effective_at=started_at.utc, **fields).thread
