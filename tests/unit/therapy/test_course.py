"""How far a course of therapy has come."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.therapy.course import Attendance, Course, Progress, Session, progress

MINE, OTHER = UUID(int=1), UUID(int=2)
COURSE = Course(MINE, "cbt", "individual", "Dr. Ray", None, 12, 7, "panic", date(2026, 1, 5))


def session(day: str, attendance: Attendance = "attended", course: UUID = MINE) -> Session:
    return Session(UUID(int=9), course, Instant.parse(f"{day}T15:00:00Z"), 50, attendance, "in-person")


def test_only_attended_sessions_of_the_course_count() -> None:
    sessions = (
        session("2026-01-19"),
        session("2026-01-12"),
        session("2026-01-26", "no-show"),
        session("2026-02-02", "late-cancellation"),
        session("2026-02-09", course=OTHER),
    )
    assert progress(COURSE, sessions) == Progress(2, 12, 1, 1, Instant.parse("2026-01-19T15:00:00Z"))


def test_a_course_before_its_first_session() -> None:
    assert progress(COURSE, ()) == Progress(0, 12, 0, 0, None)
