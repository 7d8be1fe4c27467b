"""Reading flags: one with everything that was done about it, those of a person, those that are open."""

from __future__ import annotations

from uuid import UUID

from plait.records.safety.models import OpenFlag


def open_of_cause(cause_kind: str, cause_id: UUID) -> UUID | None:
    """The open flag of a cause, or None."""
    rows = OpenFlag.objects.filter(flag__cause_kind=cause_kind, flag__cause_id=cause_id)
    return rows.values_list("pk", flat=True).first()
