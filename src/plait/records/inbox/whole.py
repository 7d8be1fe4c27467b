"""What of received things is part of a person's whole record: each resource as it came, and what was decided on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast

from plait.foundation.whole import Kind
from plait.records.inbox.models import ReceivedResource, ReconciliationDecision

KINDS = (Kind(ReconciliationDecision),)


@dataclass(frozen=True, slots=True)
class AsReceived:
    """One version of a received resource; ``content`` is its JSON text, numbers exact."""

    row_id: UUID
    patient_id: UUID
    key: str
    sequence: int
    resource_type: str
    content: str
    outcome: str


def as_received(patient_ids: Sequence[UUID]) -> list[AsReceived]:
    """Every version of everything that was received about these people, in order."""
    rows = ReceivedResource.objects.filter(patient_id__in=list(patient_ids)).order_by("patient", "key", "sequence")
    columns = ("pk", "patient_id", "key", "sequence", "resource_type", "text", "outcome")
    found = rows.annotate(text=Cast("content", TextField())).values_list(*columns)
    return [AsReceived(*row) for row in found]
