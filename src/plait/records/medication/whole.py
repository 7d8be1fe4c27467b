"""What of medication is part of a person's whole record, and orders as the clinical core replays them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from plait.clinical.medication.order import OrderRevision
from plait.foundation.whole import Kind
from plait.records.medication import queries
from plait.records.medication.models import MedicationDispense, MedicationRequest, MedicationStatement

KINDS = (Kind(MedicationRequest), Kind(MedicationStatement), Kind(MedicationDispense))


def histories(patient_ids: Sequence[UUID]) -> dict[UUID, tuple[OrderRevision, ...]]:
    """The history of every order of these people, by the order's id."""
    rows = MedicationRequest.objects.filter(patient_id__in=list(patient_ids)).order_by("thread", "sequence")
    return {order[0].order_id: order for order in queries.histories(rows) if order}
