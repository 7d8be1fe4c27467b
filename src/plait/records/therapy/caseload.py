"""Reading courses and sessions of many people at once, for a day's list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest, JSONObject

from plait.clinical.moment import Instant
from plait.clinical.therapy.course import Course, Session
from plait.foundation.actor import Actor
from plait.foundation.pinned import Pinned
from plait.records.people.models import PatientIndex
from plait.records.people.one_person import of_people, person_column
from plait.records.therapy.models import TherapyCourse, TherapySession
from plait.records.therapy.queries import course_of
from plait.records.visits.queries import Unplanned, first_unplanned, unplanned, unplanned_people

SESSION = ("thread", "minutes", "attendance", "place", "focus", "homework", "team_line", "therapist_name")


@dataclass(frozen=True, slots=True)
class Therapies:
    """Everything that one person has of therapy: courses and sessions, earliest first."""

    courses: tuple[Course, ...]
    sessions: tuple[Session, ...]


def _courses(one: UUID) -> QuerySet[TherapyCourse]:
    sessions = (
        TherapySession.objects.filter(course_id=OuterRef("thread")).order_by("thread", "-sequence").distinct("thread")
    )
    columns = JSONObject(**{name: F(name) for name in SESSION}, at=F("effective_at"), wrong=F("entered_in_error"))
    told = ArraySubquery(sessions.values_list(columns))
    rows = TherapyCourse.objects.filter(of_people([one])).annotate(told=told, person=person_column())
    return rows.order_by("thread", "-sequence").distinct("thread")


_COURSES = Pinned(_courses)


def therapies_of(patient_ids: Iterable[UUID]) -> dict[UUID, Therapies]:
    """Courses with their sessions, as known now, of each of these people, in one query."""
    courses: defaultdict[UUID, list[Course]] = defaultdict(list)
    held: defaultdict[UUID, list[Session]] = defaultdict(list)
    for row in _COURSES(among=patient_ids):
        if not row.entered_in_error:
            courses[row.person].append(course_of(row))
            held[row.person] += [_session(row.thread, told) for told in row.told if not told["wrong"]]
    return {
        patient_id: Therapies(
            tuple(sorted(own, key=lambda c: (c.started_on, c.course_id))),
            tuple(sorted(held[patient_id], key=lambda s: (s.held_at, s.session_id))),
        )
        for patient_id, own in courses.items()
    }


def therapy_of(patient_id: UUID) -> tuple[tuple[Course, ...], tuple[Session, ...]]:
    """Courses and sessions of one person in one query, for the chart: it draws both."""
    found = therapies_of([patient_id]).get(patient_id)
    return (found.courses, found.sessions) if found else ((), ())


def _session(course_id: UUID, told: dict[str, Any]) -> Session:
    """A session as the database tells it in JSON."""
    return Session(
        session_id=UUID(told["thread"]),
        course_id=course_id,
        held_at=Instant(datetime.fromisoformat(told["at"])),
        minutes=told["minutes"],
        attendance=told["attendance"],
        place=told["place"],
        focus=told["focus"],
        homework=told["homework"],
        team_line=told["team_line"],
        therapist=told["therapist_name"],
    )


def without_next_session(actor: Actor, at: Instant, most: int) -> tuple[tuple[Unplanned, ...], int]:
    """Like ``visits.queries.without_next_visit``, for a therapist: a session that took place is a meeting, too."""
    return unplanned(_unplanned(actor.acting_role, most)(actor.practitioner_id, at.utc))


@cache
def _unplanned(role: str, most: int) -> Pinned:
    return Pinned(lambda one, at: _without_next_session(one, role, at, most))


def _without_next_session(one: UUID, role: str, at: datetime, most: int) -> QuerySet[PatientIndex]:
    later = TherapySession.objects.filter(thread=OuterRef("thread"), sequence__gt=OuterRef("sequence"))
    came = TherapySession.objects.filter(
        ~Exists(later),
        patient__index__person_id=OuterRef("patient_id"),
        course__therapist_id=one,
        attendance="attended",
        entered_in_error=False,
    ).order_by("-effective_at")
    rows = unplanned_people(one, role, at).annotate(came=Subquery(came.values("effective_at")[:1]))
    return first_unplanned(rows.annotate(last=Greatest("met", "came")), most)
