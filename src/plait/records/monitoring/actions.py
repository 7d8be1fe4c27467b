"""Writing measured results."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from plait.foundation.facts import Stamp, record
from plait.records.monitoring.models import Observation


def receive_observation(stamp: Stamp, *, patient_id: UUID, **fields: Any) -> UUID:
    """Keep a result as received."""
    return record(Observation, stamp, patient_id=patient_id, **fields).thread
