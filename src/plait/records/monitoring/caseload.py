"""Reading the new results of many people at once, for a day's list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from plait.clinical.moment import Instant
from plait.clinical.visits.since import Measured
from plait.foundation.pinned import Pinned
from plait.records.monitoring.models import Observation
from plait.records.people.one_person import of_people, person_column


def _results(one: UUID, since: datetime) -> QuerySet[Observation]:
    rows = Observation.objects.filter(of_people([one]), recorded_at__gte=since).annotate(person=person_column())
    return rows.order_by("thread", "-sequence").distinct("thread")


_RESULTS = Pinned(_results)


def results_since(patient_ids: Iterable[UUID], since: Instant) -> dict[UUID, tuple[Measured, ...]]:
    """What was written down since a moment. A later row of a thread is always among those since."""
    found: defaultdict[UUID, list[Measured]] = defaultdict(list)
    for row in _RESULTS(None, since.utc, among=patient_ids):
        if not row.entered_in_error:
            taken = Instant(row.effective_at) if row.effective_at else None
            measured = Measured(row.text, row.value, row.unit, row.value_text, taken, Instant(row.recorded_at))
            found[row.person].append(measured)
    return {patient_id: tuple(results) for patient_id, results in found.items()}
