"""What is asked about runs that took in a table: how its columns were mapped before, and what came of one person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from plait.records.inbox.models import ImportRun, ReceivedResource
from plait.records.people.one_person import of_person


def remembered(site_id: UUID, heads: str) -> dict[str, Any] | None:
    """What was said of the last table with these heads that was taken in at a site; None where none was."""
    rows = ImportRun.objects.filter(site_id=site_id, identity__heads=heads, status="done").order_by("-created_at")
    found: dict[str, Any] | None = rows.values_list("identity", flat=True).first()
    return found


def first_received(run_id: UUID, patient_id: UUID) -> UUID | None:
    """The first row that a run kept about a person: what a task about it names as its cause."""
    rows = ReceivedResource.objects.filter(of_person(patient_id), run_id=run_id).order_by("recorded_at", "pk")
    return rows.values_list("pk", flat=True).first()
