"""Reading the new results of many people at once, for a day's list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.visits.since import Measured
from plait.foundation.facts import latest
from plait.records.monitoring.models import Observation
from plait.records.people.one_person import of_people, person_column


def results_since(patient_ids: Iterable[UUID], since: Instant) -> dict[UUID, tuple[Measured, ...]]:
    """What was written down since a moment. A later row of a thread is always among those since."""
    found: defaultdict[UUID, list[Measured]] = defaultdict(list)
    rows = Observation.objects.filter(of_people(patient_ids)).annotate(person=person_column())
    for row in latest(rows, recorded_at__gte=since.utc):
        if not row.entered_in_error:
            taken = Instant(row.effective_at) if row.effective_at else None
            measured = Measured(row.text, row.value, row.unit, row.value_text, taken, Instant(row.recorded_at))
            found[row.person].append(measured)
    return {patient_id: tuple(results) for patient_id, results in found.items()}
