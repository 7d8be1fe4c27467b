"""Scores over time, and what they mean against the baseline of the present episode of care."""

from __future__ import annotations

from dataclasses import dataclass

from plait.clinical.assessment.change import Change, change
from plait.clinical.assessment.instrument import Instrument
from plait.clinical.assessment.response import Response
from plait.knowledge.loader import release
from plait.records.problems.queries import Episode


@dataclass(frozen=True, slots=True)
class Series:
    """One instrument over time. ``baseline`` is the first total of the present episode, else the first of all."""

    instrument: Instrument | None
    name: str
    responses: tuple[Response, ...]
    baseline: Response | None
    change: Change | None


def series_of(responses: tuple[Response, ...], episodes: tuple[Episode, ...]) -> tuple[Series, ...]:
    """Responses by instrument, with their change since the present episode began."""
    known = release().instruments
    found = []
    for name in sorted({r.instrument for r in responses}, key=lambda n: (n not in known, n)):
        own = tuple(r for r in responses if r.instrument == name)
        totals = [r for r in own if r.total is not None]
        first = next((r for r in totals if _in_present_episode(r, episodes)), totals[0] if totals else None)
        instrument = known.get(name)
        meaning = None
        if instrument is not None and first is not None and totals[-1] is not first:
            meaning = change(instrument.change, baseline=first.total, latest=totals[-1].total)
        found.append(Series(instrument, name, own, first, meaning))
    return tuple(sorted(found, key=lambda s: s.name != "phq-9"))


def _in_present_episode(response: Response, episodes: tuple[Episode, ...]) -> bool:
    current = [episode for episode in episodes if episode.ended_at is None]
    return bool(current) and response.taken_at >= current[-1].started_at
