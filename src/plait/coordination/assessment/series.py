"""Scores over time: what they mean since the episode of care and the treatment step began, and whether on track.

Compared is only what is comparable (clinical/assessment/baseline.py): an old answer is never scored by a new version.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plait.clinical.assessment.baseline import Baseline, between, comparable, since_episode, since_step, with_totals
from plait.clinical.assessment.change import Change
from plait.clinical.assessment.expected_course import OnTrack, on_track
from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.response import Response
from plait.clinical.medication.regimen import OrderState
from plait.clinical.moment import Instant
from plait.clinical.therapy.course import Course
from plait.knowledge.loader import release
from plait.records.problems.queries import Episode, Step


@dataclass(frozen=True, slots=True)
class Series:
    """One instrument over time. ``baseline`` is the first total of the present episode, else the first of all.

    ``since_episode`` and ``since_step`` are the two named baselines, each None where there is no episode or no step;
    ``on_track`` is None where nobody asked about the step (a place that shows the totals only).
    """

    instrument: Instrument | None
    name: str
    responses: tuple[Response, ...]
    baseline: Response | None
    change: Change | None
    latest: Response | None = None
    since_episode: Baseline | None = None
    since_step: Baseline | None = None
    on_track: OnTrack | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """What a verdict on the present treatment turns on.

    ``treatments``: classes of the medicines that are taken and modalities of the courses that run.
    """

    at: Instant
    zone: str
    step: Step | None = None
    treatments: frozenset[str] = frozenset()


def series_of(
    responses: tuple[Response, ...], episodes: tuple[Episode, ...], present: Present | None = None
) -> tuple[Series, ...]:
    """Responses by instrument, with their change since the present episode and the present step began."""
    known = release().instruments
    found = [
        _series(name, known.get(name), tuple(r for r in responses if r.instrument == name), episodes, present)
        for name in sorted({r.instrument for r in responses}, key=lambda n: (n not in known, n))
    ]
    return tuple(sorted(found, key=lambda s: s.name != "phq-9"))


def present_episode(episodes: tuple[Episode, ...]) -> Episode | None:
    """The episode of care that goes on; the one begun last where several do."""
    return next((episode for episode in reversed(episodes) if episode.ended_at is None), None)


def present_step(steps: tuple[Step, ...]) -> Step | None:
    """The treatment step that goes on."""
    return next((step for step in reversed(steps) if step.ended_at is None), None)


def treatments_of(orders: Iterable[OrderState], courses: Iterable[Course]) -> frozenset[str]:
    """Classes of the medicines that are taken, and modalities of the courses that run."""
    told = release()
    medicines = (told.medication_of([one.rxcui for one in order.medicine.ingredients]) for order in orders)
    classes = {name for medicine in medicines if medicine is not None for name in medicine.classes}
    return frozenset(classes | {course.modality for course in courses if course.ended_on is None})


def _series(
    name: str,
    instrument: Instrument | None,
    own: tuple[Response, ...],
    episodes: tuple[Episode, ...],
    present: Present | None,
) -> Series:
    totals, like = with_totals(own), comparable(instrument, own)
    latest = totals[-1] if totals else None
    episode = present_episode(episodes)
    first = next(
        (r for r in like if episode is not None and r.taken_at >= episode.started_at), like[0] if like else None
    )
    meaning = None
    if instrument is not None and first is not None and latest is not None and first is not latest:
        meaning = between(instrument, first, latest) if instrument.judges(latest.version) else None
    began = present.step if present is not None else None
    step = since_step(instrument, own, title=began.title, began=began.started_at) if began is not None else None
    return Series(
        instrument,
        name,
        own,
        first,
        meaning,
        latest,
        since_episode(instrument, own, title=episode.title, began=episode.started_at) if episode is not None else None,
        step,
        None if present is None else _track(instrument, step, present),
    )


def _track(instrument: Instrument | None, step: Baseline | None, present: Present) -> OnTrack:
    return on_track(
        instrument,
        release().expectations,
        step,
        treatments=present.treatments,
        at=present.at,
        zone=present.zone,
    )
