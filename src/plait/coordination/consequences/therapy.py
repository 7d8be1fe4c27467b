"""What the decisions about a course of therapy share."""

from __future__ import annotations

from uuid import UUID

from plait.records.therapy import queries


def patient_of_course(course_id: UUID) -> UUID | None:
    """Whose course it is, None where there is none: what the door asks first."""
    found = queries.course(course_id)
    return found[0] if found else None
