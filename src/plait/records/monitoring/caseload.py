"""Reading the new results of many people at once, for a day's list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.visits.since import Measured
from plait.foundation.facts import latest
from plait.records.monitoring.models import Observation


def results_since(patient_ids: Iterable[UUID], since: Instant) -> dict[UUID, tuple[Measured, ...]]:
    """What was written down since a moment. A later row of a thread is always among those since."""
    found: defaultdict[UUID, list[Measured]] = defaultdict(list)
    rows = latest(Observation.objects.all(), patient_id__in=list(patient_ids), recorded_at__gte=since.utc)
    for row in rows:
        if not row.entered_in_error:
            taken = Instant(row.effective_at) if row.effective_at else None
            measured = Measured(row.text, row.value, row.unit, row.value_text, taken, Instant(row.recorded_at))
            found[row.patient_id].append(measured)
    return {patient_id: tuple(results) for patient_id, results in found.items()}
