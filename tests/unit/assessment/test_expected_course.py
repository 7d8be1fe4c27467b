"""On track or not: only checked expectations judge, from their week on, for whom they were read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plait.clinical.assessment.baseline import since_step
from plait.clinical.assessment.expected_course import Expectation, OnTrack, on_track
from plait.clinical.assessment.instrument import Instrument

from .instruments import PLACE, scale
from .responses import START, ZONE, response

SCALE = scale(highest=30)  # remission below 5, checked
EARLY = Expectation("scale", 2, 4, "verified", PLACE, percent=20, treatments=("SSRI",))
MIDDLE = Expectation("scale", 4, 6, "unverified", PLACE, percent=25)
LATER = Expectation("scale", 8, 8, "corroborated", PLACE, percent=50, total_below=10, baseline_from=12)
ALL = (LATER, MIDDLE, EARLY)


def judged(
    baseline: int,
    latest: int,
    day: int,
    *,
    instrument: Instrument = SCALE,
    expectations: tuple[Expectation, ...] = ALL,
    treatments: frozenset[str] | None = frozenset({"SSRI"}),
    today: int | None = None,
    hours: int = 0,
) -> OnTrack:
    responses = (response(0, baseline), response(day, latest, hours=hours))
    step = since_step(instrument, responses, title="sertraline", began=START)
    at = START.plus(days=day if today is None else today, seconds=hours * 3600)
    return on_track(instrument, expectations, step, treatments=treatments, at=at, zone=ZONE)


@pytest.mark.parametrize(
    ("baseline", "latest", "day", "track", "why"),
    [
        (20, 20, 13, None, "too-early"),
        (20, 16, 14, "on", ""),
        (20, 17, 14, "off", ""),
        (20, 16, 27, "on", ""),
        (20, 15, 28, None, "unchecked"),  # a quarter is not checked: reached or not, no verdict
        (20, 16, 28, None, "unchecked"),
        (20, 17, 28, "off", ""),  # what was due before has not come
        (20, 10, 56, "on", ""),
        (19, 9, 56, "on", ""),  # under ten
        (21, 11, 56, "off", ""),
        (21, 11, 400, "off", ""),
        (11, 6, 56, None, "unchecked"),  # the eighth week speaks of people who began at 12
        (20, 4, 3, "on", ""),  # in remission
        (4, 4, 56, "on", ""),
        (4, 8, 56, None, "baseline-low"),
        (0, 8, 56, None, "baseline-low"),
    ],
)
def test_verdicts_and_their_edges(baseline: int, latest: int, day: int, track: str | None, why: str) -> None:
    found = judged(baseline, latest, day)
    assert (found.track, found.why) == (track, why)


@pytest.mark.hazard("H-127")
def test_what_is_not_checked_never_says_off_track() -> None:
    unchecked = tuple(replace(one, mark="partial") for one in ALL)
    for day in (14, 28, 56, 100):
        found = judged(20, 25, day, expectations=unchecked)
        assert (found.track, found.why) == (None, "unchecked")
        assert [one.met for one in found.judged] == [False] * len(found.judged)
    unjudged = scale(highest=30, change=replace(SCALE.change, marks={}))
    assert judged(20, 4, 3, instrument=unjudged).track is None


def test_what_was_read_for_other_treatments_does_not_judge() -> None:
    assert judged(20, 20, 14, treatments=frozenset({"cbt"})).why == "too-early"
    assert judged(20, 20, 14, treatments=frozenset({"cbt"}), expectations=(EARLY,)).why == "other-treatment"
    assert judged(20, 20, 14, treatments=None, expectations=(EARLY,)).why == "treatment-not-known"
    assert judged(20, 20, 60, treatments=None).track == "off"  # the eighth week was read for any


def test_weeks_are_counted_by_the_calendar_where_the_person_is_seen() -> None:
    assert judged(20, 16, 14, hours=-11).track == "on"  # the same weekday, at midnight
    assert judged(20, 16, 14, hours=-12).why == "too-early"  # the evening before
    assert judged(20, 16, 13, hours=12).why == "too-early"


def test_it_says_of_when_it_speaks_and_what_comes_next() -> None:
    found = judged(20, 16, 15, today=20)
    assert (found.week, found.latest_at, found.step_began) == (2, START.plus(days=15), START)
    assert (found.next_week, found.awaited_week) == (4, None)
    late = judged(20, 16, 15, today=60)
    assert (late.track, late.week) == ("on", 2)  # of the day it was taken, and nobody measured since
    assert (late.next_week, late.awaited_week) == (None, 8)


def test_without_a_step_a_baseline_or_knowledge_it_says_so() -> None:
    at = START.plus(days=60)
    assert on_track(SCALE, ALL, None, treatments=None, at=at, zone=ZONE).why == "no-step"
    only = since_step(SCALE, (response(0, 20),), title="", began=START)
    assert on_track(SCALE, ALL, only, treatments=None, at=at, zone=ZONE).why == "nothing-since"
    late = since_step(SCALE, (response(30, 20), response(60, 10)), title="", began=START)
    assert on_track(SCALE, ALL, late, treatments=None, at=at, zone=ZONE).why == "no-baseline"
    assert on_track(SCALE, (), only, treatments=None, at=at, zone=ZONE).why == "no-expectation"
    assert on_track(None, ALL, only, treatments=None, at=at, zone=ZONE).why == "no-expectation"


def test_where_higher_is_better_a_rise_is_what_is_expected() -> None:
    rules = replace(SCALE.change, remission_below=None, remission_at=25)
    rising = scale(highest=30, better="higher", change=rules)
    part = (Expectation("scale", 2, 2, "verified", PLACE, percent=20),)
    assert judged(10, 12, 14, instrument=rising, expectations=part).track == "on"
    assert judged(10, 11, 14, instrument=rising, expectations=part).track == "off"
    assert judged(10, 25, 3, instrument=rising, expectations=part).track == "on"
