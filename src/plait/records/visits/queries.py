"""Reading visits that took place."""

from __future__ import annotations

from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.visits.encounter import Encounter as EncounterRecord
from plait.foundation.facts import latest
from plait.records.visits.models import Encounter


def encounters(patient_id: UUID) -> tuple[EncounterRecord, ...]:
    """A person's visits, earliest first."""
    rows = latest(Encounter.objects.all(), patient_id=patient_id)
    found = [
        EncounterRecord(
            encounter_id=r.thread,
            kind=r.kind,
            text=r.text,
            started_at=Instant(r.effective_at),
            ended_at=Instant(r.ended_at) if r.ended_at else None,
            practitioner=r.practitioner_name,
            status=r.status,
        )
        for r in rows
        if not r.entered_in_error
    ]
    return tuple(sorted(found, key=lambda e: (e.started_at, e.encounter_id)))
