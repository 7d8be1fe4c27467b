"""A clinician prints a chart: everything that somebody who goes on with the care has to know, on paper.

It shows what the pages of the chart show, and what was printed is audited. What may be withheld is said on every print
alike, so that the sentence tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.medication.daily_total import daily_totals
from plait.clinical.medication.regimen import regimens
from plait.clinical.moment import Instant
from plait.clinical.problems.life_event import LifeEvent
from plait.clinical.situation import Problem
from plait.clinical.therapy.course import CourseHistory, history_of
from plait.clinical.visits.encounter import Encounter
from plait.coordination import door, situation
from plait.coordination.assessment.series import Series, series_of
from plait.coordination.medication.history import Medicines, order_histories
from plait.coordination.people.chart_header import Header, header
from plait.coordination.people.drawn_history import drawn_history
from plait.coordination.people.timeline import Period, Timeline, build
from plait.coordination.situation import Known
from plait.foundation.actor import Actor
from plait.knowledge.loader import release
from plait.records.medication import queries as medication
from plait.records.monitoring import queries as monitoring
from plait.records.monitoring.queries import ResultLine
from plait.records.people import queries as people
from plait.records.people.types import PatientRecord, RelationLine, TeamMember
from plait.records.problems import queries as problems
from plait.records.therapy import queries as therapy
from plait.records.visits import queries as visits

MOST_RESULTS = 200


@dataclass(frozen=True, slots=True)
class Printed:
    """A chart on paper. ``more_results`` counts those left out; ``release`` is the version of the knowledge."""

    header: Header
    person: PatientRecord
    team: tuple[TeamMember, ...]
    relations: tuple[RelationLine, ...]
    conditions: tuple[Problem, ...]
    medicines: Medicines
    courses: tuple[CourseHistory, ...]
    scores: tuple[Series, ...]
    encounters: tuple[Encounter, ...]
    life_events: tuple[LifeEvent, ...]
    results: tuple[ResultLine, ...]
    more_results: int
    timeline: Timeline
    release: str


def read(patient_id: UUID, *, actor: Actor, at: Instant, period: Period = "all") -> Printed:
    """The chart of a person for paper."""
    with door.read("people.print-chart", actor=actor, at=at, patient=patient_id) as visit:
        known = situation.gather(patient_id)
        courses, sessions = therapy.courses(patient_id), therapy.sessions(patient_id)
        encounters = visits.encounters(patient_id)
        life_events, episodes = problems.life_and_care(patient_id)
        results = monitoring.observations(patient_id)
        top = header(known, visit, actor=actor, at=at)
        history = drawn_history(
            known,
            therapy=(courses, sessions),
            encounters=encounters,
            life_events=life_events,
            episodes=episodes,
            zone=actor.zone,
        )
        return Printed(
            header=top,
            person=known.patient,
            team=visit.team,
            relations=people.relations(patient_id),
            conditions=known.conditions,
            medicines=_medicines(known, top, at),
            courses=tuple(history_of(course, sessions) for course in courses),
            scores=series_of(known.responses, episodes),
            encounters=tuple(reversed(encounters)),
            life_events=tuple(reversed(life_events)),
            results=results[:MOST_RESULTS],
            more_results=max(0, len(results) - MOST_RESULTS),
            timeline=build(history, period=period, now=at, zone=actor.zone, release=release()),
            release=release().version,
        )


def _medicines(known: Known, top: Header, at: Instant) -> Medicines:
    active = situation.active_orders(known, at)
    wrong = any(line.entered_in_error_at is not None for line in known.lines)
    return Medicines(
        header=top,
        regimens=regimens(order for order in active if order.confirmed),
        totals=daily_totals(active),
        orders=order_histories(known.orders, at),
        errors=medication.error_marks(known.patient.patient_id) if wrong else {},
        statements=known.statements,
        dispenses=(),
        may_order=False,
    )
