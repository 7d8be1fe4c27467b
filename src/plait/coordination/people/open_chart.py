"""A clinician opens a chart: what is the plan now, and everything that happened on one timeline.

This is where medication and therapy are seen together; nothing here decides anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.medication.daily_total import DailyTotal, daily_totals
from plait.clinical.medication.order import OrderRevision
from plait.clinical.medication.regimen import OrderState, state
from plait.clinical.moment import Instant
from plait.clinical.situation import Problem
from plait.clinical.therapy.course import CourseHistory, history_of
from plait.coordination import door, policy, situation
from plait.coordination.assessment.measures import Gathered, Glance, glance_of
from plait.coordination.assessment.series import Series
from plait.coordination.interchange.reconcile_waiting import OTHERS, Waiting, waiting
from plait.coordination.people.chart_header import Header, header
from plait.coordination.people.drawn_history import drawn_history
from plait.coordination.people.timeline import Period, Planned, Timeline, build
from plait.foundation.actor import Actor
from plait.knowledge.loader import release
from plait.records.medication.queries import Statement
from plait.records.problems import queries as problems
from plait.records.therapy.caseload import therapy_of
from plait.records.visits.contacts import Ahead, behind_and_ahead


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart's first page."""

    header: Header
    orders: tuple[OrderState, ...]  # active or on hold, confirmed
    waiting: tuple[OrderState, ...]  # imported, waiting for reconciliation
    imported: Waiting  # every imported line that waits; none where this actor does not go through them
    totals: tuple[DailyTotal, ...]
    statements: tuple[Statement, ...]
    courses: tuple[CourseHistory, ...]
    scores: tuple[Series, ...]
    glance: Glance  # what should be seen before the visit
    conditions: tuple[Problem, ...]
    last_contact: Instant | None
    next_visit: Ahead | None
    timeline: Timeline


def read(patient_id: UUID, *, actor: Actor, at: Instant, period: Period = "12") -> Chart:
    """The chart of a person, with the timeline of a period."""
    with door.read("people.open-chart", actor=actor, at=at, patient=patient_id) as visit:
        known = situation.gather(patient_id)
        courses, sessions = therapy_of(patient_id)
        encounters, ahead = behind_and_ahead(patient_id, at)
        life_events, care = problems.life_and_treatment(patient_id)
        measured = Gathered.of(known, (courses, sessions), care, at=at, zone=actor.zone)
        active = situation.active_orders(known, at)
        history = drawn_history(
            known,
            therapy=(courses, sessions),
            encounters=encounters,
            life_events=life_events,
            episodes=measured.episodes,
            planned=tuple(Planned(one.appointment_id, one.starts_at, "", one.practitioner) for one in ahead[:1]),
            zone=actor.zone,
        )
        met = [s.held_at for s in sessions if s.attendance == "attended"]
        met += [e.started_at for e in encounters if e.status == "finished"]
        return Chart(
            header=header(known, visit, actor=actor, at=at),
            orders=tuple(order for order in active if order.confirmed),
            waiting=_waiting(known.orders, at),
            imported=waiting(known, at=at, zone=actor.zone) if _goes_through(visit) else Waiting(),
            totals=daily_totals(active),
            statements=tuple(s for s in known.statements if s.status == "active"),
            courses=tuple(history_of(c, sessions) for c in courses if c.ended_on is None),
            scores=measured.series,
            glance=glance_of(measured, actor),
            conditions=tuple(c for c in known.conditions if c.current),
            last_contact=max((moment for moment in met if moment <= at), default=None),
            next_visit=ahead[0] if ahead else None,
            timeline=build(history, period=period, now=at, zone=actor.zone, release=release()),
        )


def _goes_through(visit: door.Visit) -> bool:
    return policy.permits(OTHERS, visit.stamp.actor, visit.relation)


def _waiting(orders: tuple[tuple[OrderRevision, ...], ...], at: Instant) -> tuple[OrderState, ...]:
    states = (state(lines, at=at) for lines in orders)
    return tuple(o for o in states if o is not None and not o.confirmed and o.status != "stopped")
