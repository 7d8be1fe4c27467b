"""Reading courses and sessions."""

from __future__ import annotations

from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.therapy.course import Course, Session
from plait.records.people.one_person import latest_of_person
from plait.records.therapy.models import TherapyCourse, TherapySession


def course_of(row: TherapyCourse) -> Course:
    """A course as a row of its thread tells it."""
    return Course(
        course_id=row.thread,
        modality=row.modality,
        format=row.format,  # type: ignore[arg-type]
        therapist=row.therapist_name,
        therapist_id=row.therapist_id,
        planned_sessions=row.planned_sessions,
        rhythm_days=row.rhythm_days,
        target_problem=row.target_problem,
        started_on=row.started_on,
        ended_on=row.ended_on,
        end_reason=row.end_reason,
    )


def session_of(row: TherapySession) -> Session:
    """A session as a row of its thread tells it."""
    return Session(
        session_id=row.thread,
        course_id=row.course_id,
        held_at=Instant(row.effective_at),
        minutes=row.minutes,
        attendance=row.attendance,  # type: ignore[arg-type]
        place=row.place,  # type: ignore[arg-type]
        focus=row.focus,
        homework=row.homework,
        team_line=row.team_line,
        therapist=row.therapist_name,
    )


def courses(patient_id: UUID) -> tuple[Course, ...]:
    """A person's courses as known now, earliest first."""
    rows = latest_of_person(TherapyCourse, patient_id)
    return tuple(
        sorted((course_of(r) for r in rows if not r.entered_in_error), key=lambda c: (c.started_on, c.course_id))
    )


def course(course_id: UUID) -> tuple[UUID, Course, int] | None:
    """One course with whose it is and its last sequence, or None."""
    row = TherapyCourse.objects.filter(thread=course_id).order_by("-sequence").first()
    return None if row is None or row.entered_in_error else (row.patient_id, course_of(row), row.sequence)


def sessions(patient_id: UUID) -> tuple[Session, ...]:
    """A person's sessions as known now, earliest first."""
    rows = latest_of_person(TherapySession, patient_id)
    known = (session_of(r) for r in rows if not r.entered_in_error)
    return tuple(sorted(known, key=lambda s: (s.held_at, s.session_id)))


def patient_of_session(session_id: UUID) -> UUID | None:
    """Whose session it is."""
    return TherapySession.objects.filter(pk=session_id).values_list("patient_id", flat=True).first()
