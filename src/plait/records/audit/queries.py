"""Reading the audit trail: who looked at a person's chart, and who did what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.records.audit.models import AuditEvent
from plait.records.people.one_person import naming_person

PAGE = 50
MOST_LOOKS = 500


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
    purpose: str


def who_looked(patient_id: UUID, page: int = 1) -> tuple[tuple[Look, ...], bool]:
    """One page of events about a person, newest first, and whether there are more."""
    start = (page - 1) * PAGE
    rows = list(
        AuditEvent.objects.filter(naming_person(patient_id, "patients")).order_by("-recorded_at", "-id")[
            start : start + PAGE + 1
        ]
    )
    return tuple(_look(row) for row in rows[:PAGE]), len(rows) > PAGE


def _look(r: AuditEvent) -> Look:
    return Look(
        r.id, Instant(r.recorded_at), r.recorded_by_name, r.recorded_as, r.action, r.outcome, r.detail, r.purpose
    )


def in_emergency(user_id: UUID, patient_ids: Iterable[UUID], since: Instant, until: Instant) -> tuple[Look, ...]:
    """What somebody did in an emergency with a person (all records of theirs) in a span of time, earliest first."""
    rows = AuditEvent.objects.filter(
        recorded_by=user_id,
        purpose="emergency",
        recorded_at__gte=since.utc,
        recorded_at__lte=until.utc,
        patients__overlap=list(patient_ids),
    )
    return tuple(_look(row) for row in rows.order_by("recorded_at", "id")[:MOST_LOOKS])


def denied_since(user_id: UUID | None, action: str, detail: str, since: Instant) -> int:
    """How often somebody was denied an action, with this detail, after a moment."""
    rows = AuditEvent.objects.filter(recorded_by=user_id, recorded_at__gt=since.utc)
    return rows.filter(action=action, outcome="denied", detail=detail).count()
