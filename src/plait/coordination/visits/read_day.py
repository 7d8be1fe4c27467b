"""A clinician's day on one screen: who comes, what changed since they last met, what is missing before it.

One batched read for each noun, however many visits there are. Below: what is theirs to do, who of theirs has no visit
ahead, what they left unsigned, which imports wait. Whom they do not treat stands as a stretch that is taken, without a
name: the calendar must not lie, and nobody's chart opens by an appointment (docs/decisions/0019).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plait.clinical.moment import Instant, LocalDate
from plait.clinical.therapy.course import Course, Session
from plait.clinical.visits.appointment import THERAPY, Appointment
from plait.clinical.visits.before_visit import Missing, missing
from plait.clinical.visits.since import Known, News, since_last
from plait.coordination import door
from plait.coordination.consequences.harm_waiting import Waits, sorted_for
from plait.coordination.people.chart_header import Risk, active_risk, age
from plait.foundation.actor import Actor
from plait.records.assessment import caseload as assessment
from plait.records.documents import queries as documents
from plait.records.documents.queries import DraftLine
from plait.records.inbox.waiting import Waiting, waiting
from plait.records.medication import caseload as medication
from plait.records.monitoring import caseload as monitoring
from plait.records.people.types import PatientLine
from plait.records.problems import caseload as problems
from plait.records.tasks import queries as tasks
from plait.records.tasks.queries import TaskLine
from plait.records.therapy import caseload as therapy
from plait.records.visits import queries
from plait.records.visits.queries import Booked, Unplanned

__all__ = ["Booked", "Day", "Line", "PatientLine", "TaskLine", "Unplanned", "Waiting", "Waits", "read"]
MOST_VISITS = 60  # of a page; an answer shows at most a hundred people
MOST_OPEN = 10
MOST_BESIDE = 8
OPEN_DAYS = 60  # how far back a visit without an outcome is asked about


@dataclass(frozen=True, slots=True)
class Line:
    """One visit of the day. Everything but the appointment is empty where the clinician does not treat the person.

    ``courses``: running courses of therapy that this visit can be a session of; ``last_session``: their last that took
    place, with its homework.
    """

    appointment: Appointment
    person: PatientLine | None
    age: int | None = None
    last_met: Instant | None = None
    news: tuple[News, ...] = ()
    missing: tuple[Missing, ...] = ()
    risk: Risk | None = None
    courses: tuple[Course, ...] = ()
    last_session: Session | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A clinician's day. ``next_ahead`` is told where nothing is booked; ``more``: visits stand beyond this page."""

    day: date
    lines: tuple[Line, ...]
    more: bool
    next_ahead: Instant | None
    left_open: tuple[Booked, ...]
    unplanned: tuple[Unplanned, ...]
    unplanned_count: int
    tasks: tuple[TaskLine, ...]
    drafts: tuple[DraftLine, ...]
    imports: Waiting
    harm: Waits


def read(*, actor: Actor, at: Instant, day: date | None = None, page: int = 1, drafts: bool = True) -> Day:
    """The day of the acting clinician, today unless another is asked for. ``drafts``: whether to look for any."""
    with door.read("visits.today", actor=actor, at=at) as visit:
        if not actor.clinical or actor.practitioner_id is None:
            raise door.Denied(visit.action)
        whole = LocalDate(day or at.day(actor.zone), actor.zone)
        found = queries.day_of_practitioner(
            actor, at, start=whole.start(), end=whole.end(), open_since=whole.start().plus(days=-OPEN_DAYS)
        )
        before = [b for b in found if b.appointment.starts_at < whole.start()]
        left_open = tuple(b for b in before if b.appointment.ends_at <= at and b.person)
        booked = [b for b in found if b.appointment.starts_at >= whole.start()]
        first = (max(1, page) - 1) * MOST_VISITS
        shown = booked[first : first + MOST_VISITS]
        lines = _lines(shown, left_open, actor, at, whole)
        lacking = therapy.without_next_session if actor.acting_role == "therapist" else queries.without_next_visit
        unplanned, count = lacking(actor, at, MOST_BESIDE)
        own, harm = tasks.mine(actor, at, MOST_BESIDE), sorted_for(actor, at, most=MOST_BESIDE)
        visit.saw(harm.shown)
        visit.saw(line.person.patient_id for line in lines if line.person)
        visit.saw(one.appointment.patient_id for one in left_open[-MOST_OPEN:])
        visit.saw(one.person.patient_id for one in unplanned)
        visit.saw(task.patient_id for task in own if task.patient_id)
        return Day(
            day=whole.day,
            lines=lines,
            more=len(booked) > first + MOST_VISITS,
            next_ahead=None if booked else queries.next_booked(actor.practitioner_id, max(at, whole.end())),
            left_open=left_open[-MOST_OPEN:],
            unplanned=unplanned,
            unplanned_count=count,
            tasks=own,
            drafts=documents.drafts_of(actor.id) if drafts and actor.id else (),
            imports=waiting(at, uploaded_by=actor.id),
            harm=harm,
        )


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What is known of everybody on the list, by person, and when the clinician last met them."""

    known: dict[UUID, Known]
    last_met: dict[UUID, Instant]


def _lines(
    shown: list[Booked], left_open: tuple[Booked, ...], actor: Actor, at: Instant, whole: LocalDate
) -> tuple[Line, ...]:
    """Each visit with its news; a visit that was called off stays in its place, without any."""
    ids = {b.person.patient_id for b in shown if b.person and b.appointment.status != "cancelled"}
    gathered = _gather(ids, actor, whole.start()) if ids else _Gathered({}, {})
    lines = []
    for one in shown:
        patient_id, known = one.appointment.patient_id, gathered.known.get(one.appointment.patient_id)
        if one.person is None and one.appointment.status == "cancelled":
            continue
        if one.person is None or known is None:
            lines.append(Line(one.appointment, one.person, _age(one.person, at, actor)))
            continue
        last = gathered.last_met.get(patient_id)
        earlier = tuple(b.appointment.starts_at for b in left_open if b.appointment.patient_id == patient_id)
        service = one.appointment.service
        courses = _running(known, actor) if service in THERAPY else ()
        lines.append(
            Line(
                appointment=one.appointment,
                person=one.person,
                age=_age(one.person, at, actor),
                last_met=last,
                news=since_last(known, last=last, at=at, zone=actor.zone),
                missing=missing(known, service=service, acting_role=actor.acting_role, at=at, left_open=earlier),
                risk=active_risk(known.responses, actor.zone),
                courses=courses,
                last_session=_last_session(known, courses, whole.start()),
            )
        )
    return tuple(lines)


def _gather(ids: set[UUID], actor: Actor, before: Instant) -> _Gathered:
    """One read for each noun."""
    if actor.practitioner_id is None:
        return _Gathered({}, {})
    orders, reported = medication.orders_of(ids), medication.reported_of(ids)
    therapies, responses = therapy.therapies_of(ids), assessment.responses_of(ids)
    stories = problems.stories_of(ids)
    last = queries.last_met(ids, actor.practitioner_id, before)
    for patient_id, one in therapies.items():
        own = {course.course_id for course in one.courses if course.therapist_id == actor.practitioner_id}
        came = [s.held_at for s in one.sessions if s.course_id in own and s.attendance == "attended"]
        met = [moment for moment in (*came, last.get(patient_id)) if moment is not None and moment < before]
        if met:
            last[patient_id] = max(met)
    results = monitoring.results_since(ids, min(last.values())) if last else {}
    known = {}
    for patient_id in ids:
        story, own_therapy = stories.get(patient_id), therapies.get(patient_id)
        known[patient_id] = Known(
            orders=orders.get(patient_id, ()),
            reported=reported.get(patient_id, ()),
            courses=own_therapy.courses if own_therapy else (),
            sessions=own_therapy.sessions if own_therapy else (),
            responses=responses.get(patient_id, ()),
            allergies=tuple(story.allergies) if story else (),
            life_events=tuple(story.life_events) if story else (),
            results=results.get(patient_id, ()),
        )
    return _Gathered(known, last)


def _running(known: Known, actor: Actor) -> tuple[Course, ...]:
    """Courses that go on; the clinician's own where there are any."""
    running = [course for course in known.courses if course.ended_on is None]
    own = [course for course in running if course.therapist_id == actor.practitioner_id]
    return tuple(own or running)


def _last_session(known: Known, courses: tuple[Course, ...], before: Instant) -> Session | None:
    """The last session of these courses that took place before the day."""
    ids = {course.course_id for course in courses}
    held = [s for s in known.sessions if s.course_id in ids and s.attendance == "attended" and s.held_at < before]
    return held[-1] if held else None


def _age(person: PatientLine | None, at: Instant, actor: Actor) -> int | None:
    return age(person.birth_date, at.day(actor.zone)) if person else None
