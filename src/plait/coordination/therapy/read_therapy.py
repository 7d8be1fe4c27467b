"""A clinician reads a person's courses and sessions: how far each has come, what the team may know."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.therapy.course import CourseHistory, history_of
from plait.coordination import door, situation
from plait.coordination.consequences.therapy import patient_of_course
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.records.therapy import queries


@dataclass(frozen=True, slots=True)
class Therapy:
    """The therapy page: running courses first."""

    header: Header
    courses: tuple[CourseHistory, ...]


def read(patient_id: UUID, *, actor: Actor, at: Instant) -> Therapy:
    """The therapy page of a person."""
    with door.read("therapy.read", actor=actor, at=at, patient=patient_id) as visit:
        known = situation.gather(patient_id)
        sessions = queries.sessions(patient_id)
        courses = sorted(queries.courses(patient_id), key=lambda c: (c.ended_on is None, c.started_on), reverse=True)
        return Therapy(
            header=header(known, visit, actor=actor, at=at),
            courses=tuple(history_of(course, sessions) for course in courses),
        )


def course_of(course_id: UUID, *, actor: Actor, at: Instant) -> tuple[Header, CourseHistory]:
    """One course, for the form that records its next session."""
    whose = partial(patient_of_course, course_id)
    with door.read("therapy.conduct", actor=actor, at=at, patient=whose) as visit:
        known = situation.gather(visit.patient)
        found = queries.course(course_id)
        if found is None:
            raise door.Denied(str(course_id))
        sessions = queries.sessions(visit.patient)
        return header(known, visit, actor=actor, at=at), history_of(found[1], sessions)


def head(patient_id: UUID, *, actor: Actor, at: Instant) -> Header:
    """The head of the chart, for the form that starts a course."""
    with door.read("therapy.conduct", actor=actor, at=at, patient=patient_id) as visit:
        return header(situation.gather(patient_id), visit, actor=actor, at=at)


def head_of_session(session_id: UUID, *, actor: Actor, at: Instant) -> Header:
    """The head of the chart that a session belongs to, for the form that marks it as an error."""
    whose = partial(queries.patient_of_session, session_id)
    with door.read("therapy.conduct", actor=actor, at=at, patient=whose) as visit:
        return header(situation.gather(visit.patient), visit, actor=actor, at=at)
