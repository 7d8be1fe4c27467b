"""A clinician reads what burdens a person: problems, allergies, pregnancy, life events, measured results."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.clinical.problems.life_event import LifeEvent
from plait.clinical.situation import Pregnancy, Problem
from plait.coordination import door, situation
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.records.monitoring import queries as monitoring
from plait.records.monitoring.queries import ResultLine
from plait.records.problems import queries
from plait.records.problems.queries import Allergies

MOST_RESULTS = 100


@dataclass(frozen=True, slots=True)
class Problems:
    """The page of problems and results. ``more_results`` counts those not shown."""

    header: Header
    conditions: tuple[Problem, ...]
    allergies: Allergies
    pregnancy: Pregnancy | None
    life_events: tuple[LifeEvent, ...]
    results: tuple[ResultLine, ...]
    more_results: int


def read(patient_id: UUID, *, actor: Actor, at: Instant) -> Problems:
    """The page of a person."""
    with door.read("problems.read", actor=actor, at=at, patient=patient_id) as visit:
        known = situation.gather(patient_id)
        results = monitoring.observations(patient_id)
        return Problems(
            header=header(known, visit, actor=actor, at=at),
            conditions=known.conditions,
            allergies=known.allergies,
            pregnancy=known.pregnancy,
            life_events=queries.life_events(patient_id),
            results=results[:MOST_RESULTS],
            more_results=max(0, len(results) - MOST_RESULTS),
        )
