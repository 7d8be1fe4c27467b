"""Before they come in: a clinician looks for half a minute at score, change, what rose, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant
from plait.coordination import door, situation
from plait.coordination.assessment.measures import Gathered, Glance, glance_of
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.records.problems import queries as problems
from plait.records.therapy.caseload import therapy_of


@dataclass(frozen=True, slots=True)
class Page:
    """The glance as a page of its own."""

    header: Header
    glance: Glance


def read(patient_id: UUID, *, actor: Actor, at: Instant) -> Page:
    """The glance at a person."""
    with door.read("assessment.read", actor=actor, at=at, patient=patient_id) as visit:
        known = situation.gather(patient_id)
        _events, care = problems.life_and_treatment(patient_id)
        found = Gathered.of(known, therapy_of(patient_id), care, at=at, zone=actor.zone)
        return Page(header(found.known, visit, actor=actor, at=at), glance_of(found, actor))
