"""A clinician reads the scores of a person: every response with its meaning against the baseline of the episode."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.moment import Instant
from plait.coordination import door, situation
from plait.coordination.assessment.series import Series, series_of
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.knowledge.loader import release
from plait.records.problems import queries as problems


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores page: what was filled in, and which instruments can be."""

    header: Header
    series: tuple[Series, ...]
    instruments: tuple[Instrument, ...]


def read(patient_id: UUID, *, actor: Actor, at: Instant) -> Scores:
    """The scores page of a person."""
    with door.read("assessment.read", actor=actor, at=at, patient=patient_id) as visit:
        known = situation.gather(patient_id)
        return Scores(
            header=header(known, visit.team, actor=actor, at=at),
            series=series_of(known.responses, problems.episodes(patient_id)),
            instruments=tuple(release().instruments.values()),
        )


def form_for(patient_id: UUID, instrument: str, *, actor: Actor, at: Instant) -> tuple[Header, Instrument]:
    """The head of the chart and an instrument, for the form that is filled in with the person."""
    with door.read("assessment.submit", actor=actor, at=at, patient=patient_id) as visit:
        found = release().instruments.get(instrument)
        if found is None:
            raise door.Denied(instrument)
        return header(situation.gather(patient_id), visit.team, actor=actor, at=at), found
