"""Reading what many people take at once: one query for a whole day's list, never one for each person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from plait.clinical.medication.order import OrderRevision
from plait.clinical.moment import Instant
from plait.clinical.visits.since import Noted
from plait.foundation.facts import latest
from plait.records.medication.models import MedicationRequest, MedicationStatement
from plait.records.medication.queries import histories
from plait.records.people.one_person import of_people, person_column


def orders_of(patient_ids: Iterable[UUID]) -> dict[UUID, tuple[tuple[OrderRevision, ...], ...]]:
    """Every order of each of these people with its whole history."""
    rows = MedicationRequest.objects.filter(of_people(patient_ids)).annotate(person=person_column())
    found: defaultdict[UUID, list[MedicationRequest]] = defaultdict(list)
    for row in rows.order_by("thread", "sequence"):
        found[row.person].append(row)
    return {patient_id: histories(lines) for patient_id, lines in found.items()}


def reported_of(patient_ids: Iterable[UUID]) -> dict[UUID, tuple[Noted, ...]]:
    """What each of these people is said to take beside the orders, and what they no longer take."""
    found: defaultdict[UUID, list[Noted]] = defaultdict(list)
    rows = MedicationStatement.objects.filter(of_people(patient_ids)).annotate(person=person_column())
    for row in latest(rows):
        if not row.entered_in_error:
            noted = Noted(row.name, Instant(row.recorded_at), gone=row.status == "stopped", kind=row.kind)
            found[row.person].append(noted)
    return {patient_id: tuple(notes) for patient_id, notes in found.items()}
