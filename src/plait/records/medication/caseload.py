"""Reading what many people take at once: one query for a whole day's list, never one for each person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from plait.clinical.medication.order import OrderRevision
from plait.clinical.moment import Instant
from plait.clinical.visits.since import Noted
from plait.foundation.pinned import Pinned
from plait.records.medication.models import MedicationRequest, MedicationStatement
from plait.records.medication.queries import histories
from plait.records.people.one_person import latest_of_people, of_people, person_column

_ORDERS = Pinned(
    lambda one: (
        MedicationRequest.objects.filter(of_people([one]))
        .annotate(person=person_column())
        .order_by("thread", "sequence")
    )
)


def orders_of(patient_ids: Iterable[UUID]) -> dict[UUID, tuple[tuple[OrderRevision, ...], ...]]:
    """Every order of each of these people with its whole history."""
    found: defaultdict[UUID, list[MedicationRequest]] = defaultdict(list)
    for row in _ORDERS(among=patient_ids):
        found[row.person].append(row)
    return {patient_id: histories(lines) for patient_id, lines in found.items()}


def reported_of(patient_ids: Iterable[UUID]) -> dict[UUID, tuple[Noted, ...]]:
    """What each of these people is said to take beside the orders, and what they no longer take."""
    found: defaultdict[UUID, list[Noted]] = defaultdict(list)
    for row in latest_of_people(MedicationStatement, patient_ids):
        if not row.entered_in_error:
            noted = Noted(row.name, Instant(row.recorded_at), gone=row.status == "stopped", kind=row.kind)
            found[row.person].append(noted)
    return {patient_id: tuple(notes) for patient_id, notes in found.items()}
