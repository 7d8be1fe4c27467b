"""A person's visits behind and ahead in one query, for the chart: it draws both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value

from plait.clinical.moment import Instant
from plait.clinical.visits.appointment import STANDING
from plait.clinical.visits.encounter import Encounter as EncounterRecord
from plait.foundation.pinned import Pinned
from plait.records.people.one_person import of_person
from plait.records.visits.models import Appointment, Encounter

TOOK_PLACE, BOOKED = "took-place", "booked"


@dataclass(frozen=True, slots=True)
class Ahead:
    """A standing appointment that is not over."""

    appointment_id: UUID
    service: str
    starts_at: Instant
    practitioner: str


def behind_and_ahead(patient_id: UUID, at: Instant) -> tuple[tuple[EncounterRecord, ...], tuple[Ahead, ...]]:
    """Visits as ``queries.encounters`` tells them, and what is booked, soonest first."""
    encounters, ahead = [], []
    for what, key, kind, text, starts, ends, practitioner, status in _BEHIND_AND_AHEAD(patient_id, at.utc):
        if what == BOOKED:
            ahead.append(Ahead(key, kind, Instant(starts), practitioner))
            continue
        ended = Instant(ends) if ends else None
        encounters.append(EncounterRecord(key, kind, text, Instant(starts), ended, practitioner, status))
    return (
        tuple(sorted(encounters, key=lambda one: (one.started_at, one.encounter_id))),
        tuple(sorted(ahead, key=lambda one: (one.starts_at, one.appointment_id))),
    )


def _behind_and_ahead(patient_id: UUID, at: datetime) -> QuerySet[Any]:
    last = Encounter.objects.filter(of_person(patient_id)).order_by("thread", "-sequence").distinct("thread")
    met = Encounter.objects.filter(pk__in=last.values("pk"), entered_in_error=False).values_list(
        Value(TOOK_PLACE), "thread", "kind", "text", "effective_at", "ended_at", "practitioner_name", "status"
    )
    booked = Appointment.objects.filter(of_person(patient_id), status__in=STANDING, ends_at__gt=at).values_list(
        Value(BOOKED), "id", "service", "text", "starts_at", "ends_at", "practitioner_name", "status"
    )
    return met.union(booked, all=True)


_BEHIND_AND_AHEAD = Pinned(_behind_and_ahead)
