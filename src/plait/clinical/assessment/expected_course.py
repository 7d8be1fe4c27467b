"""Whether a person is on track: the latest total against what was expected by then, counted from the treatment step.

An expectation says that by a week since the start of the step a part of the baseline is gone, or the total is below a
number, or remission is reached; with its mark, its source and for which treatment it was read. Only checked ones judge.
"off": a checked expectation whose week has come is not met. "on": the last ones whose week has come are checked and
met, or the person is in remission by a checked rule. Else there is no verdict, and ``why`` says what is missing.
Off track asks to look (dose, adherence, side effects, alliance, diagnosis), not to change: it is no forecast and no
probability, and weeks count from the start of the step, not from an adequate dose.
Source: each expectation's own (knowledge/content/assessment/expected-course.toml).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from plait.clinical.assessment.baseline import Baseline
from plait.clinical.assessment.change import Change, in_remission
from plait.clinical.assessment.instrument import Instrument
from plait.clinical.citation import Citation
from plait.clinical.finding import CHECKED, Mark
from plait.clinical.moment import Instant

Track = Literal["on", "off"]
WhyOpen = Literal[
    "",
    "no-step",
    "no-expectation",  # nothing is known of how this instrument moves
    "no-baseline",  # no comparable total at the start of the step
    "nothing-since",
    "other-treatment",  # what is known was read for other treatments
    "treatment-not-known",
    "baseline-low",  # the step began lower than the people of whom it was read, or in remission
    "too-early",
    "unchecked",
]
WEEK = 7


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of an instrument by a week of treatment; any one of its measures is enough.

    ``until_week`` ends the span that the source speaks of ("2 to 4 weeks"): it is due from ``by_week`` on.
    ``treatments``: classes of medicines and modalities of therapy, one of which the person must have; empty: any.
    """

    instrument: str
    by_week: int
    until_week: int
    mark: Mark
    citation: Citation
    percent: int | None = None  # better by at least this part of the baseline
    total_below: int | None = None
    remission: bool = False  # by the instrument's own rule
    baseline_from: int | None = None  # it was read of people who began at this total or worse
    treatments: tuple[str, ...] = ()
    population: str = ""  # for whom it was read, in words

    @property
    def checked(self) -> bool:
        """Whether it may give a status."""
        return self.mark in CHECKED


@dataclass(frozen=True, slots=True)
class CourseCase:
    """A worked case: two totals so many days apart, with what must come out."""

    name: str
    instrument: str
    baseline: int
    latest: int
    day: int  # days since the start of the step
    track: Track | None
    treatments: tuple[str, ...] = ()
    why: WhyOpen = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One expectation whose week has come. ``met`` is told for an unchecked one too: as arithmetic, without status."""

    expectation: Expectation
    met: bool


@dataclass(frozen=True, slots=True)
class OnTrack:
    """The answer for the day of the latest total. ``next_week``: by when the next expectation comes."""

    track: Track | None
    why: WhyOpen = ""
    judged: tuple[Judged, ...] = ()
    week: int | None = None  # full weeks of the step when the latest total was taken
    latest_at: Instant | None = None
    step_began: Instant | None = None
    next_week: int | None = None
    awaited_week: int | None = None  # an expectation has come due since the latest total, and nobody measured


def on_track(
    instrument: Instrument | None,
    expectations: Collection[Expectation],
    step: Baseline | None,
    *,
    treatments: Collection[str] | None,
    at: Instant,
    zone: str,
) -> OnTrack:
    """Judge the way since the present treatment step. ``treatments`` None: nobody knows what the person is given."""
    if step is None:
        return OnTrack(None, "no-step")
    own = sorted(
        (one for one in expectations if instrument is not None and one.instrument == instrument.id),
        key=lambda one: one.by_week,
    )
    if instrument is None or not own:
        return OnTrack(None, "no-expectation", step_began=step.since)
    if step.change is None or step.latest is None or step.response is None:
        why: WhyOpen = "nothing-since" if step.why == "nothing-since" else "no-baseline"
        return OnTrack(None, why, step_began=step.since, next_week=own[0].by_week)
    fitting = [one for one in own if not one.treatments or set(one.treatments) & set(treatments or ())]
    if not fitting:
        return OnTrack(None, "treatment-not-known" if treatments is None else "other-treatment", step_began=step.since)
    taken = step.latest.taken_at
    week, today = (_weeks(step.since, moment, zone) for moment in (taken, at))
    judged = tuple(Judged(one, _met(instrument, one, step.change)) for one in fitting if one.by_week <= week)
    speaking = tuple(one for one in judged if _speaks_of(instrument, one.expectation, step.change))
    track, why = _verdict(instrument, speaking, step.change, low=len(speaking) < len(judged))
    return OnTrack(
        track=track,
        why=why,
        judged=speaking,
        week=week,
        latest_at=taken,
        step_began=step.since,
        next_week=next((one.by_week for one in fitting if one.by_week > max(week, today)), None),
        awaited_week=next((one.by_week for one in reversed(fitting) if week < one.by_week <= today), None),
    )


def _verdict(
    instrument: Instrument, judged: tuple[Judged, ...], change: Change, *, low: bool
) -> tuple[Track | None, WhyOpen]:
    rested = change.latest is not None and in_remission(instrument.change, change.latest, instrument.better)
    if rested and change.verdict("remission").checked:
        return "on", ""
    if not judged:
        return None, "baseline-low" if low else "too-early"
    if any(one.expectation.checked and not one.met for one in judged):
        return "off", ""
    last = max(one.expectation.by_week for one in judged)
    if all(one.expectation.checked for one in judged if one.expectation.by_week == last):
        return "on", ""
    return None, "unchecked"


def _speaks_of(instrument: Instrument, one: Expectation, change: Change) -> bool:
    """Whether the step began as badly as with the people of whom it was read, and not in remission."""
    baseline = change.baseline
    if not baseline or in_remission(instrument.change, baseline, instrument.better):
        return False
    if one.baseline_from is None:
        return True
    return baseline <= one.baseline_from if instrument.better == "higher" else baseline >= one.baseline_from


def _met(instrument: Instrument, one: Expectation, change: Change) -> bool:
    """By exact numbers, not by the rounded percentage."""
    if change.latest is None or not change.baseline:
        return False
    gain = change.latest - change.baseline if instrument.better == "higher" else change.baseline - change.latest
    if one.percent is not None and gain * 100 >= abs(change.baseline) * one.percent:
        return True
    if one.total_below is not None and change.latest < one.total_below:
        return True
    return one.remission and bool(in_remission(instrument.change, change.latest, instrument.better))


def _weeks(began: Instant, moment: Instant, zone: str) -> int:
    """Full weeks by the calendar: a score of the same weekday counts, at whatever hour."""
    return (moment.day(zone) - began.day(zone)).days // WEEK
