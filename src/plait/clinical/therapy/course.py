"""A course of therapy and its sessions: what was agreed, and how far it has come.

A course (FHIR: a CarePlan activity's ServiceRequest) has a modality, a therapist, a format and a planned number.
A session has a date, a length and an attendance; only attended sessions count towards the planned number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from plait.clinical.moment import Instant

Attendance = Literal["attended", "late-cancellation", "no-show"]
ATTENDANCES: tuple[Attendance, ...] = ("attended", "late-cancellation", "no-show")
Place = Literal["in-person", "video", "phone"]
PLACES: tuple[Place, ...] = ("in-person", "video", "phone")
Format = Literal["individual", "couple", "family", "group"]
FORMATS: tuple[Format, ...] = ("individual", "couple", "family", "group")
MODALITIES = (
    "cbt",
    "behavioural-activation",
    "dbt",
    "psychodynamic",
    "trauma-focused",
    "emdr",
    "erp",
    "act",
    "ipt",
    "cbt-i",
    "problem-solving",
    "motivational-interviewing",
    "couples",
    "family",
    "supportive",
)


@dataclass(frozen=True, slots=True)
class Course:
    """What was agreed. ``rhythm_days`` is the usual distance between sessions; ``ended_on`` None: it goes on."""

    course_id: UUID
    modality: str
    format: Format
    therapist: str  # name as it stands on the chart
    therapist_id: UUID | None
    planned_sessions: int | None
    rhythm_days: int | None
    target_problem: str
    started_on: date
    ended_on: date | None = None
    end_reason: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """One session as recorded. ``homework`` and ``team_line`` may be read by the care team; nothing private is here."""

    session_id: UUID
    course_id: UUID
    held_at: Instant
    minutes: int | None
    attendance: Attendance
    place: Place
    focus: str = ""
    homework: str = ""
    team_line: str = ""
    therapist: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a course has come: attended of planned, with what was missed."""

    attended: int
    planned: int | None
    late_cancellations: int
    no_shows: int
    last_attended: Instant | None


@dataclass(frozen=True, slots=True)
class CourseHistory:
    """A course with its progress and its sessions, newest first."""

    course: Course
    progress: Progress
    sessions: tuple[Session, ...]

    @property
    def last(self) -> Session | None:
        """The last session that is on record, attended or not."""
        return self.sessions[0] if self.sessions else None


def progress(course: Course, sessions: tuple[Session, ...]) -> Progress:
    """Count a course's sessions by attendance. Sessions of other courses are left out."""
    own = [session for session in sessions if session.course_id == course.course_id]
    attended = [session.held_at for session in own if session.attendance == "attended"]
    return Progress(
        attended=len(attended),
        planned=course.planned_sessions,
        late_cancellations=sum(session.attendance == "late-cancellation" for session in own),
        no_shows=sum(session.attendance == "no-show" for session in own),
        last_attended=max(attended, default=None),
    )


def history_of(course: Course, sessions: tuple[Session, ...]) -> CourseHistory:
    """A course with those of these sessions, earliest first, that are its own."""
    own = tuple(session for session in reversed(sessions) if session.course_id == course.course_id)
    return CourseHistory(course, progress(course, own), own)
