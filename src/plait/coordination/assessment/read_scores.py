"""A clinician reads the scores of a person: every instrument with its meaning, all of them drawn on one axis."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.schedule import Due
from plait.clinical.moment import Instant
from plait.coordination import door, situation
from plait.coordination.assessment.drawn_scores import drawn, scores_alone
from plait.coordination.assessment.measures import Gathered, Measure, measure_of
from plait.coordination.consequences.measure_schedule import due_of
from plait.coordination.people.chart_header import Header, header
from plait.coordination.people.timeline import Timeline
from plait.foundation.actor import Actor
from plait.knowledge.loader import release
from plait.records.assessment import requests
from plait.records.problems import queries as problems
from plait.records.therapy.caseload import therapy_of


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores page: what was filled in, what it means, and which instruments can be."""

    header: Header
    measures: tuple[Measure, ...]
    timeline: Timeline
    instruments: tuple[Instrument, ...]
    due: tuple[Due, ...]  # what is to be asked next, by the rhythm of each


def read(patient_id: UUID, *, actor: Actor, at: Instant) -> Scores:
    """The scores page of a person, from the first filling-in on."""
    with door.read("assessment.read", actor=actor, at=at, patient=patient_id) as visit:
        known = situation.gather(patient_id)
        _events, care = problems.life_and_treatment(patient_id)
        found = Gathered.of(known, therapy_of(patient_id), care, at=at, zone=actor.zone)
        return Scores(
            header=header(found.known, visit, actor=actor, at=at),
            measures=tuple(measure_of(one) for one in found.series),
            timeline=drawn(scores_alone(found), "all", actor=actor, at=at),
            instruments=tuple(release().instruments.values()),
            due=due_of(
                patient_id,
                known.responses,
                known.conditions,
                requests.of_patient(patient_id, at),
                at=at,
                zone=actor.zone,
                care=care,
            ),
        )


def form_for(patient_id: UUID, instrument: str, *, actor: Actor, at: Instant) -> tuple[Header, Instrument]:
    """The head of the chart and an instrument, for the form that is filled in with the person."""
    with door.read("assessment.submit", actor=actor, at=at, patient=patient_id) as visit:
        found = release().instruments.get(instrument)
        if found is None:
            raise door.Denied(instrument)
        return header(situation.gather(patient_id), visit, actor=actor, at=at), found
