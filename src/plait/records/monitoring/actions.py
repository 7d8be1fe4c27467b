"""Writing measured results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp, record
from plait.foundation.received_facts import receive_rows
from plait.records.monitoring.models import Observation
from plait.records.people.one_person import of_person


def receive_observation(stamp: Stamp, *, patient_id: UUID, **fields: Any) -> UUID:
    """Keep a result as received."""
    return record(Observation, stamp, patient_id=patient_id, **fields).thread


def receive_observations(
    stamp: Stamp, patient_id: UUID, rows: Sequence[Mapping[str, Any]], taken_in_at: Mapping[str, Instant | None]
) -> frozenset[str]:
    """Keep results as received; returns the origin keys of those that were revised here and are left alone."""
    return receive_rows(Observation, stamp, patient_id, rows, taken_in_at, whose=of_person(patient_id))
