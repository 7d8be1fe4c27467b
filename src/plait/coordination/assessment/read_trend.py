"""One instrument of one person over time, with what was done meanwhile on the same axis: doses, courses, sessions.

The drawing and its table are made from the same history as the timeline of the chart, narrowed to this instrument, so
that a change of dose is dated and worded the same in both places.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plait.clinical.moment import Instant, LocalDate
from plait.coordination import door, situation
from plait.coordination.assessment.drawn_scores import drawn, one_instrument
from plait.coordination.assessment.measures import Gathered, Measure, measure_of
from plait.coordination.assessment.series import Series
from plait.coordination.people.chart_header import Header, header
from plait.coordination.people.timeline import Period, Timeline
from plait.coordination.people.timeline_frame import months_before
from plait.foundation.actor import Actor
from plait.knowledge.loader import release
from plait.records.problems import queries as problems
from plait.records.therapy.caseload import therapy_of

REACHES: tuple[tuple[int, Period], ...] = ((12, "12"), (36, "36"))


@dataclass(frozen=True, slots=True)
class Trend:
    """One instrument: its meaning, what moved item by item, and the drawing's events cut to a period."""

    header: Header
    measure: Measure
    timeline: Timeline


def read(patient_id: UUID, instrument: str, *, actor: Actor, at: Instant, period: Period | None = None) -> Trend:
    """The trend of one instrument. Without a period: the shortest that reaches back to the start of the episode."""
    with door.read("assessment.read", actor=actor, at=at, patient=patient_id) as visit:
        known = situation.gather(patient_id)
        _events, care = problems.life_and_treatment(patient_id)
        found = Gathered.of(known, therapy_of(patient_id), care, at=at, zone=actor.zone)
        own = next((one for one in found.series if one.name == instrument), None)
        if own is None:
            if instrument not in release().instruments:
                raise door.Denied(instrument)
            own = Series(release().instruments[instrument], instrument, (), None, None)
        history = one_instrument(found, instrument, own.responses)
        return Trend(
            header=header(found.known, visit, actor=actor, at=at),
            measure=measure_of(own) if own.responses else Measure(own),
            timeline=drawn(history, period or _reaching(own, at, actor.zone), actor=actor, at=at),
        )


def _reaching(series: Series, at: Instant, zone: str) -> Period:
    """A year, three, or all: as far as the baseline of the episode."""
    if series.baseline is None:
        return "12"
    for months, period in REACHES:
        if series.baseline.taken_at >= LocalDate(months_before(at.day(zone), months), zone).start():
            return period
    return "all"
