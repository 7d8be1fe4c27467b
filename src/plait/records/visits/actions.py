"""Writing visits that took place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp, record
from plait.foundation.received_facts import receive_rows
from plait.records.visits.models import Encounter


def record_encounter(stamp: Stamp, *, patient_id: UUID, started_at: Instant, **fields: Any) -> UUID:
    """Record a visit."""
    return record(Encounter, stamp, patient_id=patient_id, effective_at=started_at.utc, **fields).thread


def receive_encounters(
    stamp: Stamp, patient_id: UUID, rows: Sequence[Mapping[str, Any]], taken_in_at: Mapping[str, Instant | None]
) -> frozenset[str]:
    """Keep visits as received; returns the origin keys of those that were revised here and are left alone."""
    return receive_rows(Encounter, stamp, patient_id, rows, taken_in_at)
