"""Reading the audit trail: who looked at a person's chart, and who did what."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.records.audit.models import AuditEvent

PAGE = 50


@dataclass(frozen=True, slots=True)
class Look:
    """One line of "who looked": who, in which role, when, what, and how it ended."""

    event_id: UUID
    at: Instant
    name: str
    role: str
    action: str
    outcome: str
    detail: str


def who_looked(patient_id: UUID, page: int = 1) -> tuple[tuple[Look, ...], bool]:
    """One page of events about a person, newest first, and whether there are more."""
    start = (page - 1) * PAGE
    rows = list(
        AuditEvent.objects.filter(patients__contains=[patient_id]).order_by("-recorded_at", "-id")[
            start : start + PAGE + 1
        ]
    )
    looks = tuple(
        Look(r.id, Instant(r.recorded_at), r.recorded_by_name, r.recorded_as, r.action, r.outcome, r.detail)
        for r in rows[:PAGE]
    )
    return looks, len(rows) > PAGE
