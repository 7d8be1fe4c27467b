"""Read the audit trail in tests."""

from __future__ import annotations

from plait.records.audit.models import AuditEvent


def events(action: str) -> list[tuple[str, str]]:
    """Outcome and detail of every event of an action, oldest first."""
    rows = AuditEvent.objects.filter(action=action).order_by("recorded_at", "id")
    return [(row.outcome, row.detail) for row in rows]
