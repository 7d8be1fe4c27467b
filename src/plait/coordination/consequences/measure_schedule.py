"""What a person is to be asked next: measures in use and those that fit their problems, by rhythm, phase and visits.

A measure is in use once it was answered in the present episode of care (where none is recorded: within a year). Where
none is in use for a problem on the list, one that can be answered here is proposed for it. A problem is known by its
ICD-10-CM code, without one by its words: it proposes and a clinician decides. Computed whenever somebody looks, never
kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.response import Response
from plait.clinical.assessment.schedule import Due, Fixed, items_of, measure_of, phase_at, schedule
from plait.clinical.moment import Instant
from plait.clinical.situation import Problem
from plait.clinical.visits.appointment import THERAPY
from plait.knowledge.loader import release
from plait.records.assessment.requests import Request
from plait.records.problems import queries as problems
from plait.records.problems.queries import Episode, Step
from plait.records.visits import queries as visits

IN_USE_DAYS = 365
Care = tuple[tuple[Episode, ...], Mapping[UUID, tuple[Step, ...]]]


def due_of(
    patient_id: UUID,
    responses: Sequence[Response],
    conditions: Sequence[Problem],
    requests: Iterable[Request],
    *,
    at: Instant,
    zone: str,
    care: Care | None = None,
) -> tuple[Due, ...]:
    """The next asking of every measure of a person. Call inside a passage through the door.

    ``care``: episodes and their steps, where they were read already.
    """
    today = at.day(zone)
    episodes, steps = care if care is not None else problems.life_and_treatment(patient_id)[1]
    episode = next((one for one in reversed(episodes) if one.ended_at is None), None)
    last = _last_days(responses, zone)
    since = episode.started_at.day(zone) if episode else at.plus(days=-IN_USE_DAYS).day(zone)
    phase = phase_at(today, _step_began(episode, steps, zone))
    used = measures_for(conditions, {name: day for name, day in last.items() if day >= since})
    coming = sorted(
        (one.starts_at.day(zone), one.service)
        for one in visits.appointments(patient_id)
        if one.standing and one.starts_at > at
    )
    known = release().instruments
    return schedule(
        [measure_of(one, phase, last.get(one.id)) for one in used],
        today=today,
        visits=[day for day, _service in coming],
        sessions=[day for day, service in coming if service in THERAPY],
        fixed=[
            Fixed(items_of(known[name]), max(one.due_on, today), name)
            for one in requests
            if one.open
            for name in one.instruments
            if name in known
        ],
    )


def measures_for(conditions: Iterable[Problem], used: Mapping[str, date]) -> list[Instrument]:
    """Those in use, and for each problem without one the first that can be answered here.

    A whole comes before its parts, and what follows a treatment before what is asked once or by the year.
    """
    known = [one for one in release().instruments.values() if _has_rhythm(one)]
    found = [one for one in known if one.id in used]
    told = [problem.concept for problem in conditions if problem.current]
    for condition in sorted(one.id for one in release().conditions if any(map(one.is_meant_by, told))):
        if any(condition in one.conditions for one in found):
            continue
        able = [one for one in known if condition in one.conditions and one.answered_by == "person"]
        able = [one for one in able if one.wording_embedded]
        found += sorted(able, key=lambda one: (one.part_of != "", one.rhythm.acute_days is None, one.id))[:1]
    return found


def _has_rhythm(instrument: Instrument) -> bool:
    rhythm = instrument.rhythm
    return bool(rhythm.acute_days or rhythm.later_days or rhythm.each_session or rhythm.once)


def _last_days(responses: Iterable[Response], zone: str) -> dict[str, date]:
    """The day on which each instrument was last answered: the responses come earliest first."""
    return {one.instrument: one.taken_at.day(zone) for one in responses}


def _step_began(episode: Episode | None, steps: Mapping[UUID, tuple[Step, ...]], zone: str) -> date | None:
    """When the present step of treatment began, else the episode."""
    if episode is None:
        return None
    going_on = [one for one in steps.get(episode.episode_id, ()) if one.ended_at is None]
    return (going_on[-1].started_at if going_on else episode.started_at).day(zone)
