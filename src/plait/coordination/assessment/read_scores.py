"""A clinician reads the scores of a person: every response with its meaning against the baseline of the episode."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.moment import Instant
from plait.coordination import door, situation
from plait.coordination.assessment.series import (
    Present,
    Series,
    present_episode,
    present_step,
    series_of,
    treatments_of,
)
from plait.coordination.people.chart_header import Header, header
from plait.foundation.actor import Actor
from plait.knowledge.loader import release
from plait.records.problems import queries as problems
from plait.records.problems.queries import Episode
from plait.records.therapy.caseload import therapy_of


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
        episodes = problems.episodes(patient_id)
        return Scores(
            header=header(known, visit.team, actor=actor, at=at),
            series=series_of(known.responses, episodes, _present(patient_id, known, episodes, actor=actor, at=at)),
            instruments=tuple(release().instruments.values()),
        )


def _present(
    patient_id: UUID, known: situation.Known, episodes: tuple[Episode, ...], *, actor: Actor, at: Instant
) -> Present:
    """The treatment step that goes on, with what is given in it."""
    episode = present_episode(episodes)
    courses, _sessions = therapy_of(patient_id)
    return Present(
        at=at,
        zone=actor.zone,
        step=present_step(problems.steps(episode.episode_id)) if episode is not None else None,
        treatments=treatments_of((o for o in situation.active_orders(known, at) if o.confirmed), courses),
    )


def form_for(patient_id: UUID, instrument: str, *, actor: Actor, at: Instant) -> tuple[Header, Instrument]:
    """The head of the chart and an instrument, for the form that is filled in with the person."""
    with door.read("assessment.submit", actor=actor, at=at, patient=patient_id) as visit:
        found = release().instruments.get(instrument)
        if found is None:
            raise door.Denied(instrument)
        return header(situation.gather(patient_id), visit.team, actor=actor, at=at), found
