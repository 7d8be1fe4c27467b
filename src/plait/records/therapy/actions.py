"""Writing courses and sessions."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from plait.clinical.moment import Instant
from plait.foundation.facts import Stamp, record, revise
from plait.records.therapy.models import TherapyCourse, TherapySession


def start_course(stamp: Stamp, *, patient_id: UUID, effective_at: Instant, **fields: Any) -> UUID:
    """Record a new course; returns its id."""
    return record(TherapyCourse, stamp, patient_id=patient_id, effective_at=effective_at.utc, **fields).thread


def end_course(stamp: Stamp, course_id: UUID, *, ended_on: date, end_reason: str) -> None:
    """Another row says when and why the course ended."""
    last = TherapyCourse.objects.filter(thread=course_id).order_by("-sequence")[0]
    revise(last, stamp, ended_on=ended_on, end_reason=end_reason)


def record_session(stamp: Stamp, *, patient_id: UUID, course_id: UUID, held_at: Instant, **fields: Any) -> UUID:
    """Record a session of a course; returns its id."""
    return record(
        TherapySession, stamp, patient_id=patient_id, course_id=course_id, effective_at=held_at.utc, **fields
    ).thread


def mark_session_entered_in_error(stamp: Stamp, session_id: UUID, reason: str) -> None:
    """Say that a session never took place as recorded."""
    last = TherapySession.objects.filter(thread=session_id).order_by("-sequence")[0]
    revise(last, stamp, entered_in_error=True, error_reason=reason)
